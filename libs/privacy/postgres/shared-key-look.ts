import type { KeyState } from '#privacy';

type Found = ReadonlyMap<string, KeyState>;

interface Turn {
  readonly ids: Set<string>;
  readonly found: Promise<Found>;
}

/** Looks that are asked for while one is under way are taken as one behind it: each sees what was so after it was asked for. */
export class SharedKeyLook {
  private next: Turn | undefined;
  private before: Promise<unknown> = Promise.resolve();

  constructor(private readonly look: (ids: readonly string[]) => Promise<Found>) {}

  /** How these keys stand, and others. */
  of(ids: readonly string[]): Promise<Found> {
    const turn = this.next ??= this.begin();
    for (const id of ids) turn.ids.add(id);
    return turn.found;
  }

  private begin(): Turn {
    const ids = new Set<string>();
    const found = this.before.then(nextTurn).then(() => {
      this.next = undefined;
      return this.look([...ids]);
    });
    this.before = found.catch(() => undefined);
    return { ids, found };
  }
}

/** Callers that were just answered come along. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve); });
}
