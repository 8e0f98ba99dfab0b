import { commandIdOf, issueIdOf, passDeadlineIdOf, streamOf, type AnyCommand } from '#application';
import { issueDecider, nextAbove, nextStep, workingCalendar, type Directory, type IssueEvent, type IssueState } from '#domain';
import { dateAt, Fault, instantAt, nextDate, plusMillis, type Actor, type Instant } from '#kernel';
import { decodeEvent } from '#wire';
import type { Context } from '../context.js';
import type { Bar } from '../terminal.js';
import type { LifeStep, SampleIssue } from './files.js';
import type { Staff } from './staff.js';
import { commandOf } from './steps.js';

const OFFSET = 480;
const MINUTE = 60_000;

/** An issue on its way through the sample's two months. */
interface Life {
  readonly row: SampleIssue;
  readonly line: number;
  readonly issueId: string;
  readonly heardAt: Instant;
  readonly steps: { readonly at: Instant; readonly step: LifeStep }[];
  state: IssueState;
}

/**
 * Lives the sample issues through in the order of time, by the commands that people give, with the deadlines that pass
 * between them; what would happen after now has not happened. Lived again up to the same now it adds nothing. A refused step is a
 * Fault: the sample must be right.
 */
export class SampleLives {
  private readonly calendar = workingCalendar();

  constructor(private readonly context: Pick<Context, 'giver' | 'store'>, private readonly staff: Staff, private readonly directory: Directory, private readonly now: Instant) {}

  async live(rows: readonly SampleIssue[], scripts: Readonly<Record<string, readonly LifeStep[]>>, bar: Bar): Promise<void> {
    const lives = rows.map((row, index) => this.born(row, index + 2, scripts[row.life] ?? [])).sort((one, other) => (one.heardAt < other.heardAt ? -1 : 1));
    const waiting = [...lives];
    const begun: Life[] = [];
    for (let done = 0; ; done += 1) {
      const next = earliest(begun.flatMap((life) => actsOf(life)));
      const birth = waiting[0];
      if (birth && (!next || birth.heardAt <= next.at)) {
        await this.report(birth);
        begun.push(waiting.shift()!);
      } else {
        if (!next || next.at > this.now) return;
        await next.act(this);
      }
      bar.update(begun.length, lives.length);
    }
  }

  private born(row: SampleIssue, line: number, script: readonly LifeStep[]): Life {
    const wanted = instantAt(nextDate(dateAt(this.now, OFFSET), -row.daysAgo), row.time, OFFSET);
    const heardAt = wanted < this.now ? wanted : plusMillis(this.now, -5 * MINUTE);
    const steps = script.map((step) => ({ step, at: this.momentOf(step, heardAt) }));
    return { row, line, issueId: issueIdOf(commandIdOf(SAMPLE, `issue/${line}`)), heardAt, steps, state: issueDecider.initial };
  }

  private momentOf({ minutes, workday, time }: LifeStep, heardAt: Instant): Instant {
    if (minutes !== undefined) return plusMillis(heardAt, minutes * MINUTE);
    let date = dateAt(heardAt, OFFSET);
    for (let left = workday ?? 0; left > 0;) {
      date = nextDate(date);
      if (this.calendar.day(date).counts) left -= 1;
    }
    return instantAt(date, time ?? '10:00', OFFSET);
  }

  private async report(life: Life): Promise<void> {
    const { row, issueId, heardAt } = life;
    const by = this.staff.actor('report', { holder: row.area, area: row.area, above: undefined });
    await this.give(life, heardAt, by, 'report-issue', `issue/${life.line}`, {
      channel: row.channel, title: row.title, text: row.text, area: row.area, heardBy: by.cadre, heardAt,
      ...(row.household ? { household: row.household } : {}),
      ...(row.reporter ? { reporter: { name: row.reporter, ...(row.phone ? { phone: row.phone } : {}) } } : {}),
    }, issueId);
  }

  /** The next step of the script. */
  async doStep(life: Life): Promise<void> {
    const { step, at } = life.steps.shift()!;
    if (life.state.status === 'none') throw new Fault('sample-step-refused', { params: { line: life.line, step: step.do } });
    const holder = life.state.holder.unit;
    const where = { holder, area: life.row.area, above: nextAbove(life.state, this.directory)?.code };
    const by = this.staff.actor(step.do, where, step.ruling);
    const { type, data } = commandOf(step, life.row, by.cadre, nextDate(dateAt(at, OFFSET), 14));
    await this.give(life, at, by, type, `issue/${life.line}/${step.do}/${at}`, data);
  }

  /** What fell due while nobody did anything. */
  async passDeadline(life: Life): Promise<void> {
    const due = nextStep(life.state)!;
    const data = { issueId: life.issueId, deadline: due.deadline, step: due.step };
    await this.take(life, { type: 'pass-deadline', id: passDeadlineIdOf(life.issueId, due.step), at: due.at, by: { kind: 'clock' }, data });
  }

  private async give(life: Life, at: Instant, by: Actor, type: string, key: string, data: object, issueId = life.issueId): Promise<void> {
    await this.take(life, { type, id: commandIdOf(SAMPLE, key), at, by, data: { issueId, ...data } } as AnyCommand);
  }

  private async take(life: Life, command: AnyCommand): Promise<void> {
    const outcome = await this.context.giver.give(command);
    if (outcome.status !== 'done') {
      const reason = outcome.status === 'refused' ? outcome.refusal.code : outcome.status;
      throw new Fault('sample-step-refused', { params: { line: life.line, step: command.type, at: command.at, reason } });
    }
    const { events } = await this.context.store.readStream(streamOf.issue(life.issueId));
    // Of a life that an earlier loading took further, as it stood then: the same people do the same steps again.
    life.state = events.filter(({ revision }) => revision <= outcome.receipt.lastRevision).reduce<IssueState>((state, event) => issueDecider.evolve(state, decodeEvent(event) as IssueEvent), issueDecider.initial);
  }
}

const SAMPLE: Actor = { kind: 'operator', operator: 'sample' };

interface Act {
  readonly at: Instant;
  act(lives: SampleLives): Promise<void>;
}

function actsOf(life: Life): Act[] {
  const acts: Act[] = [];
  const step = life.steps[0];
  if (step) acts.push({ at: step.at, act: (lives) => lives.doStep(life) });
  const due = nextStep(life.state);
  if (due) acts.push({ at: due.at, act: (lives) => lives.passDeadline(life) });
  return acts;
}

function earliest(acts: readonly Act[]): Act | undefined {
  return acts.reduce<Act | undefined>((first, act) => (!first || act.at < first.at ? act : first), undefined);
}
