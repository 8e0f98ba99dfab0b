import type { z } from 'zod';
import type { FieldError } from './problem.js';
import type { FieldCode } from './problems.js';
import { pointerPart } from './text-checks.js';

/** A body can be wrong in thousands of places; nobody reads more than these. */
const MOST_ERRORS = 20;

/** What a schema found, in codes of our own that do not change with the library. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.slice(0, MOST_ERRORS).flatMap((issue): FieldError[] => {
    const path = issue.path.map((part) => `/${pointerPart(part)}`).join('');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, MOST_ERRORS).map((key) => ({ path: `${path}/${pointerPart(key)}`, code: 'unknown-key' }));
    }
    return [{ path, ...describe(issue) }];
  });
}

type Issue = z.ZodError['issues'][number];

function describe(issue: Issue): { code: FieldCode; params?: Record<string, string | number> } {
  switch (issue.code) {
    case 'invalid_type': return { code: issue.input === undefined ? 'missing' : 'wrong-type', params: { expected: issue.expected } };
    case 'too_small': return { code: sized(issue.origin) ? 'too-short' : 'too-small', params: { minimum: Number(issue.minimum) } };
    case 'too_big': return { code: sized(issue.origin) ? 'too-long' : 'too-big', params: { maximum: Number(issue.maximum) } };
    case 'invalid_value': return { code: issue.input === undefined ? 'missing' : 'not-listed', params: { listed: issue.values.map(String).join(', ') } };
    case 'invalid_format': return { code: 'wrong-form', params: { form: issue.format } };
    default: return { code: 'not-accepted' };
  }
}

function sized(origin: string): boolean {
  return origin === 'string' || origin === 'array';
}
