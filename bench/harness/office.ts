import { randomUUID } from 'node:crypto';
import { commandIdOf, Facts, Giver, type AnyCommand } from '#application';
import { openPool } from '#database';
import { NOTICE, type Limit, type Rulebook } from '#domain';
import { openPostgresStore, type PostgresEventStore } from '#event-store/postgres';
import { instantOf, type Actor, type Instant } from '#kernel';
import type pg from 'pg';

export const OPERATOR: Actor = { kind: 'operator', operator: 'bench' };
export const AREA = 'community';
export const CADRE: Actor = { kind: 'cadre', cadre: 'cadre-0', post: 'cadre-0-post', unit: AREA, role: 'cadre' };

const UNITS = [['city', 'city', null], ['district', 'district', 'city'], ['street', 'subdistrict', 'district'], [AREA, 'community', 'street']] as const;

/** A record with a tree of units, open for commands that the domain itself decides. */
export interface Office {
  readonly store: PostgresEventStore;
  readonly pool: pg.Pool;
  readonly giver: Giver;
  /** Gives a command that must be taken. */
  give(type: AnyCommand['type'], data: object, options?: { readonly at?: Instant; readonly by?: Actor }): Promise<void>;
  close(): Promise<void>;
}

export async function openOffice(url: string, rules?: Rulebook): Promise<Office> {
  const store = await openPostgresStore({ url });
  const pool = openPool(url, { name: 'bench-office' });
  // Units are read from the record: nothing has to be projected first.
  const giver = new Giver(store, new Facts(store, { directory: async () => ({ unit: () => undefined }) }));
  const give: Office['give'] = async (type, data, { at = now(), by = OPERATOR } = {}) => {
    const outcome = await giver.give({ type, id: commandIdOf(by, randomUUID()), at, by, data } as AnyCommand);
    if (outcome.status !== 'done') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
  };
  if (rules) await give('adopt-rulebook', rules);
  for (const [code, level, parent] of UNITS) await give('register-unit', { code, name: code, level, kind: 'area', parent });
  return { store, pool, giver, give, close: async () => {
    await store.close();
    await pool.end();
  } };
}

export function now(): Instant {
  return instantOf(Date.now());
}

/** What a resident says, as long as one says it. */
export const REPORT = { channel: 'visit', title: '樓道照明損壞', text: '居民反映樓道照明損壞，老人夜裡不敢出門，已聯絡物業於三日內修復。'.repeat(3), area: AREA } as const;

const limit = (amount: number, unit: Limit['unit']): Limit => ({ amount, unit });

/** The notice's rules, but handling at the lowest level is due within seconds and goes to the level above some seconds after that. */
export function hastyRules(handling: number, takeOver: number): Rulebook {
  const patient = limit(1000, 'hour');
  return {
    ...NOTICE,
    version: 'bench-1',
    sign: { ...NOTICE.sign, value: patient },
    firstContact: { ...NOTICE.firstContact, value: patient },
    handling: { ...NOTICE.handling, value: { community: limit(handling, 'second'), subdistrict: patient, district: patient, city: patient } },
    ladders: { ...NOTICE.ladders, value: { ...NOTICE.ladders.value, handling: [{ act: 'due', offset: limit(0, 'second') }, { act: 'take-over', offset: limit(takeOver, 'second') }] } },
  };
}

/** Reported, registered, dispatched and signed for at one moment: its handling clock runs from then. */
export async function inHandling({ give }: Office, at: Instant): Promise<string> {
  const issueId = randomUUID();
  const given = { at, by: CADRE };
  await give('report-issue', { ...REPORT, issueId, heardAt: at }, given);
  await give('register-issue', { issueId, scope: 'individual', horizon: 'current', topic: 'housing/lights', grade: 'general' }, given);
  await give('dispatch-issue', { issueId, unit: AREA }, given);
  await give('sign-for-assignment', { issueId }, given);
  return issueId;
}
