import type { Command } from 'commander';
import { LogCopy, type EventStore, type LogTarget, type RecordedEvent } from '#event-store';
import { prepareIdentity } from '#identity';
import { Fault } from '#kernel';
import { prepareVault } from '#privacy/postgres';
import { RestoreMark } from '#recovery';
import { openPostgresSeals } from '#seal/postgres';
import type pg from 'pg';
import { checkBackup, eventPages, isWhole, tablesOf, tellBackup } from '../backup-check.js';
import { fillTables, refuseNewerTables } from '../backup-tables.js';
import { withDatabase } from '../context.js';
import { EXIT, type Terminal } from '../terminal.js';

export function addRestore(program: Command, terminal: () => Terminal): void {
  program.command('restore')
    .description('help.restore')
    .argument('<file>')
    .action(async (file: string) => {
      const say = terminal();
      const report = await withDatabase((place) => restore(place, file, say));
      if (report) say.say('restored', { events: report.position });
      say.result(report ?? null);
      process.exitCode = report ? EXIT.done : EXIT.findings;
    });
}

/**
 * Into an empty record, marked before the first event is written, or on from where a restore of the same backup was killed. Undefined,
 * and nothing written, when the backup is not sound. Faults `restore-not-empty`, `restore-of-another`, `backup-damaged`, `backup-newer`, and
 * those of `appendRecorded`.
 */
export async function restore({ pool, record }: { readonly pool: pg.Pool; readonly record: LogTarget }, file: string, say: Terminal): Promise<{ readonly position: number } | undefined> {
  const report = await checkBackup(file, say);
  tellBackup(say, file, report);
  if (!isWhole(report)) return undefined;
  await prepareTables(pool);
  await refuseNewerTables(pool, report.manifest.schemas.tables);
  const mark = await RestoreMark.open(pool);
  const interrupted = (await mark.read())?.position === null;
  if (!interrupted) await refuseOccupied(pool, record);
  await mark.begin();
  const { position } = report.manifest;
  const bar = say.progress('restoring');
  const copy = new LogCopy(inOrder(eventPages(file)), record);
  const from = interrupted ? await begun(copy, record, position) : 0;
  await copy.copy(from, position, (done) => bar.update(done, position));
  await fillTables(pool, tablesOf(file));
  await mark.whole(position);
  bar.stop();
  return { position };
}

async function prepareTables(pool: pg.Pool): Promise<void> {
  await prepareVault(pool);
  await prepareIdentity(pool);
  await openPostgresSeals(pool);
}

async function refuseOccupied(pool: pg.Pool, record: LogTarget): Promise<void> {
  const { rows: [accounts] } = await pool.query<{ count: number }>('select count(*) as count from identity.account');
  const events = await record.lastPosition();
  if (events + accounts!.count > 0) throw new Fault('restore-not-empty', { params: { events, accounts: accounts!.count }, tryNext: 'a backup goes into an empty record: name a new database in DATABASE_URL, or an empty folder in MINQING_HOME' });
}

/** How many events are there already. Fault `restore-of-another` when they are not the first of this backup. */
async function begun(copy: LogCopy, record: LogTarget, position: number): Promise<number> {
  const there = await record.lastPosition();
  const differences = there > position ? [] : await copy.compare(there, () => undefined);
  if (there > position || differences.length > 0) {
    throw new Fault('restore-of-another', { params: { events: there }, tryNext: 'go on with the backup that this restore was begun with, or begin anew in an empty database' });
  }
  return there;
}

/** A log that is read once, from its beginning. */
function inOrder(pages: AsyncIterator<readonly RecordedEvent[]>): Pick<EventStore, 'readAll'> {
  let kept: readonly RecordedEvent[] = [];
  return {
    async readAll({ limit = 1_000 }) {
      while (kept.length < limit) {
        const next = await pages.next();
        if (next.done) break;
        kept = [...kept, ...next.value];
      }
      const page = kept.slice(0, limit);
      kept = kept.slice(limit);
      return page;
    },
  };
}
