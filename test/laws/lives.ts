/** Random lives of an issue: intentions that are mostly sensible, by anyone, at any later moment, on random clocks. */
import fc from 'fast-check';
import { issueDecider, nextStep, type IssueCommand, type IssueEvent, type IssueFacts, type IssueState, type RecordVerdict } from '#domain';
import { plusMillis, ROLES, type Instant } from '#kernel';
import { CLOCK, command, FIXED_FACTS, LIFE, MONDAY, ORDINARY, post, UNITS } from '#testing';

export interface Intention {
  readonly waitMinutes: number;
  readonly make: (at: Instant, state: IssueState) => IssueCommand;
}

export interface Life {
  readonly events: readonly IssueEvent[];
  /** Every command with the state it met and what was decided. */
  readonly decided: readonly { readonly command: IssueCommand; readonly state: IssueState; readonly events: readonly IssueEvent[] }[];
  readonly endedAt: Instant;
}

const unit = fc.constantFrom(...UNITS.map(({ code }) => code));
const actor = fc.record({ unit, role: fc.constantFrom(...ROLES) }).map(({ unit: code, role }) => post(code, role));
const words = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
const date = fc.constantFrom('2025-03-03', '2025-04-01', '2025-12-31', '2030-01-01');
const yesNo = fc.boolean();
const classification = fc.record({
  scope: fc.constantFrom('individual' as const, 'general' as const), horizon: fc.constantFrom('current' as const, 'long-term' as const),
  topic: fc.constantFrom(ORDINARY.topic, 'other/other'), grade: fc.constantFrom('urgent' as const, 'pressing' as const, 'general' as const),
});
const said: fc.Arbitrary<Omit<RecordVerdict['data'], 'issueId'>> = yesNo.chain((contacted): fc.Arbitrary<Omit<RecordVerdict['data'], 'issueId'>> => contacted
  ? fc.record({ contacted: fc.constant(true), resolved: yesNo, satisfied: fc.option(yesNo), attitude: fc.constantFrom('good' as const, null), comment: words })
  : fc.constant({ contacted: false, resolved: null, satisfied: null, attitude: null, comment: '' }));

type Make = Intention['make'];
const by = <T>(data: fc.Arbitrary<T>, make: (data: T, who: ReturnType<typeof post>, at: Instant) => IssueCommand): fc.Arbitrary<Make> =>
  fc.tuple(data, actor).map(([given, who]) => (at) => make(given, who, at));

const make: fc.Arbitrary<Make> = fc.oneof(
  { weight: 3, arbitrary: by(classification, (data, who, at) => command('register-issue', at, who, data)) },
  { weight: 4, arbitrary: by(unit, (code, who, at) => command('dispatch-issue', at, who, { unit: code })) },
  { weight: 4, arbitrary: by(fc.constant(null), (_, who, at) => command('sign-for-assignment', at, who, {})) },
  { weight: 3, arbitrary: by(date, (doneBy, who, at) => command('set-measure', at, who, { measure: '修', responsible: 'x', doneBy })) },
  { weight: 3, arbitrary: by(yesNo, (reached, who, at) => command('record-contact', at, who, { reached, note: '' })) },
  { weight: 3, arbitrary: by(words, (summary, who, at) => ({ ...LIFE.resolve, id: `resolve@${at}`, at, by: who, data: { ...LIFE.resolve.data, summary } })) },
  { weight: 3, arbitrary: by(said, (data, who, at) => command('record-verdict', at, who, data)) },
  { weight: 4, arbitrary: fc.constant(passNext) },
  by(words, (explanation, who, at) => command('explain-issue', at, who, { ground: 'in-court', explanation, toldTo: '王', understood: true, nextLook: null })),
  by(words, (note, who, at) => command('return-assignment', at, who, { ground: 'duplicate', note })),
  by(classification, (data, who, at) => command('reclassify-issue', at, who, { ...data, reason: '查明' })),
  by(words, (reason, who, at) => command('ask-for-support', at, who, { reason })),
  by(fc.constant(null), (_, who, at) => command('take-over-issue', at, who, {})),
  fc.constant(takeOver),
  { weight: 2, arbitrary: unit.map(fromHolder) },
  by(words, (note, who, at) => command('urge-issue', at, who, { note })),
  by(words, (text, who, at) => command('repeat-report', at, who, { channel: 'hotline', text })),
  by(words, (note, who, at) => command('reopen-issue', at, who, { ground: 'supervisor', note })),
  by(words, (reason, who, at) => command('ask-to-open-identity', at, who, { purpose: 'audit', reason })),
  fc.tuple(actor, yesNo).map(([who, yes]): Make => (at, state) => decideOpening(at, state, who, yes)),
  by(words, (note, who, at) => command('close-issue', at, who, { ground: 'declined', note })),
);

const ORDINARY_LIFE: readonly Intention[] = Object.values(LIFE).slice(1).map((each) => ({ waitMinutes: 10, make: (at) => ({ ...each, id: `${each.type} @${at}`, at }) }));

/** An ordinary life as far as it may have come, then anything. */
export const intentions: fc.Arbitrary<Intention[]> = fc
  .tuple(fc.nat({ max: ORDINARY_LIFE.length }), fc.array(fc.record({ waitMinutes: fc.nat({ max: 4_000 }), make }), { maxLength: 30 }))
  .map(([far, anything]) => [...ORDINARY_LIFE.slice(0, far), ...anything]);

/** The clock's command for the earliest step, or one for a step that never was. */
export function passNext(at: Instant, state: IssueState): IssueCommand {
  const step = nextStep(state);
  return { ...command('pass-deadline', at, CLOCK, { deadline: step?.deadline ?? 'none', step: step?.step ?? 'none' }), id: `pass ${step?.step} @${at}` };
}

/** By the head of the unit that the holder hangs off, which is the level above for most. */
function takeOver(at: Instant, state: IssueState): IssueCommand {
  return command('take-over-issue', at, post(UNITS.find(({ code }) => code === holderOf(state))?.parent ?? 'city', 'unit-head'), {});
}

function fromHolder(code: string): Make {
  return (at, state) => command('dispatch-issue', at, post(holderOf(state), 'dispatcher'), { unit: code });
}

function holderOf(state: IssueState): string {
  return state.status === 'none' ? '' : state.holder.unit;
}

/** A decision on the first request that waits for one, or on one that never was. */
function decideOpening(at: Instant, state: IssueState, who: ReturnType<typeof post>, yes: boolean): IssueCommand {
  const opening = (state.status === 'none' ? [] : state.openings).find(({ standing }) => standing === 'asked')?.id ?? 'none';
  return yes ? command('approve-opening', at, who, { opening }) : command('refuse-opening', at, who, { opening, reason: '不同意' });
}

export function live(wanted: readonly Intention[], facts: IssueFacts = FIXED_FACTS): Life {
  const events: IssueEvent[] = [];
  const decided: { command: IssueCommand; state: IssueState; events: readonly IssueEvent[] }[] = [];
  let state = issueDecider.initial;
  let at = MONDAY;
  const give = (each: IssueCommand): void => {
    const decision = issueDecider.decide(each, state, facts);
    const happened = decision.accepted ? decision.events : [];
    decided.push({ command: each, state, events: happened });
    events.push(...happened);
    state = happened.reduce(issueDecider.evolve, state);
  };
  give({ ...LIFE.report, data: { ...LIFE.report.data, sealedIdentity: true } });
  for (const { waitMinutes, make: intend } of wanted) {
    at = plusMillis(at, waitMinutes * 60_000 + 1);
    give(intend(at, state));
  }
  return { events, decided, endedAt: at };
}
