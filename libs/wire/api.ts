/**
 * The shapes that cross HTTP under /api/v1, shared by the server, the web and the command line.
 * Unknown keys are refused. Text lengths are in UTF-16 units. Moments are instants in UTC.
 */
import { z } from 'zod';
import { AsOfShape, AsOfText } from './api-as-of.js';
import { ActName, ChannelName, GradeName, HorizonName, KindName, Level, PurposeName, RoleName, ScopeName, StageName, StatusName, ToldName } from './api-codes.js';

export * from './api-as-of.js';
export * from './api-codes.js';
export * from './api-rulebook.js';

const text = (max: number) => z.string().trim().min(1).max(max);
export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
export const instant = z.iso.datetime({ offset: false, precision: 3 });
const civilDate = z.iso.date();
/** A code of the tree of topics, `level1/level2`: letters and digits of any script. No sentence fits, for codes are kept and shown in clear. */
const topic = z.string().max(100).regex(/^[\p{L}\p{N}]+(?:[._/-][\p{L}\p{N}]+)*$/u);

// ---- session -------------------------------------------------------------------------------------------------------
export const SignIn = z.strictObject({ login: text(64), password: z.string().min(1).max(256) });
export const ChangePassword = z.strictObject({ password: z.string().min(1).max(256), newPassword: z.string().min(1).max(256) });
export const ChoosePost = z.strictObject({ post: code });
export const Post = z.object({ post: z.string(), unit: z.string(), unitName: z.string(), level: Level, role: RoleName });
export const Me = z.object({
  cadre: z.string(), name: z.string(), posts: z.array(Post), activePost: Post,
  /** Commands that the active post's role may give somewhere, such as `report-issue`. */
  commands: z.array(z.string()),
  /** What the active post's role may ask, such as `ledger`. */
  queries: z.array(z.string()),
  expiresAt: instant,
});

// ---- commands: bodies of POST /issues and POST /issues/{id}/{verb} ---------------------------------------------------
const reporter = z.strictObject({ name: text(80).optional(), phone: text(40).optional(), address: text(200).optional(), onBehalfOf: text(80).optional() });
const classification = { scope: ScopeName, horizon: HorizonName, topic, grade: GradeName };
const evidence = z.strictObject({ kind: z.enum(['note', 'photo', 'document']), text: text(2000) });

export const ReportIssueBody = z.strictObject({
  channel: ChannelName, title: text(200), text: text(20_000), area: code,
  household: code.optional(), reporter: reporter.optional(), heardBy: code.optional(),
  /** Keep who it was for two people to open: then no household, which would tell. */
  sealedIdentity: z.boolean().optional(),
  /** The cadre whom the matter complains of: never told who brought it. */
  complainedOf: code.optional(),
  /** When the resident said it; not in the future. Absent: now. */
  heardAt: instant.optional(),
});
/** POST /issues/{id}/{verb}: the verb is the key, the command's type is `command`. */
export const ISSUE_VERBS = {
  register: { command: 'register-issue', body: z.strictObject(classification) },
  reclassify: { command: 'reclassify-issue', body: z.strictObject({
    ...classification, reason: text(1000),
    /** The class that was seen: refused (`class-changed`) when another stands by then, also when the command is repeated. */
    from: z.strictObject(classification).optional(),
  }) },
  dispatch: { command: 'dispatch-issue', body: z.strictObject({ unit: code, note: text(1000).optional() }) },
  'sign-for': { command: 'sign-for-assignment', body: z.strictObject({}) },
  return: { command: 'return-assignment', body: z.strictObject({ ground: z.enum(['not-our-duty', 'wrong-area', 'not-enough-information', 'duplicate']), note: text(1000) }) },
  measure: { command: 'set-measure', body: z.strictObject({ measure: text(2000), responsible: code, doneBy: civilDate }) },
  contact: { command: 'record-contact', body: z.strictObject({ reached: z.boolean(), note: text(2000) }) },
  resolve: { command: 'resolve-issue', body: z.strictObject({ summary: text(4000), evidence: z.array(evidence).min(1).max(20) }) },
  explain: { command: 'explain-issue', body: z.strictObject({
    ground: z.enum(['against-policy', 'no-legal-basis', 'beyond-means', 'in-court', 'not-factual']),
    explanation: text(4000), toldTo: text(200), understood: z.boolean(), nextLook: civilDate.nullable(),
  }) },
  'ask-for-support': { command: 'ask-for-support', body: z.strictObject({ reason: text(2000) }) },
  'take-over': { command: 'take-over-issue', body: z.strictObject({}) },
  urge: { command: 'urge-issue', body: z.strictObject({ note: text(1000) }) },
  repeat: { command: 'repeat-report', body: z.strictObject({ channel: ChannelName, text: text(4000) }) },
  verdict: { command: 'record-verdict', body: z.strictObject({
    contacted: z.boolean(), resolved: z.boolean().nullable(), satisfied: z.boolean().nullable(),
    attitude: z.enum(['good', 'fair', 'poor']).nullable(), comment: z.string().trim().max(2000),
  }) },
  reopen: { command: 'reopen-issue', body: z.strictObject({ ground: z.enum(['not-resolved', 'reported-again', 'supervisor']), note: text(1000) }) },
  close: { command: 'close-issue', body: z.strictObject({ ground: z.enum(['declined', 'duplicate']), note: text(1000) }) },
  withdraw: { command: 'withdraw-issue', body: z.strictObject({ reason: text(1000) }) },
  'ask-to-open': { command: 'ask-to-open-identity', body: z.strictObject({ purpose: PurposeName, reason: text(1000) }) },
  'approve-opening': { command: 'approve-opening', body: z.strictObject({ opening: code }) },
  'refuse-opening': { command: 'refuse-opening', body: z.strictObject({ opening: code, reason: text(1000) }) },
} as const;
export type IssueVerb = keyof typeof ISSUE_VERBS;

