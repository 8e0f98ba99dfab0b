import { isWithin, type Directory } from '#domain';
import { sql, type RawBuilder } from 'kysely';
import { EVERYWHERE } from '../../board/board.js';
import type { Scope } from '../../read-models.js';

/**
 * Which issues a question is about: those whose area, holder or co-responsible unit lies within a unit. Mostly one unit (or everywhere), whose
 * board and counts are kept; a post that sees several apart from each other is the exception.
 */
export type Area =
  | { readonly kind: 'one'; readonly unit: string }
  | { readonly kind: 'several'; readonly anyOf: readonly string[]; readonly and: string | null };

/** For those who see everything. */
export function everywhereOr(unit: string | undefined): Area {
  return { kind: 'one', unit: unit ?? EVERYWHERE };
}

export function areaOf(directory: Directory, scope: Exclude<Scope, 'everything'>, unit: string | undefined): Area {
  const within = outermost(directory, scope.within);
  if (unit !== undefined && within.some((outer) => isWithin(directory, unit, outer))) return { kind: 'one', unit };
  const [only, ...others] = within;
  if (only !== undefined && others.length === 0 && (unit === undefined || isWithin(directory, only, unit))) return { kind: 'one', unit: only };
  return { kind: 'several', anyOf: within, and: unit ?? null };
}

function outermost(directory: Directory, units: readonly string[]): readonly string[] {
  const distinct = [...new Set(units)];
  return distinct.filter((unit) => !distinct.some((outer) => outer !== unit && isWithin(directory, unit, outer)));
}

/** The condition on the path of a ledger row that it lies in the area. */
export function liesIn(area: Area, path = sql`l.path`): RawBuilder<boolean> {
  if (area.kind === 'one') return area.unit === EVERYWHERE ? sql`true` : sql`${path} @> ${[area.unit]}::text[]`;
  const visible = sql<boolean>`${path} && ${[...area.anyOf]}::text[]`;
  return area.and === null ? visible : sql`${visible} and ${path} @> ${[area.and]}::text[]`;
}
