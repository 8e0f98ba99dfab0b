/**
 * One look at a time, however many ask. Each answer is of a look that began after the question; those who ask while one is
 * under way share the next.
 */
export class SharedLook<T> {
  private looking: Promise<T> | undefined;
  private following: Promise<T> | undefined;

  constructor(private readonly look: () => Promise<T>) {}

  take(): Promise<T> {
    if (this.looking === undefined) return this.begin();
    const next = (): Promise<T> => {
      this.following = undefined;
      return this.begin();
    };
    this.following ??= this.looking.then(next, next);
    return this.following;
  }

  private begin(): Promise<T> {
    this.looking = this.look().finally(() => { this.looking = undefined; });
    return this.looking;
  }
}
