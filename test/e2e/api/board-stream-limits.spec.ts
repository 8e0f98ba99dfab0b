import { BoardHub, type BoardListener } from '../../../apps/api/board/board-hub.js';
import { USUAL_STREAM_LIMITS } from '../../../apps/api/board/stream-limits.js';
import { Listening, rowsOf, until } from './listening.js';
import { type Office, openOffice } from './office.js';

describe('the limits of the live board', () => {
  let office: Office;
  beforeEach(async () => { office = await openOffice({ streams: { heartbeatMs: 50, keptChanges: 2 } }); });
  afterEach(() => office.close());

  it('a heartbeat moves the place of a listener on, also past what is none of its business', async () => {
    const [chen, zheng] = await Promise.all([office.signIn('chen'), office.signIn('zheng')]);
    const listening = await Listening.open(zheng);
    const { position } = await chen.reports('comm-11');
    await until(() => Number(listening.lastId) >= position!);
    expect(listening.events).toEqual([]);
    listening.close();
  });

  it('a heartbeat ends the stream of a session that is over, and keeps nobody signed in', async () => {
    const lin = await office.signIn('lin');
    const listening = await Listening.open(lin);
    office.pass(16 * 60_000);
    await until(() => listening.ended);
    expect((await lin.get('/api/v1/me')).status).toBe(401);
  });

  it('who missed no more than is kept gets it; who missed more gets the board again', async () => {
    const [chen, lin, sun] = await Promise.all([office.signIn('chen'), office.signIn('lin'), office.signIn('sun')]);
    const staying = await Listening.open(sun);
    const ids: string[] = [];
    const places = [staying.lastId];
    for (const title of ['一', '二', '三']) {
      const { issueId } = await chen.reports('comm-11', title);
      await staying.until(() => rowsOf(staying).includes(`${issueId} reported`));
      ids.push(issueId);
      places.push(staying.events.at(-1)!.id);
    }
    const back = await Listening.open(lin, '', { 'last-event-id': places[1]! });
    expect(back.events.map(({ event }) => event)).toEqual(['board', 'board']);
    expect(rowsOf(back)).toEqual(ids.slice(1).map((id) => `${id} reported`));
    const late = await Listening.open(lin, '', { 'last-event-id': places[0]! });
    expect(late.events.map(({ event }) => event)).toEqual(['reload']);
    for (const listening of [staying, back, late]) listening.close();
  });

  it('a listener that takes no more is dropped, and the others hear on', async () => {
    const hub = hubOn(office.parts.readModels);
    const frames: string[] = [];
    let ended = 0;
    const listener = (send: BoardListener['send']) => listenerWith(send, () => { ended += 1; });
    const slow = listener((frame) => !frame.includes('event: board'));
    const quick = listener((frame) => frames.push(frame) > 0);
    for (const each of [slow, quick]) {
      hub.admit(each.cadre);
      await hub.add(each, undefined);
    }
    const chen = await office.signIn('chen');
    for (const title of ['一', '二']) {
      const { issueId } = await chen.reports('comm-11', title);
      await until(() => frames.some((frame) => frame.includes(issueId)));
    }
    expect([ended, hub.listening]).toEqual([1, 1]);
    hub.close();
    expect([ended, hub.listening]).toEqual([2, 0]);
  });

  it('who would be told too much at once gets the board again, on coming back too', async () => {
    const hub = hubOn(office.parts.readModels, { ...USUAL_STREAM_LIMITS, mostUnreadBytes: 2_000 });
    const frames: string[] = [];
    const listener = listenerWith((frame) => frames.push(frame) > 0, () => undefined);
    const join = async (after?: number): Promise<void> => {
      hub.admit(listener.cadre);
      await hub.add(listener, after);
    };
    await join();
    const chen = await office.signIn('chen');
    const { issueId, position } = await chen.reports('comm-11', '不多');
    await until(() => frames.some((frame) => frame.includes(issueId)));
    await chen.reports('comm-11', '很多'.repeat(100));
    await until(() => frames.some((frame) => frame.includes('event: reload')));
    frames.length = 0;
    await join(position! - 1);
    expect(frames.join('')).toMatch(/^id: \d+\nevent: reload\n/);
    expect(frames.join('')).not.toContain('event: board');
    hub.close();
  });

  it('follows on while nobody listens, once somebody has: what is asked for at once stays little', async () => {
    const { readModels } = office.parts;
    const reached: number[] = [];
    const hub = hubOn({
      board: readModels.board.bind(readModels), directory: readModels.directory.bind(readModels), onAdvance: readModels.onAdvance.bind(readModels),
      boardChanges: async (after, now) => {
        const change = await readModels.boardChanges(after, now);
        reached.push(change.position);
        return change;
      },
    });
    const chen = await office.signIn('chen');
    await chen.reports('comm-11', '無人曾看');
    expect(reached).toEqual([]);
    const leaving = listenerWith(() => true, () => undefined);
    hub.admit(leaving.cadre);
    await hub.add(leaving, undefined);
    hub.remove(leaving);
    const { position } = await chen.reports('comm-11', '無人在看');
    await until(() => reached.at(-1)! >= position!);
    hub.close();
  });

  function hubOn(readModels: HubReadModels, limits = USUAL_STREAM_LIMITS): BoardHub {
    return new BoardHub({ readModels, now: office.parts.now, logger: office.parts.logger, mostListeners: 2, limits });
  }
});

type HubReadModels = ConstructorParameters<typeof BoardHub>[0]['readModels'];

function listenerWith(send: BoardListener['send'], end: () => void): BoardListener {
  return { scope: 'everything', cadre: 'sun', sessionId: 'any', isAlive: async () => true, send, end };
}
