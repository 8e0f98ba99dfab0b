import { z } from 'zod';
import { act, channel, civilDate, code, count, grade, holder, instant, kind, level, limit, object, words } from './parts.js';

const classification = {
  scope: z.enum(['individual', 'general']),
  horizon: z.enum(['current', 'long-term']),
  topic: code,
  grade,
};

const reporter = object({
  name: words().exactOptional(),
  phone: words().exactOptional(),
  address: words().exactOptional(),
  onBehalfOf: words().exactOptional(),
});

const evidence = object({ kind: z.enum(['note', 'photo', 'document']), text: words() });

const calendarDay = object({
  date: civilDate,
  counts: z.boolean(),
  reason: z.enum(['workday', 'weekend', 'holiday', 'make-up-workday', 'uncovered-workday', 'uncovered-weekend']),
  holiday: code.exactOptional(),
});

const purpose = z.enum(['contact-resident', 'call-back', 'complaint-handling', 'audit', 'legal-request', 'danger']);
const step = object({ id: code, act, at: instant });
const reopenGround = z.enum(['not-resolved', 'reported-again', 'supervisor']);
const yesNoUnknown = z.boolean().nullable();

export const issueEvents = {
  IssueReported: object({
    issueId: code, number: code, channel, title: words(), text: words(), area: code, level,
    household: code.exactOptional(), reporter: reporter.exactOptional(), sealedIdentity: z.literal(true).exactOptional(), complainedOf: code.exactOptional(), heardBy: code.exactOptional(),
    heardAt: instant, sourceRef: code.exactOptional(),
  }),
  IssueRegistered: object(classification),
  IssueReclassified: object({ ...classification, reason: words() }),
  IssueDispatched: object({ ...holder, from: code, ruling: z.boolean(), note: words().exactOptional() }),
  AssignmentSignedFor: object({ unit: code, cadre: code }),
  AssignmentReturned: object({
    unit: code, to: code, level, ground: z.enum(['not-our-duty', 'wrong-area', 'not-enough-information', 'duplicate']), note: words(), count,
  }),
  MeasureSet: object({ measure: words(), responsible: code, doneBy: civilDate }),
  ContactRecorded: object({ reached: z.boolean(), note: words() }),
  IssueResolved: object({ summary: words(), evidence: z.array(evidence), inTime: yesNoUnknown }),
  IssueExplained: object({
    ground: z.enum(['against-policy', 'no-legal-basis', 'beyond-means', 'in-court', 'not-factual']),
    explanation: words(), toldTo: words(), understood: z.boolean(), nextLook: civilDate.nullable(), inTime: yesNoUnknown,
  }),
  SupportAsked: object({ from: code, to: code, reason: words() }),
  IssueTakenOver: object({ from: object(holder), to: object(holder), ground: z.enum(['overdue', 'asked', 'ordered']) }),
  SupervisionOrdered: object(holder),
  IssueUrged: object({ unit: code, ground: z.enum(['overdue', 'supervisor', 'resident']), note: words().exactOptional() }),
  ReportRepeated: object({ channel, text: words(), count }),
  VerdictRecorded: object({
    cycle: count, attempt: count, contacted: z.boolean(), resolved: yesNoUnknown, satisfied: yesNoUnknown,
    attitude: z.enum(['good', 'fair', 'poor']).nullable(), comment: words(),
  }),
  IssueReopened: object({ cycle: count, ground: reopenGround, note: words(), ...holder, to: z.enum(['returned', 'dispatched']).exactOptional() }),
  IssueClosed: object({ ground: z.enum(['satisfied', 'accepted', 'unreached', 'declined', 'duplicate', 'imported']), note: words() }),
  IssueWithdrawn: object({ reason: words() }),
  IdentityOpeningAsked: object({ opening: code, asker: code, purpose, reason: words() }),
  IdentityOpeningApproved: object({ opening: code, asker: code, until: instant }),
  IdentityOpeningRefused: object({ opening: code, asker: code, reason: words() }),
  DeadlineSet: object({
    id: code, kind, ...holder, from: instant, dueAt: instant, limit, days: z.array(calendarDay),
    calendarVersion: code, ruleVersion: code, steps: z.array(step),
  }),
  DeadlineStepPassed: object({ deadline: code, step: code, kind, act, ...holder, dueAt: instant }),
} as const;
