import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandIdOf, issueIdOf } from '#application';
import { plusMillis, type Actor } from '#kernel';
import type { api } from '#wire';
import { allDifferences, tellDifferences } from '../../apps/cli/commands/differences.js';
import { exportEvents, type EventOptions } from '../../apps/cli/commands/export-events.js';
import { importInto } from '../../apps/cli/commands/import.js';
import { wantedOf } from '../../apps/cli/commands/replay.js';
import { findReplay } from '../../apps/cli/find-replay.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { tellSteps, type Telling } from '../../apps/cli/tell-replay.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const CADRE: Actor = { kind: 'cadre', cadre: 'C001', post: 'P001', unit: 'LX-01', role: 'dispatcher' };
const AREA = 'LX-01';
let cli: OpenCli;
let folder: string;
let issueId: string;
let replay: api.Replay;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minqing-export-'));
  cli = await openCli();
  await importInto(cli.context, new Terminal('en', true), 'units', sampleFile('units.csv'), { now: NOW, unit: undefined, places: [], startClock: false });
  issueId = issueIdOf(commandIdOf(CADRE, 'report'));
  const given = [
    { type: 'report-issue', data: { issueId, channel: 'visit', title: '=路燈', text: '不亮', area: AREA, heardAt: NOW } },
    { type: 'register-issue', data: { issueId, scope: 'individual', horizon: 'current', topic: 'other-system/lights', grade: 'urgent' } },
  ] as const;
  for (const [index, { type, data }] of given.entries()) {
    const outcome = await cli.context.giver.give({ type, id: commandIdOf(CADRE, type), at: plusMillis(NOW, index * 60_000), by: CADRE, data } as never, index === 1 ? { id: `issue/${issueId}`, run: 'run-7' } : undefined);
    expect(outcome.status).toBe('done');
  }
  await cli.caughtUp();
  replay = await findReplay(cli.context, issueId);
}, 60_000);
afterAll(async () => {
  await cli.close();
  await rm(folder, { recursive: true });
});

/** What the terminal shows, a line each. */
function linesOf(tell: (terminal: Terminal) => void): string[] {
  const lines: string[] = [];
  const terminal = new Terminal('en', false);
  terminal.text = (text) => { lines.push(text); };
  terminal.say = (code, params) => { lines.push(terminal.words(code, params)); };
  tell(terminal);
  return lines;
}

function told(telling: Telling, wanted: Parameters<typeof wantedOf>[1] = {}): string[] {
  return linesOf((terminal) => tellSteps(terminal, replay.steps, wantedOf(replay, wanted), telling));
}

describe('as of a moment', () => {
  const reported = (): number => replay.steps.findLast(({ commandType }) => commandType === 'report-issue')!.position;

  it('a replay ends there', async () => {
    const then = await findReplay(cli.context, replay.number, { asOf: String(reported()) });
    expect(then.steps).toEqual(replay.steps.filter(({ position }) => position <= reported()));
    expect(then.asOf).toMatchObject({ position: reported() });
    await expect(findReplay(cli.context, replay.number, { asOf: '2' })).rejects.toMatchObject({ code: 'issue-not-found' });
  });

  it('two moments are told by what is different', async () => {
    const last = String(replay.steps.at(-1)!.position);
    const found = await allDifferences(cli.context, { from: String(reported()), to: last });
    expect(found.rows).toMatchObject([{ kind: 'changed', before: { status: 'reported' }, after: { status: 'registered' } }]);
    const [, counts, , rates, band, changed, status] = linesOf((terminal) => tellDifferences(terminal, found));
    expect(counts).toMatch(/^Open 1 → 1, overdue/);
    expect([rates, band]).toEqual(['Answered in time none yet → none yet, resolved none yet → none yet, satisfied none yet → none yet', 'Score: too few → too few']);
    expect([changed, status]).toEqual([`${replay.number}  changed  =路燈`, '    Status: Reported → Registered']);
    expect(linesOf((terminal) => tellDifferences(terminal, { ...found, rows: [], whole: null })).at(-1)).toBe('No issue is different.');
    const { before, after } = found.whole!;
    const figures = { ...after.figures, resolved: { count: 9, base: 12, rate: 0.75, small: false }, band: 2 };
    const link: api.RosterShape = { link: 'L1', cadre: 'C014', cadreName: '林', kind: 'contact-point', target: '東橋早市', targetName: null, unit: AREA, unitName: '柳溪', from: '2026-10-01', to: null };
    const whole = { before, after: { ...after, figures, ruleVersion: 'own' }, roster: { begun: [link], ended: [{ ...link, to: '2026-11-02' }] } };
    expect(linesOf((terminal) => tellDifferences(terminal, { ...found, rows: [], whole })).slice(3, -1)).toEqual([
      'Answered in time none yet → none yet, resolved none yet → 75% (9/12), satisfied none yet → none yet', 'Score: too few → band 3',
      'Rules: notice-1 → own. What differs between them: minqing rulebook compare notice-1 own',
      'Roster links that have begun (1):', '  contact point 東橋早市 (柳溪): 林, since 2026-10-01',
      'Roster links that have ended (1):', '  contact point 東橋早市 (柳溪): 林, from 2026-10-01 to 2026-11-02',
    ]);
    await expect(allDifferences(cli.context, { from: last, to: String(reported()) })).rejects.toMatchObject({ code: 'differences-backwards' });
  });
});

