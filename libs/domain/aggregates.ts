import { cadreDecider } from './cadre/decide.js';
import { epochDecider } from './epoch/decide.js';
import { erasureDecider } from './erasure/decide.js';
import { householdDecider } from './household/decide.js';
import { issueDecider } from './issue/decide.js';
import { readModelDecider } from './read-model/decide.js';
import { rosterDecider } from './roster/decide.js';
import { rulebookDecider } from './rulebook/decide.js';
import { unitDecider } from './unit/decide.js';

/** Every aggregate. Its streams are named `<name>/<id>`, or by the name alone where there is one in the whole record. */
export const AGGREGATES = {
  cadre: cadreDecider, epoch: epochDecider, erasure: erasureDecider, household: householdDecider, issue: issueDecider,
  'read-model': readModelDecider, roster: rosterDecider, rulebook: rulebookDecider, unit: unitDecider,
} as const;

export type AggregateName = keyof typeof AGGREGATES;
export type CommandOf<Name extends AggregateName> = Parameters<(typeof AGGREGATES)[Name]['decide']>[0];
export type EventOf<Name extends AggregateName> = Parameters<(typeof AGGREGATES)[Name]['evolve']>[1];
export type FactsOf<Name extends AggregateName> = Parameters<(typeof AGGREGATES)[Name]['decide']>[2];

/** Undefined for a stream that no aggregate has. */
export function aggregateNameOf(streamId: string): AggregateName | undefined {
  const [name = ''] = streamId.split('/', 1);
  return Object.hasOwn(AGGREGATES, name) ? name as AggregateName : undefined;
}