const fate = { commandId: z.string(), status: z.enum(['done', 'unknown']), revision: z.number().nullable(), position: z.number().nullable() };
/** 201 for what is new, 200 otherwise; 202 with `status: "unknown"` when the answer of the store was lost: ask GET /commands/{id}. */
export const CommandResult = z.object({ ...fate, issueId: z.string() });
/** The same for a command about the rulebook. */
export const RulebookResult = z.object({ ...fate, version: z.string() });
export const CommandStatus = z.object({
  commandId: z.string(), status: z.enum(['done', 'not-found']), streamId: z.string().nullable(),
  revision: z.number().nullable(), position: z.number().nullable(),
});

// ---- queries -------------------------------------------------------------------------------------------------------
export const NextDeadline = z.object({ kind: KindName, act: ActName, at: instant, dueAt: instant });
/** `kind`: the deadline whose step it is; null for a person's urging. */
export const Told = z.object({ act: ToldName, kind: KindName.nullable(), at: instant });
/** A row of the ledger (every issue) and of the board (the open ones). */
export const IssueRow = z.object({
  issueId: z.string(), number: z.string(), title: z.string(),
  status: StatusName, stage: StageName, scope: ScopeName.nullable(), horizon: HorizonName.nullable(), topic: z.string().nullable(), grade: GradeName.nullable(),
  area: z.string(), areaName: z.string(), unit: z.string(), unitName: z.string(), level: Level,
  responsible: z.string().nullable(), responsibleName: z.string().nullable(), measureBy: civilDate.nullable(),
  heardAt: instant, answeredAt: instant.nullable(), endedAt: instant.nullable(),
  answer: z.enum(['resolution', 'explanation']).nullable(), inTime: z.boolean().nullable(), satisfied: z.boolean().nullable(),
  overdue: z.boolean(), supervised: z.boolean(), repeats: z.number(), returns: z.number(), escalations: z.number(),
  /** How often it was urged so far, by the clock or by a person, and when last. */
  urges: z.number(), urgedAt: instant.nullable(),
  /** What was told about it and still stands, oldest first: steps of deadlines that stand, and an urging that the holder has not answered. */
  told: z.array(Told),
  /** The earliest deadline that stands; the issue is overdue once it is past. */
  due: z.object({ kind: KindName, dueAt: instant }).nullable(),
  /** The step that the clock takes next, of whichever deadline. */
  next: NextDeadline.nullable(), imported: z.boolean(),
  /** Position of the last event that changed the row. */
  position: z.number(),
});
/**
 * Filters of GET /issues. `unit`: the area, the holder or a co-responsible unit lies within it. `holder`: this very unit holds it, or held it before
 * and stays co-responsible; `inTime` is then how the answer counts for that unit: late when it let the matter climb.
 * `told`: it was told so and that still stands. `mine`: what is for whoever asks, by their post: of a cadre the open
 * issues that they are responsible for; of a unit head, a dispatcher or a supervisor what was told to them of issues that their unit or one
 * below it holds. `from`, `to`: days on which it was heard. `q` searches number and title. Paging is by key: give `cursor` from the page before.
 */
