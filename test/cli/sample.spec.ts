import { readFile, stat } from 'node:fs/promises';
import { STATUSES } from '#domain';
import { signIn } from '#identity';
import { loadSample } from '../../apps/cli/commands/sample.js';
import { isSound, verify } from '../../apps/cli/commands/verify.js';
import { asKept } from '../../apps/cli/context.js';
import { deskOf } from '../../apps/cli/commands/account.js';
import { findReplay } from '../../apps/cli/find-replay.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { openCli, type OpenCli } from './open.js';

const terminal = new Terminal('zh-Hant', true);
let cli: OpenCli;
let loaded: Awaited<ReturnType<typeof loadSample>>;

beforeAll(async () => {
  cli = await openCli();
  loaded = await loadSample(cli.context, terminal);
}, 120_000);
afterAll(() => cli.close());

async function ledger() {
  const { rows } = await cli.context.readModels.ledger({ limit: 200 }, 'everything', cli.context.now());
  return rows;
}

it('shows every status that an issue can have', async () => {
  const rows = await ledger();
  expect(rows).toHaveLength(loaded.issues);
  expect(new Set(rows.map((row) => row.status))).toEqual(new Set(STATUSES));
});

it('has matters that climbed to the top by themselves, that were returned, brought again and not resolved at first', async () => {
  const rows = await ledger();
  expect(rows.some((row) => row.supervised)).toBe(true);
  expect(rows.some((row) => row.escalations >= 2)).toBe(true);
  expect(rows.some((row) => row.returns === 2)).toBe(true);
  expect(rows.some((row) => row.repeats === 2)).toBe(true);
  expect(rows.some((row) => row.answer === 'explanation' && row.status === 'closed')).toBe(true);
  expect(rows.some((row) => row.overdue)).toBe(true);
});

it('leaves no step behind that fell due before now', async () => {
  const now = cli.context.now();
  const late = (await ledger()).filter((row) => row.next !== null && row.next.at < now);
  expect(late).toEqual([]);
});

it('stands on a sound record', async () => {
  const report = await verify(asKept(cli.context), terminal);
  expect(isSound(report)).toBe(true);
  expect(report.events).toBeGreaterThan(500);
});

it('is told in plain words', async () => {
  const [row] = (await ledger()).filter((candidate) => candidate.supervised);
  const { steps } = await findReplay(cli.context, row!.number);
  const sentences = steps.map(({ words }) => terminal.event(words.code, words.params));
  expect(sentences.at(0)).toMatch(/\p{Script=Han}/u);
  expect(sentences.every((sentence) => !sentence.includes('{{'))).toBe(true);
});

it('writes accounts that sign in, in a file for its owner alone', async () => {
  expect((await stat(loaded.file)).mode & 0o777).toBe(0o600);
  const lines = (await readFile(loaded.file, 'utf8')).trim().split('\n').map((line) => line.split(/\s+/));
  expect(lines).toHaveLength(loaded.accounts);
  const desk = await deskOf(cli.context);
  const [login, password] = lines.find(([name]) => name === 'supervisor')!;
  await expect(signIn(desk, { login: login!, password: password!, address: '127.0.0.1' })).resolves.toMatchObject({ session: { active: { role: 'supervisor' } } });
});

it('is loaded into an empty record alone', async () => {
  await expect(loadSample(cli.context, terminal)).rejects.toMatchObject({ code: 'record-not-empty' });
});
