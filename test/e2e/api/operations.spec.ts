import { encodeEvent, type api } from '#wire';
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
    expect(found).toMatchObject({ clock: { status: 'not-set', position: null }, seals: { checkpoints: 0, sealed: 0 }, calendar: { calendar: 'cn-2026.1' } });
  });

  it('is the administrator\'s alone, and the act is that of the root', async () => {
    for (const login of ['chen', 'lin', 'zhou', 'sun', 'qian'] as const) {
      const person = await office.signIn(login);
      expect([login, (await person.get('/api/v1/operations')).status]).toEqual([login, 403]);
      expect([login, (await skip(person, 'ledger', { position: 1, reason: 'x' })).status]).toEqual([login, 403]);
    }
  });

  it('skips nothing that does not stand there, and takes no act without a reason', async () => {
    expect(await skip(wu, 'ledger', { position: 1, reason: 'why not' })).toMatchObject({ status: 409, body: { code: 'skip-not-stopped', params: { name: 'ledger', position: 1 } } });
    expect(await skip(wu, 'ledger', { position: 1, reason: '  ' })).toMatchObject({ status: 422, body: { code: 'invalid-body' } });
    expect(await skip(wu, 'no-such', { position: 1, reason: 'x' })).toMatchObject({ status: 409, body: { code: 'skip-not-stopped' } });
    expect(await skip(wu, 'Ledger', { position: 1, reason: 'x' })).toMatchObject({ status: 404 });
  });

  it('shows a read model that stopped, lets one of two skip the event, and keeps the scar', async () => {
    const position = await poison('never-reported');
    const stopped = await until('stopped');
    expect(stopped.stop).toEqual({ position, eventType: 'IssueClosed', code: 'event-out-of-place' });
    expect((await ask<{ parts: { readModels: object } }>(office.url, '/health/ready')).body.parts.readModels).toMatchObject({ stopped: ['ledger'] });
    expect((await standing('trail')).state).toBe('live');

    const answers = await Promise.all([skip(wu, 'ledger', { position, reason: '記錄有誤，已報修' }), skip(wu, 'ledger', { position, reason: 'the same, by another hand' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const scarred = await until('incomplete');
    expect(scarred.skipped).toMatchObject([{ position, eventType: 'IssueClosed', by: 'cadre:wu' }]);
    expect((await ask<{ parts: { readModels: object } }>(office.url, '/health/ready')).body.parts.readModels).toMatchObject({ stopped: [], incomplete: ['ledger'] });
    expect((await ask<string>(office.url, '/metrics')).body).toContain('minqing_read_model_skipped_events{read_model="ledger"} 1');

    // On record once, with who and why; and in the audit.
    const { events } = await office.store.readStream('read-model/ledger');
    expect(events).toMatchObject([{ type: 'ReadModelEventSkipped', by: { kind: 'cadre', cadre: 'wu' }, data: { readModel: 'ledger', copy: 'live', position, code: 'event-out-of-place' } }]);
    const { rows } = await office.pool.query(`select cadre, subject, detail from identity.audit where act = 'event-skipped'`);
    expect(rows).toEqual([{ cadre: 'wu', subject: 'ledger', detail: { position, eventType: 'IssueClosed', code: 'event-out-of-place', copy: 'live' } }]);
    expect(await skip(wu, 'ledger', { position, reason: 'again' })).toMatchObject({ status: 409 });
  });
});
