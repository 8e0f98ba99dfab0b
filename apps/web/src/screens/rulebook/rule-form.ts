import type { api } from '#wire';

type Rules = api.RulebookShape;
type Value = api.RulebookFigure['value'];
export type FieldPath = (string | number)[];

/** The form's name; the ids of its fields begin with it. */
export const FORM = 'propose';

/** What the form holds: a copy of a version whose numbers are being changed, and why. */
export interface ProposalValues {
  readonly rules: Rules;
  readonly reason: string;
}

/** The figures that share a source: `handling.city` and its like under `handling`. */
export function byKey(figures: readonly api.RulebookFigure[]): (readonly [key: string, figures: readonly api.RulebookFigure[]])[] {
  const keyOf = ({ place }: api.RulebookFigure) => place.split('.')[0] ?? place;
  return [...new Set(figures.map(keyOf))].map((key) => [key, figures.filter((figure) => keyOf(figure) === key)] as const);
}

/** Where a figure lies in the form, which has the form of the body: what the server finds wrong is found there. */
export function pathOf(place: string): FieldPath {
  const [key = place, ...parts] = place.split('.');
  return ['rules', key, 'value', ...parts];
}

/** The field in which a figure is typed first; a refusal of the rules that names the figure stands there. */
export function fieldOf(place: string, figures: readonly api.RulebookFigure[]): FieldPath | undefined {
  const figure = figures.find((known) => known.place === place);
  if (place === 'version' || place === 'effectiveFrom') return ['rules', place];
  return figure && [...pathOf(place), ...firstPart(figure.value)];
}

function firstPart(value: Value): FieldPath {
  if (typeof value !== 'object') return [];
  if (!Array.isArray(value)) return ['amount'];
  return typeof value[0] === 'number' ? [0] : [0, 'offset', 'amount'];
}

/** The form's values as a body; a moment that `toInstant` throws at stays as it was typed, for the schema to judge. */
export function bodyOfProposal({ rules, reason }: ProposalValues, toInstant: (typed: string) => string): unknown {
  return { reason, rules: { ...rules, effectiveFrom: instantOr(rules.effectiveFrom, toInstant) } };
}

function instantOr(typed: string, toInstant: (typed: string) => string): string {
  try {
    return toInstant(typed);
  } catch {
    return typed;
  }
}
