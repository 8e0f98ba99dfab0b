/**
 * A fault is an exception: something that should have worked did not. It carries a stable code, typed facts, the cause,
 * and what to try next (a code as well; the sentences are in the translation files).
 */
export class Fault extends Error {
  override readonly name: string = 'Fault';
  readonly params: Readonly<Record<string, string | number>>;
  /** Whether the same call may succeed later without anyone changing anything. */
  readonly transient: boolean;

  constructor(
    readonly code: string,
    options: { params?: Readonly<Record<string, string | number>>; transient?: boolean; cause?: unknown; tryNext?: string } = {},
  ) {
    const params = options.params ?? {};
    const facts = Object.entries(params).map(([key, value]) => `${key}=${value}`).join(' ');
    super([code, facts, options.tryNext].filter(Boolean).join(' · '), options.cause === undefined ? {} : { cause: options.cause });
    this.params = params;
    this.transient = options.transient ?? false;
  }
}
