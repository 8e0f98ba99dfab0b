import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createAccount, signIn } from '#identity';
import { plusMillis, type Instant } from '#kernel';
import { deskOf } from '../../apps/cli/commands/account.js';
import { loadSample } from '../../apps/cli/commands/sample.js';
import { isSound, verify } from '../../apps/cli/commands/verify.js';
import { asKept, type Context } from '../../apps/cli/context.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { SampleMark } from '../../apps/sample-mark.js';
import { ProductProcess, until } from '../faults/product.js';
import { openCli, type OpenCli } from './open.js';

const quiet = new Terminal('en', true);
/** What the command line says when it is as far as this. */
const POINTS = [/Importing posts 100%/, /Living through the sample issues 30%/, /Living through the sample issues 70%/];

let opened: OpenCli[] = [];
afterEach(async () => {
  await Promise.all(opened.map((cli) => cli.close()));
  opened = [];
});

async function newCli(): Promise<OpenCli> {
  const cli = await openCli();
  opened.push(cli);
  return cli;
}

async function killedAt({ config }: Context, point: RegExp): Promise<void> {
  const loading = ProductProcess.start('cli', { MINQING_LOCALE: 'en', MINQING_HOME: config.home, DATABASE_URL: config.databaseUrl! }, ['sample']);
  await until(() => loading.words, 60_000, async () => point.test(loading.words), 10);
  expect(await loading.kill('SIGKILL')).toBeNull();
}

/** What happened, without what is drawn at each writing. */
async function story({ store }: Context): Promise<readonly unknown[]> {
  return (await store.readAll({ after: 0 })).map(({ streamId, revision, type, at, by, data, ruleVersion }) => ({ streamId, revision, type, at, by, data, ruleVersion }));
}

it('a loading that is killed again and again goes on where it was: all of the sample is there once, as if nothing had happened, with accounts that sign in', async () => {
  const { context } = await newCli();
  let before = 0;
  for (const point of POINTS) {
    await killedAt(context, point);
    const after = await context.store.lastPosition();
    expect(after).toBeGreaterThan(before);
    before = after;
  }
  const [first] = await context.store.readAll({ after: 0, limit: 1 });
  // Killed once more when it had made an account and told nobody its password.
  await createAccount(await deskOf(context), { login: 'supervisor', cadre: 'C009', password: 'a password nobody saw' });
  const loaded = await loadSample(context, quiet);

  const { context: whole } = await newCli();
  await loadSample({ ...whole, now: (): Instant => first!.at }, quiet);
  expect(await story(context)).toEqual(await story(whole));
  expect(isSound(await verify(asKept(context), quiet))).toBe(true);

  const lines = (await readFile(loaded.file, 'utf8')).trim().split('\n').map((line) => line.split(/\s+/));
  expect(lines).toHaveLength(loaded.accounts);
  const desk = await deskOf(context);
  for (const [login, password] of lines) await expect(signIn(desk, { login: login!, password: password!, address: '127.0.0.1' })).resolves.toMatchObject({ status: 'signed-in' });

  await rm(loaded.file);
  await expect(loadSample(context, quiet)).rejects.toMatchObject({ code: 'record-not-empty' });
  await expect(readFile(join(context.config.home, 'sign-in.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
}, 240_000);

describe('a sample begun and not finished', () => {
  const OPERATOR = { kind: 'operator', operator: 'spec' } as const;
  let context: Context;
  let mark: SampleMark;
  let begun: Instant;

  const register = (code: string, at: Instant) => context.giver.give({ type: 'register-unit', id: code, at, by: OPERATOR, data: { code, name: code, level: 'city', kind: 'area', parent: null } });

  beforeEach(async () => {
    ({ context } = await newCli());
    mark = await SampleMark.open(context.pool);
    begun = context.now();
    await mark.begin(begun);
    expect(await mark.unfinishedIn(context.store)).toBeUndefined();
    await register('A', plusMillis(begun, -1));
    await register('B', begun);
  });

  it('is known by its mark', async () => {
    expect(await mark.unfinishedIn(context.store)).toBe(begun);
  });

  it('is no sample any more when somebody wrote into the record afterwards, for good', async () => {
    await register('C', plusMillis(begun, 1));
    expect(await mark.unfinishedIn(context.store)).toBeUndefined();
    await expect(loadSample(context, quiet)).rejects.toMatchObject({ code: 'record-not-empty' });
    expect((await context.pool.query('select from sample.begun')).rowCount).toBe(0);
    expect(await context.store.lastPosition()).toBe(3);
  });

  it('is none when matters of another system were imported with their own times', async () => {
    await context.giver.give({
      type: 'import-issue', id: 'M', at: begun, by: { kind: 'import', source: 'spec' },
      data: {
        issueId: 'M', source: 'spec', sourceRef: '1', title: 'x', text: 'x', area: 'A', unit: 'A', heardAt: '2019-04-08T01:05:07.000Z', startClock: false,
        classification: { scope: 'individual', horizon: 'current', topic: 'x', grade: 'general' },
      },
    });
    expect(await context.store.lastPosition()).toBeGreaterThan(2);
    await expect(loadSample(context, quiet)).rejects.toMatchObject({ code: 'record-not-empty' });
  });

  it('is none where the record was there before it, as one that was copied into the database', async () => {
    await mark.begin(plusMillis(begun, 365 * 86_400_000));
    await expect(loadSample(context, quiet)).rejects.toMatchObject({ code: 'record-not-empty' });
  });

  it('is loaded by one process at a time', async () => {
    const order: string[] = [];
    const other = await SampleMark.open(context.pool);
    let two: Promise<unknown> | undefined;
    await mark.alone(async () => {
      order.push('one');
      two = other.alone(async () => { order.push('two'); });
      await new Promise((done) => { setTimeout(done, 300); });
      order.push('one done');
    });
    await two;
    expect(order).toEqual(['one', 'one done', 'two']);
  });
});
