import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { findTemporal } from '#servers';
import type { Standing } from '#wire/clock';
import { ServerProcess, untilReady } from '../servers/child.js';
import { freePort } from '../servers/ports.js';
import { connectWithRetry, type TemporalConnection } from './connection.js';
import { IssueWorkflows } from './issue-workflows.js';
import { provisionsOf } from './provisions.js';
import { ensureSearchAttributes } from './search-attributes.js';
import { sealScheduleIs } from './seal-schedule.js';

const STANDING: Standing = { issueId: 'one', revision: 3, stage: 'intake', level: 'community', unit: 'village', topic: null, supervised: false, next: null };
const NUMBER = { Keyword: 2, Int: 3 } as const;

/** The development server allows everything: a refusal can only be played. */
const denied = {
  addSearchAttributes: () => Promise.reject(Object.assign(new Error('Request unauthorized.'), { code: 7, details: '', metadata: {} })),
};

/** Temporal as somebody else's cluster is: it knows nothing of ours. */
describe('search attributes, on a server started without them', () => {
  let folder: string;
  let server: ServerProcess;
  let address: string;
  let temporal: TemporalConnection | undefined;

  const connect = async () => temporal = await connectWithRetry({ address, namespace: 'default', apiKey: null, tls: null, cli: null });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minqing-test-foreign-'));
    const port = await freePort();
    address = `127.0.0.1:${port}`;
    server = await ServerProcess.start({
      command: await findTemporal(), logFile: join(folder, 'log'),
      args: ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--headless', '--log-level', 'warn'],
    });
    await untilReady(server, () => NativeConnection.connect({ address }).then(async (connection) => {
      await connection.close();
      return true;
    }, () => false), 60_000);
  }, 90_000);

  afterEach(async () => {
    await temporal?.connection.close();
    temporal = undefined;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('are there once the clock has connected: issues start, and are found by them', async () => {
    const { client } = await connect();
    await new IssueWorkflows({ client }).start(STANDING);
    expect((await client.workflow.getHandle('issue/one').describe()).typedSearchAttributes.get({ name: 'Revision', type: 'INT' })).toBe(3);
  });

  it('are completed when some are known already, and left alone when all are', async () => {
    const { connection, namespace } = await connect();
    await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['Revision', 'Unit'] });
    await ensureSearchAttributes(connection, { address, namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    expect(customAttributes).toMatchObject({ Revision: NUMBER.Int, Unit: NUMBER.Keyword });
    await ensureSearchAttributes({ ...servicesOf(connection), operatorService: denied }, { address, namespace });
  });

  it('are seen to again while the clock runs, with the schedule that seals the record', async () => {
    const { connection, client, namespace } = await connect();
    const provide = provisionsOf(temporal!);
    const end = new AbortController();
    expect(await sealScheduleIs(client)).toBe('missing');
    await provide(end.signal);
    expect(await sealScheduleIs(client)).toBe('running');
    await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['Revision'] });
    await provide(end.signal);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    expect(customAttributes).toMatchObject({ Revision: NUMBER.Int });
  });

  it('of another type are a fault that says which', async () => {
    const { connection, namespace } = await connect();
    await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['Revision'] });
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: { Revision: NUMBER.Keyword } });
    await expect(ensureSearchAttributes(connection, { address, namespace, patience: 1 })).rejects.toMatchObject({
      code: 'search-attributes-missing', params: { reason: expect.stringContaining('Revision') },
    });
  });

  it('that may not be added are a fault with the commands for whoever may', async () => {
    const { connection, namespace } = await connect();
    await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['Topic'] });
    await expect(ensureSearchAttributes({ ...servicesOf(connection), operatorService: denied }, { address, namespace })).rejects.toMatchObject({
      code: 'search-attributes-missing', transient: false,
      params: { commands: expect.stringContaining(`temporal operator search-attribute create --address ${address} --namespace default --type Keyword --name Stage --name Level --name Unit --name Topic && `) },
    });
  });
});


function servicesOf({ workflowService }: TemporalConnection['connection']): Pick<TemporalConnection['connection'], 'workflowService'> {
  return { workflowService };
}
