import { dateAt } from '#kernel';
import { api } from '#wire';
import { USUAL_PATIENCE } from '../../../apps/api/http/patience.js';
import { type Office, openOffice } from './office.js';
import type { Person } from './person.js';

const STANDSTILL_MS = 2_000;

const after = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

/** With limits of the kind that ships, much shorter. */
describe('what takes long', () => {
  let office: Office;
  let wu: Person;
  let qian: Person;

  beforeAll(async () => {
    office = await openOffice({ patience: { standstillMs: STANDSTILL_MS, whatIfMs: 500 } });
    [wu, qian] = [await office.signIn('wu'), await office.signIn('qian')];
  });
  afterAll(() => office.close());

  /** As a table that takes long to read. */
  async function locking<T>(table: string, ms: number, work: () => Promise<T>): Promise<T> {
    const other = await office.pool.connect();
    await other.query(`begin; lock table ${table} in access exclusive mode`);
    try {
      const working = work();
      working.catch(() => undefined);
      await after(ms);
      await other.query('rollback');
      return await working;
    } finally {
      other.release();
    }
  }

  const step = (name: string, kind: api.RebuildStep) => wu.ask<api.RebuildStepResult>(`/api/v1/operations/read-models/${name}/${kind}`, { method: 'POST', json: {} });

  async function built(name: string): Promise<void> {
    expect((await step(name, 'beside')).status).toBe(202);
    for (;;) {
      const { readModels } = (await wu.get<api.Operations>('/api/v1/operations')).body;
      if (readModels!.find((one) => one.name === name)?.next?.stage === 'ready') return;
      await after(50);
    }
  }

  it('is cut, other than what follows, once nothing has moved on the connection for long enough', async () => {
    await expect(locking('read.household', 2 * STANDSTILL_MS, () => qian.get('/api/v1/households'))).rejects.toThrow();
  });

  it('is answered when it is a step of a rebuild, and the connection is as patient as before afterwards', async () => {
    await built('household');
    const { status, body } = await locking('read.household', 2 * STANDSTILL_MS, () => step('household', 'compare'));
    expect([status, body.comparison?.tables.every(({ rows }) => rows === 0)]).toEqual([200, true]);
    expect((await step('household', 'drop')).status).toBe(200);
    await expect(locking('read.household', 2 * STANDSTILL_MS, () => qian.get('/api/v1/households'))).rejects.toThrow();
  });

  it('is told to be too large when it is a what-if, before its connection is cut', async () => {
    const chen = await office.signIn('chen');
    // More than are read side by side.
    let position = 0;
    for (let made = 0; made < 51; made += 1) position = (await chen.reports('comm-11')).position!;
    const { readStream } = office.store;
    office.store.readStream = async (id) => {
      if (id.startsWith('issue/')) await after(800);
      return await readStream.call(office.store, id);
    };
    const json = { from: '2020-01-01', to: dateAt(office.now(), 480), version: 'notice-1' };
    const asked = qian.ask<api.Problem>('/api/v1/what-if', { method: 'POST', json, headers: { 'minqing-position': String(position) } });
    expect(await asked).toMatchObject({ status: 422, body: { code: 'what-if-too-large' } });
    office.store.readStream = readStream;
  });

  it('leaves time by the limits that ship as well', () => {
    expect(USUAL_PATIENCE.standstillMs - USUAL_PATIENCE.whatIfMs).toBeGreaterThanOrEqual(15_000);
  });
});
