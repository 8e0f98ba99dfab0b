import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { KNOWN_KEYS } from '#config';

interface Service {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Record<string, string>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly 'x-no-healthcheck'?: string;
  readonly depends_on?: Record<string, { readonly condition: string }>;
  readonly command?: readonly string[];
}

describe('docker-compose.yml', () => {
  let text = '';
  let services: [string, Service][] = [];

  beforeAll(async () => {
    text = await readFile('docker-compose.yml', 'utf8');
    services = Object.entries((parse(text, { merge: true }) as { services: Record<string, Service> }).services);
  });

  it('has the apps, a Temporal cluster and KurrentDB as profiles, and starts nothing without one', () => {
    expect(new Set(services.flatMap(([, { profiles }]) => profiles ?? ['none']))).toEqual(new Set(['apps', 'temporal', 'kurrentdb']));
    expect(services.filter(([, { profiles }]) => profiles?.includes('apps')).map(([name]) => name).sort()).toEqual(['api', 'postgres', 'projector', 'worker']);
  });

  it('uses only variables that .env.example describes', async () => {
    const example = await readFile('.env.example', 'utf8');
    const used = new Set([...text.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)/g)].map((match) => match[1] ?? ''));
    expect([...used].filter((name) => !new RegExp(`^#?${name}=`, 'm').test(example))).toEqual([]);
  });

  it('hands the apps only keys that they know', () => {
    const handed = services.filter(([, { image }]) => image?.startsWith('minqing:')).flatMap(([, { environment }]) => Object.keys(environment ?? {}));
    expect(handed.length).toBeGreaterThan(0);
    expect(handed.filter((key) => !KNOWN_KEYS.includes(key))).toEqual([]);
  });

  it('has no default secrets', () => {
    const secrets = services.flatMap(([, { environment }]) => Object.entries(environment ?? {})).filter(([key]) => /PASSWORD|PWD|SECRET/.test(key));
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(([, value]) => !/^\$\{[A-Z_]+:\?.+\}$/.test(value))).toEqual([]);
  });

  it('pins every image to a version', () => {
    expect(services.map(([, { image }]) => image ?? '').filter((image) => !/:\d+\.\d+/.test(image))).toEqual([]);
  });

  it('opens ports on loopback only', () => {
    expect(services.flatMap(([, { ports }]) => ports ?? []).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('asks every service for its health, or says why not', () => {
    expect(services.filter(([, service]) => !service.healthcheck && !service['x-no-healthcheck']).map(([name]) => name)).toEqual([]);
  });

  it('waits only for services that exist and can say that they are healthy', () => {
    const named = new Map(services);
    const waits = services.flatMap(([, { depends_on: waitsFor }]) => Object.entries(waitsFor ?? {}));
    expect(waits.filter(([name, { condition }]) => condition === 'service_healthy' && !named.get(name)?.healthcheck)).toEqual([]);
  });
});
