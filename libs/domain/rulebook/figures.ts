import type { LadderStep, Limit, Rulebook, Sourced } from './rulebook.js';

/** What a number decides today; `none`: the part of the campaign that it is for is not built yet, and nothing reads it. */
export type FigureUse = 'deadline' | 'ladder' | 'verdict-tries' | 'window' | 'returns' | 'score' | 'calendar' | 'warning' | 'none';

export type FigureKey = Exclude<keyof Rulebook, 'version' | 'effectiveFrom'>;

/** Every figure of a rulebook in the order in which people are shown them. */
export const FIGURE_USES: Readonly<Record<FigureKey, FigureUse>> = {
  dispatch: 'deadline', sign: 'deadline', firstContact: 'deadline', handling: 'deadline', complexHandling: 'none', rehandling: 'deadline',
  longTerm: 'deadline', verdict: 'deadline', verdictTries: 'verdict-tries', ladders: 'ladder', pauseCap: 'none', extension: 'none',
  repeatWindow: 'window', returnsBeforeRuling: 'returns', accountabilityReports: 'none', radar: 'none', visitDays: 'none', careRhythm: 'none',
  lifeEvent: 'none', rectification: 'none', recheck: 'none', score: 'score', calendar: 'calendar', calendarWarning: 'warning',
};

export const FIGURE_KEYS = Object.keys(FIGURE_USES) as FigureKey[];

export type FigureValue = Limit | number | string | readonly number[] | readonly LadderStep[];

/** One number with its place in the rulebook, such as `handling.district`. */
export interface Figure {
  readonly place: string;
  readonly value: FigureValue;
  readonly source: string;
  readonly use: FigureUse;
}

export function figuresOf(rules: Rulebook): Figure[] {
  return FIGURE_KEYS.flatMap((key) => {
    const { value, source }: Sourced<unknown> = rules[key];
    return placesIn(value, key).map((figure) => ({ ...figure, source, use: FIGURE_USES[key] }));
  });
}

export function isLimit(value: unknown): value is Limit {
  return typeof value === 'object' && value !== null && 'amount' in value && 'unit' in value;
}

function placesIn(value: unknown, place: string): { place: string; value: FigureValue }[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isLimit(value)) return [{ place, value: value as FigureValue }];
  return Object.entries(value).flatMap(([part, inner]) => placesIn(inner, `${place}.${part}`));
}
