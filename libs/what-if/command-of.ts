import type { ImportIssue, ImportReply, IssueCommand, IssueEvent } from '#domain';
import { Fault, never, type Instant } from '#kernel';
import type { Act } from './acts.js';

type DataOf<T extends IssueCommand['type']> = Omit<Extract<IssueCommand, { readonly type: T }>['data'], 'issueId'>;
type EventOf<T extends IssueEvent['type']> = Extract<IssueEvent, { readonly type: T }>;

/**
 * The command that an act answered, told by what it did: everything that a command says goes into its events. Two things
 * do not: when an import without a clock was given, which is taken as when it was written down; and which class a change of
 * class was to change, which was the one that stood.
 * Fault `event-out-of-place` for an act that no command of its type can have made.
 */
export function commandOf(act: Act, issueId: string): IssueCommand {
  const command = commandBehind(act, issueId);
  if (command?.type !== act.type) throw outOfPlace(act);
  return command;
}

/** The first event of an act tells what was wanted; those behind it are what followed. Undefined for one that only follows. */
function commandBehind(act: Act, issueId: string): IssueCommand | undefined {
  const event = act.events[0] as IssueEvent;
  const given = <T extends IssueCommand['type']>(type: T, data: DataOf<T>): IssueCommand =>
    ({ type, id: act.id, at: event.at, by: event.by, data: { ...data, issueId } }) as unknown as IssueCommand;
  switch (event.type) {
    case 'IssueReported': return act.type === 'import-issue' ? importOf(act, event, issueId) : given('report-issue', toldIn(event));
    case 'IssueRegistered': return given('register-issue', event.data);
    case 'IssueReclassified': return given('reclassify-issue', event.data);
    case 'IssueDispatched': return given('dispatch-issue', parts(event.data, 'unit', 'note'));
    case 'AssignmentSignedFor': return given('sign-for-assignment', {});
    case 'AssignmentReturned': return given('return-assignment', parts(event.data, 'ground', 'note'));
    case 'MeasureSet': return given('set-measure', event.data);
    case 'ContactRecorded': return given('record-contact', event.data);
    case 'IssueResolved': return act.type === 'import-reply' ? replyOf(act, event, issueId) : given('resolve-issue', parts(event.data, 'summary', 'evidence'));
    case 'IssueExplained': return given('explain-issue', parts(event.data, 'ground', 'explanation', 'toldTo', 'understood', 'nextLook'));
    case 'SupportAsked': return given('ask-for-support', parts(event.data, 'reason'));
    case 'IssueTakenOver': return given('take-over-issue', {});
    case 'IssueUrged': return given('urge-issue', { note: event.data.note ?? '' });
    case 'ReportRepeated': return given('repeat-report', parts(event.data, 'channel', 'text'));
    case 'VerdictRecorded': return given('record-verdict', parts(event.data, 'contacted', 'resolved', 'satisfied', 'attitude', 'comment'));
    case 'IssueReopened': return given('reopen-issue', parts(event.data, 'ground', 'note'));
    case 'IssueClosed': return given('close-issue', parts(event.data, 'ground', 'note') as DataOf<'close-issue'>);
    case 'IssueWithdrawn': return given('withdraw-issue', event.data);
    case 'IdentityOpeningAsked': return given('ask-to-open-identity', parts(event.data, 'purpose', 'reason'));
    case 'IdentityOpeningApproved': return given('approve-opening', parts(event.data, 'opening'));
    case 'IdentityOpeningRefused': return given('refuse-opening', parts(event.data, 'opening', 'reason'));
    case 'DeadlineStepPassed': return given('pass-deadline', parts(event.data, 'deadline', 'step'));
    case 'SupervisionOrdered':
    case 'DeadlineSet': return undefined;
    default: return never(event);
  }
}

function toldIn({ data }: EventOf<'IssueReported'>): DataOf<'report-issue'> {
  return parts(data, 'channel', 'title', 'text', 'area', 'household', 'reporter', 'sealedIdentity', 'complainedOf', 'heardBy', 'heardAt', 'sourceRef');
}

/** An import with a clock gives all its limits from its own moment, with steps; without one, a single limit without steps. */
function importOf(act: Act, { by, data }: EventOf<'IssueReported'>, issueId: string): ImportIssue {
  const found = <T extends IssueEvent['type']>(type: T) => act.events.find((event): event is EventOf<T> => event.type === type);
  const [registered, dispatched, resolved, sign] = [found('IssueRegistered'), found('IssueDispatched'), found('IssueResolved'), found('DeadlineSet')];
  const startClock = sign?.data.kind === 'sign';
  if (!registered || !dispatched || by.kind !== 'import') throw outOfPlace(act);
  return {
    type: 'import-issue', id: act.id, by, at: startClock ? sign.at : latest([act.recordedAt, ...act.events.map(({ at }) => at)]),
    data: {
      issueId, source: by.source, unit: dispatched.data.unit, classification: registered.data, startClock, sourceRef: data.sourceRef ?? '',
      ...parts(data, 'title', 'text', 'area', 'reporter', 'sealedIdentity', 'heardAt'),
      ...(resolved && { answer: { text: resolved.data.summary, at: resolved.at } }),
    },
  };
}

/** When the reply was written down, as for an import without a clock; the one piece of evidence names where it comes from. */
function replyOf(act: Act, { at, by, data }: EventOf<'IssueResolved'>, issueId: string): ImportReply {
  if (by.kind !== 'import') throw outOfPlace(act);
  const sourceRef = data.evidence[0]?.text.slice(by.source.length + 1) ?? '';
  return { type: 'import-reply', id: act.id, by, at: latest([act.recordedAt, at]), data: { issueId, source: by.source, sourceRef, answer: { text: data.summary, at } } };
}

/** These parts of an event's data, as far as they are there. */
function parts<T extends object, K extends keyof T>(data: T, ...keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.filter((key) => data[key] !== undefined).map((key) => [key, data[key]])) as Pick<T, K>;
}

function latest(moments: readonly Instant[]): Instant {
  return moments.reduce((last, moment) => (moment > last ? moment : last));
}

function outOfPlace({ type, step, events }: Act): Fault {
  return new Fault('event-out-of-place', { params: { type: events[0]?.type ?? '', command: type, step }, tryNext: 'run verify: the history of this issue breaks its own rules' });
}
