import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pino from 'pino';
import type pg from 'pg';
import { type AnyCommand, commandIdOf, Facts, Giver, postsHeld } from '#application';
import { openPool } from '#database';
import type { EventStore } from '#event-store';
import { createAccount, openDesk } from '#identity';
import { type Actor, type Instant, instantOf, type Role } from '#kernel';
import type { ReadModels } from '#projections';
import type { RestoreMark } from '#recovery';
import { PostgresReadModels, prepareReadModels, projectionHealth, Projector } from '#projections/postgres';
import { openSealedRecord, testDatabase, type SealedRecord } from '../../../libs/testing/servers.js';
import { createApi } from '../../../apps/api/create-api.js';
import { openOperatorParts, recoveryOf } from '../../../apps/api/open-parts.js';
import type { ApiParts, ApiSettings } from '../../../apps/api/parts.js';
import type { RouteTable } from '../../../apps/api/http/route-table.js';
import { Person } from './person.js';

const OPERATOR: Actor = { kind: 'operator', operator: 'test' };
export const PASSWORD = 'a long enough password';

/** City › district › two subdistricts; the first has two communities and a department, the second one community. */
const UNITS = [
  ['city', 'city', 'area', null], ['dist', 'district', 'area', 'city'],
  ['street-1', 'subdistrict', 'area', 'dist'], ['comm-11', 'community', 'area', 'street-1'], ['comm-12', 'community', 'area', 'street-1'],
  ['works-1', 'subdistrict', 'department', 'street-1'],
  ['street-2', 'subdistrict', 'area', 'dist'], ['comm-21', 'community', 'area', 'street-2'],
] as const;

/** Login, unit, role. The cadre's code is the login, the post's the login with `-post`. */
const PEOPLE: readonly (readonly [string, string, Role])[] = [
  ['chen', 'comm-11', 'cadre'], ['lin', 'street-1', 'dispatcher'], ['wang', 'works-1', 'cadre'], ['hu', 'works-1', 'unit-head'],
  ['zhou', 'street-1', 'unit-head'], ['sun', 'street-1', 'supervisor'], ['qian', 'street-1', 'auditor'], ['wu', 'city', 'administrator'],
  ['zheng', 'comm-21', 'cadre'], ['feng', 'street-2', 'dispatcher'], ['du', 'dist', 'supervisor'],
];
export type Login = 'chen' | 'lin' | 'wang' | 'hu' | 'zhou' | 'sun' | 'qian' | 'wu' | 'zheng' | 'feng' | 'du';

const SETTINGS: ApiSettings = {
  publicUrl: 'http://127.0.0.1', trustedProxies: ['127.0.0.0/8'], webRoot: '/nowhere', version: '0.0.0', offsetMinutes: 480,
  requestsPerMinute: 100_000, openRequestsPerMinute: 100_000, mostStreams: 20,
};

export interface Office {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly store: EventStore;
  readonly pool: pg.Pool;
  readonly table: RouteTable;
  readonly parts: ApiParts;
  readonly mark: RestoreMark;
  now(): Instant;
  /** Moves the office's clock on; what is already on record keeps its time. */
  pass(ms: number): void;
  give(command: Pick<AnyCommand, 'type' | 'data'>): Promise<void>;
  /** An account for a cadre of this code, with the password that all have. */
  account(login: string): Promise<void>;
  signIn(login: Login): Promise<Person>;
  /** Resolves when the read models have taken everything that is on record. */
  settled(): Promise<void>;
  stopProjector(): Promise<void>;
  startProjector(): void;
  close(): Promise<void>;
}

/** A street office with real parts on one new database, its interface listening on a free loopback port. */
export async function openOffice(settings: Partial<ApiSettings> = {}, replace: Partial<ApiParts> = {}): Promise<Office> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await open(settings, replace, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(settings: Partial<ApiSettings>, replace: Partial<ApiParts>, closers: (() => Promise<unknown>)[], close: () => Promise<void>): Promise<Office> {
  const { record, store, vault, mark, pool, readModels, digest } = await openParts(closers);
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' });
  let projector = new Projector({ pool, store: record, log });
  projector.start();
  closers.push(() => projector.stop());
  let shift = 0;
  const now = (): Instant => instantOf(Date.now() + shift);
  const desk = await openDesk({ pool, now, postsOf: postsHeld({ record, readModels }), offsetMinutes: 480 });
  const give = giverOf(new Giver(store, new Facts(store, readModels), digest), now);
  const settled = async (): Promise<void> => {
    if (!await readModels.waitFor(await store.lastPosition(), 20_000)) throw new Error('the read models did not reach the end of the record');
  };
  await seed(give, desk);
  await settled();
  const parts: ApiParts = {
    store, record, vault, recordHealth: () => record.health(), recovery: recoveryOf(store, mark), readModels, digest, readModelsHealth: () => projectionHealth(pool), operators: await openOperatorParts(pool, record), desk, now, logger: log, isClockReachable: null,
    settings: { ...SETTINGS, ...settings }, ...replace,
  };
  const { app, table } = await createApi(parts);
  closers.push(() => app.close());
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url, app, store, pool, table, parts, mark, now, give, close,
    pass: (ms) => { shift += ms; },
    settled,
    account: async (login) => {
      await settled();
      await createAccount(desk, { login, cadre: login, password: PASSWORD });
    },
    signIn: (login) => Person.signIn(url, login, PASSWORD),
    stopProjector: () => projector.stop(),
    startProjector: () => {
      projector = new Projector({ pool, store: record, log });
      projector.start();
    },
  };
}

async function openParts(closers: (() => Promise<unknown>)[]): Promise<Omit<SealedRecord, 'readable'> & { pool: pg.Pool; readModels: ReadModels }> {
  const database = await testDatabase();
  const pool = openPool(database.url, { max: 20 });
  closers.push(() => database.drop(), () => pool.end());
  const folder = await mkdtemp(join(tmpdir(), 'minqing-office-'));
  const { readable, ...opened } = await openSealedRecord(pool, folder);
  closers.push(() => rm(folder, { recursive: true }), () => opened.store.close());
  await prepareReadModels(pool);
  const models = new PostgresReadModels(pool, { pollMs: 50 });
  closers.push(() => models.close());
  return { ...opened, pool, readModels: readable(models) };
}

function giverOf(giver: Giver, now: () => Instant): Office['give'] {
  let count = 0;
  return async ({ type, data }) => {
    const command = { type, data, at: now(), by: OPERATOR, id: commandIdOf(OPERATOR, `seed-${++count}`) } as AnyCommand;
    const outcome = await giver.give(command);
    if (outcome.status !== 'done' && outcome.status !== 'unchanged') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
  };
}

async function seed(give: Office['give'], desk: Parameters<typeof createAccount>[0]): Promise<void> {
  for (const [code, level, kind, parent] of UNITS) await give({ type: 'register-unit', data: { code, name: `單位 ${code}`, level, kind, parent } });
  for (const [login, unit, role] of PEOPLE) {
    await give({ type: 'register-cadre', data: { cadre: login, name: `幹部 ${login}` } });
    await give({ type: 'take-post', data: { cadre: login, post: `${login}-post`, unit, role, from: '2020-01-01' } });
    await createAccount(desk, { login, cadre: login, password: PASSWORD });
  }
  await give({ type: 'register-household', data: { household: 'house-1', unit: 'comm-11', address: '柳溪路 1 號', careGroups: ['hardship'], residents: [{ resident: 'res-1', name: '何某' }] } });
}
