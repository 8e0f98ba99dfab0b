import { SingleBar } from 'cli-progress';
import type { Refusal } from '#kernel';
import { translate, type Locale } from '#messages';
import { events } from '#wire';

export type Params = Readonly<Record<string, string | number>>;

export interface Bar {
  /** Without a total, which may come with a later call, only how much is done is told. */
  update(done: number, total?: number): void;
  stop(): void;
}

/** The exit codes of every command. */
export const EXIT = { done: 0, failed: 1, usage: 2, findings: 3 } as const;

/**
 * What a command says to people, in their language. Progress goes to stderr; with `--json` sentences go there too, so that
 * stdout carries the result alone.
 */
export class Terminal {
  constructor(readonly locale: Locale, private readonly json: boolean) {}

  say(code: string, params: Params = {}): void {
    (this.json ? process.stderr : process.stdout).write(`${this.words(code, params)}\n`);
  }

  /** What is no sentence: an event as it is stored, a key. */
  text(text: string): void {
    (this.json ? process.stderr : process.stdout).write(`${harmless(text)}\n`);
  }

  words(code: string, params: Params = {}): string {
    return this.shown(translate(this.locale, 'cli', code, params));
  }

  /** An event in a sentence. What people wrote keeps its lines, each marked as going on: none can pass for a step of its own. */
  event(code: string, params: Params): string {
    const marked = Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value.replace(/\r\n?|\n/g, GOES_ON) : value]);
    return this.shown(translate(this.locale, 'events', code, Object.fromEntries(marked) as Params));
  }

  /** Without what steers a terminal, and with the reader's words for what cannot be read any more. */
  private shown(text: string): string {
    return harmless(text).replaceAll(events.ERASED, translate(this.locale, 'cli', 'erased-text')).replaceAll(events.KEY_LOST, translate(this.locale, 'cli', 'key-lost-text'));
  }

  /** What a code such as a role or a stage is called. */
  term(kind: string, code: string): string {
    return translate(this.locale, 'terms', `${kind}.${code}`);
  }

  refusal({ code, params = {} }: Refusal): string {
    return harmless(translate(this.locale, 'refusals', code, params));
  }

  /** The result for programs; for people a command has said it already. */
  result(value: unknown): void {
    if (this.json) process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  progress(code: string, params: Params = {}): Bar {
    const label = this.words(code, params);
    return process.stderr.isTTY ? drawnBar(label) : writtenBar(label);
  }
}

const GOES_ON = '\n     │ ';

/** Signs that steer a terminal or turn the direction of reading, told by their codes. */
function harmless(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const WIDTH = 40;

function drawnBar(label: string): Bar {
  let ofHowMany = false;
  const bar = new SingleBar({
    format: (_, { value, total, progress }) =>
      (ofHowMany ? `${label} [${'='.repeat(Math.round(WIDTH * progress)).padEnd(WIDTH, '-')}] ${Math.floor(100 * progress)}% ${value}/${total}` : `${label} ${value}`),
    hideCursor: true, stream: process.stderr,
  });
  bar.start(1, 0);
  return {
    update(done, total) {
      if (total !== undefined) bar.setTotal(Math.max(total, 1));
      ofHowMany ||= total !== undefined;
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}

/** Where no total is known, so many between one line and the next. */
const COUNTED = 1_000;

/** Where nobody watches a line change, one is written each tenth of the way. */
function writtenBar(label: string): Bar {
  let tenths = -1;
  let thousands = 0;
  let total: number | undefined;
  return {
    update(done, of = total) {
      total = of;
      if (total === undefined) {
        if (Math.floor(done / COUNTED) <= thousands) return;
        thousands = Math.floor(done / COUNTED);
        process.stderr.write(`${label} ${done}\n`);
        return;
      }
      const now = total === 0 ? 0 : Math.floor((10 * done) / total);
      if (now <= tenths) return;
      tenths = now;
      process.stderr.write(`${label} ${now * 10}% (${done}/${total})\n`);
    },
    stop: () => undefined,
  };
}