export const LedgerQuery = z.strictObject({
  unit: code.optional(), stage: StageName.optional(), status: StatusName.optional(), level: Level.optional(),
  scope: ScopeName.optional(), horizon: HorizonName.optional(), topic: z.string().max(200).optional(), grade: GradeName.optional(),
  holder: code.optional(), responsible: code.optional(), overdue: z.enum(['true', 'false']).optional(), supervised: z.enum(['true', 'false']).optional(),
  withoutMeasure: z.enum(['true', 'false']).optional(), answer: z.enum(['resolution', 'explanation']).optional(),
  /** Somebody asks to read its sealed identity, and waits for a second person. */
  openingAsked: z.enum(['true', 'false']).optional(),
  inTime: z.enum(['true', 'false']).optional(), satisfied: z.enum(['true', 'false']).optional(),
  repeated: z.enum(['true', 'false']).optional(), returned: z.enum(['true', 'false']).optional(), escalated: z.enum(['true', 'false']).optional(),
  urged: z.enum(['true', 'false']).optional(), told: ToldName.optional(), mine: z.literal('true').optional(),
  from: civilDate.optional(), to: civilDate.optional(), q: z.string().max(100).optional(), asOf: AsOfText.optional(),
  cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});
/** `position`: the read model's checkpoint that the page was read at. */
export const LedgerPage = z.object({ rows: z.array(IssueRow), next: z.string().nullable(), position: z.number(), asOf: AsOfShape });
/** GET /ledger/export: the same filters, all that they find. `codes`: headers and values as the interface gives them, for programs; else in words of `lang`, with the office's time. */
export const LedgerExportQuery = LedgerQuery.omit({ cursor: true, limit: true }).extend({ lang: z.enum(['zh-Hant', 'zh-Hans', 'en']).optional(), codes: z.literal('true').optional() });
/** Filters of GET /board; rows come by next deadline, soonest first, those without one last. `goingUp`: only those that the level above takes over next, by that moment. */
export const BoardQuery = z.strictObject({
  unit: code.optional(), stage: StageName.optional(), level: Level.optional(), overdue: z.enum(['true', 'false']).optional(), goingUp: z.literal('true').optional(),
  urged: z.enum(['true', 'false']).optional(), told: ToldName.optional(), mine: z.literal('true').optional(), asOf: AsOfText.optional(),
  cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(200).optional(),
});
/** Of the whole area, whatever the filters. `mine`: as many as the filter `mine` finds; null where it is not asked for. */
export const BoardCounts = z.object({
  open: z.number(), overdue: z.number(), supervised: z.number(), mine: z.number().nullable(),
  byStage: z.record(StageName, z.number()), byLevel: z.record(Level, z.number()),
});
export const BoardPage = z.object({ rows: z.array(IssueRow), counts: BoardCounts, next: z.string().nullable(), position: z.number(), asOf: AsOfShape });
/**
 * GET /board/stream: server-sent events named `board`, id = position. A row that left the board comes as `gone`. After a
 * break the browser's Last-Event-ID (or `after`, on a first connection) brings what was missed; when that is no longer
 * kept, an event `reload` asks to get the board again.
 */
export const BoardStreamQuery = z.strictObject({ after: z.coerce.number().int().min(0).optional() });
export const BoardChange = z.object({ position: z.number(), rows: z.array(IssueRow), gone: z.array(z.string()) });
export const BoardReload = z.object({ position: z.number() });

