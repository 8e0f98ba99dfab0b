import { QueryBus, CommandBus } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import {
  ApplicationModule, commandIdOf, FindBoard, FindCommand, FindFigures, FindHistory, FindIssuePage, FindLedger, GiveCommand, issueIdOf, type AnyCommand,
} from '#application';
import { openPool } from '#database';
import { NOTICE } from '#domain';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { scopeOf, type ActingPost } from '#identity';
import { plusMillis, type Actor, type Instant } from '#kernel';
import { isMessage, LOCALES, translate } from '#messages';
import { PostgresReadModels, prepareReadModels, Projector } from '#projections/postgres';
import { testDatabase } from '#testing/servers';
import { api } from '#wire';
import type pg from 'pg';

const operator: Actor = { kind: 'operator', operator: 'op' };
const post = (cadre: string, unit: string, role: ActingPost['role']): ActingPost => ({ cadre, post: `${cadre}-${unit}`, unit, role });
const dispatcher = post('K1', 'SUB', 'dispatcher');
const handler = post('K2', 'COM', 'cadre');
const stranger = post('K3', 'FAR', 'supervisor');
const administrator = post('K4', 'SUB', 'administrator');
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let now: Instant = '2026-03-02T01:00:00.000Z';
let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let store: PostgresEventStore;
let readModels: PostgresReadModels;
let projector: Projector;
let app: TestingModule;
let issueId: string;
const given: { type: string; id: string }[] = [];

type Data<T extends AnyCommand['type']> = Extract<AnyCommand, { type: T }>['data'];

/** Gives a command over the bus and waits until the read models show it. */
async function give<T extends AnyCommand['type']>(type: T, by: Actor | ActingPost, data: Data<T>): Promise<void> {
  now = plusMillis(now, 60_000);
  const actor: Actor = 'kind' in by ? by : { kind: 'cadre', ...by };
  const command = { type, id: commandIdOf(actor, `${type} ${now}`), at: now, by: actor, data } as unknown as AnyCommand;
  const outcome = await app.get(CommandBus).execute(new GiveCommand(command));
  if (outcome.status !== 'done') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
  given.push({ type, id: command.id });
  expect(await readModels.waitFor(outcome.receipt.lastPosition, 20_000)).toBe(true);
}

beforeAll(async () => {
  database = await testDatabase();
  pool = openPool(database.url, { max: 20 });
  store = await openPostgresStore({ pool });
  await prepareReadModels(pool);
  readModels = new PostgresReadModels(pool);
  projector = new Projector({ pool, store, log: quiet });
  projector.start();
  app = await Test.createTestingModule({ imports: [ApplicationModule.with({ store, readModels, now: () => now })] }).compile();
  await app.init();
  await foundCampaign();
  await handleOneIssue();
}, 60_000);

afterAll(async () => {
  await app?.close();
  await projector?.stop();
  await readModels?.close();
  await store?.close();
  await pool?.end();
  await database?.drop();
});

async function foundCampaign(): Promise<void> {
  const unit = (code: string, name: string, level: api.UnitShape['level'], parent: string | null) => give('register-unit', operator, { code, name, level, kind: 'area', parent });
  await unit('CITY', '安和市', 'city', null);
  await unit('SUB', '柳溪街道', 'subdistrict', 'CITY');
  await unit('FAR', '青石街道', 'subdistrict', 'CITY');
  await unit('COM', '南園社區', 'community', 'SUB');
  for (const [cadre, name] of [['K1', '何佩蘭'], ['K2', '蕭春燕'], ['K3', '彭海燕']] as const) await give('register-cadre', operator, { cadre, name });
  await give('take-post', operator, { cadre: 'K2', post: 'P2', unit: 'COM', role: 'cadre', from: '2026-01-01' });
}

async function handleOneIssue(): Promise<void> {
  now = plusMillis(now, 60_000);
  issueId = issueIdOf(commandIdOf(operator, 'one issue'));
  await give('report-issue', dispatcher, { issueId, channel: 'visit', title: '樓道漏水', text: '三樓漏水半個月', area: 'COM', reporter: { name: '林秋月', phone: '555-0142' }, heardAt: now });
  await give('register-issue', dispatcher, { issueId, scope: 'individual', horizon: 'current', topic: 'urban/utilities', grade: 'general' });
  await give('dispatch-issue', dispatcher, { issueId, unit: 'COM' });
  await give('sign-for-assignment', handler, { issueId });
  await give('record-contact', handler, { issueId, reached: true, note: '已通話' });
  await give('set-measure', handler, { issueId, measure: '換水管', responsible: 'K2', doneBy: '2026-03-06' });
}

