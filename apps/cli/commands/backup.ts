import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { INSTALLATION } from '#config';
import { prepareIdentity } from '#identity';
import { Fault } from '#kernel';
import { openPostgresSeals } from '#seal/postgres';
import { checkBackup, isWhole, tellBackup } from '../backup-check.js';
import { writeBackup } from '../backup-file.js';
import { eventVersions, FORMAT, type Manifest } from '../backup-manifest.js';
import type { PartLine } from '../backup-parts.js';
import { schemaVersions, tableLines } from '../backup-tables.js';
import { withContext, type Context } from '../context.js';
import { historyLines, linesOfEvents, readHistory } from '../record-file.js';
import { noteOperator } from '../operator.js';
import { refuseBoth } from '../options.js';
import { EXIT, type Bar, type Terminal } from '../terminal.js';

export function addBackup(program: Command, terminal: () => Terminal): void {
  program.command('backup')
    .description('help.backup')
    .option('--out <file>', 'help.backup.out')
    .option('--check <file>', 'help.backup.check')
    .action(({ out, check }: { readonly out?: string; readonly check?: string }, command: Command) => {
      refuseBoth(command, terminal(), 'out', 'check');
      if (out === undefined && check === undefined) throw new Fault('backup-what', { tryNext: 'give --out FILE to make one, or --check FILE to check one' });
      return check === undefined ? make(terminal(), out!) : look(terminal(), check);
    });
}

async function make(say: Terminal, file: string): Promise<void> {
  const bar = say.progress('backing-up');
  const report = await withContext((context) => backUp(context, file, bar));
  bar.stop();
  say.say('backed-up', { file, events: report.position, sha256: report.sha256 });
  say.result(report);
  process.exitCode = EXIT.done;
}

async function look(say: Terminal, file: string): Promise<void> {
  const report = await checkBackup(file, say);
  tellBackup(say, file, report);
  say.result(report);
  process.exitCode = isWhole(report) ? EXIT.done : EXIT.findings;
}

/** The seals are read before the record's end, the tables after it: nothing in a backup names what it does not hold. */
export async function backUp(context: Context, file: string, bar: Bar): Promise<{ readonly file: string; readonly position: number; readonly sha256: string }> {
  const { pool, record, mark, now } = context;
  await prepareIdentity(pool);
  if (await mark.read()) throw new Fault('gap-undeclared', { params: { position: await record.lastPosition() }, tryNext: 'declare the gap first: minqing declare-gap' });
  const history = await readHistory(await openPostgresSeals(pool));
  const position = await record.lastPosition();
  const manifest: Manifest = { backup: FORMAT, version: productVersion(), at: now(), position, schemas: { events: eventVersions(), tables: await schemaVersions(pool) } };
  async function* lines(): AsyncGenerator<PartLine> {
    yield { part: 'manifest', line: `${JSON.stringify(manifest)}\n` };
    for (const line of historyLines(history)) yield { part: 'seals', line };
    for await (const line of linesOfEvents(record, position, (done) => bar.update(done, position))) yield { part: 'events', line };
    yield* tableLines(pool, { keys: history.keys.length, checkpoints: history.checkpoints.length });
  }
  const sha256 = await writeBackup(file, lines());
  await noteOperator(context, 'backed-up', { subject: String(position), detail: { sha256 } });
  return { file, position, sha256 };
}

function productVersion(): string {
  return (JSON.parse(readFileSync(join(INSTALLATION, 'package.json'), 'utf8')) as { readonly version: string }).version;
}