export const CalendarDayShape = z.object({ date: civilDate, counts: z.boolean(), reason: z.string(), holiday: z.string().optional() });
/** `standing`: neither met nor replaced, in an issue that has not ended. `pending`: what the clock still does by it, which may be nothing. */
export const DeadlineShape = z.object({
  id: z.string(), kind: KindName, unit: z.string(), level: Level, from: instant, dueAt: instant,
  limit: z.object({ amount: z.number(), unit: z.string() }), days: z.array(CalendarDayShape),
  calendarVersion: z.string(), ruleVersion: z.string(),
  steps: z.array(z.object({ id: z.string(), act: ActName, at: instant })), pending: z.array(z.object({ id: z.string(), act: ActName, at: instant })), standing: z.boolean(),
});
/** What became of one person's request to read a sealed identity. `mayDecide`: the signed-in person may say yes or no to it. */
export const OpeningShape = z.object({
  opening: z.string(), askerName: z.string(), purpose: PurposeName, reason: z.string(), askedAt: instant,
  standing: z.enum(['asked', 'approved', 'refused', 'over']), until: instant.nullable(), decidedByName: z.string().nullable(), refusedFor: z.string().nullable(), mayDecide: z.boolean(),
});
export const IssuePage = z.object({
  row: IssueRow, text: z.string(),
  /** Whether somebody is named who brought it. Who that is, a reading tells: POST /issues/{id}/reporter-readings. `mayRead`: this post may read it now. */
  reporter: z.object({ sealed: z.boolean(), mayRead: z.boolean() }).nullable(),
  complainedOf: z.object({ cadre: z.string(), name: z.string() }).nullable(),
  /** Requests to read a sealed identity, oldest first. */
  openings: z.array(OpeningShape),
  channel: ChannelName, coResponsible: z.array(z.object({ unit: z.string(), name: z.string() })),
  measure: z.object({ text: z.string(), responsible: z.string(), responsibleName: z.string(), doneBy: civilDate }).nullable(),
  deadlines: z.array(DeadlineShape), cycle: z.number(), revision: z.number(),
  /** Verbs the signed-in post may give now: role, jurisdiction and the issue's status allow them. None as of a past moment. */
  verbs: z.array(z.string()),
  asOf: AsOfShape,
});
/** One event of the history. `byUnitName`: where a cadre acted. `workflow`: the run that gave the command. `words` is a key of the message catalogue `events` with its parameters, in clear codes. */
export const HistoryEntry = z.object({
  position: z.number(), revision: z.number(), eventId: z.string(), type: z.string(), schema: z.number(), at: instant, recordedAt: instant,
  by: z.record(z.string(), z.unknown()), byName: z.string(), byUnitName: z.string().nullable(),
  workflow: z.object({ id: z.string(), run: z.string() }).nullable(), commandType: z.string(), commandId: z.string(), ruleVersion: z.string(), hash: z.string(),
  words: z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }),
  data: z.unknown(),
});
export const History = z.object({ issueId: z.string(), entries: z.array(HistoryEntry), asOf: AsOfShape });

export const FiguresQuery = z.strictObject({ by: z.enum(['unit', 'cadre']), unit: code.optional(), from: civilDate, to: civilDate, asOf: AsOfText.optional() });
/** Raw counts; a rate is count over base, null when the base is 0; `small` marks a base under 10. */
export const Rate = z.object({ count: z.number(), base: z.number(), rate: z.number().nullable(), small: z.boolean() });
export const FigureRow = z.object({
  key: z.string(), name: z.string(), received: z.number(), answered: z.number(), answeredInTime: Rate, resolved: Rate, satisfied: Rate,
  repeats: z.number(), returns: z.number(), escalations: z.number(), openOverdue: z.number(),
  /** 0 for the best, one more for each limit of `scoring.bands` that is not reached; null while a rate that weighs is small. */
  band: z.number().nullable(),
});
/** What the bands are made of: percent of each rate, and the least score of each band but the last. */
export const Scoring = z.object({ ruleVersion: z.string(), inTime: z.number(), resolved: z.number(), satisfied: z.number(), bands: z.array(z.number()) });
export const Figures = z.object({ by: z.enum(['unit', 'cadre']), from: civilDate, to: civilDate, rows: z.array(FigureRow), total: FigureRow, scoring: Scoring, position: z.number(), asOf: AsOfShape });

/** RFC 9457, `application/problem+json`. `code` is stable and a key of the message catalogues; `errors` points into the body. */
export const Problem = z.object({
  type: z.string(), title: z.string(), status: z.number(), code: z.string(), detail: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  commandId: z.string().optional(),
});

export type Told = z.infer<typeof Told>;
export type IssueRow = z.infer<typeof IssueRow>;
export type IssuePage = z.infer<typeof IssuePage>;
export type LedgerQuery = z.infer<typeof LedgerQuery>;
export type LedgerExportQuery = z.infer<typeof LedgerExportQuery>;
export type LedgerPage = z.infer<typeof LedgerPage>;
export type BoardQuery = z.infer<typeof BoardQuery>;
export type BoardPage = z.infer<typeof BoardPage>;
export type BoardCounts = z.infer<typeof BoardCounts>;
export type BoardChange = z.infer<typeof BoardChange>;
export type BoardReload = z.infer<typeof BoardReload>;
export type History = z.infer<typeof History>;
export type HistoryEntry = z.infer<typeof HistoryEntry>;
export type FiguresQuery = z.infer<typeof FiguresQuery>;
export type Figures = z.infer<typeof Figures>;
export type FigureRow = z.infer<typeof FigureRow>;
export type Me = z.infer<typeof Me>;
export type Problem = z.infer<typeof Problem>;
export type CommandResult = z.infer<typeof CommandResult>;
export type RulebookResult = z.infer<typeof RulebookResult>;
export type CommandStatus = z.infer<typeof CommandStatus>;
