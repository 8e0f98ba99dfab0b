import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createAccount, setPassword, type AccountAnswer, type Desk, type NewAccount } from '#identity';
import { dateAt, Fault, type Instant } from '#kernel';
import { SampleMark } from '../../sample-mark.js';
import { withContext, type Context } from '../context.js';
import type { ImportContext } from '../import/importer.js';
import { sampleFile, sampleIssues, sampleLives, samplePosts } from '../sample/files.js';
import { SampleLives } from '../sample/load.js';
import { Staff } from '../sample/staff.js';
import { EXIT, type Terminal } from '../terminal.js';
import { deskOf, randomPassword, SHANGHAI_OFFSET } from './account.js';
import { importInto, type ImportKind } from './import.js';

const ORGANISATION = ['units', 'cadres', 'posts', 'households', 'roster'] as const satisfies readonly ImportKind[];

/** Who can sign in after the sample was loaded; every password is drawn anew. */
const ACCOUNTS = [
  ['supervisor', 'C009'], ['dispatcher', 'C008'], ['head', 'C007'], ['cadre', 'C014'], ['auditor', 'C002'], ['city', 'C001'], ['admin', 'C010'],
  ['rules', 'C029'],
] as const;

export function addSample(program: Command, terminal: () => Terminal): void {
  program.command('sample')
    .description('help.sample')
    .action(async () => {
      const say = terminal();
      const loaded = await withContext((context) => loadSample(context, say));
      say.say('sample-loaded', { ...loaded });
      say.result(loaded);
      process.exitCode = EXIT.done;
    });
}

export interface LoadedSample {
  readonly issues: number;
  readonly accounts: number;
  readonly file: string;
}

/**
 * Into an empty record; one that holds an unfinished sample and nothing else goes on where it stopped: its commands have fixed ids,
 * so what is on record already adds nothing. Faults `record-not-empty`, `sample-loading`.
 */
export async function loadSample(context: Context, terminal: Terminal): Promise<LoadedSample> {
  const mark = await SampleMark.open(context.pool);
  return mark.alone(async () => {
    const now = await begin(context, mark);
    const issues = await live(context, terminal, now);
    const file = await writeAccounts(context, terminal);
    await mark.remove();
    return { issues, accounts: ACCOUNTS.length, file };
  });
}

/** The moment that the sample is lived up to. */
async function begin({ store, now }: Context, mark: SampleMark): Promise<Instant> {
  const begun = await mark.unfinishedIn(store);
  if (begun !== undefined) return begun;
  if ((await store.lastPosition()) > 0) throw new Fault('record-not-empty');
  const at = now();
  await mark.begin(at);
  return at;
}

/** Answers how many issues there are. */
async function live(context: Context, terminal: Terminal, now: Instant): Promise<number> {
  const asked: ImportContext = { now, unit: undefined, places: [], startClock: false };
  for (const kind of ORGANISATION) {
    const report = await importInto(context, terminal, kind, sampleFile(`${kind}.csv`), asked);
    if (report.rejected > 0) throw new Fault('sample-row-wrong', { params: { file: kind, line: report.problems[0]?.line ?? 0, column: report.problems[0]?.column ?? '', reason: reasonOf(report.problems[0]) } });
  }
  await reached(context);
  const [issues, lives, posts, directory] = await Promise.all([sampleIssues(), sampleLives(), samplePosts(asked), context.readModels.directory()]);
  const bar = terminal.progress('living-sample');
  await new SampleLives(context, new Staff(posts, directory), directory, now).live(issues, lives, bar);
  bar.stop();
  await reached(context);
  return issues.length;
}

/** The sample is complete when it can be seen: read models come from the projector, which must be running. */
async function reached(context: Context): Promise<void> {
  const position = await context.store.lastPosition();
  if (!(await context.readModels.waitFor(position, 60_000))) throw new Fault('projector-not-running', { params: { position } });
}

async function writeAccounts(context: Context, terminal: Terminal): Promise<string> {
  const desk = await deskOf(context);
  const lines: string[] = [];
  for (const [login, cadre] of ACCOUNTS) {
    const password = randomPassword();
    const answer = await accountWith(desk, { login, cadre, password });
    if (!answer.done) throw new Fault('sample-account-refused', { params: { login, reason: answer.refusal.code } });
    const [post] = await context.readModels.postsOf(cadre, dateAt(context.now(), SHANGHAI_OFFSET));
    lines.push(`${login.padEnd(12)} ${password}   ${post?.name ?? cadre}, ${post?.unitName ?? ''}, ${terminal.term('role', post?.role ?? '')}`);
  }
  const file = join(context.config.home, 'sign-in.txt');
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600, flush: true });
  return file;
}

/** Made by a loading that was ended before it had written the passwords down, an account gets a new one. */
async function accountWith(desk: Desk, account: NewAccount): Promise<AccountAnswer> {
  const made = await createAccount(desk, account);
  return made.done ? made : setPassword(desk, account.login, account.password);
}

function reasonOf(problem: object | undefined): string {
  if (!problem) return '';
  return 'refusal' in problem ? (problem.refusal as { code: string }).code : String((problem as { code?: unknown }).code);
}
