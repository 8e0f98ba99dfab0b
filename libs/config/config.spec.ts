import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#kernel';
import { KNOWN_KEYS, loadConfig } from './index.js';

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env);
  } catch (fault) {
    expect(fault).toBeInstanceOf(Fault);
    return (fault as Fault).message;
  }
  throw new Error('the configuration was taken');
}

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(loadConfig({})).toMatchObject({ databaseUrl: null, host: '127.0.0.1', port: 7310, publicUrl: 'http://127.0.0.1:7310', home: join(process.cwd(), '.minqing') });
  });

  it('is frozen through and through', () => {
    const config = loadConfig({});
    expect(() => Object.assign(config.temporal, { namespace: 'other' })).toThrow(TypeError);
    expect(() => Object.assign(config, { port: 1 })).toThrow(TypeError);
  });

  it('takes an empty value for one that is not set', () => {
    expect(loadConfig({ DATABASE_URL: '', MINQING_PORT: '' })).toMatchObject({ databaseUrl: null, port: 7310 });
  });

  it('stops at an unknown key under its prefix and names the nearest known one', () => {
    expect(refusal({ MINQING_PROT: '80' })).toContain('MINQING_PROT is unknown: did you mean MINQING_PORT?');
  });

  it.each(['kurrentdb://127.0.0.1:2113?tls=false', 'kurrentdb://admin:secret@a:2113,b:2113', 'kurrentdb+discover://cluster:2113'])('takes one node of KurrentDB or several: %s', (kurrentdbUrl) => {
    expect(loadConfig({ KURRENTDB_URL: kurrentdbUrl })).toMatchObject({ kurrentdbUrl });
    expect(refusal({ KURRENTDB_URL: kurrentdbUrl.replace('kurrentdb', 'https') })).toContain('kurrentdb://');
  });

  it('lets other programs have their keys', () => {
    expect(loadConfig({ PATH: '/bin', PORT: 'x' }).port).toBe(7310);
  });

  it('names all that is wrong at once', () => {
    const said = refusal({ DATABASE_URL: 'mysql://x/y', MINQING_PORT: '99999', MINQING_LOG_LEVEL: 'loud', MINQING_COLOUR: 'red' });
    for (const key of ['DATABASE_URL', 'MINQING_PORT', 'MINQING_LOG_LEVEL', 'MINQING_COLOUR']) expect(said).toContain(key);
  });

  it('never repeats a value, which may hold a password', () => {
    expect(refusal({ DATABASE_URL: 'mysql://root:hunter2@db/x' })).not.toContain('hunter2');
  });

  it('believes the proxies of this machine, or those that are named', () => {
    expect(loadConfig({}).trustedProxies).toEqual(['127.0.0.0/8', '::1']);
    expect(loadConfig({ MINQING_TRUSTED_PROXIES: '10.1.2.3, 10.1.3.0/24,fd00::/64' }).trustedProxies).toEqual(['10.1.2.3', '10.1.3.0/24', 'fd00::/64']);
  });

  it.each(['true', '*', '10.1.2', '10.1.2.3/33', 'fd00::/129', '0.0.0.0/0', '::/0', '10.1.2.3,', 'proxy.example'])('takes %s for no proxy', (named) => {
    expect(refusal({ MINQING_TRUSTED_PROXIES: named })).toContain('MINQING_TRUSTED_PROXIES: must be IP addresses');
  });

  it.each([
    [{}, null],
    [{ TEMPORAL_API_KEY: 'k' }, { serverCaPath: null }],
    [{ TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' }, null],
    [{ TEMPORAL_TLS_CLIENT_CERT_PATH: 'c.pem', TEMPORAL_TLS_CLIENT_KEY_PATH: 'k.pem' }, { clientCertPath: 'c.pem', clientKeyPath: 'k.pem' }],
  ])('uses TLS with Temporal as %o asks', (env, expected) => {
    const { tls } = loadConfig(env).temporal;
    if (expected === null) expect(tls).toBeNull();
    else expect(tls).toMatchObject(expected);
  });

  it('is described whole in .env.example, which describes nothing else', async () => {
    const text = await readFile('.env.example', 'utf8');
    const described = [...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]);
    const forCompose = described.filter((key) => key?.startsWith('COMPOSE_'));
    expect(described.filter((key) => !forCompose.includes(key)).sort()).toEqual([...KNOWN_KEYS].sort());
  });
});
