import { randomUUID } from 'node:crypto';
import type { api } from '#wire';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON; as text when it is not JSON. */
  readonly body: T;
}

export type ProblemAnswer = Answer<api.Problem>;

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; by default as JSON. */
  readonly raw?: string | Uint8Array;
  readonly json?: unknown;
}

/** Asks without a session, unless a cookie is among the headers. */
export async function ask<T = unknown>(url: string, path: string, { method = 'GET', headers = {}, raw, json }: Asking = {}): Promise<Answer<T>> {
  const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
  const response = await fetch(`${url}${path}`, {
    method, redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: body as string }),
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
}

/** Someone signed in, with what a browser would keep for them. */
export class Person {
  private constructor(readonly url: string, readonly cookie: string) {}

  static async signIn(url: string, login: string, password: string): Promise<Person> {
    const answer = await ask<api.Problem>(url, '/api/v1/session', { method: 'POST', json: { login, password } });
    if (answer.status !== 200) throw new Error(`${login} cannot sign in: ${JSON.stringify(answer.body)}`);
    return new Person(url, answer.headers.get('set-cookie')!.split(';', 1)[0]!);
  }

  ask<T = unknown>(path: string, asking: Asking = {}): Promise<Answer<T>> {
    return ask<T>(this.url, path, { ...asking, headers: { cookie: this.cookie, ...asking.headers } });
  }

  get<T>(path: string, position?: number): Promise<Answer<T>> {
    return this.ask<T>(path, position === undefined ? {} : { headers: { 'minqing-position': String(position) } });
  }

  give<T = api.CommandResult>(path: string, json: unknown, key: string = randomUUID()): Promise<Answer<T>> {
    return this.ask<T>(path, { method: 'POST', json, headers: { 'idempotency-key': key } });
  }

  /** Gives a command that must be taken. */
  async does(path: string, json: unknown): Promise<api.CommandResult> {
    const answer = await this.give(path, json);
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async reports(area: string, title = '路燈不亮'): Promise<api.CommandResult> {
    return this.does('/api/v1/issues', { channel: 'visit', title, text: '巷口的路燈壞了三天，老人夜裡不敢出門。', area });
  }
}
