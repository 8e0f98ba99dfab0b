import { api } from '#wire';
import { localTime } from '../local-time.js';
import { wordOf } from '../tell-replay.js';
import type { Terminal } from '../terminal.js';
import { aligned } from './aligned.js';

/** How many issues a terminal is told of; the file of --out has them all. */
export const SHOWN = 20;

/** The answer for people: the totals side by side, whose score differs, and issue by issue what differs. */
export function tellWhatIf(say: Terminal, { version, from, to, at, position, totals, rows }: api.WhatIf): void {
  say.say('what-if-head', { version, from, to, at: localTime(at), position });
  say.say('what-if-assumption');
  if (!totals) return;
  const { kept, departed, differing } = totals;
  const issues = kept.issues + departed.issues;
  say.say(issues === 0 ? 'what-if-none' : differing === 0 ? 'what-if-same' : 'what-if-differ', { issues, differing });
  if (differing === 0) return;
  tellTotals(say, 'what-if-kept', kept);
  if (departed.issues > 0) tellTotals(say, 'what-if-departed', departed);
  for (const by of ['units', 'cadres'] as const) tellScores(say, by, totals[by]);
  say.text('');
  for (const issue of rows.slice(0, SHOWN)) tellIssue(say, issue);
  if (differing > SHOWN) say.say('what-if-more', { count: differing - SHOWN });
}

function tellTotals(say: Terminal, title: string, { issues, recorded, other }: api.WhatIfTotals['kept']): void {
  say.text('');
  say.say(title, { issues });
  const after = api.whatIfSums(other);
  const rows = api.whatIfSums(recorded).map(({ part, count }, index) => [part.map((piece) => wordOf(say, piece)).join(' · '), count, after[index]!.count] as const);
  for (const line of aligned([head(say), ...rows.map(([part, was, is]) => [part, String(was), String(is), difference(is - was)])])) say.text(`  ${line}`);
}

/** Only those whose score differs. */
function tellScores(say: Terminal, by: 'units' | 'cadres', figures: readonly api.WhatIfFigures[]): void {
  const differing = figures.filter(({ recorded, other }) => recorded.points !== other.points || recorded.band !== other.band);
  if (differing.length === 0) return;
  say.text('');
  say.say(`what-if-scores-${by}`);
  const rows = differing.map(({ name, recorded, other }) => [name, scoreOf(say, recorded), scoreOf(say, other), recorded.points === null || other.points === null ? '' : difference(tenths(other.points - recorded.points))]);
  for (const line of aligned([head(say), ...rows])) say.text(`  ${line}`);
}

function tellIssue(say: Terminal, issue: api.WhatIfIssue): void {
  const words = (line: readonly api.Piece[]): string => line.map((piece) => wordOf(say, piece)).join(' · ') || say.words('replay-nothing');
  say.text(`${issue.number}  ${issue.areaName}  ${issue.title.replace(/\s+/g, ' ')}`);
  for (const { part, recorded, other } of api.whatIfLines(issue)) say.say('replay-changed', { part: words([part]), before: words(recorded), after: words(other) });
  if (issue.departure) say.say('what-if-departs', { step: issue.departure.step, reason: say.refusal(issue.departure.refusal), fallen: issue.fallen });
}

function head(say: Terminal): string[] {
  return ['', say.words('what-if-recorded'), say.words('what-if-other'), say.words('what-if-change')];
}

function scoreOf(say: Terminal, { points, band }: api.WhatIfFigures['recorded']): string {
  return points === null || band === null ? say.words('what-if-few') : say.words('what-if-score', { points: tenths(points), band: band + 1 });
}

function difference(value: number): string {
  return value > 0 ? `+${value}` : value === 0 ? '·' : String(value);
}

function tenths(points: number): number {
  return Math.round(points * 10) / 10;
}