const ask = () => app.get(QueryBus);

describe('the issue page', () => {
  it('shows the row with text, reporter, measure and deadlines, in the shape that the API promises', async () => {
    const page = await ask().execute(new FindIssuePage(issueId, handler));
    expect(api.IssuePage.strict().parse(page)).toEqual(page);
    expect(page).toMatchObject({
      row: { issueId, status: 'handling', unit: 'COM', unitName: '南園社區', responsibleName: '蕭春燕' },
      text: '三樓漏水半個月', channel: 'visit', reporter: { sealed: false, mayRead: true }, complainedOf: null, openings: [], coResponsible: [], cycle: 1,
      measure: { text: '換水管', responsible: 'K2', responsibleName: '蕭春燕', doneBy: '2026-03-06' },
    });
    const handling = page!.deadlines.find(({ kind }) => kind === 'handling')!;
    expect(handling.days.filter(({ counts }) => counts)).toHaveLength(5);
    expect(handling.pending.length).toBeGreaterThan(0);
    expect(handling.standing).toBe(true);
    expect(page!.deadlines.find(({ kind }) => kind === 'sign')).toMatchObject({ pending: [], standing: false });
    expect(page!.revision).toBe((await store.readStream(`issue/${issueId}`)).head.revision);
  });

  it('offers the verbs that post, place and status allow', async () => {
    const verbs = async (asking: ActingPost) => (await ask().execute(new FindIssuePage(issueId, asking)))!.verbs.toSorted();
    expect(await verbs(handler)).toEqual(['ask-for-support', 'contact', 'explain', 'measure', 'repeat', 'resolve']);
    expect(await verbs(dispatcher)).toEqual(['reclassify', 'repeat', 'withdraw']);
    expect(await verbs(post('K5', 'SUB', 'supervisor'))).toEqual(['take-over', 'urge']);
    expect(await verbs(post('K6', 'CITY', 'auditor'))).toEqual([]);
  });

  it('does not exist for posts elsewhere, for administrators, and for unknown ids', async () => {
    expect(await ask().execute(new FindIssuePage(issueId, stranger))).toBeUndefined();
    expect(await ask().execute(new FindIssuePage(issueId, administrator))).toBeUndefined();
    expect(await ask().execute(new FindIssuePage('no-such-issue', handler))).toBeUndefined();
  });
});

