import i18next from 'i18next';
import { exactMoment, shortMoment } from './moments.js';

const MIDNIGHT = '2026-10-11T16:00:00.000Z';

it.each([
  ['zh-Hant', '10/12 00:00', '2026/10/12（週一） 00:00'],
  ['zh-Hans', '10/12 00:00', '2026/10/12周一 00:00'],
  ['en', '12/10, 00:00', 'Mon, 12/10/2026, 00:00'],
])('shows midnight in %s as the beginning of its day', async (locale, short, exact) => {
  await i18next.init({ lng: locale, resources: {} });
  // Which kind of space stands there is a matter of the engine's version.
  expect([shortMoment(MIDNIGHT, Date.parse(MIDNIGHT)), exactMoment(MIDNIGHT)].map((told) => told.replace(/\s/g, ' '))).toEqual([short, exact]);
});
