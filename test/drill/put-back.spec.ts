import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withTransaction } from '#database';
import { KeyFile, Sealer } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import { declareGap } from '../../apps/cli/commands/declare-gap.js';
import { importInto } from '../../apps/cli/commands/import.js';
import { sampleFile } from '../../apps/cli/sample/files.js';
import { Terminal } from '../../apps/cli/terminal.js';
import { NOW, openCli } from '../cli/open.js';

it('a database that was put back as a whole, without a mark, is declared by the checkpoint that knows of more', async () => {
  const cli = await openCli();
  try {
    const { context } = cli;
    await importInto(context, new Terminal('en', true), 'units', sampleFile('units.csv'), { now: NOW, unit: undefined, places: [], startClock: false });
    const seals = await openPostgresSeals(context.pool);
    await new Sealer({ store: context.record, seals, keyFile: new KeyFile(context.config.seal.keyFile), now: () => NOW }).seal();
    const checkpoint = join(context.config.home, 'outside');
    await writeFile(checkpoint, (await seals.state()).last!.note);
    await expect(declareGap(context, { checkpoint, reason: 'nothing is lost' })).rejects.toMatchObject({ code: 'no-gap' });

    const before = await context.record.lastPosition();
    await withTransaction(context.pool, async (client) => {
      await client.query('alter table record.event disable trigger append_only');
      await client.query('delete from record.event where position > $1', [before - 2]);
      await client.query('alter table record.event enable always trigger append_only');
    });
    await expect(declareGap(context, { checkpoint: false, reason: 'nobody kept one' })).rejects.toMatchObject({ code: 'no-gap' });
    expect((await declareGap(context, { checkpoint, reason: 'an old disk' })).gap).toMatchObject({ after: before - 2, lostTo: before, ground: 'checkpoint' });
    expect((await context.record.readAll({ after: before - 2 }))[0]).toMatchObject({ type: 'EpochBegun', data: { epoch: 2 } });
    expect(await context.mark.read()).toBeUndefined();
  } finally {
    await cli.close();
  }
}, 60_000);
