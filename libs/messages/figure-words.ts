import { translate, type Locale } from './index.js';

interface Limit {
  readonly amount: number;
  readonly unit: string;
}

interface Step {
  readonly act: string;
  readonly offset: Limit;
  readonly before?: true | undefined;
}

/** A figure of a rulebook as people read it: `5 working days`, `90 / 80 / 60`, the steps of a deadline one after the other. */
export function figureWords(locale: Locale, value: Limit | number | string | readonly (number | Step)[]): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value);
  if ('unit' in value) return limitWords(locale, value);
  if (value.every((part) => typeof part === 'number')) return value.join(' / ');
  return value.map((step) => (typeof step === 'number' ? String(step) : stepWords(locale, step))).join(translate(locale, 'terms', 'rule-step.and'));
}

function limitWords(locale: Locale, { amount, unit }: Limit): string {
  return translate(locale, 'terms', 'rule-limit', { amount, unit });
}

function stepWords(locale: Locale, { act, offset, before }: Step): string {
  const where = offset.amount === 0 ? 'at' : before ? 'before' : 'after';
  return translate(locale, 'terms', `rule-step.${where}`, { act, offset: limitWords(locale, offset) });
}
