import { type Office, openOffice } from './office.js';

const PROXY = '10.0.0.9';

describe('behind a proxy that is named', () => {
  let office: Office;
  beforeAll(async () => { office = await openOffice({ trustedProxies: [PROXY] }); });
  afterAll(() => office.close());

  /** The address that the audit keeps of an attempt that came so. */
  async function addressOf(remoteAddress: string, forwardedFor: string): Promise<string> {
    const { statusCode } = await office.app.inject({
      method: 'POST', url: '/api/v1/session', remoteAddress, headers: { 'x-forwarded-for': forwardedFor }, payload: { login: 'nobody', password: 'x' },
    });
    expect(statusCode).toBe(401);
    return (await office.pool.query<{ address: string }>('select address from identity.audit order by id desc limit 1')).rows[0]!.address;
  }

  it('a client is known by its own address, whatever it says itself', async () => {
    expect(await addressOf(PROXY, '203.0.113.7')).toBe('203.0.113.7');
    expect(await addressOf(PROXY, '127.0.0.1, 203.0.113.8')).toBe('203.0.113.8');
  });

  it('one that is not named is taken for the client', async () => {
    expect(await addressOf('10.0.0.8', '203.0.113.7')).toBe('10.0.0.8');
    expect(await addressOf('127.0.0.1', '203.0.113.7')).toBe('127.0.0.1');
  });

  it('what is for this machine alone is not given to whoever calls himself so', async () => {
    const metrics = async (remoteAddress: string, headers = {}): Promise<number> => (await office.app.inject({ url: '/metrics', remoteAddress, headers })).statusCode;
    expect(await metrics('127.0.0.1')).toBe(200);
    expect(await metrics(PROXY, { 'x-forwarded-for': '127.0.0.1' })).toBe(404);
    expect(await metrics('10.0.0.8', { 'x-forwarded-for': '127.0.0.1' })).toBe(404);
  });
});
