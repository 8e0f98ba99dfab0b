import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy, type Client, type ScheduleOptionsStartWorkflowAction, type Workflow } from '@temporalio/client';
import { CLOCK_QUEUE, SEAL_WORKFLOW } from '#wire/clock';

export const SEAL_SCHEDULE = 'minqing-seal';

const DEFINITION = {
  spec: { intervals: [{ every: '1 minute' }] },
  // While a run is under way none is started beside it; what was missed while Temporal was away is one run's work, not one for each minute.
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
  action: { type: 'startWorkflow', workflowType: SEAL_WORKFLOW, workflowId: 'seal', taskQueue: CLOCK_QUEUE, args: [], workflowExecutionTimeout: '3 minutes' } satisfies ScheduleOptionsStartWorkflowAction<Workflow>,
} as const;

/** The schedule that seals the record each minute, made or brought to this version's form; a paused one stays paused. */
export async function ensureSealSchedule({ schedule }: Pick<Client, 'schedule'>): Promise<void> {
  try {
    await schedule.create({ scheduleId: SEAL_SCHEDULE, ...definition(), state: { triggerImmediately: true } });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedule.getHandle(SEAL_SCHEDULE).update(({ state }) => ({ ...definition(), state: { paused: state.paused, ...(state.note === undefined ? {} : { note: state.note }) } }));
  }
}

/** How it stands, of whatever form. */
export async function sealScheduleIs({ schedule }: Pick<Client, 'schedule'>): Promise<'running' | 'paused' | 'missing'> {
  try {
    const { state } = await schedule.getHandle(SEAL_SCHEDULE).describe();
    return state.paused ? 'paused' : 'running';
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return 'missing';
    throw error;
  }
}

/** A fresh copy: the client writes into what it is given. */
function definition() {
  return { spec: { intervals: [...DEFINITION.spec.intervals] }, policies: { ...DEFINITION.policies }, action: { ...DEFINITION.action } };
}
