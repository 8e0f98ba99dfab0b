import type { api } from '#wire';

/** What the server refused or could not do; `code` decides what the screen says. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(readonly problem: api.Problem) {
    super(problem.detail ?? problem.title);
  }

  /** The same request may succeed later: nobody answered, or the server said so. */
  get transient(): boolean {
    return this.problem.status === 0 || this.problem.status === 429 || this.problem.status >= 500;
  }
}

export function noAnswer(): ProblemError {
  return new ProblemError({ type: 'about:blank', title: 'no answer', status: 0, code: 'no-answer' });
}

export async function problemOf(response: Response): Promise<ProblemError> {
  const unknown = { type: 'about:blank', title: response.statusText, status: response.status, code: `http-${response.status}` };
  if (!response.headers.get('content-type')?.includes('json')) return new ProblemError(unknown);
  try {
    return new ProblemError({ ...unknown, ...((await response.json()) as Partial<api.Problem>) });
  } catch {
    return new ProblemError(unknown);
  }
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ProblemError && error.problem.status === status;
}
