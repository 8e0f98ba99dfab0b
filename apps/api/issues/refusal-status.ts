import type { Refusal } from '#kernel';

/**
 * Refusals that no later state of the issue would lift: something in the command itself is at fault. Every other refusal
 * is a conflict with how things stand.
 */
export const REFUSED_CONTENT: readonly string[] = [
  'answered-before-heard', 'answered-in-the-future', 'cadre-unknown', 'evidence-missing', 'heard-in-the-future', 'promised-date-past',
  'reason-missing', 'unit-unknown', 'verdict-without-contact', 'verdict-without-resolved',
];

export function statusOfRefusal({ code }: Refusal): 404 | 409 | 422 {
  if (code === 'issue-unknown') return 404;
  return REFUSED_CONTENT.includes(code) ? 422 : 409;
}
