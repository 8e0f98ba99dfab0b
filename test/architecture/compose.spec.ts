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
  readonly depends_on?: Record<string, { readonly condition: string; readonly required?: boolean }>;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
}

describe('docker-compose.yml', () => {
  let text = '';
  let services: [string, Service][] = [];

  beforeAll(async () => {
    text = await readFile('docker-compose.yml', 'utf8');
    services = Object.entries((parse(text, { merge: true }) as { services: Record<string, Service> }).services);
  });

  const named = (name: string): Service => services.find(([each]) => each === name)![1];
  const ours = (): [string, Service][] => services.filter(([, { image }]) => image?.startsWith('minqing:'));

  it('has the apps, each server that they need and the command line as profiles, and starts nothing without one', () => {
    const profiles = new Map<string, string[]>();
    for (const [name, { profiles: of = ['none'] }] of services) for (const profile of of) profiles.set(profile, [...(profiles.get(profile) ?? []), name].sort());
    expect(Object.fromEntries(profiles)).toEqual({
      apps: ['api', 'projector', 'worker'], postgres: ['postgres'], temporal: ['temporal', 'temporal-postgres', 'temporal-ui'], kurrentdb: ['kurrentdb'], tools: ['cli'],
    });
  });

  it('demands no variable, for compose would demand it of every profile', () => {
    expect([...text.matchAll(/\$\{\w+:?\?/g)]).toEqual([]);
    // What is not set is empty everywhere: no part of a text is left to chance.
    expect([...text.matchAll(/(?<!\$)\$\{(\w+)(?!\w|:-)/g)]).toEqual([]);
  });

  it('waits for no service of a profile that may be left out', () => {
    const waits = services.flatMap(([name, { profiles = [], depends_on: on = {} }]) => Object.entries(on).map(([other, { required }]) => ({ name, other, required: required ?? true, profiles })));
    const apart = waits.filter(({ other, profiles }) => !profiles.every((profile) => named(other).profiles?.includes(profile)));
    expect(apart.map(({ name }) => name).sort()).toEqual(['api', 'cli', 'projector', 'worker']);
    expect(apart.filter(({ required }) => required)).toEqual([]);
  });

  it('hands everything that reaches Temporal each of its variables, and the folder of its certificates', () => {
    const keys = KNOWN_KEYS.filter((key) => key.startsWith('TEMPORAL_') && key !== 'TEMPORAL_CLI');
    expect(keys).toContain('TEMPORAL_TLS_SERVER_NAME');
    for (const name of ['api', 'worker', 'cli']) {
      expect([name, keys.filter((key) => !(key in (named(name).environment ?? {})))]).toEqual([name, []]);
      expect(named(name).volumes).toContain('${COMPOSE_CERTS:-./certs}:/certs:ro');
    }
  });

  it('shows everything that opens the record the file of the witness, in a folder of the machine that the worker alone writes', () => {
    const witness = '${COMPOSE_WITNESS:-./witness}:/witness';
    for (const name of ['api', 'projector', 'worker', 'cli']) {
      expect([name, named(name).environment?.['SEAL_EXPORT_FILE']]).toEqual([name, '${SEAL_EXPORT_FILE:-}']);
      expect([name, named(name).volumes]).toEqual([name, expect.arrayContaining([name === 'worker' ? witness : `${witness}:ro`])]);
    }
  });

  it('has a command line with the keys of the apps, whose own files outlive the container', () => {
    const { entrypoint, environment = {}, volumes = [] } = named('cli');
    expect(entrypoint?.at(-1)).toBe('dist/apps/cli/main.js');
    for (const key of ['MINQING_MASTER_KEY_FILE', 'SEAL_KEY_FILE', 'DATABASE_URL', 'KURRENTDB_URL']) expect([key, environment[key]]).toEqual([key, named('worker').environment?.[key]]);
    for (const file of [environment['MINQING_MASTER_KEY_FILE'], environment['SEAL_KEY_FILE'], `${environment['MINQING_HOME']}/sign-in.txt`]) {
      expect(volumes.filter((volume) => /^[a-z]+:/.test(volume) && file?.startsWith(`${volume.split(':')[1]}/`))).toHaveLength(1);
    }
  });

  it('keeps on volumes only what the image makes for the account that it runs as', async () => {
    const dockerfile = await readFile('Dockerfile', 'utf8');
    const made = /^RUN install -d -o node .*$/m.exec(dockerfile)![0].split(' ');
    const folders = ours().flatMap(([, { volumes }]) => volumes ?? []).filter((volume) => /^[a-z]/.test(volume)).map((volume) => volume.split(':')[1]!);
    expect(folders.length).toBeGreaterThan(3);
    expect(folders.filter((folder) => !made.includes(folder))).toEqual([]);
  });

  it('uses only variables that .env.example describes', async () => {
    const example = await readFile('.env.example', 'utf8');
    const used = new Set([...text.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)/g)].map((match) => match[1] ?? ''));
    expect([...used].filter((name) => !new RegExp(`^#?${name}=`, 'm').test(example))).toEqual([]);
  });

  it('hands the apps only keys that they know', () => {
    const handed = ours().flatMap(([, { environment }]) => Object.keys(environment ?? {}));
    expect(handed.length).toBeGreaterThan(0);
    expect(handed.filter((key) => !KNOWN_KEYS.includes(key))).toEqual([]);
  });

  it('has no default secrets', () => {
    const secrets = services.flatMap(([, { environment }]) => Object.entries(environment ?? {})).filter(([key]) => /PASSWORD|PWD|SECRET/.test(key));
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(([, value]) => !/^\$\{[A-Z_]+:-\}$/.test(value))).toEqual([]);
    expect(ours().map(([, { environment }]) => environment?.['DATABASE_URL'])).toEqual(ours().map(() => expect.stringContaining('minqing:${COMPOSE_DATABASE_PASSWORD:-}@')));
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
    const waits = services.flatMap(([, { depends_on: waitsFor }]) => Object.entries(waitsFor ?? {}));
    expect(waits.filter(([name, { condition }]) => condition === 'service_healthy' && !named(name).healthcheck)).toEqual([]);
  });
});
