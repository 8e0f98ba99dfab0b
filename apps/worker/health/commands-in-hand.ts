/** Counts the commands that wait for their answer from the record, and those that got one. */
export class CommandsInHand {
  private waiting = 0;
  private answered = 0;

  get now(): { readonly waiting: number; readonly answered: number } {
    return { waiting: this.waiting, answered: this.answered };
  }

  /** A command that fails leaves its work undone, and will be given again: it counts as waiting until one is answered. */
  async through<T>(give: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    try {
      const answer = await give();
      this.answered += 1;
      return answer;
    } finally {
      this.waiting -= 1;
    }
  }
}
