import {
  calendarVersions, compareRulebooks, coverageAt, figuresOf, isInOneStep, rulesNamed, timelineAt, versionAt,
  type Directory, type RulebookAct, type RulebookState, type TimelineEntry,
} from '#domain';
import type { EventStore } from '#event-store';
import { mayAdminister, mayTryRules, type ActingPost } from '#identity';
import type { Actor, Instant } from '#kernel';
import type { Views } from '#projections';
import type { api } from '#wire';
import { nameOf, type Names } from '#audit';
import { namesOf } from './names.js';
import { calendarFor, readRulebook } from './rulebook.js';

/** What the views are made of. They are read from the record itself, so whoever wrote sees it. */
export interface RulebookSource {
  readonly store: Pick<EventStore, 'readStream'>;
  readonly readModels: Pick<Views, 'units' | 'cadreNames' | 'directory'>;
  readonly now: () => Instant;
}

/** Every version as it stands now, and how far the calendar in force reaches. Without a post nothing may be done. */
export async function rulebookVersions(source: RulebookSource, post: ActingPost | null): Promise<api.RulebookVersions> {
  const state = await readRulebook(source.store);
  const now = source.now();
  const directory = await source.readModels.directory();
  return {
    versions: await rowsOf(source, state, post),
    calendar: coverageIn(state, now), calendars: [...calendarVersions()],
    mayPropose: post !== null && mayAdminister(post, 'propose-rulebook', directory), mayTry: post !== null && mayTryRules(post, directory),
  };
}

/** One version with its figures, in force or not; undefined for a name that nobody used. */
export async function rulebookVersion(source: RulebookSource, name: string, post: ActingPost | null): Promise<api.RulebookVersionPage | undefined> {
  const state = await readRulebook(source.store);
  const row = (await rowsOf(source, state, post)).find(({ version }) => version === name);
  const rules = rulesNamed(state, name);
  if (!row || !rules) return undefined;
  return { row, rules, figures: figuresOf(rules) } as api.RulebookVersionPage;
}

/** What differs between two versions; undefined when there is none of one of the names. */
export async function rulebookComparison({ store }: RulebookSource, older: string, newer: string): Promise<api.RulebookComparison | undefined> {
  const state = await readRulebook(store);
  const [one, other] = [rulesNamed(state, older), rulesNamed(state, newer)];
  return one && other && { older, newer, differences: compareRulebooks(one, other) as api.RulebookDifference[] };
}

function coverageIn(state: RulebookState, now: Instant): api.CalendarCoverage {
  const rules = versionAt(state, now);
  return { ...coverageAt(now, calendarFor(rules), rules.calendarWarning.value), newest: calendarVersions().at(-1) ?? '' };
}

async function rowsOf({ readModels, now }: RulebookSource, state: RulebookState, post: ActingPost | null): Promise<api.RulebookVersionRow[]> {
  const entries = timelineAt(state, now());
  const cadres = entries.flatMap((entry) => actorsIn(entry)).flatMap((by) => (by.kind === 'cadre' ? [by.cadre] : []));
  const [names, directory] = await Promise.all([namesOf(readModels, cadres), readModels.directory()]);
  return entries.map((entry) => rowOf(entry, names, post, directory));
}

function rowOf({ version, standing, from, until }: TimelineEntry, names: Names, post: ActingPost | null, directory: Directory): api.RulebookVersionRow {
  const told = ({ by, at, reason }: Omit<RulebookAct, 'reason'> & { readonly reason?: string }) => ({ by: by.kind, byName: nameOf(by, names), at, reason: reason ?? null });
  return {
    version: version.rules.version, standing, from, until, oneStep: isInOneStep(version), effectiveFrom: version.rules.effectiveFrom,
    proposed: version.proposed && told(version.proposed),
    approved: version.status === 'approved' ? told(version.approved) : null,
    withdrawn: version.status === 'withdrawn' ? told(version.withdrawn) : null,
    may: version.status === 'proposed' && post !== null ? verbsFor(post, version.proposed.by, directory) : [],
  };
}

/** The author is not offered what only a second person may do. */
function verbsFor(post: ActingPost, author: Actor, directory: Directory): api.RulebookVerb[] {
  const isAuthor = author.kind === 'cadre' && author.cadre === post.cadre;
  return (['approve', 'withdraw'] as const).filter((verb) => !(verb === 'approve' && isAuthor) && mayAdminister(post, `${verb}-rulebook`, directory));
}

function actorsIn({ version }: TimelineEntry): Actor[] {
  const acts = [version.proposed, version.status === 'approved' ? version.approved : null, version.status === 'withdrawn' ? version.withdrawn : null];
  return acts.flatMap((done) => (done ? [done.by] : []));
}
