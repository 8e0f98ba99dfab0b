import { randomUUID } from 'node:crypto';
import { commandIdOf, Facts, Giver, issueIdOf, type AnyCommand, type CommandOutcome } from '#application';
import type { Directory, UnitRef } from '#domain';
import type { AppendOutcome, AppendRequest, EventStore } from '#event-store';
import { openMemoryStore } from '#event-store/memory';
import { openPostgresStore } from '#event-store/postgres';
import type { Actor } from '#kernel';
import { testDatabase } from '#testing/servers';

const UNITS: readonly UnitRef[] = [
  { code: 'SUB', level: 'subdistrict', kind: 'area', parent: null },
  { code: 'COM', level: 'community', kind: 'area', parent: 'SUB' },
];
const TREE: Directory = { unit: (code) => UNITS.find((unit) => unit.code === code) };
export const NO_TREE: Directory = { unit: () => undefined };
export const AT = '2026-03-02T01:00:00.000Z';
export const LATER = '2026-03-02T01:00:05.000Z';
export const dispatcher: Actor = { kind: 'cadre', cadre: 'K1', post: 'P1', unit: 'SUB', role: 'dispatcher' };
export const operator: Actor = { kind: 'operator', operator: 'op' };
export const REPORTER = { name: '林秋月', phone: '555-0142', address: '柳溪路3號' };

export type Report = Extract<AnyCommand, { type: 'report-issue' }>;

export function report(key: string, { at = AT, text = '水管漏了', by = dispatcher }: { at?: string; text?: string; by?: Actor } = {}): Report {
  const id = commandIdOf(by, key);
  return { type: 'report-issue', id, at, by, data: { issueId: issueIdOf(id), channel: 'visit', title: '漏水', text, area: 'COM', reporter: REPORTER, heardAt: at } };
}
export function register(issueId: string, key: string, topic = 'urban/utilities'): AnyCommand {
  return { type: 'register-issue', id: commandIdOf(dispatcher, key), at: LATER, by: dispatcher, data: { issueId, scope: 'individual', horizon: 'current', topic, grade: 'general' } };
}
export function reclassify(issueId: string, key: string, { topic, from }: { topic: string; from: string }): AnyCommand {
  const classed = (named: string) => ({ scope: 'individual', horizon: 'current', topic: named, grade: 'general' }) as const;
  return { type: 'reclassify-issue', id: commandIdOf(dispatcher, key), at: LATER, by: dispatcher, data: { issueId, ...classed(topic), from: classed(from), reason: '查明' } };
}
export function rename(code: string, name: string, parent: string | null = 'SUB'): AnyCommand {
  return { type: 'register-unit', id: commandIdOf(operator, `${code}/${name}`), at: AT, by: operator, data: { code, name, level: 'community', kind: 'area', parent } };
}
export const giverOn = (store: EventStore, directory = TREE) => new Giver(store, new Facts(store, { directory: async () => directory }));
export const key = () => randomUUID();

export function receiptOf(outcome: CommandOutcome) {
  if (outcome.status !== 'done') throw new Error(`expected done, got ${JSON.stringify(outcome)}`);
  return outcome.receipt;
}

/** A store whose appends are answered by a test: before, instead of, or after the real one. */
export function meddling(store: EventStore, append: (request: AppendRequest, real: () => Promise<AppendOutcome>) => Promise<AppendOutcome>): EventStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'append') return (request: AppendRequest) => append(request, () => target.append(request));
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member as (...args: unknown[]) => unknown).bind(target) : member;
    },
  });
}

/** The record on each adapter, empty. */
export const ADAPTERS: Readonly<Record<string, () => Promise<{ store: EventStore; end(): Promise<void> }>>> = {
  memory: async () => {
    const store = openMemoryStore();
    return { store, end: () => store.close() };
  },
  postgres: async () => {
    const database = await testDatabase();
    const store = await openPostgresStore({ url: database.url });
    return { store, end: () => store.close().then(() => database.drop()) };
  },
};
