import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { passDeadlineIdOf } from '#application';
import { NOTICE, workingCalendar, type Rulebook } from '#domain';
import type { api } from '#wire';
import { actsOf, relive } from '#what-if';
import { importInto } from '../../apps/cli/commands/import.js';
import { loadSample } from '../../apps/cli/commands/sample.js';
import { askWhatIf, rulesIn } from '../../apps/cli/commands/what-if.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { aligned } from '../../apps/cli/what-if/aligned.js';
import { tellWhatIf } from '../../apps/cli/what-if/tell.js';
import { NOW, openCli, type OpenCli } from './open.js';

/** Real messages with their replies: they may be used here, but not shipped. */
const REAL = fileURLToPath(new URL('../../../shared/data/leader-messages-with-replies.csv', import.meta.url));
const ALL = { from: '2000-01-01', to: '2026-12-31' };
const A_DAY = { amount: 1, unit: 'working-day' } as const;
const QUICK: Rulebook = {
  ...NOTICE, version: 'quick', handling: { ...NOTICE.handling, value: { ...NOTICE.handling.value, community: A_DAY, subdistrict: A_DAY } },
  score: { ...NOTICE.score, value: { ...NOTICE.score.value, inTime: 100, resolved: 0, satisfied: 0 } },
};
const quiet = new Terminal('zh-Hant', true);
let cli: OpenCli;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minqing-what-if-'));
  cli = await openCli();
  await loadSample(cli.context, quiet);
}, 120_000);
afterAll(async () => {
  await cli.close();
  await rm(folder, { recursive: true });
});

/** Whether every issue on record, lived by the notice, is lived event by event as it was. */
async function expectLivedAsRecorded(): Promise<number> {
  const [events, directory] = [new Map<string, Parameters<typeof actsOf>[0][number][]>(), await cli.context.readModels.directory()];
  for (let after = 0; ;) {
    const page = await cli.context.store.readAll({ after });
    for (const event of page) if (event.streamId.startsWith('issue/')) events.set(event.streamId, [...(events.get(event.streamId) ?? []), event]);
    if (page.length === 0) break;
    after = page.at(-1)!.position;
  }
  const facts = { rules: NOTICE, calendar: workingCalendar(), directory };
  for (const [streamId, recorded] of events) {
    const again = relive(actsOf(recorded), { factsAt: () => facts, clockId: passDeadlineIdOf }, NOW);
    expect({ streamId, events: again.events, departures: again.departures }).toEqual({ streamId, events: again.recorded, departures: [] });
  }
  return events.size;
}

function told(answer: api.WhatIf, locale: 'zh-Hant' | 'zh-Hans' | 'en' = 'zh-Hant'): string {
  const lines: string[] = [];
  const terminal = new Terminal(locale, false);
  terminal.text = (text) => { lines.push(text); };
  terminal.say = (code, params) => { lines.push(terminal.words(code, params)); };
  tellWhatIf(terminal, answer);
  return lines.join('\n');
}

describe('what-if over the sample campaign', () => {
  it('lives every issue as it was, by the rules that it was lived by', async () => {
    expect(await expectLivedAsRecorded()).toBeGreaterThan(50);
    const answer = await askWhatIf(cli.context, quiet, await rulesIn(cli.context, 'notice-1') as Rulebook, ALL);
    expect(answer.totals).toMatchObject({ differing: 0, departed: { issues: 0 } });
    expect(told(answer)).toMatch(/全部 \d+ 件問題的經過都不會改變。/);
  });

  it('shows what shorter limits would have done, in three languages, and writes nothing but the note of it', async () => {
    const before = await cli.context.store.lastPosition();
    const answer = await askWhatIf(cli.context, quiet, QUICK, ALL);
    expect(await cli.context.store.lastPosition()).toBe(before);
    const { kept, departed, differing, units } = answer.totals!;
    expect(differing).toBeGreaterThan(10);
    expect(kept.other.inTime).toBeLessThan(kept.recorded.inTime);
    expect(kept.other.climbs.subdistrict + departed.other.climbs.subdistrict).toBeGreaterThan(kept.recorded.climbs.subdistrict + departed.recorded.climbs.subdistrict);
    expect(units.some(({ recorded, other }) => recorded.answeredInTime.count > other.answeredInTime.count)).toBe(true);
    expect(told(answer)).toMatch(/按時答覆 +\d+ +\d+ +-\d+/);
    expect(told(answer, 'zh-Hans')).toMatch(/按时答复 +\d+/);
    expect(told(answer, 'en')).toMatch(/\* Handling: .* → .*/);
    const { rows } = await cli.context.pool.query<{ detail: object }>(`select detail from identity.audit where act = 'what-if-asked' order by id desc limit 1`);
    expect(rows[0]).toMatchObject({ detail: { version: 'quick', ...ALL } });
  });

  it('writes every issue that differs, and nothing that a spreadsheet would run', async () => {
    const out = join(folder, 'differing.csv');
    const { totals } = await askWhatIf(cli.context, quiet, QUICK, { ...ALL, out });
    const text = await readFile(out, 'utf8');
    expect(text.trim().split('\n')).toHaveLength(1 + totals!.differing);
    expect(text).toContain('number,title,area,recorded.unit');
    expect(text.slice(1)).not.toMatch(/(^|,|\n)"?[=+@]/);
  });

  it('is asked of a unit, by a file or by a version, and says what is wrong with either', async () => {
    const file = join(folder, 'rules.json');
    await writeFile(file, JSON.stringify(QUICK));
    expect(await rulesIn(cli.context, file)).toEqual(QUICK);
    await writeFile(file, JSON.stringify({ ...QUICK, sign: 1 }));
    expect(await rulesIn(cli.context, file)).toMatchObject({ code: expect.stringMatching(/^rulebook-/) });
    await expect(rulesIn(cli.context, 'nothing')).rejects.toMatchObject({ code: 'rulebook-unknown' });
    await expect(askWhatIf(cli.context, quiet, QUICK, { ...ALL, from: '2026-02-30' })).rejects.toMatchObject({ code: 'filter-wrong', params: { filter: 'from' } });
    const [all, part] = [await askWhatIf(cli.context, quiet, QUICK, ALL), await askWhatIf(cli.context, quiet, QUICK, { ...ALL, unit: 'LX-01' })];
    expect(part.totals!.kept.issues).toBeLessThan(all.totals!.kept.issues);
    expect(part.totals!.kept.issues).toBeGreaterThan(0);
  });
});

(existsSync(REAL) ? describe : describe.skip)('what-if over imported messages of another system', () => {
  it('lives them as they were, and measures their answers by another limit', async () => {
    const report = await importInto(cli.context, quiet, 'leader-messages', REAL, { now: NOW, unit: 'LX-01', places: [], startClock: false });
    await cli.caughtUp();
    expect(await expectLivedAsRecorded()).toBeGreaterThan(report.added);
    const began = performance.now();
    const answer = await askWhatIf(cli.context, quiet, QUICK, ALL);
    const { kept, departed, differing } = answer.totals!;
    if (process.env['TEST_LOG']) console.warn(`${Math.round(((kept.issues + departed.issues) * 1_000) / (performance.now() - began))} issues a second`);
    expect(differing).toBeGreaterThan(1_000);
    expect(kept.other.inTime).toBeLessThan(kept.recorded.inTime);
  }, 120_000);
});

it('keeps columns in line whatever script they are in', () => {
  expect(aligned([['', 'as it was'], ['按時答覆', '12'], ['Late', '3']])).toEqual(['          as it was', '按時答覆         12', 'Late              3']);
});
