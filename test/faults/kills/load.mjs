import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller, commandIdOf, leavesUnknown } from './caller.mjs';
import { chanceOf } from './chance.mjs';
import { Ledger, readLedger } from './ledger.mjs';

// A process of its own, outside the product: people who report, handle and urge at once until SIGTERM, and then ask what
// became of whatever was left open. `node load.mjs <file>`: what to do is in the file.

const LIVES = { 'left-alone': 4, answered: 2, closed: 3, withdrawn: 1 };
const CLASSED = { scope: 'individual', horizon: 'current', topic: 'urban/works', grade: 'general' };
const ASKED_AGAIN = 25;

const { url, ledgerFile, seed, people, lanes, pauseMs } = JSON.parse(await readFile(process.argv[2], 'utf8'));
const ledger = await Ledger.open(ledgerFile);
const chance = chanceOf(seed);
const [dispatcher, head, supervisor] = people.map((person) => new Caller(url, person, ledger, chance));
const recent = [];
let ending = false;
process.on('SIGTERM', () => { ending = true; });

/** What is left alone must climb to the top by itself; what is withdrawn or closed must end. */
async function oneLife(lane, number) {
  const life = chance.pick(LIVES);
  let step = 0;
  const on = async (who, verb, json) => {
    const path = issueId ? `/api/v1/issues/${issueId}/${verb}` : '/api/v1/issues';
    const done = await who.give(`${seed}-${lane}-${number}-${++step}`, path, json);
    if (done && chance.often(0.3)) await who.readsAtLeast(done.issueId, done);
    return done;
  };
  let issueId = '';
  const reported = await on(dispatcher, '', { channel: 'visit', title: `Case ${lane}-${number}`, text: 'The lamp in the lane is broken.', area: 'LX-01' });
  if (!reported) return;
  issueId = reported.issueId;
  recent.unshift(issueId);
  recent.splice(12);
  if (!(await on(dispatcher, 'register', CLASSED))) return;
  const steps = {
    'left-alone': [[dispatcher, 'dispatch', { unit: 'LX-01' }]],
    answered: [[dispatcher, 'dispatch', { unit: 'LX-01' }], ...handling(head)],
    closed: [[dispatcher, 'dispatch', { unit: 'LX-01' }], ...handling(head), [dispatcher, 'verdict', { contacted: true, resolved: true, satisfied: true, attitude: 'good', comment: '' }]],
    withdrawn: [[dispatcher, 'withdraw', { reason: 'settled among neighbours' }]],
  };
  for (const [who, verb, json] of steps[life]) if (!(await on(who, verb, json))) return;
  await ledger.note({ fact: 'life', life, issueId });
}

function handling(who) {
  return [
    [who, 'sign-for', {}], [who, 'contact', { reached: true, note: 'told in person' }],
    [who, 'measure', { measure: 'today', responsible: 'C014', doneBy: '2099-01-01' }],
    [who, 'resolve', { summary: 'mended', evidence: [{ kind: 'note', text: 'it shines' }] }],
  ];
}

async function liveOn(lane) {
  for (let number = 0; !ending; number += 1) {
    await oneLife(lane, number);
    // Several people at once on one issue: they race for its next revision.
    if (recent.length > 0 && chance.often(0.5)) await supervisor.give(`${seed}-${lane}-${number}-urge`, `/api/v1/issues/${chance.one(recent)}/urge`, { note: 'please' });
    await sleep(chance.between(pauseMs / 4, 2 * pauseMs));
  }
}

/** For each command that was never answered for certain: what its id tells. */
async function settle(facts) {
  const fates = new Map();
  for (const { fact, key, cadre, status } of facts) {
    if (!['asked', 'answered'].includes(fact)) continue;
    const fate = fates.get(key) ?? { cadre, known: false };
    fates.set(key, { cadre, known: fate.known || (fact === 'answered' && status < 300 && status !== 202) });
  }
  const asker = { [dispatcher.cadre]: dispatcher, [head.cadre]: head, [supervisor.cadre]: supervisor };
  for (const [key, { cadre, known }] of fates) {
    if (known) continue;
    const commandId = commandIdOf(cadre, key);
    const { status, body } = await asker[cadre].asks(`/api/v1/commands/${commandId}`);
    await ledger.note({ fact: 'settled', key, commandId, status, body });
  }
}

/** Old commands given once more, with the same content and with another. */
async function askAgain(facts) {
  const asked = new Map(facts.filter(({ fact }) => fact === 'asked').map((one) => [one.key, one]));
  const acknowledged = facts.filter((one) => one.fact === 'answered' && one.status < 300 && !leavesUnknown(one));
  for (let count = 0; count < Math.min(ASKED_AGAIN, acknowledged.length); count += 1) {
    const { key, cadre, path, body } = chance.one(acknowledged);
    const who = [dispatcher, head, supervisor].find((caller) => caller.cadre === cadre);
    const same = await untilAnswered(() => who.attempt(key, path, asked.get(key).json, 'again'));
    await ledger.note({ fact: 'again', key, first: body, status: same.status, body: same.body });
    const { json } = asked.get(key);
    const [field] = Object.keys(json).filter((name) => typeof json[name] === 'string' && ['title', 'note', 'reason', 'summary', 'comment'].includes(name));
    if (field === undefined) continue;
    const other = await untilAnswered(() => who.attempt(key, path, { ...json, [field]: `${json[field]} and more` }, 'other'));
    await ledger.note({ fact: 'other', key, status: other.status, code: other.body.code });
  }
}

async function untilAnswered(ask) {
  for (;;) {
    const answer = await ask();
    if (answer && answer.status < 500 && answer.status !== 202) return answer;
    await sleep(300);
  }
}

await Promise.all([dispatcher, head, supervisor].map((caller) => caller.signIn()));
process.stdout.write('loading\n');
await Promise.all(Array.from({ length: lanes }, (_, lane) => liveOn(lane)));
const facts = await readLedger(ledgerFile);
await settle(facts);
await askAgain(facts);
await ledger.close();
