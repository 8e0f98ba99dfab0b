/**
 * Every problem this interface can answer with, besides the refusals of the domain. The code is stable; its sentence is
 * in libs/messages/problems under the same key (title) and under `<code>.detail`.
 */
export const PROBLEMS = {
  'bad-request': 400,
  'as-of-not-yet': 400,
  'bad-as-of': 400,
  'bad-cursor': 400,
  'bad-position': 400,
  'differences-backwards': 400,
  'idempotency-key-required': 400,
  'json-duplicate-key': 400,
  'json-forbidden-key': 400,
  'json-malformed': 400,
  'json-too-deep': 400,
  'json-too-many-values': 400,
  'invalid-query': 400,
  'not-signed-in': 401,
  'sign-in-failed': 401,
  'cross-site-request': 403,
  'outside-area': 403,
  'present-password-wrong': 403,
  'role-not-allowed': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'idempotency-key-reused': 409,
  'what-if-superseded': 409,
  'skip-not-stopped': 409,
  'beside-other-version': 409,
  'beside-unfinished': 409,
  'live-behind': 409,
  'nothing-beside': 409,
  'rebuild-running': 409,
  'rebuild-stopped': 409,
  'record-shorter': 409,
  'undo-nothing-kept': 409,
  'undo-other-version': 409,
  'body-too-large': 413,
  'address-too-long': 414,
  'unsupported-media-type': 415,
  'invalid-body': 422,
  'what-if-too-large': 422,
  'too-many-requests': 429,
  'headers-too-large': 431,
  'internal-fault': 500,
  'gap-undeclared': 503,
  'read-model-behind': 503,
  'read-model-stopped': 503,
  'read-models-rebuilding': 503,
  'store-frozen': 503,
  'too-many-streams': 503,
  'unavailable': 503,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Codes of single fields in `errors`; their sentences are in libs/messages/problems under `field.<code>`. */
export const FIELD_CODES = [
  'missing', 'wrong-type', 'unknown-key', 'too-short', 'too-long', 'too-small', 'too-big', 'not-listed', 'wrong-form',
  'nul-character', 'lone-surrogate', 'in-the-future', 'not-accepted',
] as const;

export type FieldCode = (typeof FIELD_CODES)[number];
