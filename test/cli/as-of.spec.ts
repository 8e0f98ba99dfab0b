import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { NOTICE, type Rulebook } from '#domain';
import type { RecordedEvent } from '#event-store';
import type { Actor } from '#kernel';
import { exportLedger } from '../../apps/cli/commands/export.js';
import { importInto } from '../../apps/cli/commands/import.js';
import { rulesToShow } from '../../apps/cli/commands/rulebook.js';
import type { Context } from '../../apps/cli/context.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli, type OpenCli } from './open.js';

const OPERATOR: Actor = { kind: 'operator', operator: 'spec' };
const OWN: Rulebook = { ...NOTICE, version: 'own', effectiveFrom: '2026-12-01T00:00:00.000Z', verdict: { value: { amount: 2, unit: 'working-day' }, source: '第七號通知' } };
const MESSAGE = '留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\nT1,U1,路灯不亮,2019/4/8 9:05:07,三天了,已修好,2019/4/20 10:00:00\n';

let cli: OpenCli;
let context: Context;
let folder: string;
const terminal = new Terminal('en', true);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minqing-as-of-'));
  cli = await openCli();
  // The store's clock tells when something was written: what is asked about has passed by then.
  context = { ...cli.context, now: () => '2999-01-01T00:00:00.000Z' };
  await importInto(cli.context, terminal, 'units', sampleFile('units.csv'), { now: NOW, unit: undefined, places: [], startClock: false });
  await cli.caughtUp();
});
afterAll(async () => {
  await cli.close();
  await rm(folder, { recursive: true });
});

async function ledgerOf(asOf: string): Promise<Record<string, string>[]> {
  const out = join(folder, 'ledger.csv');
  const count = await exportLedger(context, { asOf, out, codes: true, locale: 'en' }, { update() {}, stop() {} });
  const rows = parse<Record<string, string>>(await readFile(out, 'utf8'), { columns: true, bom: true });
  expect(rows).toHaveLength(count);
  return rows;
}

const justBefore = (instant: string): string => new Date(Date.parse(instant) - 1).toISOString();

describe('an issue imported with its true past times', () => {
  let before: number;
  let events: readonly RecordedEvent[];
  beforeAll(async () => {
    before = await cli.context.store.lastPosition();
    const file = join(folder, 'messages.csv');
    await writeFile(file, MESSAGE);
    await importInto(cli.context, terminal, 'leader-messages', file, { now: NOW, unit: 'LX', places: [], startClock: false });
    await cli.caughtUp();
    events = await cli.context.store.readAll({ after: before });
  });

  it('is known from the instant on which it was written down, and not from when it happened', async () => {
    const [first, last] = [events[0]!, events.at(-1)!];
    expect([first.at < '2019-04-09', last.recordedAt > '2026']).toEqual([true, true]);
    for (const moment of [String(before), justBefore(first.recordedAt), '2019-04-15T00:00:00.000Z', '2019-04-21T00:00:00.000Z']) expect([moment, await ledgerOf(moment)]).toEqual([moment, []]);
    for (const moment of [String(last.position), last.recordedAt]) expect([moment, await ledgerOf(moment)]).toMatchObject([moment, [{ title: '路灯不亮', answer: 'resolution', heardAt: '2019-04-08T01:05:07.000Z', status: 'closed' }]]);
  });
});

describe('the rules', () => {
  it('are those known at the moment, also of a day that was still to come', async () => {
    const before = await cli.context.store.lastPosition();
    const at = '2026-12-24T00:00:00.000Z';
    const outcome = await cli.context.giver.give({ type: 'adopt-rulebook', id: 'adopt', at: NOW, by: OPERATOR, data: OWN });
    expect(outcome.status).toBe('done');
    await cli.caughtUp();
    const [adopted] = await cli.context.store.readAll({ after: before });
    const versionAsOf = async (asOf: string): Promise<string> => (await rulesToShow(context, { asOf, at })).rules.version;
    expect(await versionAsOf(String(before))).toBe('notice-1');
    expect(await versionAsOf(justBefore(adopted!.recordedAt))).toBe('notice-1');
    expect(await versionAsOf(adopted!.recordedAt)).toBe('own');
    expect(await versionAsOf(String(adopted!.position))).toBe('own');
    expect((await rulesToShow(context, { asOf: String(adopted!.position), version: 'own' })).rules).toEqual(OWN);
    await expect(rulesToShow(context, { asOf: String(before), version: 'own' })).rejects.toMatchObject({ code: 'rulebook-unknown' });
  });
});
