import { NOTICE } from '#domain';
import { openMemoryStore } from '#event-store/memory';
import type { api } from '#wire';
import { cadreOf, World } from '../../test/projections/world.js';
import { replayOf } from './issue-replay.js';

const NAMES = { unit: (code: string) => `Unit ${code}`, cadre: (code: string) => `Cadre ${code}` };

async function lived(live: (world: World) => Promise<unknown>): Promise<api.ReplayStep[]> {
  const world = await new World(openMemoryStore()).found();
  await live(world);
  const { events } = await world.store.readStream('issue/i');
  return replayOf(events, NAMES, (version) => (version === NOTICE.version ? NOTICE : undefined));
}

const at = (steps: readonly api.ReplayStep[], type: string): api.ReplayStep => steps.find((step) => step.type === type)!;

describe('the replay of an issue', () => {
  it('tells how the issue stood after each event, and what that event changed', async () => {
    const steps = await lived((world) => world.resolved('i'));
    expect(steps.map(({ step, revision }) => step - revision)).toEqual(steps.map(() => 1));
    expect(steps[0]).toMatchObject({ changed: [], state: { status: 'reported', stage: 'intake', holder: { unit: 'east', name: 'Unit east' }, deadlines: [], measure: null } });
    expect(at(steps, 'IssueRegistered')).toMatchObject({ changed: ['status', 'scope', 'horizon', 'topic', 'grade'], state: { scope: 'individual', topic: 'housing/leaks' } });
    expect(at(steps, 'IssueDispatched').changed).toEqual(['status', 'stage', 'level', 'holder', 'deadlines']);
    expect(at(steps, 'MeasureSet')).toMatchObject({ changed: ['measure'], state: { measure: { text: 'mend it', responsible: { cadre: 'chen', name: 'Cadre chen' }, doneBy: '2027-12-01' } } });
    expect(at(steps, 'IssueResolved')).toMatchObject({ changed: ['status', 'stage', 'answer', 'deadlines'], state: { answer: { kind: 'resolution', text: 'mended', inTime: true }, deadlines: [] } });
  });

  it('says who acted and where, by which command and version, and in which run of the workflow', async () => {
    const [step] = await lived((world) => world.report('i'));
    expect(step).toMatchObject({ byName: 'Cadre li', byUnitName: 'Unit street', commandType: 'test', ruleVersion: NOTICE.version, workflow: null });
  });

  it('climbs: overdue by the moment of the step, the next step of the clock, who stays co-responsible', async () => {
    const steps = await lived(async (world) => {
      await world.handled('i');
      world.wait(1);
      for (let passed = 0; passed < 4; passed += 1) await world.passNextStep('i');
    });
    expect(at(steps, 'AssignmentSignedFor').state.deadlines.map(({ kind, overdue, next }) => [kind, overdue, next?.act])).toEqual([['first-contact', false, 'due'], ['handling', false, 'warn']]);
    const passed = steps.filter(({ type }) => type === 'DeadlineStepPassed');
    expect(passed.map(({ state }) => state.deadlines.find(({ kind }) => kind === 'handling')?.next?.act)).toEqual(['due', 'tell-supervisor', 'take-over', undefined]);
    expect(passed.map(({ state }) => state.overdue)).toEqual([false, false, true, true]);
    expect(at(steps, 'IssueTakenOver')).toMatchObject({ state: { level: 'district', holder: { unit: 'district' }, coResponsible: [{ unit: 'street', name: 'Unit street' }], measure: null, escalations: 1 } });
  });

  it('keeps the answer that stands after closing, and drops it when the issue is opened again', async () => {
    const steps = await lived(async (world) => {
      await world.resolved('i');
      await world.verdict('i', true, true);
      await world.give('i', 'reopen-issue', { ground: 'supervisor', note: 'look again' });
    });
    expect(at(steps, 'IssueClosed').state).toMatchObject({ status: 'closed', answer: { kind: 'resolution', text: 'mended' }, satisfied: true });
    expect(at(steps, 'IssueReopened').state).toMatchObject({ status: 'handling', answer: null, measure: null, cycle: 2 });
  });
});

describe('the figure behind a step', () => {
  const figures = (steps: readonly api.ReplayStep[], type: string) => steps.filter((step) => step.type === type).map(({ rule }) => rule?.figure ?? null);

  it('is named with its value and source as the version of the step had it', async () => {
    const steps = await lived((world) => world.handled('i'));
    expect(figures(steps, 'DeadlineSet')).toEqual(['dispatch.general', 'sign', 'firstContact', 'handling.subdistrict']);
    expect(at(steps, 'DeadlineSet').rule).toEqual({ figure: 'dispatch.general', limit: { amount: 24, unit: 'hour' }, count: null, source: NOTICE.dispatch.source });
    expect(figures(steps, 'IssueRegistered')).toEqual([null]);
  });

  it('is that of handling again after a verdict of not resolved', async () => {
    const steps = await lived(async (world) => {
      await world.resolved('i');
      await world.verdict('i', false, false);
    });
    expect(figures(steps, 'DeadlineSet').slice(-1)).toEqual(['rehandling']);
  });

  it('is the ladder for a step that passed, and the number of returns for a ruling', async () => {
    const steps = await lived(async (world) => {
      await world.report('i');
      await world.give('i', 'register-issue', { scope: 'individual', horizon: 'current', topic: 'water', grade: 'urgent' });
      for (let round = 0; round < 2; round += 1) {
        await world.give('i', 'dispatch-issue', { unit: 'street-works' });
        await world.give('i', 'return-assignment', { ground: 'not-our-duty', note: 'no' }, cadreOf('chen'));
      }
      await world.give('i', 'dispatch-issue', { unit: 'street-works' }, cadreOf('li', 'street', 'unit-head'));
      await world.passNextStep('i');
    });
    expect(figures(steps, 'IssueDispatched')).toEqual([null, null, 'returnsBeforeRuling']);
    expect(figures(steps, 'DeadlineStepPassed')).toEqual(['ladders.sign']);
  });

  it('is the taker\'s where what was taken over is given on, and no number of returns', async () => {
    const steps = await lived(async (world) => {
      await world.handled('i');
      world.wait(1);
      for (let passed = 0; passed < 4; passed += 1) await world.passNextStep('i');
      await world.give('i', 'dispatch-issue', { unit: 'street-works' });
    });
    expect(steps.at(-2)).toMatchObject({ type: 'DeadlineSet', rule: { figure: 'sign' } });
    expect(steps.at(-1)).toMatchObject({ type: 'DeadlineSet', state: { level: 'subdistrict' }, rule: { figure: 'handling.district' } });
    expect(figures(steps, 'IssueDispatched')).toEqual([null, null]);
  });

  it('is left unnamed where the version on record gives another limit', async () => {
    const world = await new World(openMemoryStore()).found();
    await world.report('i');
    const { events } = await world.store.readStream('issue/i');
    const other = { ...NOTICE, dispatch: { ...NOTICE.dispatch, value: { ...NOTICE.dispatch.value, general: { amount: 1, unit: 'minute' } } } } as const;
    expect(replayOf(events, NAMES, () => other).map(({ rule }) => rule)).toEqual([null, null]);
    expect(replayOf(events, NAMES, () => undefined).map(({ rule }) => rule)).toEqual([null, null]);
  });
});
