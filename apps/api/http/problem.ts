import { Fault, type Refusal } from '#kernel';
import { PROBLEMS, type FieldCode, type ProblemCode } from './problems.js';

export interface FieldError {
  /** JSON pointer into the body, or the name of a query parameter. */
  readonly path: string;
  readonly code: FieldCode;
  readonly params?: Readonly<Record<string, string | number>>;
}

interface ProblemFacts {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly commandId?: string;
  readonly cause?: unknown;
}

/** An answer other than success; the problem filter writes it as RFC 9457 tells. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;

  constructor(readonly code: ProblemCode, readonly facts: ProblemFacts = {}) {
    super(code, facts.cause === undefined ? {} : { cause: facts.cause });
    this.status = PROBLEMS[code];
  }
}

/** The domain said no; `status` tells whether the command's own content or the present state stands against it. */
export class RefusedCommand extends Error {
  override readonly name = 'RefusedCommand';

  constructor(readonly refusal: Refusal, readonly status: 404 | 409 | 422, readonly commandId?: string) {
    super(refusal.code);
  }
}

const RETRY_SOON = { headers: { 'retry-after': '2' } } as const;

const FAULTS: Readonly<Record<string, ProblemCode>> = {
  'gap-undeclared': 'gap-undeclared',
  'store-frozen': 'store-frozen',
  'store-unavailable': 'unavailable',
  'bad-cursor': 'bad-cursor',
  'bad-as-of': 'bad-as-of',
  'as-of-not-yet': 'as-of-not-yet',
  'differences-backwards': 'differences-backwards',
  'as-of-behind': 'read-model-behind',
  'as-of-stopped': 'read-model-stopped',
  'as-of-rebuilding': 'read-models-rebuilding',
  'skip-not-stopped': 'skip-not-stopped',
  'projection-unknown': 'not-found',
  'beside-other-version': 'beside-other-version',
  'beside-unfinished': 'beside-unfinished',
  'live-behind': 'live-behind',
  'nothing-beside': 'nothing-beside',
  'rebuild-running': 'rebuild-running',
  'rebuild-stopped': 'rebuild-stopped',
  'record-shorter': 'record-shorter',
  'undo-nothing-kept': 'undo-nothing-kept',
  'undo-other-version': 'undo-other-version',
};

/** What the others carry is for the log. */
const TELLS_ITS_PARAMS: ReadonlySet<string> = new Set([
  'as-of-behind', 'as-of-stopped', 'skip-not-stopped', 'beside-other-version', 'beside-unfinished', 'live-behind', 'nothing-beside', 'rebuild-running', 'rebuild-stopped', 'record-shorter',
  'undo-nothing-kept', 'undo-other-version',
]);

/** The problem that a known fault of an inner room shows as; undefined for one that nobody foresaw. */
export function problemOfFault(fault: Fault): HttpProblem | undefined {
  const code = FAULTS[fault.code];
  if (code) return new HttpProblem(code, { cause: fault, ...(TELLS_ITS_PARAMS.has(fault.code) && { params: fault.params }), ...(fault.transient ? RETRY_SOON : {}) });
  return fault.transient ? unavailable(fault) : undefined;
}

/** Something that answers need is away for the moment. */
export function unavailable(cause: unknown): HttpProblem {
  return new HttpProblem('unavailable', { cause, ...RETRY_SOON });
}

const STATUSES: Readonly<Record<number, ProblemCode>> = {
  404: 'not-found', 405: 'method-not-allowed', 413: 'body-too-large', 414: 'address-too-long',
  415: 'unsupported-media-type', 429: 'too-many-requests', 431: 'headers-too-large', 503: 'unavailable',
};

/** The problem for an error of the HTTP server itself, known by its status alone. */
export function problemOfStatus(status: number, cause: unknown): HttpProblem {
  return new HttpProblem(STATUSES[status] ?? (status >= 400 && status < 500 ? 'bad-request' : 'internal-fault'), { cause });
}
