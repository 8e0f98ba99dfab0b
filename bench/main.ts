import { readdirSync } from 'node:fs';

interface Row {
  run(options: { quick: boolean }): Promise<void>;
  /** How long a full run takes. */
  readonly takes?: string;
}

/** `npm run bench -- [row …] [--quick]`: the rows of the table of comparisons, all when none is named. */
const rows = readdirSync(new URL('rows/', import.meta.url)).map((file) => /^row-(\d+)\.js$/.exec(file)?.[1]).filter((row) => row !== undefined);
const quick = process.argv.includes('--quick');
const asked = process.argv.slice(2).filter((argument) => argument !== '--quick');
const unknown = asked.filter((row) => !rows.includes(row));
if (unknown.length > 0) {
  console.error(`no such row: ${unknown.join(', ')}; there are ${rows.join(', ')}`);
  process.exit(2);
}
for (const row of asked.length > 0 ? asked : rows) {
  const { run, takes } = await import(`./rows/row-${row}.js`) as Row;
  if (takes !== undefined && !quick) console.log(`row ${row} takes about ${takes} on two quiet cores`);
  await run({ quick });
}