describe('replay', () => {
  it('is found by number and by id', async () => {
    expect((await findReplay(cli.context, replay.number.toLowerCase())).issueId).toBe(issueId);
    await expect(findReplay(cli.context, '20200101-AAAAA')).rejects.toMatchObject({ code: 'issue-not-found' });
    await expect(findReplay(cli.context, 'nothing')).rejects.toMatchObject({ code: 'issue-not-found' });
  });

  it('tells in compact view what happened, a line a step', () => {
    const lines = told({ view: 'compact', state: false });
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^3\. 2026-11-24 12:01:00 {2}Entered in the ledger: Individual, Current, topic other-system\/lights, grade Urgent/);
  });

  it('tells in full view who, by which command and figure, in which run of the workflow, and what changed', () => {
    const lines = told({ view: 'full', state: false }, { step: 4 }).join('\n');
    expect(lines).toContain('command register-issue · rules notice-1');
    expect(lines).toContain('by the rule: Dispatch, urgent 1 h (hotline practice');
    expect(lines).toContain(`workflow issue/${issueId} run run-7`);
    expect(lines).toMatch(/\* Deadlines: Dispatch .*→ Dispatch /);
    expect(lines).not.toContain('Stage');
  });

  it('tells the whole state after each step when asked to', () => {
    const lines = told({ view: 'compact', state: true }, { until: 3 });
    expect(lines.filter((line) => line.includes('Stage: Intake'))).toHaveLength(3);
    expect(lines.filter((line) => line.includes('* Topic: none → other-system/lights'))).toHaveLength(1);
  });

  it('gives the events as they are stored', () => {
    const [first] = told({ view: 'json', state: false }, { step: 1 });
    expect(JSON.parse(first!)).toMatchObject({ revision: 0, type: 'IssueReported', data: { title: '=路燈' }, workflow: null });
    expect(JSON.parse(first!)).not.toHaveProperty('state');
  });

  it('refuses a step that the issue has not come to', () => {
    expect(() => wantedOf(replay, { step: 5 })).toThrow(expect.objectContaining({ code: 'step-unknown', params: { number: replay.number, step: 5, last: 4 } }));
    expect(wantedOf(replay, { until: 99 })).toHaveLength(4);
  });
});

describe('export events', () => {
  const quiet = { update: () => undefined, stop: () => undefined };
  async function exported(options: EventOptions): Promise<{ count: number; text: string }> {
    const file = join(folder, `${Math.random()}.out`);
    const count = await exportEvents(cli.context, options, () => createWriteStream(file), 'en', quiet);
    return { count, text: await readFile(file, 'utf8') };
  }

  it('writes what the filters find, and nothing that a spreadsheet would run', async () => {
    const { count, text } = await exported({ cadre: 'C001', order: 'oldest', format: 'csv' });
    expect(count).toBe(4);
    const rows = text.trim().split('\n');
    expect(rows).toHaveLength(5);
    expect(rows[1]).toContain('IssueReported,"C001 recorded “=路燈”');
    expect(text.slice(1)).not.toMatch(/(^|,|\n)"?[=+@]/);
    const lines = await exported({ type: 'IssueRegistered', format: 'jsonl' });
    expect(lines.text.trim().split('\n').map((line) => (JSON.parse(line) as api.TrailEntry).issue)).toEqual([{ issueId, number: replay.number }]);
  });

  it('takes every page of a large find, once', async () => {
    const by: Actor = { kind: 'operator', operator: 'replay-spec' };
    await Promise.all(Array.from({ length: 210 }, (_, index) => cli.context.giver.give({
      type: 'register-unit', id: commandIdOf(by, `unit ${index}`), at: NOW, by, data: { code: `N${index}`, name: `新區 ${index}`, level: 'community', kind: 'area', parent: 'LX' },
    })));
    await cli.caughtUp();
    const { count, text } = await exported({ type: 'UnitRegistered', order: 'oldest', format: 'jsonl' });
    const positions = text.trim().split('\n').map((line) => (JSON.parse(line) as api.TrailEntry).position);
    expect(positions).toHaveLength(count);
    expect(count).toBeGreaterThan(200);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
    expect(new Set(positions).size).toBe(count);
  });

  it('is noted before anything leaves, and refuses a filter that is none', async () => {
    const { rows } = await cli.context.pool.query<{ detail: object }>(`select detail from identity.audit where act = 'events-exported' order by id`);
    expect(rows[0]).toMatchObject({ detail: { cadre: 'C001', format: 'csv' } });
    await expect(exported({ from: '2026-02-30', format: 'csv' })).rejects.toMatchObject({ code: 'filter-wrong', params: { filter: 'from', value: '2026-02-30' } });
  });
});
