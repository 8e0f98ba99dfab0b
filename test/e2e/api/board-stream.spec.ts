import { type Office, openOffice } from './office.js';
import { goneOf, Listening, rowsOf, until } from './listening.js';
import type { Person } from './person.js';

const CLASS = { scope: 'individual', horizon: 'current', topic: '其他', grade: 'general' };

describe('the live board', () => {
  let office: Office;
  let [chen, lin, hu, zheng]: Person[] = [];
  beforeAll(async () => {
    office = await openOffice({ mostStreams: 12 });
    [chen, lin, hu, zheng] = await Promise.all((['chen', 'lin', 'hu', 'zheng'] as const).map(office.signIn));
  });
  afterAll(() => office.close());

  it('tells each listener what changes within its own area', async () => {
    const [street, works, other] = await Promise.all([lin!, hu!, zheng!].map((person) => Listening.open(person)));
    try {
      expect(street!.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(street!.headers.get('content-security-policy')).toContain("script-src 'self'");
      const { issueId } = await chen!.reports('comm-11');
      const on = (verb: string) => `/api/v1/issues/${issueId}/${verb}`;
      await street!.until(() => rowsOf(street!).includes(`${issueId} reported`));
      await lin!.does(on('register'), CLASS);
      await lin!.does(on('dispatch'), { unit: 'works-1' });
      await works!.until(() => rowsOf(works!).includes(`${issueId} dispatched`));
      await hu!.does(on('return'), { ground: 'not-our-duty', note: '不歸本部門管' });
      await works!.until(() => goneOf(works!).includes(issueId));
      await street!.until(() => rowsOf(street!).includes(`${issueId} returned`));
      expect(goneOf(street!)).toEqual([]);
      await lin!.does(on('withdraw'), { reason: '來訪人撤回' });
      await street!.until(() => goneOf(street!).includes(issueId));
      const { issueId: elsewhere } = await zheng!.reports('comm-21');
      await other!.until(() => rowsOf(other!).length > 0);
      expect(rowsOf(other!)).toEqual([`${elsewhere} reported`]);
      expect(goneOf(other!)).toEqual([]);
      for (const { id, event, data } of street!.events) expect([event, id]).toEqual(['board', String(data.position)]);
    } finally {
      for (const listening of [street!, works!, other!]) listening.close();
    }
  });

  it('brings what was missed to whoever comes back, or asks to get the board again', async () => {
    const first = await Listening.open(lin!);
    first.close();
    await until(() => first.ended);
    const { issueId } = await chen!.reports('comm-11', '積水');
    await office.settled();
    const back = await Listening.open(lin!, '', { 'last-event-id': first.lastId });
    await back.until(() => rowsOf(back).includes(`${issueId} reported`));
    back.close();
    const late = await Listening.open(lin!, '?after=0');
    await late.until((events) => events[0]?.event === 'reload');
    expect(late.events[0]!.data).toEqual({ position: expect.any(Number) });
    late.close();
  });

  it('ends with its session', async () => {
    const leaving = await office.signIn('lin');
    const listening = await Listening.open(leaving);
    await leaving.ask('/api/v1/session', { method: 'DELETE' });
    await until(() => listening.ended);
  });

  it('takes no more listeners than it can serve, and no more than ten of one person', async () => {
    const again = await office.signIn('lin');
    const full = { status: 503, body: { code: 'too-many-streams' } };
    const open = await Promise.all(Array.from({ length: 10 }, (_, index) => Listening.open(index % 2 ? lin! : again)));
    expect(await again.get('/api/v1/board/stream')).toMatchObject(full);
    open.push(await Listening.open(zheng!), await Listening.open(zheng!));
    expect(open.map(({ status }) => status)).toEqual(open.map(() => 200));
    expect(await zheng!.get('/api/v1/board/stream')).toMatchObject(full);
    for (const listening of open) listening.close();
  });

  it('ends when the product is closed, and lets what is under way finish', async () => {
    const closing = await openOffice();
    const person = await closing.signIn('lin');
    const listening = await Listening.open(person);
    await closing.close();
    await until(() => listening.ended);
    await expect(person.get('/api/v1/me')).rejects.toThrow();
  });
});
