import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { api } from '#wire';
import { get, post, session } from './client.js';
import { hasStatus } from './problem.js';

export type LedgerFilter = Omit<api.LedgerQuery, 'cursor' | 'limit'>;
export type TrailFilter = Omit<api.TrailQuery, 'cursor' | 'limit'>;
export type ReadingsFilter = Omit<api.SensitiveReadsQuery, 'cursor' | 'limit'>;
export type ActsFilter = Omit<api.AuditQuery, 'cursor' | 'limit'>;
export type HouseholdFilter = Pick<api.HouseholdsQuery, 'unit' | 'q'>;
export type RosterFilter = Omit<api.RosterQuery, 'cursor' | 'limit'>;
/** What would have been by a version on record, for the issues heard on these days. */
export type WhatIfAsked = Pick<api.WhatIfBody, 'from' | 'to' | 'unit'> & { readonly version: string };
export type DifferencesAsked = Pick<api.DifferencesQuery, 'from' | 'to' | 'unit'>;
export type BoardFilter = Omit<api.BoardQuery, 'cursor' | 'limit' | 'goingUp'>;

const PAGE = 50;
const MINUTE = 60_000;

/** Every read of the web, in one place: keys, addresses, how long an answer stays fresh. */
export const queries = {
  /** Null when nobody is signed in. */
  me: () => queryOptions({
    queryKey: ['me'],
    queryFn: () => session.read().catch((error: unknown) => {
      if (hasStatus(error, 401)) return null;
      throw error;
    }),
    staleTime: 5 * MINUTE,
  }),
  board: (filter: BoardFilter) => infiniteQueryOptions({
    queryKey: ['board', filter],
    queryFn: ({ pageParam, signal }) => get<api.BoardPage>('/board', { ...filter, cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  }),
  /** What is late now, for the sum by holder: the first 200. */
  late: (unit: string | undefined) => queryOptions({
    queryKey: ['board', 'late', unit ?? null],
    queryFn: ({ signal }) => get<api.BoardPage>('/board', { unit, overdue: 'true', limit: 200 }, signal),
  }),
  /** How much is for whoever looks: with the board wherever that is followed, and each minute elsewhere. */
  mine: () => queryOptions({
    queryKey: ['board', 'mine'],
    queryFn: ({ signal }) => get<api.BoardPage>('/board', { mine: 'true', limit: 1 }, signal),
    select: ({ counts }) => counts.mine ?? 0,
    refetchInterval: MINUTE,
  }),
  /** What the level above takes over next. */
  goingUp: (unit: string | undefined) => queryOptions({
    queryKey: ['board', 'goingUp', unit ?? null],
    queryFn: ({ signal }) => get<api.BoardPage>('/board', { unit, goingUp: 'true', limit: 5 }, signal),
  }),
  ledger: (filter: LedgerFilter) => infiniteQueryOptions({
    queryKey: ['ledger', filter],
    queryFn: ({ pageParam, signal }) => get<api.LedgerPage>('/issues', { ...filter, cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  }),
  issue: (id: string) => queryOptions({
    queryKey: ['issue', id],
    queryFn: ({ signal }) => get<api.IssuePage>(`/issues/${encodeURIComponent(id)}`, {}, signal),
  }),
  replay: (id: string) => queryOptions({
    queryKey: ['history', id],
    queryFn: ({ signal }) => get<api.Replay>(`/issues/${encodeURIComponent(id)}/replay`, {}, signal),
  }),
  events: (filter: TrailFilter) => infiniteQueryOptions({
    queryKey: ['events', filter],
    queryFn: ({ pageParam, signal }) => get<api.TrailPage>('/events', { ...filter, cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Each search is noted: it is made when somebody asks, not because a window came to the front.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  }),
  sensitiveReads: (filter: ReadingsFilter) => infiniteQueryOptions({
    queryKey: ['sensitive-reads', filter],
    queryFn: ({ pageParam, signal }) => get<api.SensitiveReads>('/sensitive-reads', { ...filter, cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Each look is noted, as with the events; and what was read a moment ago belongs into it.
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  }),
  acts: (filter: ActsFilter) => infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => get<api.AuditRows>('/audit', { ...filter, cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // As with the readings.
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  }),
  /** Without an end it is the server's present, for a device's clock may be ahead; every further page is up to the moment of the first. */
  differences: (asked: DifferencesAsked) => infiniteQueryOptions({
    queryKey: ['differences', asked],
    queryFn: ({ pageParam, signal }) => get<api.Differences>('/differences', { ...asked, ...pageParam, limit: PAGE }, signal),
    initialPageParam: {} as Pick<api.DifferencesQuery, 'to' | 'cursor'>,
    getNextPageParam: ({ next, to }) => (next === null ? undefined : { to: asked.to ?? to.at, cursor: next }),
  }),
  figures: (query: api.FiguresQuery) => queryOptions({
    queryKey: ['figures', query],
    queryFn: ({ signal }) => get<api.Figures>('/figures', query, signal),
  }),
  rulebookVersions: () => queryOptions({
    queryKey: ['rulebook', 'versions'],
    queryFn: ({ signal }) => get<api.RulebookVersions>('/rulebook/versions', {}, signal),
  }),
  rulebookVersion: (version: string) => queryOptions({
    queryKey: ['rulebook', 'version', version],
    queryFn: ({ signal }) => get<api.RulebookVersionPage>(`/rulebook/versions/${encodeURIComponent(version)}`, {}, signal),
  }),
  rulebookComparison: (older: string, newer: string) => queryOptions({
    queryKey: ['rulebook', 'compare', older, newer],
    queryFn: ({ signal }) => get<api.RulebookComparison>('/rulebook/compare', { older, newer }, signal),
  }),
  whatIf: (asked: WhatIfAsked, time: number) => infiniteQueryOptions({
    queryKey: ['what-if', asked, time],
    queryFn: ({ pageParam, signal }) => post<api.WhatIf>('/what-if', { ...asked, cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // Each is work and is noted: it is done when somebody asks for it.
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  }),
  /** Looked at again by itself: what stopped is seen without asking. */
  operations: () => queryOptions({
    queryKey: ['operations'],
    queryFn: ({ signal }) => get<api.Operations>('/operations', {}, signal),
    refetchInterval: 3_000,
  }),
  roster: (filter: RosterFilter) => infiniteQueryOptions({
    queryKey: ['roster', filter],
    queryFn: ({ pageParam, signal }) => get<api.RosterPage>('/roster', { ...filter, cursor: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  }),
  units: () => queryOptions({ queryKey: ['units'], queryFn: () => get<api.Units>('/units'), select: ({ rows }) => rows, staleTime: 5 * MINUTE }),
  reportAreas: () => queryOptions({ queryKey: ['report-areas'], queryFn: () => get<api.ReportAreas>('/report-areas'), select: ({ rows }) => rows, staleTime: MINUTE }),
  /** `everywhere`: beyond one's own area. */
  cadres: (everywhere = false) => queryOptions({ queryKey: ['cadres', everywhere], queryFn: () => get<api.Cadres>('/cadres', everywhere ? { everywhere: 'true' } : {}), select: ({ rows }) => rows, staleTime: 5 * MINUTE }),
  /** The first that match. A page of a search may be empty and lead on, so it is read as far as the list shows. */
  households: (filter: HouseholdFilter) => queryOptions({
    queryKey: ['households', filter],
    queryFn: async ({ signal }) => {
      const rows: api.HouseholdShape[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await get<api.Households>('/households', { ...filter, cursor, limit: PAGE }, signal);
        rows.push(...page.rows);
        if (rows.length >= PAGE || page.next === null) return rows;
        cursor = page.next;
      }
    },
    staleTime: 5 * MINUTE,
  }),
  topics: () => queryOptions({ queryKey: ['topics'], queryFn: () => get<api.Topics>('/topics'), select: ({ rows }) => rows, staleTime: MINUTE }),
};
