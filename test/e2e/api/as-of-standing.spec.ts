import { EMPTY_STREAM, uuid5 } from '#event-store';
import { encodeEvent, type api } from '#wire';
import { type Office, openOffice } from './office.js';
import type { Answer, Person } from './person.js';

let office: Office;
let sun: Person;
let chen: Person;
beforeEach(async () => {
  office = await openOffice();
  [sun, chen] = [await office.signIn('sun'), await office.signIn('chen')];
});
afterEach(() => office.close());

const QUESTIONS = ['issues', 'board', 'figures?by=unit&from=2020-01-01&to=2099-01-01', 'units', 'roster', 'topics', 'events', 'rulebook/versions'];
const asked = (moment: number | string): Promise<readonly Answer<api.Problem>[]> =>
  Promise.all(QUESTIONS.map((path) => sun.get<api.Problem>(`/api/v1/${path}${path.includes('?') ? '&' : '?'}asOf=${moment}`)));
const statuses = (answers: readonly Answer[]): readonly number[] => [...new Set(answers.map(({ status }) => status))];

/** The end of a matter that never began: no ledger can take it. */
async function poison(): Promise<number> {
  const event = encodeEvent({ type: 'IssueClosed', at: office.now(), by: { kind: 'operator', operator: 'test' }, data: { ground: 'declined', note: 'of nothing' } });
  const outcome = await office.store.append({ streamId: 'issue/never', expected: EMPTY_STREAM, command: { id: uuid5('poison'), type: 'test', digest: '0'.repeat(64) }, ruleVersion: 'notice-1', events: [event] });
  if (outcome.status !== 'appended') throw new Error(outcome.status);
  return outcome.lastPosition;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !await condition(); tries += 1) {
    if (tries > 400) throw new Error('the condition did not come true');
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
}

it('while a read model has stopped, the past up to there is told, and of what came later a problem instead of an old answer', async () => {
  const before = (await chen.reports('comm-11')).position!;
  const bad = await poison();
  const after = (await chen.reports('comm-11', '後來的')).position!;
  await until(async () => (await office.parts.readModels.standing()).stoppedAt === bad - 1);
  await until(async () => await office.parts.readModels.position() >= after);

  expect(statuses(await asked(before))).toEqual([200]);
  expect((await sun.get<api.LedgerPage>(`/api/v1/issues?asOf=${before}`)).body.rows).toHaveLength(1);
  for (const moment of [after, office.now()]) {
    for (const { status, body, headers } of await asked(moment)) {
      expect([status, body.code, body.params, headers.get('retry-after')]).toEqual([503, 'read-model-stopped', { position: after, stoppedAt: bad - 1 }, null]);
      expect(body.detail).toContain(String(bad - 1));
    }
  }
  expect(await sun.get(`/api/v1/differences?from=${before}&to=${after}`)).toMatchObject({ status: 503, body: { code: 'read-model-stopped' } });

  const wu = await office.signIn('wu');
  expect((await wu.ask('/api/v1/operations/read-models/ledger/skip', { method: 'POST', json: { position: bad, reason: '記錄有誤' } })).status).toBe(200);
  await until(async () => (await office.parts.readModels.standing()).stoppedAt === null);
  await until(async () => await office.parts.readModels.position() >= after);
  expect((await sun.get<api.LedgerPage>(`/api/v1/issues?asOf=${after}`)).body.rows).toHaveLength(2);
}, 60_000);

it('while an upgrade rebuilds a read model, the past is asked for again later, and then answers as before', async () => {
  const position = (await chen.reports('comm-11')).position!;
  await sun.get('/api/v1/board', position);
  const whole = (await asked(position)).map(({ body }) => body);
  await office.stopProjector();
  // As a product left it that kept no past.
  await office.pool.query(`update read.checkpoint set version = version - 1 where name in ('ledger', 'day')`);
  await office.pool.query('drop table read.ledger_past, read.day');
  for (const moment of [position, office.now()]) {
    for (const { status, body, headers } of await asked(moment)) {
      expect([status, body.code, Number(headers.get('retry-after')) > 0]).toEqual([503, 'read-models-rebuilding', true]);
    }
  }
  expect((await sun.get('/api/v1/board')).status).toBe(200);
  office.startProjector();
  await until(async () => !(await office.parts.readModels.standing()).ofOtherVersion);
  expect((await asked(position)).map(({ body }) => body)).toEqual(whole);
}, 60_000);

it('while the read models are behind, says up to where', async () => {
  await office.stopProjector();
  const { position } = await chen.reports('comm-11');
  const behind = await sun.get<api.Problem>(`/api/v1/issues?asOf=${position}`);
  expect(behind).toMatchObject({ status: 503, body: { code: 'read-model-behind', params: { position } } });
  expect([behind.headers.get('retry-after'), behind.body.detail]).toEqual(['2', expect.stringContaining(String(position))]);
}, 30_000);
