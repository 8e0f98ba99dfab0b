import { NOTICE, type Limit, type Rulebook } from '#domain';

const seconds = (amount: number): Limit => ({ amount, unit: 'second' });
const AN_HOUR: Limit = { amount: 1, unit: 'hour' };

/** The notice's rules with handling limits of seconds, so that a climb of weeks is over within a minute. */
export function shortLimits(handling: number, takeOver: number): Rulebook {
  const limit = seconds(handling);
  return {
    ...NOTICE,
    version: 'short-limits-1',
    sign: { ...NOTICE.sign, value: AN_HOUR },
    firstContact: { ...NOTICE.firstContact, value: AN_HOUR },
    handling: { ...NOTICE.handling, value: { community: limit, subdistrict: limit, district: limit, city: limit } },
    ladders: {
      ...NOTICE.ladders,
      value: {
        ...NOTICE.ladders.value,
        handling: [
          { act: 'due', offset: seconds(0) },
          { act: 'tell-supervisor', offset: seconds(1) },
          { act: 'take-over', offset: seconds(takeOver) },
        ],
      },
    },
  };
}
