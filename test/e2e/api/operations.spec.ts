import { api, encodeEvent } from '#wire';
import { EMPTY_STREAM, uuid5 } from '#event-store';
import { type Office, openOffice } from './office.js';
import { ask, type Person } from './person.js';

describe('the operators\' view', () => {
  let office: Office;
  let wu: Person;

  beforeAll(async () => {
    office = await openOffice();
    wu = await office.signIn('wu');
  });
  afterAll(() => office.close());

  const look = async () => (await wu.get<api.Operations>('/api/v1/operations')).body;
  const standing = async (name: string) => (await look()).readModels!.find((one) => one.name === name)!;
  const skip = (person: Person, name: string, body: unknown) => person.ask<api.SkipResult & api.Problem>(`/api/v1/operations/read-models/${name}/skip`, { method: 'POST', json: body });

  const take = (person: Person, name: string, step: api.RebuildStep, json: unknown = {}) => person.ask<api.RebuildStepResult & api.Problem>(`/api/v1/operations/read-models/${name}/${step}`, { method: 'POST', json });

  async function built(name: string): Promise<api.ReadModelStanding> {
    for (;;) {
      const found = await standing(name);
      if (found.asked === null && found.next?.stage === 'ready') return found;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  /** The end of a matter that never began: no ledger can take it. */
  async function poison(issueId: string): Promise<number> {
    const event = encodeEvent({ type: 'IssueClosed', at: office.now(), by: { kind: 'operator', operator: 'test' }, data: { ground: 'declined', note: 'of nothing' } });
    const outcome = await office.store.append({ streamId: `issue/${issueId}`, expected: EMPTY_STREAM, command: { id: uuid5('poison', issueId), type: 'test', digest: '0'.repeat(64) }, ruleVersion: 'notice-1', events: [event] });
    if (outcome.status !== 'appended') throw new Error(outcome.status);
    return outcome.lastPosition;
  }

  async function until(state: string): Promise<api.ReadModelStanding> {
    for (;;) {
      const found = await standing('ledger');
      if (found.state === state) return found;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  it('tells how everything stands', async () => {
    const found = await look();
    expect(found.record).toEqual({ status: 'ok', position: await office.store.lastPosition(), epoch: 1 });
    expect(found.readModels!.map(({ name, state }) => [name, state])).toEqual(['cadre', 'day', 'household', 'ledger', 'roster', 'trail', 'unit'].map((name) => [name, 'live']));
    expect(found).toMatchObject({ clock: { status: 'not-set', position: null }, seals: { checkpoints: 0, sealed: 0, sealedAt: null, turnAt: null, late: false, witnesses: [] }, calendar: { calendar: 'cn-2026.1' } });
  });

  it('is the administrator\'s alone, and the act is that of the root', async () => {
    for (const login of ['chen', 'lin', 'zhou', 'sun', 'qian'] as const) {
      const person = await office.signIn(login);
      expect([login, (await person.get('/api/v1/operations')).status]).toEqual([login, 403]);
      expect([login, (await skip(person, 'ledger', { position: 1, reason: 'x' })).status]).toEqual([login, 403]);
      for (const step of api.REBUILD_STEPS) expect([login, step, (await take(person, 'cadre', step)).status]).toEqual([login, step, 403]);
    }
  });

  it('skips nothing that does not stand there, and takes no act without a reason', async () => {
    expect(await skip(wu, 'ledger', { position: 1, reason: 'why not' })).toMatchObject({ status: 409, body: { code: 'skip-not-stopped', params: { name: 'ledger', position: 1 } } });
    expect(await skip(wu, 'ledger', { position: 1, reason: '  ' })).toMatchObject({ status: 422, body: { code: 'invalid-body' } });
    expect(await skip(wu, 'no-such', { position: 1, reason: 'x' })).toMatchObject({ status: 409, body: { code: 'skip-not-stopped' } });
    expect(await skip(wu, 'Ledger', { position: 1, reason: 'x' })).toMatchObject({ status: 404 });
  });

  it('rebuilds in steps, as the command line does: asked for here, built by the projector, each act in the audit', async () => {
    await office.pool.query(`update read.cadre set name = 'forged' where cadre = 'chen'`);
    const position = await office.store.lastPosition();
    expect(await take(wu, 'cadre', 'switch')).toMatchObject({ status: 409, body: { code: 'nothing-beside', params: { name: 'cadre' } } });
    expect(await take(wu, 'cadre', 'undo')).toMatchObject({ status: 409, body: { code: 'undo-nothing-kept' } });
    expect(await take(wu, 'no-such', 'beside')).toMatchObject({ status: 404 });
    expect(await take(wu, 'cadre', 'beside', { by: 'somebody' })).toMatchObject({ status: 422 });

    expect(await take(wu, 'cadre', 'beside')).toMatchObject({ status: 202, body: { readModel: 'cadre', step: 'beside', position: null, comparison: null } });
    expect(await built('cadre')).toMatchObject({ next: { by: 'cadre:wu', position, done: position, total: position } });
    const { body: { comparison } } = await take(wu, 'cadre', 'compare');
    expect(comparison).toMatchObject({ position, tables: [{ table: 'cadre', rows: 1, keys: ['chen'] }, { table: 'cadre_past', rows: 0 }] });
    expect(await take(wu, 'cadre', 'switch')).toMatchObject({ status: 200, body: { position } });
    expect(await standing('cadre')).toMatchObject({ next: null, before: { by: 'cadre:wu' } });
    expect(await take(wu, 'cadre', 'undo')).toMatchObject({ status: 200, body: { position } });
    expect(await take(wu, 'cadre', 'switch')).toMatchObject({ status: 200 });
    expect(await take(wu, 'cadre', 'drop')).toMatchObject({ status: 200 });
    expect(await standing('cadre')).toMatchObject({ asked: null, next: null, before: null });
    expect((await office.pool.query(`select 1 from read.cadre where name = 'forged'`)).rowCount).toBe(0);

    const { rows } = await office.pool.query<{ act: string; cadre: string; address: string | null }>(`select act, cadre, address from identity.audit where subject = 'cadre' and act like 'read-model-%' order by id`);
    expect(rows.map(({ act }) => act)).toEqual(['beside', 'switch', 'undo', 'switch', 'drop'].map((step) => `read-model-${step}`));
    expect(rows.every(({ cadre, address }) => cadre === 'wu' && address !== null)).toBe(true);
  });

  it('tells how far a read model is behind, in events and in time, and a build that was asked for while nobody keeps them waits', async () => {
    await office.stopProjector();
    await office.give({ type: 'register-cadre', data: { cadre: 'late', name: '遲' } });
    const position = await office.store.lastPosition();
    const late = await standing('cadre');
    expect(late.lag).toBe(position - late.position);
    expect(late.lag).toBeGreaterThan(0);
    expect(late.behindMs).toBeGreaterThan(0);
    const figures = (await ask<string>(office.url, '/metrics')).body;
    expect(figures).toContain(`minqing_read_model_lag_events{read_model="cadre"} ${late.lag}`);
    expect(Number(/minqing_read_model_lag_seconds\{read_model="cadre"\} ([\d.e-]+)/.exec(figures)?.[1])).toBeGreaterThan(0);

    await take(wu, 'unit', 'beside');
    expect(await standing('unit')).toMatchObject({ asked: { by: 'cadre:wu' }, next: null });
    office.startProjector();
    await built('unit');
    expect(await take(wu, 'unit', 'drop')).toMatchObject({ status: 200 });
    await office.settled();
    expect(await standing('cadre')).toMatchObject({ lag: 0, behindMs: null });
    expect((await ask<string>(office.url, '/metrics')).body).toContain('minqing_read_model_lag_seconds{read_model="cadre"} 0');
  });

  it('shows a read model that stopped, lets one of two skip the event, and keeps the scar', async () => {
    const position = await poison('never-reported');
    const stopped = await until('stopped');
    expect(stopped.stop).toEqual({ position, eventType: 'IssueClosed', code: 'event-out-of-place' });
    // What the others show is still served.
    expect(await ask(office.url, '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready', parts: { readModels: { status: 'stopped', stopped: ['ledger'] } } } });
    expect((await standing('trail')).state).toBe('live');

    const answers = await Promise.all([skip(wu, 'ledger', { position, reason: '記錄有誤，已報修' }), skip(wu, 'ledger', { position, reason: 'the same, by another hand' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const scarred = await until('incomplete');
    expect(scarred.skipped).toMatchObject([{ position, eventType: 'IssueClosed', by: 'cadre:wu' }]);
    expect((await ask<{ parts: { readModels: object } }>(office.url, '/health/ready')).body.parts.readModels).toMatchObject({ status: 'up', stopped: [], incomplete: ['ledger'] });
    expect((await ask<string>(office.url, '/metrics')).body).toContain('minqing_read_model_skipped_events{read_model="ledger"} 1');

    // On record once, with who and why; and in the audit.
    const { events } = await office.store.readStream('read-model/ledger');
    expect(events).toMatchObject([{ type: 'ReadModelEventSkipped', by: { kind: 'cadre', cadre: 'wu' }, data: { readModel: 'ledger', copy: 'live', position, code: 'event-out-of-place' } }]);
    const { rows } = await office.pool.query(`select cadre, subject, detail from identity.audit where act = 'event-skipped'`);
    expect(rows).toEqual([{ cadre: 'wu', subject: 'ledger', detail: { position, eventType: 'IssueClosed', code: 'event-out-of-place', copy: 'live' } }]);
    expect(await skip(wu, 'ledger', { position, reason: 'again' })).toMatchObject({ status: 409 });
  });

  it('says that the record is not sealed once that has lasted, to operators, to health and in figures', async () => {
    expect((await ask<string>(office.url, '/metrics')).body).toContain('minqing_seal_late 0');
    office.pass(301_000);
    const position = await office.store.lastPosition();
    expect(await look()).toMatchObject({ seals: { sealed: 0, unsealed: position, late: true } });
    const ready = await ask<{ parts: { seals: object } }>(office.url, '/health/ready');
    expect([ready.status, ready.body.parts.seals]).toMatchObject([200, { sealed: 0, unsealed: position, late: true }]);
    // Where its witnesses are is for operators alone.
    expect(ready.body.parts.seals).not.toHaveProperty('witnesses');
    const figures = (await ask<string>(office.url, '/metrics')).body;
    expect(figures).toContain('minqing_seal_late 1');
    expect(figures).toContain(`minqing_seal_unsealed_events ${position}`);
    expect(Number(/minqing_seal_lag_seconds ([\d.e-]+)/.exec(figures)?.[1])).toBeGreaterThan(300);
  });
});
