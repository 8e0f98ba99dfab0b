/**
 * One look at a time, however many ask. Each answer is of a look that began after the question; those who ask while one is
 * under way share the next.
 */
export class SharedLook<T> {
  private looking: Promise<T> | undefined;
  private following: Promise<T> | undefined;

  /** Of those who share a look, the first one's is taken. */
  take(look: () => Promise<T>): Promise<T> {
    if (this.looking === undefined) return this.begin(look);
    const next = (): Promise<T> => {
      this.following = undefined;
      return this.begin(look);
    };
    this.following ??= this.looking.then(next, next);
    return this.following;
  }

  /** Nobody waits for an answer. */
  get idle(): boolean {
    return this.looking === undefined && this.following === undefined;
  }

  private begin(look: () => Promise<T>): Promise<T> {
    this.looking = look().finally(() => { this.looking = undefined; });
    return this.looking;
  }
}

/** Shared looks by question: whoever asks something else waits for nobody. */
export class SharedLooks<T> {
  private readonly looks = new Map<string, SharedLook<T>>();

  async take(question: string, look: () => Promise<T>): Promise<T> {
    const shared = this.looks.get(question) ?? new SharedLook<T>();
    this.looks.set(question, shared);
    try {
      return await shared.take(look);
    } finally {
      if (shared.idle && this.looks.get(question) === shared) this.looks.delete(question);
    }
  }
}
