import { EventEmitter } from 'node:events';
import {
  BACKWARDS, END, NO_STREAM, START, StreamNotFoundError, UnavailableError, WrongExpectedVersionError,
  type AppendStreamRequest, type EventData, type ReadStreamOptions, type RecordedEvent, type ResolvedEvent, type StreamSubscription,
} from '@kurrent/kurrentdb-client';
import type { KurrentClient } from '#event-store/kurrentdb';

/** What becomes of a call: the connection breaks before the server hears of it, or before its answer arrives. */
export type Fault = 'before' | 'after';

/**
 * A FAKE of a KurrentDB server: streams in memory, and the rules of its multi-stream append as far as the adapter leans on
 * them. It shows that the adapter's own logic holds together; what a real server does it cannot show.
 */
export class FakeKurrentServer {
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly growth = new EventEmitter().setMaxListeners(0);
  private readonly subscriptions = new Set<EventEmitter>();
  private readonly planned: { call: 'append' | 'read'; error: () => Error; fault: Fault }[] = [];
  /** Called before each append is judged, as by another process that is faster. */
  beforeAppend: (() => Promise<void>) | undefined;
  appends = 0;

  /** The next such call fails. */
  failNext(call: 'append' | 'read', fault: Fault, error: () => Error = () => new UnavailableError(undefined, 'connection lost')): void {
    this.planned.push({ call, error, fault });
  }

  dropSubscriptions(): void {
    for (const subscription of this.subscriptions) subscription.emit('error', new UnavailableError(undefined, 'dropped'));
  }

  get subscriberCount(): number {
    return this.subscriptions.size;
  }

  namesOfStreams(): string[] {
    return [...this.streams.keys()];
  }

  /** As someone with access to the server could do it behind the product's back. */
  tamper(stream: string, change: (events: RecordedEvent[]) => void): void {
    change(this.streams.get(stream)!);
  }

  client(): KurrentClient {
    return {
      multiStreamAppend: (requests) => this.append(requests as AppendStreamRequest[]),
      readStream: ((name: string, options: ReadStreamOptions) => this.read(name, options)) as KurrentClient['readStream'],
      subscribeToStream: ((name: string) => this.subscribe(name)) as unknown as KurrentClient['subscribeToStream'],
      dispose: async () => undefined,
    };
  }

  private async append(requests: readonly AppendStreamRequest[]): ReturnType<KurrentClient['multiStreamAppend']> {
    await new Promise(setImmediate);
    await this.beforeAppend?.();
    const fault = this.faultOf('append');
    if (fault?.fault === 'before') throw fault.error();
    this.appends += 1;
    this.refuse(requests);
    for (const { streamName, events } of requests) this.write(streamName, events);
    this.growth.emit('grown');
    if (fault) throw fault.error();
    return { position: 0n, responses: [] };
  }

  private refuse(requests: readonly AppendStreamRequest[]): void {
    const names = requests.map(({ streamName }) => streamName.toLowerCase());
    if (new Set(names).size < names.length) throw new Error('a stream may be in an append once, whatever its case');
    for (const { streamName, expectedState, events } of requests) {
      const wrong = events.find(({ type }) => !/^[\p{L}\p{N}_.$:-]+$/u.test(type));
      if (wrong) throw new Error(`no schema name: ${wrong.type}`);
      const length = this.streams.get(streamName)?.length ?? 0;
      const current = length === 0 ? NO_STREAM : BigInt(length - 1);
      if (current !== expectedState) throw new WrongExpectedVersionError(undefined, { streamName, expected: expectedState, current });
    }
  }

  private write(streamName: string, events: readonly EventData[]): void {
    const stream = this.streams.get(streamName) ?? [];
    this.streams.set(streamName, stream);
    for (const { id, type, contentType, data, metadata } of events) {
      const isJson = contentType === 'application/json';
      stream.push({
        streamId: streamName, id, type, isJson, revision: BigInt(stream.length), created: new Date(0),
        data: isJson ? JSON.parse(JSON.stringify(data)) as object : Uint8Array.from(data as Uint8Array),
        metadata: metadata === undefined ? undefined : JSON.parse(JSON.stringify({ ...metadata as object, '$schema.format': contentType })) as object,
      } as RecordedEvent);
    }
  }

  private async *read(name: string, { fromRevision = START, direction, maxCount = Infinity }: ReadStreamOptions): AsyncGenerator<ResolvedEvent> {
    await new Promise(setImmediate);
    const fault = this.faultOf('read');
    if (fault) throw fault.error();
    const stream = this.streams.get(name);
    if (!stream) throw new StreamNotFoundError(undefined, name);
    const from = typeof fromRevision === 'bigint' ? Number(fromRevision) : 0;
    const events = direction === BACKWARDS && fromRevision === END ? stream.toReversed() : stream.slice(from);
    for (const event of events.slice(0, Number(maxCount))) yield { event } as ResolvedEvent;
  }

  private subscribe(name: string): StreamSubscription {
    const subscription = new EventEmitter();
    const grown = (): void => { subscription.emit('data', { event: this.streams.get(name)?.at(-1) }); };
    this.growth.on('grown', grown);
    this.subscriptions.add(subscription);
    setImmediate(() => subscription.emit('confirmation'));
    return Object.assign(subscription, {
      unsubscribe: async () => {
        this.growth.off('grown', grown);
        this.subscriptions.delete(subscription);
      },
    }) as unknown as StreamSubscription;
  }

  private faultOf(call: 'append' | 'read'): { error: () => Error; fault: Fault } | undefined {
    const index = this.planned.findIndex((planned) => planned.call === call);
    return index < 0 ? undefined : this.planned.splice(index, 1)[0];
  }
}
