import { millisOf, refuse, type Refusal } from '#kernel';
import { LEVELS } from '../unit/unit.js';
import { DEADLINE_KINDS, type LadderStep, type Limit, type Rulebook } from './rulebook.js';

const GRADES = ['urgent', 'pressing', 'general'] as const;
const UNITS: readonly Limit['unit'][] = ['second', 'minute', 'hour', 'day', 'working-day'];
/** Longer is a mistake of typing: no limit of an office runs over ten years. */
const LONGEST = { second: 315_360_000, minute: 5_256_000, hour: 87_600, day: 3_650, 'working-day': 2_500 } as const;
/** A working day in clock time, to compare steps of one ladder. The shortest it can be, which is enough to order them. */
const LENGTH_MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, 'working-day': 86_400_000 } as const;

type Found = { readonly refusal: Refusal } | undefined;

/** The first thing wrong with a rulebook, as a refusal that names the place; nothing when it can be adopted. */
export function findWrong(rules: Rulebook): Refusal | undefined {
  const found = namedWrong(rules) ?? limitsWrong(rules) ?? laddersWrong(rules) ?? countsWrong(rules) ?? scoreWrong(rules);
  return found?.refusal;
}

function namedWrong(rules: Rulebook): Found {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(rules.version)) return refuse('rulebook-version-malformed', { version: rules.version });
  try {
    millisOf(rules.effectiveFrom);
  } catch {
    return refuse('rulebook-effective-date-malformed', { effectiveFrom: rules.effectiveFrom });
  }
  return undefined;
}

function limitsWrong(rules: Rulebook): Found {
  const limits: [string, Limit | undefined][] = [
    ...GRADES.map((grade): [string, Limit | undefined] => [`dispatch.${grade}`, rules.dispatch.value[grade]]),
    ...LEVELS.map((level): [string, Limit | undefined] => [`handling.${level}`, rules.handling.value[level]]),
    ['sign', rules.sign.value], ['firstContact', rules.firstContact.value], ['rehandling', rules.rehandling.value],
    ['longTerm', rules.longTerm.value], ['verdict', rules.verdict.value], ['repeatWindow', rules.repeatWindow.value],
  ];
  for (const [place, limit] of limits) {
    if (!limit) return refuse('rulebook-limit-missing', { place });
    if (!isLength(limit) || limit.amount === 0) return refuse('rulebook-limit-not-positive', { place });
  }
  return undefined;
}

function laddersWrong(rules: Rulebook): Found {
  for (const kind of DEADLINE_KINDS) {
    const ladder = rules.ladders.value[kind];
    if (!ladder) return refuse('rulebook-ladder-missing', { kind });
    if (ladder.filter((step) => step.act === 'due' && step.offset.amount === 0).length !== 1) return refuse('rulebook-ladder-without-due', { kind });
    if (ladder.some((step) => !isLength(step.offset))) return refuse('rulebook-limit-not-positive', { place: `ladders.${kind}` });
    if (ladder.some((step) => (step.act === 'warn') !== (step.before === true))) return refuse('rulebook-only-warnings-come-before', { kind });
    const places = ladder.map(placeOf);
    if (places.some((place, index) => index > 0 && place <= (places[index - 1] as number))) return refuse('rulebook-ladder-out-of-order', { kind });
    const takeOver = ladder.findIndex((step) => step.act === 'take-over');
    if (takeOver !== -1 && kind === 'verdict') return refuse('rulebook-call-back-is-not-taken-over');
    if (takeOver !== -1 && takeOver !== ladder.length - 1) return refuse('rulebook-take-over-is-last', { kind });
  }
  return undefined;
}

function countsWrong(rules: Rulebook): Found {
  const counts = { verdictTries: rules.verdictTries.value, returnsBeforeRuling: rules.returnsBeforeRuling.value };
  for (const [place, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 1 || count > 100) return refuse('rulebook-count-out-of-range', { place });
  }
  return undefined;
}

function scoreWrong(rules: Rulebook): Found {
  const { inTime, resolved, satisfied, bands } = rules.score.value;
  if ([inTime, resolved, satisfied].some((weight) => !(weight >= 0)) || inTime + resolved + satisfied !== 100) {
    return refuse('rulebook-score-not-100', { sum: inTime + resolved + satisfied });
  }
  const falling = bands.every((band, index) => band > 0 && band <= 100 && (index === 0 || band < (bands[index - 1] as number)));
  return bands.length > 0 && falling ? undefined : refuse('rulebook-bands-out-of-order');
}

function placeOf(step: LadderStep): number {
  return step.offset.amount * LENGTH_MS[step.offset.unit] * (step.before ? -1 : 1);
}

function isLength(limit: Limit): boolean {
  return UNITS.includes(limit.unit) && Number.isInteger(limit.amount) && limit.amount >= 0 && limit.amount <= LONGEST[limit.unit];
}
