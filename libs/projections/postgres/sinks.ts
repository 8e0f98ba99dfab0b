import type { EventStore } from '#event-store';
import { cadreProjection, type CadreRow } from '../cadre/cadre.js';
import { dayProjection, type DayRow } from '../day/day.js';
import { householdProjection, type HouseholdRow } from '../household/household.js';
import { rosterProjection, type RosterRow } from '../roster/roster.js';
import { trailProjection, type TrailRow } from '../trail/trail.js';
import { unitProjection, type UnitRow } from '../unit/unit.js';
import { Ancestry } from './ancestry.js';
import { ledgerSink } from './ledger-sink.js';
import { keepingPast, tableSink, type Sink } from './sink.js';
import type { Table } from './table.js';

export const unitTable: Table<UnitRow> = {
  name: 'unit',
  key: ['code'],
  columns: { code: 'text', name: 'text', level: 'text', kind: 'text', parent: 'text', position: 'bigint' },
  indexes: ['(position)'],
};

export const cadreTable: Table<CadreRow> = {
  name: 'cadre',
  key: ['cadre'],
  columns: { cadre: 'text', name: 'text', posts: 'jsonb', position: 'bigint' },
  indexes: [],
};

export const householdTable: Table<HouseholdRow> = {
  name: 'household',
  key: ['household'],
  columns: { household: 'text', unit: 'text', address: 'text', careGroups: 'text[]', position: 'bigint' },
  indexes: ['(unit)'],
};

export const rosterTable: Table<RosterRow> = {
  name: 'roster',
  key: ['link'],
  columns: { link: 'text', cadre: 'text', kind: 'text', target: 'text', unit: 'text', from: 'text', to: 'text', position: 'bigint' },
  indexes: ['(unit)', '(cadre)'],
};

/** Each index ends in the position, so that a page in the record's order needs no sorting. */
const trailTable: Table<TrailRow> = {
  name: 'trail',
  key: ['position'],
  columns: { position: 'bigint', type: 'text', issue: 'text', unit: 'text', by: 'text', cadre: 'text', at: 'text', recordedAt: 'text', ruleVersion: 'text' },
  indexes: [
    '(type, position)', '(cadre, position) where cadre is not null', '(issue, position) where issue is not null',
    `("by", position) where "by" <> 'cadre'`, '(position) where issue is null',
  ],
};

const dayTable: Table<DayRow> = {
  name: 'day',
  key: ['day'],
  columns: { day: 'text', first: 'bigint', last: 'bigint', happenedFrom: 'text', happenedTo: 'text', ruleVersions: 'text[]' },
  indexes: [],
  fillfactor: 50,
};

/** Every read model of the product. A sink asks the store for nothing but unit streams. */
export function openSinks(store: Pick<EventStore, 'readStream'>): readonly Sink[] {
  return [
    ledgerSink(new Ancestry(store)),
    keepingPast(unitProjection, unitTable),
    keepingPast(cadreProjection, cadreTable),
    keepingPast(householdProjection, householdTable),
    keepingPast(rosterProjection, rosterTable),
    tableSink(trailProjection, trailTable),
    tableSink(dayProjection, dayTable),
  ];
}

const PROJECTIONS = openSinks({ readStream: () => Promise.reject(new Error('names are told without reading')) }).map(({ projection }) => projection);

/** The names that `rebuild` and `compareWithFold` take. */
export const PROJECTION_NAMES: readonly string[] = PROJECTIONS.map(({ name }) => name);

/** Of each read model, the version that this product makes. */
export const VERSIONS: Readonly<Record<string, number>> = Object.fromEntries(PROJECTIONS.map(({ name, version }) => [name, version]));
