import { condition, isCancellation, makeContinueAsNewFunc, patched, proxyLocalActivities, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { attributesOf, overdueAt, overdueByStep, type ClockActivities, type NextStep, type Standing, type StandingAttribute, type StepAnswer } from '#wire/clock';
import { millisUntil, presentMillis } from './moment.js';
import { pauseAfter } from './patience.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** A timer is never armed for longer: Temporal counts in nanoseconds of 64 bits, and the year 9999 does not fit. */
const LONGEST_TIMER = 365 * 24 * HOUR;
/** Short histories keep a worker's cache large: a busy issue starts a fresh one after some fifty changes. */
export const RENEW_AFTER = 500;
/** A history shorter than this is never renewed, whatever was asked: it would renew for ever. */
const SHORTEST_HISTORY = 20;

// Local, since it is one append: an ordinary activity would cost ten times the latency and three times the history.
const { passDeadline } = proxyLocalActivities<ClockActivities>({
  startToCloseTimeout: 10 * SECOND,
  scheduleToCloseTimeout: 30 * SECOND,
  retry: { initialInterval: 200, backoffCoefficient: 2, maximumInterval: 2 * SECOND, maximumAttempts: 5 },
});

const renew = makeContinueAsNewFunc<(standing: Standing, renewAfter: number) => Promise<Standing>>();

/** An open issue as the clock sees it: the newest standing that the log told, and one timer at a time. */
export class WaitingIssue {
  /** How often the record was asked about the present step without the log having told anything new. */
  private tries = 0;

  constructor(private newest: Standing, private readonly renewAfter: number) {}

  get standing(): Standing {
    return this.newest;
  }

  get isOpen(): boolean {
    return this.newest.stage !== 'ended';
  }

  /** Signals come at least once and in any order: an older revision tells nothing. */
  learn(newer: Standing): void {
    if (newer.revision <= this.newest.revision) return;
    this.newest = newer;
    this.tries = 0;
  }

  /** Returns when the issue is (or already was) at another stage. */
  async during(stage: Standing['stage'], waitsFor: string): Promise<void> {
    while (this.newest.stage === stage) {
      this.show(`waits ${waitsFor}`);
      await this.renewWhenLong();
      const { next, revision } = this.newest;
      if (next === null) await condition(() => this.newest.revision > revision);
      else if (!(await this.changesBefore(next))) await this.pass(next);
    }
  }

  end(): Standing {
    this.show('ended');
    return this.newest;
  }

  /** Whether the log told something new before the step's moment; false once that moment is here, or was long ago. */
  private async changesBefore(step: NextStep): Promise<boolean> {
    const { revision } = this.newest;
    for (let delay = millisUntil(step.at); delay > 0; delay = millisUntil(step.at)) {
      if (await condition(() => this.newest.revision > revision, Math.min(delay, LONGEST_TIMER))) return true;
    }
    return this.newest.revision > revision;
  }

  /** Asks the record to pass the step, then waits for the log's word; asks again when it does not come. */
  private async pass(step: NextStep): Promise<void> {
    const { revision } = this.newest;
    const answer = await this.ask(step);
    // A passed step shows in the log; should it not (the keeper is down), asking again is harmless: the record remembers.
    const enough = answer?.outcome === 'passed' ? Math.max(answer.revision, revision + 1) : revision + 1;
    const told = () => this.newest.revision >= enough;
    if (answer?.outcome === 'gone') await condition(told);
    else await condition(told, pauseAfter(answer?.outcome ?? 'unanswered', this.tries++));
  }

  /** Undefined when the record could not be asked: nothing is lost by waiting, and a failed workflow would help nobody. */
  private async ask(step: NextStep): Promise<StepAnswer | undefined> {
    try {
      return await passDeadline(this.newest.issueId, step.deadline, step.step);
    } catch (failure) {
      if (isCancellation(failure)) throw failure;
      return undefined;
    }
  }

  private async renewWhenLong(): Promise<void> {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    if (continueAsNewSuggested || historyLength >= Math.max(this.renewAfter, SHORTEST_HISTORY)) await renew(this.newest, this.renewAfter);
  }

  /** Asked about the patch only where the two differ: a marker in each history would make all of them longer. */
  private isOverdue(): boolean {
    const [byStep, byRecord] = [overdueByStep(this.newest), overdueAt(this.newest, presentMillis())];
    return byStep !== byRecord && patched('overdue-as-the-ledger-says') ? byRecord : byStep;
  }

  private show(details: string): void {
    setCurrentDetails(details);
    const shown = workflowInfo().typedSearchAttributes;
    const changed = attributesOf(this.newest, this.isOverdue()).filter(({ key, value }) => !same(shown.get(key), value));
    if (changed.length > 0) upsertSearchAttributes([...changed]);
  }
}

function same(shown: string | number | boolean | Date | string[] | undefined, wanted: StandingAttribute['value']): boolean {
  return (shown?.valueOf() ?? null) === (wanted?.valueOf() ?? null);
}