describe('the history', () => {
  it('tells every event in plain words, in every language, with the names of units and cadres', async () => {
    const history = await ask().execute(new FindHistory(issueId, handler));
    expect(api.History.parse(history)).toEqual(history);
    const entries = history!.entries;
    expect(entries.map(({ revision }) => revision)).toEqual(entries.map((_, index) => index));
    expect(new Set(entries.map(({ commandType }) => commandType))).toEqual(new Set(given.filter(({ type }) => !['register-unit', 'register-cadre', 'take-post'].includes(type)).map(({ type }) => type)));
    for (const locale of LOCALES) {
      for (const { words } of entries) {
        expect([locale, words.code, isMessage(locale, 'events', words.code)]).toEqual([locale, words.code, true]);
        expect(translate(locale, 'events', words.code, words.params)).not.toMatch(/\{\{|\$t\(|undefined|null/);
      }
    }
    const told = (type: string) => entries.filter((entry) => entry.type === type).map(({ words }) => translate('zh-Hant', 'events', words.code, words.params)).join();
    expect(told('IssueReported')).toContain('何佩蘭');
    expect(told('IssueDispatched')).toContain('南園社區');
    expect(told('MeasureSet')).toContain('蕭春燕');
    expect(entries[0]!.byName).toBe('何佩蘭');
  });

  it('does not exist outside the scope', async () => {
    expect(await ask().execute(new FindHistory(issueId, stranger))).toBeUndefined();
    expect(await ask().execute(new FindHistory(issueId, administrator))).toBeUndefined();
  });
});

describe('lists and counts', () => {
  it('obey the scope', async () => {
    const counted = async (asking: ActingPost) => {
      const scope = scopeOf(asking);
      const [ledger, board, figures] = await Promise.all([
        ask().execute(new FindLedger({}, scope)), ask().execute(new FindBoard({}, scope)),
        ask().execute(new FindFigures({ by: 'unit', from: '2026-01-01', to: '2026-12-31' }, scope)),
      ]);
      return { ledger: ledger.rows.length, board: board.rows.length, open: board.counts.open, received: figures.total.received };
    };
    expect(await counted(handler)).toEqual({ ledger: 1, board: 1, open: 1, received: 1 });
    expect(await counted(dispatcher)).toEqual({ ledger: 1, board: 1, open: 1, received: 1 });
    expect(await counted(stranger)).toEqual({ ledger: 0, board: 0, open: 0, received: 0 });
    expect(await counted(administrator)).toEqual({ ledger: 0, board: 0, open: 0, received: 0 });
  });
});

describe('what became of a command', () => {
  it('is told to who gave it, and to nobody else', async () => {
    const { id } = given.find(({ type }) => type === 'set-measure')!;
    const { head, events } = await store.readStream(`issue/${issueId}`);
    expect(await ask().execute(new FindCommand(id, 'K2'))).toEqual({ commandId: id, status: 'done', streamId: `issue/${issueId}`, revision: head.revision, position: events.at(-1)!.position });
    const hidden = { status: 'not-found', streamId: null, revision: null, position: null };
    expect(await ask().execute(new FindCommand(id, 'K1'))).toEqual({ commandId: id, ...hidden });
    expect(await ask().execute(new FindCommand('never-given', 'K2'))).toEqual({ commandId: 'never-given', ...hidden });
  });
});

describe('the figures', () => {
  const PERIOD = { by: 'unit', from: '2026-01-01', to: '2026-12-31' } as const;
  const figures = () => ask().execute(new FindFigures(PERIOD, 'everything'));

  it('have no band while a rate stands on few cases, and tell what bands are made of', async () => {
    const { scoring, total } = await figures();
    expect(total).toMatchObject({ received: 1, band: null });
    expect(scoring).toEqual({ ruleVersion: NOTICE.version, inTime: 30, resolved: 35, satisfied: 35, bands: [90, 80, 60] });
  });

  it('fall into the bands of the rulebook in force', async () => {
    for (let number = 1; number <= 11; number += 1) {
      const sourceRef = String(number);
      await give('import-issue', operator, {
        issueId: issueIdOf(commandIdOf(operator, sourceRef)), source: 'leader-messages', sourceRef, title: '路燈', text: '不亮', area: 'COM', unit: 'COM',
        heardAt: '2026-02-02T01:00:00.000Z', classification: { scope: 'individual', horizon: 'current', topic: 'urban/utilities', grade: 'general' },
        answer: { text: '已修', at: '2026-02-05T01:00:00.000Z' }, startClock: false,
      });
    }
    const score = { value: { inTime: 0, resolved: 100, satisfied: 0, bands: [99, 50] }, source: 'this office' };
    await give('adopt-rulebook', operator, { ...NOTICE, version: 'of-this-office', effectiveFrom: plusMillis(now, 60_000), score });
    const { scoring, rows, total } = await figures();
    expect(scoring).toEqual({ ruleVersion: 'of-this-office', inTime: 0, resolved: 100, satisfied: 0, bands: [99, 50] });
    expect(total.resolved).toEqual({ count: 11, base: 11, rate: 1, small: false });
    expect(total.band).toBe(0);
    expect(rows.map(({ key, band }) => [key, band])).toEqual([['COM', 0]]);
  });
});

describe('a matter of another system without a clock', () => {
  it('stands under a deadline by which nothing happens, and is late by it', async () => {
    const imported = issueIdOf(commandIdOf(operator, 'unanswered'));
    await give('import-issue', operator, {
      issueId: imported, source: 'leader-messages', sourceRef: 'unanswered', title: '路燈', text: '不亮', area: 'COM', unit: 'COM',
      heardAt: '2026-02-02T01:00:00.000Z', classification: { scope: 'individual', horizon: 'current', topic: 'urban/utilities', grade: 'general' }, startClock: false,
    });
    const { row, deadlines } = (await ask().execute(new FindIssuePage(imported, handler)))!;
    expect(row).toMatchObject({ overdue: true, supervised: false, next: null });
    expect(deadlines).toMatchObject([{ kind: 'handling', steps: [], pending: [], standing: true }]);
  });
});
