import i18next from 'i18next';
import { events, type api } from '#wire';
import { currentLocale } from '../i18n/locale.js';
import { asOfFor } from './moment.js';
import { noAnswer, problemOf } from './problem.js';

const BASE = '/api/v1';

const UNREADABLE = new Map<unknown, 'erased' | 'key-lost'>([[events.ERASED, 'erased'], [events.KEY_LOST, 'key-lost']]);

/** The newest position this page wrote: reads ask the server to have come that far, so that one's own write is seen. */
let written = 0;

export function sawWrite(position: number | null): void {
  if (position !== null && position > written) written = position;
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** For what the browser fetches by itself, such as a file to save, as of the moment that is shown. */
export function addressAsShown(path: string, query?: Query): string {
  return address(path, { ...query, asOf: asOfFor(path) });
}

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(key, String(value));
  return `${BASE}${path}${search.size > 0 ? `?${search}` : ''}`;
}

/** JSON of the server, with the reader's words for what cannot be read any more. */
export function inWords<T>(json: string): T {
  return JSON.parse(json, (_, value: unknown) => {
    const word = UNREADABLE.get(value);
    return word === undefined ? value : i18next.t(word);
  }) as T;
}

async function send(url: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
  const headers = { accept: 'application/json', 'accept-language': currentLocale(), ...init.headers };
  const response = await fetch(url, { credentials: 'same-origin', ...init, headers }).catch(() => { throw noAnswer(); });
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Reads a resource. Throws ProblemError. */
export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = written > 0 ? { 'minqing-position': String(written) } : {};
  const response = await send(addressAsShown(path, query), { headers, ...(signal ? { signal } : {}) });
  return inWords<T>(await response.text());
}

async function write<T>(method: string, path: string, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<T | undefined> {
  const response = await send(address(path), {
    method,
    ...(signal ? { signal } : {}),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.status === 204 ? undefined : inWords<T>(await response.text());
}

/** Asks for something that leaves a trace on the server but gives no command; aborted, it stops there too. Throws ProblemError. */
export async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await write<T>('POST', path, body, {}, signal);
  if (!answer) throw noAnswer();
  return answer;
}

/** Asks for what is done once, however often it is sent with the same `intention`. Throws ProblemError. */
export async function act<T>(path: string, body: unknown, intention: string): Promise<T> {
  const answer = await write<T>('POST', path, body, { 'idempotency-key': intention });
  if (!answer) throw noAnswer();
  return answer;
}

const UNKNOWN_TRIES = 5;

/** What every command's answer tells, whatever it is about. */
type Fate = Omit<api.CommandResult, 'issueId'>;

/** When the store's answer was lost the command's fate is asked for until it is known. */
async function settle<Result extends Fate>(result: Result): Promise<Result> {
  for (let tries = 0; tries < UNKNOWN_TRIES; tries += 1) {
    await new Promise((done) => { setTimeout(done, 500 * 2 ** tries); });
    const known = await get<api.CommandStatus>(`/commands/${result.commandId}`).catch(() => undefined);
    if (known?.status === 'done') return { ...result, status: 'done', revision: known.revision, position: known.position };
  }
  throw noAnswer();
}

/**
 * Gives a command. The same `intention` on a retry is taken once, whatever became of the first try.
 * Throws ProblemError; a transient one may be sent again with the same intention.
 */
export async function command<Result extends Fate = api.CommandResult>(path: string, body: unknown, intention: string): Promise<Result> {
  const answer = await act<Result>(path, body, intention);
  const result = answer.status === 'unknown' ? await settle(answer) : answer;
  sawWrite(result.position);
  return result;
}

export const session = {
  read: () => get<api.Me>('/session'),
  signIn: (login: string, password: string) => write<api.Me>('POST', '/session', { login, password }),
  signOut: () => write<void>('DELETE', '/session', undefined),
  changePassword: (password: string, newPassword: string) => write<api.Me>('PUT', '/session/password', { password, newPassword }),
  choosePost: (post: string) => write<api.Me>('PUT', '/session/post', { post }),
};

export const BOARD_STREAM = `${BASE}/board/stream`;
