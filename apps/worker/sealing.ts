import type { Logger } from 'pino';
import type { Config } from '#config';
import type { EventStore } from '#event-store';
import { Fault, type Instant } from '#kernel';
import { noticePutBack } from '#recovery';
import { doneAt, fileWitness, KeyFile, Sealer, tellWitnesses, webhookWitness, type Witness } from '#seal';
import { openPostgresSeals } from '#seal/postgres';
import type { WorkersRecord } from './record.js';

/** Seals the record until the signal aborts and, beside that, tells the witnesses of what is sealed. The number of new checkpoints. */
export type SealUntil = (end: AbortSignal) => Promise<number>;

export interface Sealing {
  readonly sealUntil: SealUntil;
  /** When the record was last sealed and every witness had it, by whatever worker; null when that was never. */
  readonly doneAt: () => Promise<Instant | null>;
}

/** Stands still while a gap is undeclared, and looks first whether the database was put back. Fault `webhook-host-not-listed`. What keeps the record from being sealed later is an alarm in the log, each time. */
export async function openSealing({ seal }: Config, { pool, record: store, mark }: Pick<WorkersRecord, 'pool' | 'mark'> & { readonly record: EventStore }, now: () => Instant, log: Logger): Promise<Sealing> {
  const witnesses = witnessesOf(seal);
  const seals = await openPostgresSeals(pool);
  const sealer = new Sealer({ store, seals, keyFile: new KeyFile(seal.keyFile), now, undeclared: async () => (await mark.read()) !== undefined });
  const refused = (witness: string, failure: unknown): void => {
    const facts = { witness, reason: String(failure) };
    if (failure instanceof Fault && !failure.transient) log.error({ ...facts, alarm: true }, 'a witness holds another record than this one');
    else log.warn(facts, 'a witness was not told of the newest checkpoint and is asked again in a minute');
  };
  const note = (failure: string | null): Promise<void> => seals.noteTurn({ at: now(), failure, witnesses: witnesses.map(({ name }) => name) });
  // What cannot be noted is a failure of the same database, and that one is told.
  const noteFailure = (failure: unknown): Promise<void> => note(failure instanceof Fault ? failure.code : 'unknown').catch(() => undefined);
  const sealUntil: SealUntil = async (end) => {
    try {
      if (seal.exportFile !== null && await noticePutBack({ seals, store, mark }, seal.exportFile)) log.error({ alarm: true, file: seal.exportFile }, 'the checkpoints handed out know of another record than this one: an older copy of the database was put back; nothing is taken until minqing declare-gap');
      const before = await sealer.seal();
      const [, meanwhile] = await Promise.all([tellWitnesses(witnesses, { seals, store }, refused), sealer.sealUntil(end)]);
      await note(null);
      return before + meanwhile;
    } catch (failure) {
      await noteFailure(failure);
      if (failure instanceof Fault && failure.code === 'gap-undeclared') {
        log.warn({}, 'nothing is sealed until the gap of the restored record is declared: minqing declare-gap');
        return 0;
      }
      log.error({ alarm: true, reason: String(failure) }, 'the record is not sealed');
      throw failure;
    }
  };
  return { sealUntil, doneAt: async () => doneAt(await seals.standing()) ?? null };
}

function witnessesOf({ exportFile, webhookUrl, webhookHosts }: Config['seal']): readonly Witness[] {
  return [
    ...(exportFile === null ? [] : [fileWitness(exportFile)]),
    ...(webhookUrl === null ? [] : [webhookWitness({ url: webhookUrl, hosts: webhookHosts })]),
  ];
}
