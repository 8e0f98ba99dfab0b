import { isWithin, versionAt, type Rulebook } from '#domain';
import type { Scope } from '#projections';
import type { api } from '#wire';
import { Sums } from '#what-if';
import { namesOf } from '../names.js';
import { readRulebook } from '../rulebook.js';
import { issuesHeard, livesAgain, type OtherLives, type Period, type WhatIfSources } from './lives.js';
import { figuresTold, issueTold } from './tell.js';

export interface WhatIfAsked extends Period {
  readonly rules: Rulebook;
  /** At least so many issues that differ are told, if there are so many; those of one page of the ledger stay together. */
  readonly limit?: number | undefined;
}

export interface WhatIfOptions {
  readonly scope: Scope;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Is handed every issue that differs, also those that the answer does not tell. */
  readonly onDiffering?: (issues: readonly api.WhatIfIssue[]) => Promise<void>;
}

const LIMIT = 50;

/**
 * Lives the issues of a period again by other rules and answers what differs; see libs/what-if. Nothing is written. Asked from
 * behind a cursor it answers no totals, and stops once it has found enough.
 */
export async function whatIf(sources: WhatIfSources, asked: WhatIfAsked, { scope, signal, onProgress, onDiffering }: WhatIfOptions): Promise<api.WhatIf> {
  const { rules, limit = LIMIT, ...period } = asked;
  const isFirst = period.cursor === undefined;
  const at = sources.now();
  const lives: OtherLives = { rules, scope, at, position: await sources.store.lastPosition(), signal };
  const [names, total] = [await namesOf(sources.readModels, []), onProgress ? await issuesHeard(sources, period, scope) : 0];
  const sums = new Sums();
  const rows: api.WhatIfIssue[] = [];
  let next: string | null = null;
  let done = 0;
  for await (const page of livesAgain(sources, period, lives)) {
    for (const { comparison } of page.lives) sums.add(comparison);
    const differing = page.lives.filter(({ comparison }) => comparison.differs).map((life) => issueTold(life, names));
    await onDiffering?.(differing);
    if (rows.length < limit) {
      rows.push(...differing);
      next = rows.length < limit ? null : page.next;
    }
    onProgress?.(done += page.lives.length, total);
    if (!isFirst && next !== null) break;
  }
  const totals = isFirst ? await totalsOf(sources, sums, lives) : null;
  return { version: rules.version, from: period.from, to: period.to, unit: period.unit ?? null, at, position: lives.position, totals, rows, next };
}

async function totalsOf({ store, readModels }: WhatIfSources, sums: Sums, { rules, scope, at }: OtherLives): Promise<api.WhatIfTotals> {
  const [inForce, directory] = [versionAt(await readRulebook(store), at), await readModels.directory()];
  const scoring = { recorded: inForce, other: rules };
  // A unit outside of the area may have held an issue of it; its figures are others' to see.
  const isSeen = (unit: string) => scope === 'everything' || scope.within.some((root) => isWithin(directory, unit, root));
  const units = sums.figures('unit', scoring).filter(({ key }) => isSeen(key));
  const cadres = sums.figures('cadre', scoring);
  const names = await namesOf(readModels, cadres.map(({ key }) => key));
  const { differing, kept, departed } = sums;
  return {
    differing, kept, departed, units: figuresTold(units, names.unit), cadres: figuresTold(cadres, names.cadre),
    scoring: { recorded: scoringOf(inForce), other: scoringOf(rules) },
  };
}

function scoringOf({ version, score: { value: { bands, ...weights } } }: Rulebook): api.WhatIfTotals['scoring']['other'] {
  return { ruleVersion: version, ...weights, bands: [...bands] };
}
