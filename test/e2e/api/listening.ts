import type { api } from '#wire';
import type { Person } from './person.js';

interface StreamEvent { readonly id: string; readonly event: string; readonly data: api.BoardChange }

/** Reads server-sent events as a browser does. */
export class Listening {
  readonly events: StreamEvent[] = [];
  lastId = '';
  ended = false;
  private readonly leave = new AbortController();
  private constructor(readonly status: number, readonly headers: Headers) {}

  static async open(person: Person, query = '', headers: Record<string, string> = {}): Promise<Listening> {
    const leave = new AbortController();
    const response = await fetch(`${person.url}/api/v1/board/stream${query}`, { headers: { cookie: person.cookie, ...headers }, signal: leave.signal });
    const listening = new Listening(response.status, response.headers);
    listening.leave.signal.addEventListener('abort', () => leave.abort());
    void listening.read(response.body!).catch(() => undefined).finally(() => { listening.ended = true; });
    await until(() => listening.lastId !== '' || listening.status !== 200);
    return listening;
  }

  close(): void {
    this.leave.abort();
  }

  async until(condition: (events: readonly StreamEvent[]) => boolean): Promise<void> {
    await until(() => condition(this.events));
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  }

  private take(block: string): void {
    const fields = Object.fromEntries(block.split('\n').filter((line) => !line.startsWith(':')).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
    if (fields['id'] !== undefined) this.lastId = fields['id'];
    if (fields['data'] !== undefined) this.events.push({ id: fields['id']!, event: fields['event']!, data: JSON.parse(fields['data']) as api.BoardChange });
  }
}

export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((done) => { setTimeout(done, 10); });
  }
}

export const rowsOf = (listening: Listening) => listening.events.flatMap(({ data }) => data.rows.map(({ issueId, status }) => `${issueId} ${status}`));
export const goneOf = (listening: Listening) => listening.events.flatMap(({ data }) => data.gone);
