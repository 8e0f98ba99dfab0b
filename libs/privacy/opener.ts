import { events } from '#wire';
import { keyIdOf, openText } from './sealed-text.js';
import type { KeyGone, Vault } from './vault.js';

/** Reads sealed texts; a person's whose key was destroyed are `ERASED`, one's whose key was lost are `KEY_LOST`, what was never sealed stays as it is. */
export class Opener {
  constructor(private readonly vault: Pick<Vault, 'open'>) {}

  /** For texts known beforehand: the keys of all of them are fetched at once, then each is read by the function. */
  async reader(texts: Iterable<string>): Promise<(text: string) => string> {
    const ids = new Set<string>();
    for (const text of texts) {
      const id = keyIdOf(text);
      if (id !== undefined) ids.add(id);
    }
    const secrets = ids.size === 0 ? new Map<string, Buffer | KeyGone>() : await this.vault.open(ids);
    return (text) => {
      const id = keyIdOf(text);
      if (id === undefined) return text;
      const secret = secrets.get(id);
      if (Buffer.isBuffer(secret)) return openText(secret, text);
      return secret === 'destroyed' ? events.ERASED : events.KEY_LOST;
    };
  }
}
