import type { Instant } from '#kernel';
import type { api } from '#wire';
import type { ActingPost } from '../policy/policy.js';
import { noteAudit, whoOf } from './audit.js';
import { Conditions } from './conditions.js';
import type { Desk } from './desk.js';

/** A matter whose reporter, or a household whose residents are read, as it lay then; `area` and `unit` decide which auditors are shown the row. */
export interface SensitiveFile {
  readonly file: api.SensitiveRead['file'];
  readonly subject: string;
  readonly number: string | null;
  readonly area: string | null;
  readonly unit: string | null;
}

export interface SensitiveReading {
  readonly file: SensitiveFile;
  readonly by: ActingPost | { readonly operator: string };
  readonly means: api.SensitiveRead['means'];
  readonly purpose: api.PurposeName;
  /** The opening of a sealed identity by which it was read. */
  readonly opening?: string;
  /** Why it was not shown: the code of the answer. */
  readonly denied?: string;
  readonly address?: string;
}

/** Writes that somebody reads a sensitive file, or was not let. To be called before anything is shown. */
export async function noteSensitiveRead(desk: Desk, { file, by, means, purpose, opening, denied, address }: SensitiveReading): Promise<void> {
  const { subject, ...lay } = file;
  const facts = { ...lay, means, purpose, opening, answer: denied, operator: 'operator' in by ? by.operator : undefined };
  const detail = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null)) as Record<string, string>;
  await noteAudit(desk, {
    act: denied === undefined ? 'sensitive-read' : 'sensitive-read-denied', subject, detail,
    ...('cadre' in by ? whoOf(by) : {}), ...(address === undefined ? {} : { address }),
  });
}

/** A row as it is kept; the names of people are the reader's to add. */
export type KeptRead = Omit<api.SensitiveRead, 'byName'>;

const DEFAULT_LIMIT = 50;

/** `until`: nothing that was read later. */
export interface ReadsAsked extends Omit<api.SensitiveReadsQuery, 'asOf'> {
  readonly until?: Instant | undefined;
}

/** A page of the readings in matters and households of these units, newest first. */
export async function findSensitiveReads(
  desk: Desk, query: ReadsAsked, units: readonly string[] | 'everything',
): Promise<{ readonly rows: readonly KeptRead[]; readonly next: string | null }> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const conditions = conditionsOf(desk, query, units);
  const { rows } = await desk.pool.query<StoredRead>(
    `select id, at, act, cadre, post, subject, detail from identity.audit where ${conditions.text} order by id desc limit ${limit + 1}`, conditions.values,
  );
  const page = rows.slice(0, limit);
  return { rows: page.map(readOf), next: rows.length > limit ? String(page.at(-1)!.id) : null };
}

interface StoredRead {
  readonly id: number;
  readonly at: Instant;
  readonly act: string;
  readonly cadre: string | null;
  readonly post: string | null;
  readonly subject: string;
  readonly detail: Readonly<Partial<Record<'number' | 'area' | 'unit' | 'opening' | 'answer' | 'operator', string>>> & Pick<KeptRead, 'file' | 'means' | 'purpose'>;
}

function readOf({ id, at, act, cadre, post, subject, detail }: StoredRead): KeptRead {
  const { file, means, purpose, number = null, area = null, unit = null, opening = null, answer = null, operator = null } = detail;
  return { id, at, outcome: act === 'sensitive-read' ? 'read' : 'denied', answer, purpose, cadre, post, operator, means, file, subject, number, area, unit, opening };
}

function conditionsOf(desk: Desk, query: ReadsAsked, units: readonly string[] | 'everything'): Conditions {
  const { issue, household, cadre, purpose, outcome } = query;
  return new Conditions(["act in ('sensitive-read', 'sensitive-read-denied')"])
    .also(units === 'everything' ? undefined : units, (place) => `(detail->>'unit' = any(${place}::text[]) or detail->>'area' = any(${place}::text[]))`)
    .also(issue, (place) => `detail->>'file' = 'reporter' and (subject = ${place} or detail->>'number' = upper(${place}))`)
    .also(household, (place) => `detail->>'file' = 'household' and subject = ${place}`)
    .also(cadre, (place) => `cadre = ${place}`)
    .also(purpose, (place) => `detail->>'purpose' = ${place}`)
    .also(outcome && (outcome === 'read' ? 'sensitive-read' : 'sensitive-read-denied'), (place) => `act = ${place}`)
    .within(desk, query);
}
