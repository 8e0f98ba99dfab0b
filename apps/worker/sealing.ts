import type { Logger } from 'pino';
import type { Config } from '#config';
import { Fault, type Instant } from '#kernel';
import { fileWitness, KeyFile, Sealer, tellWitnesses, webhookWitness, type Witness } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import type { WorkersRecord } from './record.js';

/** Seals the record until the signal aborts and, beside that, tells the witnesses of what is sealed. The number of new checkpoints. */
export type SealUntil = (end: AbortSignal) => Promise<number>;

/** Fault `webhook-host-not-listed`. What keeps the record from being sealed later is an alarm in the log, each time. */
export async function openSealing({ seal }: Config, { pool, record: store }: WorkersRecord, now: () => Instant, log: Logger): Promise<SealUntil> {
  const witnesses = witnessesOf(seal);
  const seals = await openPostgresSeals(pool);
  const sealer = new Sealer({ store, seals, keyFile: new KeyFile(seal.keyFile), now });
  const refused = (witness: string, failure: unknown): void => {
    const facts = { witness, reason: String(failure) };
    if (failure instanceof Fault && !failure.transient) log.error({ ...facts, alarm: true }, 'a witness holds another record than this one');
    else log.warn(facts, 'a witness was not told of the newest checkpoint and is asked again in a minute');
  };
  return async (end) => {
    try {
      const before = await sealer.seal();
      const [, meanwhile] = await Promise.all([tellWitnesses(witnesses, { seals, store }, refused), sealer.sealUntil(end)]);
      return before + meanwhile;
    } catch (failure) {
      log.error({ alarm: true, reason: String(failure) }, 'the record is not sealed');
      throw failure;
    }
  };
}

function witnessesOf({ exportFile, webhookUrl, webhookHosts }: Config['seal']): readonly Witness[] {
  return [
    ...(exportFile === null ? [] : [fileWitness(exportFile)]),
    ...(webhookUrl === null ? [] : [webhookWitness({ url: webhookUrl, hosts: webhookHosts })]),
  ];
}
