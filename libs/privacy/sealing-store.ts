import type { AppendOutcome, AppendReceipt, AppendRequest, EventStore, RecordedEvent, StreamHead } from '#event-store';
import { Fault } from '#kernel';
import { Opener } from './opener.js';
import { personalTextsOf, withPersonalTexts } from './persons.js';
import { sealText, type PersonKey } from './sealed-text.js';
import { StreamKeys } from './stream-keys.js';
import type { Vault } from './vault.js';

interface Sealed {
  readonly request: AppendRequest;
  readonly keys: SealingKeys;
}

interface SealingKeys {
  readonly byPerson: ReadonlyMap<string, PersonKey>;
  /** Those of them that nothing was sealed with before. */
  readonly issued: readonly PersonKey[];
}

const NO_KEYS: SealingKeys = { byPerson: new Map(), issued: [] };

/**
 * The record with personal texts in clear, over one that holds them sealed. What is appended is sealed before it leaves the
 * process; what is read is opened, and `bytes` stay as they are stored. Streams, positions and hashes are those of the record.
 */
export class SealingStore implements EventStore {
  private readonly opener: Opener;
  private readonly known = new StreamKeys();
  /** The same request is the same bytes however often it is sent. */
  private readonly sealings = new WeakMap<AppendRequest, Promise<Sealed>>();

  constructor(private readonly record: EventStore, private readonly vault: Vault) {
    this.opener = new Opener(vault);
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    const { request: sealed, keys } = await this.sealOnce(request);
    const outcome = await this.record.append(sealed);
    if (outcome.status === 'appended') this.known.add(request.streamId, [...keys.byPerson].map(([person, { id }]) => [person, id] as const));
    if (outcome.status === 'appended' || outcome.status === 'already-applied') await this.confirm(keys);
    return outcome;
  }

  /** Behind the append: a key that is there now was not lost with whatever database was there before. */
  private async confirm({ issued }: SealingKeys): Promise<void> {
    if (issued.length === 0) return;
    try {
      await this.vault.confirm(issued);
    } catch (cause) {
      throw new Fault('store-outcome-unknown', { transient: true, cause, tryNext: 'give the same command again' });
    }
  }

  async readStream(streamId: string): Promise<{ readonly events: readonly RecordedEvent[]; readonly head: StreamHead }> {
    const { events, head } = await this.record.readStream(streamId);
    this.known.learn(streamId, events);
    return { events: await this.inClear(events), head };
  }

  async readAll(options: { readonly after: number; readonly limit?: number }): Promise<readonly RecordedEvent[]> {
    return this.inClear(await this.record.readAll(options));
  }

  async *follow(options: Parameters<EventStore['follow']>[0]): AsyncGenerator<readonly RecordedEvent[]> {
    for await (const page of this.record.follow(options)) yield await this.inClear(page);
  }

  lastPosition(): Promise<number> {
    return this.record.lastPosition();
  }

  findCommand(commandId: string): Promise<AppendReceipt | undefined> {
    return this.record.findCommand(commandId);
  }

  close(): Promise<void> {
    return this.record.close();
  }

  private async inClear(events: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> {
    const read = await this.opener.reader(events.flatMap(personalTextsOf).map(({ text }) => text));
    return events.map((event) => ({ ...event, data: withPersonalTexts(event, ({ text }) => read(text)) }));
  }

  private sealOnce(request: AppendRequest): Promise<Sealed> {
    const before = this.sealings.get(request);
    if (before) return before;
    const sealing = this.seal(request);
    this.sealings.set(request, sealing);
    sealing.catch(() => this.sealings.delete(request));
    return sealing;
  }

  private async seal(request: AppendRequest): Promise<Sealed> {
    const { streamId } = request;
    const persons = new Set(request.events.flatMap(({ type, data }) => personalTextsOf({ streamId, type, data })).map(({ person }) => person));
    if (persons.size === 0) return { request, keys: NO_KEYS };
    const keys = await this.keysFor(request, [...persons]);
    const events = request.events.map((event) => ({ ...event, data: withPersonalTexts({ streamId, ...event }, ({ person, text }) => sealText(keys.byPerson.get(person)!, text)) }));
    return { request: { ...request, events }, keys };
  }

  /** Each person's key: the one that the stream already has for them, unless that is gone by now, whoever destroyed it; a new one otherwise. */
  private async keysFor({ streamId, expected }: AppendRequest, persons: readonly string[]): Promise<SealingKeys> {
    const known = expected.revision === -1 ? new Map<string, string>() : this.known.of(streamId) ?? this.known.learn(streamId, (await this.record.readStream(streamId)).events);
    const ids = persons.flatMap((person) => known.get(person) ?? []);
    const [secrets, states] = await Promise.all([this.vault.open(ids), this.vault.states(ids)]);
    const keys = new Map<string, PersonKey>();
    for (const person of persons) {
      const id = known.get(person);
      const secret = id === undefined ? undefined : secrets.get(id);
      if (id !== undefined && Buffer.isBuffer(secret) && states.get(id) === 'there') keys.set(person, { id, secret });
    }
    const without = persons.filter((person) => !keys.has(person));
    const issued = without.length === 0 ? [] : await this.vault.issue(without.length);
    without.forEach((person, index) => keys.set(person, issued[index]!));
    return { byPerson: keys, issued };
  }
}
