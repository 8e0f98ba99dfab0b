import { open, readFile } from 'node:fs/promises';

/**
 * What was asked of the product and what it answered, one JSON line each, in a file of the test's own. A fact is on disk
 * when `note` resolves: what was asked before it is asked, what was answered before anyone relies on it.
 */
export class Ledger {
  #file;
  #lines = [];
  #writing = null;

  static async open(path) {
    const ledger = new Ledger();
    ledger.#file = await open(path, 'a');
    return ledger;
  }

  /** Callers that note at the same time share one flush. */
  note(fact) {
    this.#lines.push(`${JSON.stringify({ ...fact, at: new Date().toISOString() })}\n`);
    this.#writing ??= this.#flush();
    return this.#writing;
  }

  async close() {
    await this.#writing;
    await this.#file.close();
  }

  async #flush() {
    await new Promise((resolve) => setImmediate(resolve));
    const lines = this.#lines.splice(0).join('');
    this.#writing = null;
    await this.#file.appendFile(lines);
    await this.#file.datasync();
  }
}

/** Every fact; a last line that a kill cut short is left out. */
export async function readLedger(path) {
  const lines = (await readFile(path, 'utf8')).split('\n');
  lines.pop();
  return lines.map((line) => JSON.parse(line));
}
