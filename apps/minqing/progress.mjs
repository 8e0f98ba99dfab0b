const LABEL_COLUMNS = 52;

/** Chinese characters take two columns of a terminal. @param {string} text */
function columnsOf(text) {
  return [...text].reduce((sum, character) => sum + (character >= '\u2e80' ? 2 : 1), 0);
}

/**
 * Tells of steps on the terminal, each with the time it took. On a terminal the line of a running step is
 * rewritten when it ends; elsewhere a line is written once, at its end.
 *
 * @param {{ write(text: string): unknown, isTTY?: boolean }} out
 */
export function progressOn(out) {
  const rewrites = Boolean(out.isTTY);
  /** @param {string} mark @param {string} label @param {number} started */
  const finished = (mark, label, started) => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    out.write(`${rewrites ? '\r\u001b[2K' : ''}${mark} ${label}${' '.repeat(Math.max(0, LABEL_COLUMNS - columnsOf(label)))} ${seconds.padStart(6)} s\n`);
  };
  return {
    /**
     * Runs the work as a step with this label; `note` puts a word on what it is doing beside it.
     * @template T
     * @param {string} label
     * @param {(note: (text: string) => void) => T | Promise<T>} work
     * @returns {Promise<T>}
     */
    async step(label, work) {
      const started = performance.now();
      const show = (/** @type {string} */ text) => { if (rewrites) out.write(`\r\u001b[2K… ${text}`); };
      show(label);
      try {
        const result = await work((text) => show(`${label}: ${text}`));
        finished('✓', label, started);
        return result;
      } catch (fault) {
        finished('✗', label, started);
        throw fault;
      }
    },
    /** @param {string} text */
    say(text) {
      out.write(`${text}\n`);
    },
  };
}

/** @typedef {ReturnType<typeof progressOn>} Progress */
