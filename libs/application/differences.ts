import { bandOf } from '#accountability';
import { dateAt, Fault } from '#kernel';
import type { Scope } from '#projections';
import { api } from '#wire';
import { rulesIn } from './rulebook.js';
import { standpoint, type Standpoint, type StandpointPorts } from './standpoint.js';

export interface DifferenceSource extends StandpointPorts {
  /** Minutes east of UTC of the days that the roster's links begin and end on. */
  readonly offsetMinutes: number;
}

type Past = Standpoint & { readonly asOf: NonNullable<Standpoint['asOf']> };
type Side = NonNullable<api.Differences['whole']>['before'];

/** Every issue that was heard, whenever. */
const ALWAYS = { by: 'unit', from: '1900-01-01', to: '2999-12-31' } as const;

/** What is different between two moments, to whoever sees this much. Fault `differences-backwards`: the second is before the first. */
export async function differencesBetween(source: DifferenceSource, query: api.DifferencesQuery, scope: Scope): Promise<api.Differences> {
  const [from, to] = [await past(source, query.from), await past(source, query.to ?? source.now())];
  if (to.asOf.position < from.asOf.position || to.asOf.at < from.asOf.at) throw new Fault('differences-backwards', { params: { from: query.from, to: to.asOf.at }, tryNext: 'name the earlier moment first' });
  const { issueIds, next } = await source.readModels.changedBetween(from.asOf, to.asOf, { unit: query.unit, cursor: query.cursor, limit: query.limit }, scope);
  const rows = await rowsOf(issueIds, from, to, query, scope);
  return { from: from.asOf, to: to.asOf, rows, next, whole: query.cursor === undefined ? await wholeOf(source, from, to, query, scope) : null };
}

async function past(source: StandpointPorts, asked: string): Promise<Past> {
  return await standpoint(source, asked) as Past;
}

async function rowsOf(issueIds: readonly string[], from: Past, to: Past, { unit }: api.DifferencesQuery, scope: Scope): Promise<api.IssueDifference[]> {
  const [before, after] = await Promise.all([from, to].map(({ readModels, now }) => readModels.issues(issueIds, unit, scope, now())));
  return issueIds.flatMap((issueId) => differenceOf(issueId, before!.get(issueId) ?? null, after!.get(issueId) ?? null) ?? []);
}

/** Undefined where something happened and nothing that is compared became different. */
export function differenceOf(issueId: string, before: api.IssueRow | null, after: api.IssueRow | null): api.IssueDifference | undefined {
  if (before === null || after === null) return before === after ? undefined : { issueId, kind: before === null ? 'came' : 'left', changed: [], before, after };
  const changed = api.DIFFERENCE_KEYS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (changed.length === 0) return undefined;
  return { issueId, kind: before.stage !== 'ended' && after.stage === 'ended' ? 'ended' : 'changed', changed, before, after };
}

async function wholeOf({ offsetMinutes }: DifferenceSource, from: Past, to: Past, { unit }: api.DifferencesQuery, scope: Scope): Promise<NonNullable<api.Differences['whole']>> {
  const area = unit === undefined ? {} : { unit };
  const rosterAt = async ({ readModels, now }: Past): Promise<readonly api.RosterShape[]> => (await readModels.roster(area, scope, dateAt(now(), offsetMinutes))).rows;
  const [before, after, linkedBefore, linkedAfter] = await Promise.all([sideOf(from, area, scope), sideOf(to, area, scope), rosterAt(from), rosterAt(to)]);
  const beyond = (links: readonly api.RosterShape[], others: readonly api.RosterShape[]): api.RosterShape[] => links.filter(({ link }) => !others.some((other) => other.link === link));
  return { before, after, roster: { begun: beyond(linkedAfter, linkedBefore), ended: beyond(linkedBefore, linkedAfter) } };
}

async function sideOf({ readModels, store, now, asOf }: Past, area: { readonly unit?: string }, scope: Scope): Promise<Side> {
  const [{ counts }, { total }, rules] = await Promise.all([
    readModels.board({ ...area, limit: 1 }, scope, now()), readModels.figures({ ...ALWAYS, ...area }, scope, now()), rulesIn(store, asOf.at),
  ]);
  return { counts, figures: { ...total, band: bandOf(total, rules) }, ruleVersion: rules.version };
}
