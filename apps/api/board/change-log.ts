import type { Directory } from '#domain';
import type { Instant } from '#kernel';
import type { Read, ReadModels } from '#projections';
import { api } from '#wire';
import type { KeptChange } from './frames.js';

const PAGE = 200;

type Source = Pick<ReadModels, 'board' | 'boardChanges' | 'directory'>;

/** The latest changes of the board, for listeners that come back, and where each open issue lay before its next change. */
export class ChangeLog {
  private readonly changes: KeptChange[] = [];
  private readonly paths = new Map<string, readonly string[]>();
  private oldest = 0;
  position = 0;

  private constructor(private readonly source: Source, private readonly now: () => Instant, private readonly most: number) {}

  /** A log that begins where the read models stand, and keeps at most so many changes. */
  static async open(source: Source, now: () => Instant, most: number): Promise<ChangeLog> {
    const log = new ChangeLog(source, now, most);
    const directory = await source.directory();
    let cursor: string | undefined;
    let start: number | undefined;
    do {
      const page: Read<api.BoardPage> = await source.board({ limit: PAGE, ...(cursor !== undefined && { cursor }) }, 'everything', now());
      for (const row of page.rows) log.paths.set(row.issueId, pathOf(directory, [row.area, row.unit]));
      start ??= page.position;
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    log.position = log.oldest = start;
    return log;
  }

  /** Takes in what has changed since; null when nothing has. */
  async advance(): Promise<KeptChange | null> {
    const { position, changed } = await this.source.boardChanges(this.position, this.now());
    if (position <= this.position) return null;
    const change: KeptChange = {
      position,
      rows: changed.map(({ row, open, path }) => {
        const before = this.paths.get(row.issueId) ?? [];
        if (open) this.paths.set(row.issueId, path);
        else this.paths.delete(row.issueId);
        return { issueId: row.issueId, json: JSON.stringify(api.IssueRow.parse(row)), open, path, before };
      }),
    };
    this.position = position;
    if (changed.length > 0) this.keep(change);
    return change;
  }

  /** The changes behind a position; undefined when they are no longer (or were never) kept here. */
  since(position: number): readonly KeptChange[] | undefined {
    if (position < this.oldest) return undefined;
    return this.changes.filter((change) => change.position > position);
  }

  private keep(change: KeptChange): void {
    this.changes.push(change);
    if (this.changes.length > this.most) this.oldest = this.changes.shift()!.position;
  }
}

function pathOf(directory: Directory, units: readonly string[]): string[] {
  const path = new Set<string>();
  for (const code of units) {
    for (let unit = directory.unit(code); unit; unit = unit.parent === null ? undefined : directory.unit(unit.parent)) path.add(unit.code);
  }
  return [...path];
}
