const ADDED = 'not written down in this version; the preset of the notice, as it was when the figure came into the rulebook';

const sourced = <T>(value: T) => ({ value, source: ADDED });
const days = (amount: number) => ({ amount, unit: 'day' });
const workingDays = (amount: number) => ({ amount, unit: 'working-day' });

/**
 * Figures that rulebooks of the first shape did not have. They are written out, not taken from the preset: what a version
 * on record says must not change when the preset does.
 */
const SINCE_2 = {
  complexHandling: sourced(workingDays(15)),
  pauseCap: sourced(workingDays(10)),
  extension: sourced({ quota: 1, levelsUp: 1 }),
  accountabilityReports: sourced(3),
  radar: sourced({ households: 5, window: days(30) }),
  visitDays: sourced(15),
  careRhythm: sourced({ high: days(7), key: days(30), general: days(90) }),
  lifeEvent: sourced({ amount: 24, unit: 'hour' }),
  rectification: sourced(workingDays(10)),
  recheck: sourced(workingDays(5)),
  calendar: sourced('cn-2026.1'),
  calendarWarning: sourced(days(60)),
};

/** From the shape that had the figures of issues alone to that with every figure of the campaign. */
export function rulebookWithEveryFigure(rules: object): object {
  return { ...rules, ...SINCE_2 };
}
