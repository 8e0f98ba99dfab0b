import type { Instant } from '#kernel';
import type { ReadModels } from '#projections';

/** The id of an issue that is named by its number, or by the id itself; undefined for a number that no issue has. */
export async function issueNamed({ readModels, now }: { readonly readModels: ReadModels; now(): Instant }, issue: string): Promise<string | undefined> {
  if (!/^\d{8}-/.test(issue)) return issue;
  const { rows } = await readModels.ledger({ q: issue, limit: 2 }, 'everything', now());
  return rows.find(({ number }) => number === issue.toUpperCase())?.issueId;
}
