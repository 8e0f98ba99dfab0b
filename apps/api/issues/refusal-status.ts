import type { Refusal } from '#kernel';

/**
 * Refusals that no later state of the issue or rulebook would lift: something in the command itself is at fault. Every other refusal
 * is a conflict with how things stand.
 */
export const REFUSED_CONTENT: readonly string[] = [
  'answered-before-heard', 'answered-in-the-future', 'cadre-unknown', 'complained-of-unknown', 'dispatch-out-of-reach', 'evidence-missing', 'heard-by-unknown', 'heard-in-the-future', 'password-too-long', 'password-too-short', 'promised-date-past',
  'reason-missing', 'responsible-complained-of', 'responsible-unknown', 'rulebook-bands-out-of-order', 'rulebook-calendar-unknown', 'rulebook-call-back-is-not-taken-over', 'rulebook-count-out-of-range',
  'rulebook-effective-date-malformed', 'rulebook-effective-in-the-past', 'rulebook-field-missing', 'rulebook-field-unknown', 'rulebook-ladder-mixes-times', 'rulebook-ladder-out-of-order',
  'rulebook-ladder-without-due', 'rulebook-limit-not-positive', 'rulebook-limit-shorter', 'rulebook-malformed', 'rulebook-only-warnings-come-before',
  'rulebook-score-not-100', 'rulebook-source-missing', 'rulebook-source-unchanged', 'rulebook-step-malformed', 'rulebook-take-over-is-last', 'rulebook-version-malformed',
  'rulebook-weight-out-of-range', 'sealed-identity-empty', 'sealed-with-household', 'unit-unknown', 'verdict-without-contact', 'verdict-without-resolved',
];

export function statusOfRefusal({ code }: Refusal): 404 | 409 | 422 {
  if (code === 'issue-unknown' || code === 'rulebook-proposal-unknown' || code === 'opening-unknown') return 404;
  return REFUSED_CONTENT.includes(code) ? 422 : 409;
}
