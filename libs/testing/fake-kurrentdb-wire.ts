import { Metadata, Server, ServerCredentials, status, type sendUnaryData, type ServerReadableStream, type ServerWritableStream, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { BACKWARDS, END, FORWARDS, NO_STREAM, START, StreamNotFoundError, WrongExpectedVersionError, type AppendStreamRequest, type EventData, type RecordedEvent } from '@kurrent/kurrentdb-client';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import { SupportedMethod, SupportedMethods } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import { StreamIdentifier, UUID } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import { Code } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/code_pb.js';
import { Status } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import { ReadReq, ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { StreamRevisionConflictErrorDetails } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb.js';
import sessions from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js';
import { AppendSessionResponse, SchemaFormat, type AppendRequest } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import { Any } from 'google-protobuf/google/protobuf/any_pb.js';
import type { FakeKurrentServer } from './fake-kurrentdb.js';

/** The FAKE server behind KurrentDB's own protocol, so that the client itself is used: what it sends and how it reads answers. */
export async function fakeKurrentOnTheWire(fake: FakeKurrentServer): Promise<{ readonly url: string; close(): void }> {
  const server = new Server();
  server.addService(features.ServerFeaturesService as never, { getSupportedMethods: supportedMethods } as UntypedServiceImplementation);
  server.addService(sessions.StreamsServiceService as never, { appendSession: appendSession(fake) } as UntypedServiceImplementation);
  server.addService(streams.StreamsService as never, { read: read(fake) } as UntypedServiceImplementation);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { url: `kurrentdb://127.0.0.1:${port}?tls=false`, close: () => server.forceShutdown() };
}

function supportedMethods(_call: unknown, answer: sendUnaryData<SupportedMethods>): void {
  const append = new SupportedMethod().setServiceName('kurrentdb.protocol.v2.streams.streamsservice').setMethodName('appendsession');
  answer(null, new SupportedMethods().setEventStoreServerVersion('26.1.0').setMethodsList([append]));
}

function appendSession(fake: FakeKurrentServer) {
  return (call: ServerReadableStream<AppendRequest, AppendSessionResponse>, answer: sendUnaryData<AppendSessionResponse>): void => {
    const requests: AppendStreamRequest[] = [];
    call.on('data', (request: AppendRequest) => requests.push(requestOf(request)));
    call.on('end', () => {
      fake.client().multiStreamAppend(requests).then(
        () => answer(null, new AppendSessionResponse().setPosition('1')),
        (error: unknown) => answer(error instanceof WrongExpectedVersionError ? conflict(error) : { code: status.UNKNOWN, details: String(error) }),
      );
    });
  };
}

function requestOf(request: AppendRequest): AppendStreamRequest {
  const revision = request.getExpectedRevision()!;
  return {
    streamName: request.getStream(),
    expectedState: revision === '-1' ? NO_STREAM : BigInt(revision),
    events: request.getRecordsList().map((record): EventData => {
      const metadata = Object.fromEntries([...record.getPropertiesMap().entries()].map(([key, value]) => [key, value.getStringValue()]));
      const common = { id: record.getRecordId()!, type: record.getSchema()!.getName(), metadata };
      return record.getSchema()!.getFormat() === SchemaFormat.SCHEMA_FORMAT_JSON
        ? { ...common, contentType: 'application/json', data: JSON.parse(Buffer.from(record.getData_asU8()).toString()) as Record<string, unknown> }
        : { ...common, contentType: 'application/octet-stream', data: record.getData_asU8() };
    }),
  };
}

function conflict({ streamName, expectedState, actualState }: WrongExpectedVersionError) {
  const revision = (state: unknown): string => (state === NO_STREAM ? '-1' : String(state));
  const details = new StreamRevisionConflictErrorDetails().setStream(streamName).setExpectedRevision(revision(expectedState)).setActualRevision(revision(actualState));
  const any = new Any();
  any.pack(details.serializeBinary(), 'kurrentdb.protocol.v2.streams.errors.StreamRevisionConflictErrorDetails');
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(new Status().setCode(Code.FAILED_PRECONDITION).setMessage('conflict').setDetails(any).serializeBinary()));
  return { code: status.FAILED_PRECONDITION, details: 'conflict', metadata };
}

function read(fake: FakeKurrentServer) {
  return (call: ServerWritableStream<ReadReq, ReadResp>): void => {
    const options = call.request.getOptions()!;
    const name = Buffer.from(options.getStream()!.getStreamIdentifier()!.getStreamName_asU8()).toString();
    if (options.hasSubscription()) subscribe(fake, name, call);
    else void readOnce(fake, name, options, call).then(() => call.end(), (error: unknown) => call.emit('error', { code: status.UNAVAILABLE, details: String(error) }));
  };
}

async function readOnce(fake: FakeKurrentServer, name: string, options: ReadReq.Options, call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> {
  const stream = options.getStream()!;
  const fromRevision = stream.hasRevision() ? BigInt(stream.getRevision()) : stream.hasEnd() ? END : START;
  const direction = options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS ? BACKWARDS : FORWARDS;
  try {
    for await (const { event } of fake.client().readStream(name, { fromRevision, direction, maxCount: Number(options.getCount()) })) call.write(responseOf(event!));
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
    call.write(new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(name)))));
  }
}

function subscribe(fake: FakeKurrentServer, name: string, call: ServerWritableStream<ReadReq, ReadResp>): void {
  const subscription = fake.client().subscribeToStream(name);
  call.write(new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId('1')));
  subscription.on('data', ({ event }) => { if (event) call.write(responseOf(event)); });
  subscription.on('error', () => call.emit('error', { code: status.UNAVAILABLE, details: 'dropped' }));
  call.on('cancelled', () => void subscription.unsubscribe());
}

function responseOf({ id, streamId, revision, type, isJson, data, metadata }: RecordedEvent): ReadResp {
  const event = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new UUID().setString(id)).setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(streamId)))
    .setStreamRevision(String(revision)).setPreparePosition('1').setCommitPosition('1')
    .setData(isJson ? Buffer.from(JSON.stringify(data)) : data as Uint8Array)
    .setCustomMetadata(Buffer.from(JSON.stringify(metadata ?? {})));
  event.getMetadataMap().set('type', type).set('created', '0').set('content-type', isJson ? 'application/json' : 'application/octet-stream');
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(event));
}
