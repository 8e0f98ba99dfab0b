import type { CommandOutcome } from '#application';
import type { PassDeadline } from '#domain';
import { clockActivities } from './activities.js';

const RECEIPT = { streamId: 'issue/i', command: { id: 'c', type: 'pass-deadline', digest: '' }, firstRevision: 4, lastRevision: 5, lastPosition: 90 };
const AT = '2026-01-05T09:00:00.000Z';

const RUN = { id: 'issue/i', run: '0f7c' };

function answering(outcome: CommandOutcome, given: PassDeadline[] = []) {
  return clockActivities({ now: () => AT, run: () => RUN, give: async (command) => { given.push(command); return outcome; } });
}

describe('passDeadline', () => {
  it('gives one and the same command for a step, whenever and wherever it is called', async () => {
    const given: PassDeadline[] = [];
    const activities = answering({ status: 'done', receipt: RECEIPT, replayed: false }, given);
    await activities.passDeadline('i', 'd', 's-1');
    await activities.passDeadline('i', 'd', 's-1');
    await activities.passDeadline('i', 'd', 's-2');
    expect(given.map(({ data, at, by }) => ({ data, at, by }))).toEqual(['s-1', 's-1', 's-2'].map((step) => ({ data: { issueId: 'i', deadline: 'd', step }, at: AT, by: { kind: 'clock' } })));
    expect(given[0]!.id).toBe(given[1]!.id);
    expect(given[0]!.id).not.toBe(given[2]!.id);
  });

  it('says which run of the workflow gave it, beside the command', async () => {
    const runs: unknown[] = [];
    const activities = clockActivities({ now: () => AT, run: () => RUN, give: async (_command, run) => { runs.push(run); return { status: 'done', receipt: RECEIPT, replayed: false }; } });
    await activities.passDeadline('i', 'd', 's');
    expect(runs).toEqual([RUN]);
  });

  it.each<[string, CommandOutcome, object]>([
    ['on record', { status: 'done', receipt: RECEIPT, replayed: false }, { outcome: 'passed', revision: 5 }],
    ['on record before', { status: 'done', receipt: RECEIPT, replayed: true }, { outcome: 'passed', revision: 5 }],
    ['not standing any more', { status: 'refused', refusal: { code: 'deadline-not-standing' } }, { outcome: 'gone' }],
    ['not due by the record\'s clock', { status: 'refused', refusal: { code: 'deadline-not-yet-due' } }, { outcome: 'early' }],
  ])('answers a step that is %s', async (_case, outcome, answer) => {
    await expect(answering(outcome).passDeadline('i', 'd', 's')).resolves.toEqual(answer);
  });

  it.each<[string, CommandOutcome, string]>([
    ['was refused for another reason', { status: 'refused', refusal: { code: 'unit-unknown' } }, 'unit-unknown'],
    ['lost its answer', { status: 'unknown' }, 'command-outcome-unknown'],
    ['met its own id on another command', { status: 'command-differs' }, 'command-differs'],
  ])('fails when the command %s, so that the workflow asks again', async (_case, outcome, type) => {
    await expect(answering(outcome).passDeadline('i', 'd', 's')).rejects.toMatchObject({ type });
  });

  it('passes nothing while the clock is frozen', async () => {
    const given: PassDeadline[] = [];
    const frozen = clockActivities({ now: () => AT, frozen: () => true, give: async (command) => { given.push(command); return { status: 'unknown' }; } });
    await expect(frozen.passDeadline('i', 'd', 's')).rejects.toMatchObject({ type: 'clock-frozen' });
    expect(given).toEqual([]);
  });
});
