import { join, resolve } from 'node:path';
import { Fault } from '#kernel';
import { nearest } from './nearest.js';
import { ENVIRONMENT, KNOWN_KEYS, type Environment } from './schema.js';

export interface TemporalTls {
  readonly serverCaPath: string | null;
  readonly clientCertPath: string | null;
  readonly clientKeyPath: string | null;
  readonly serverName: string | null;
}

/** What the environment says, read once at boot. `null`: not set. */
export interface Config {
  /** PostgreSQL. `npm start` starts its own and tells the apps when it is not set. */
  readonly databaseUrl: string | null;
  /** KurrentDB, for the record; it is in PostgreSQL when not set. */
  readonly kurrentdbUrl: string | null;
  readonly temporal: {
    readonly address: string | null;
    readonly namespace: string;
    readonly apiKey: string | null;
    readonly tls: TemporalTls | null;
    readonly cli: string | null;
  };
  /** Sealing the record: the private key's file (absolute), and the witnesses that are told of checkpoints. */
  readonly seal: { readonly keyFile: string; readonly exportFile: string | null; readonly webhookUrl: string | null; readonly webhookHosts: readonly string[] };
  /** Absolute: the key that wraps the keys of persons. */
  readonly masterKeyFile: string;
  /** Absolute: data of the embedded servers, logs, cache, the file of the running servers. */
  readonly home: string;
  readonly host: string;
  readonly port: number;
  /** Where the worker tells how it is, on `host`; null: nowhere but in its log. */
  readonly workerPort: number | null;
  /** How people reach the web page: in links, cookies and the check of a request's origin. No slash at the end. */
  readonly publicUrl: string;
  /** Addresses and networks of the proxies that are believed whom they forward for; this machine's own when none is named. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: Environment['MINQING_LOG_LEVEL'];
  /** Whether `npm start` loads the sample campaign into an empty record. */
  readonly samples: boolean;
  /** Fixed ports of the embedded servers; free ones are taken when not set. */
  readonly ports: { readonly postgres: number | null; readonly temporal: number | null; readonly temporalUi: number | null };
}

const PREFIX = /^(MINQING|SEAL)_/;

/** Throws Fault bad-configuration, which names every wrong and every unknown key at once. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const wrong = unknownKeys(Object.keys(set));
  const parsed = ENVIRONMENT.safeParse(set);
  if (!parsed.success) wrong.push(...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  if (wrong.length > 0 || !parsed.success) {
    throw new Fault('bad-configuration', { params: { keys: wrong.length, wrong: wrong.join('\n  ') }, tryNext: 'Every key is described in .env.example.' });
  }
  return frozen(shape(parsed.data));
}

function unknownKeys(keys: readonly string[]): string[] {
  return keys
    .filter((key) => PREFIX.test(key) && !KNOWN_KEYS.includes(key))
    .map((key) => {
      const meant = nearest(key, KNOWN_KEYS);
      return meant ? `${key} is unknown: did you mean ${meant}?` : `${key} is unknown`;
    });
}

function shape(env: Environment): Config {
  return {
    databaseUrl: env.DATABASE_URL ?? null,
    kurrentdbUrl: env.KURRENTDB_URL ?? null,
    temporal: {
      address: env.TEMPORAL_ADDRESS ?? null,
      namespace: env.TEMPORAL_NAMESPACE,
      apiKey: env.TEMPORAL_API_KEY ?? null,
      tls: tls(env),
      cli: env.TEMPORAL_CLI ?? null,
    },
    seal: {
      keyFile: resolve(env.SEAL_KEY_FILE ?? join(env.MINQING_HOME, 'seal-key.pem')),
      exportFile: env.SEAL_EXPORT_FILE === undefined ? null : resolve(env.SEAL_EXPORT_FILE),
      webhookUrl: env.SEAL_WEBHOOK_URL ?? null,
      webhookHosts: env.SEAL_WEBHOOK_HOSTS,
    },
    masterKeyFile: resolve(env.MINQING_MASTER_KEY_FILE ?? join(env.MINQING_HOME, 'master-key')),
    home: resolve(env.MINQING_HOME),
    host: env.MINQING_HOST,
    port: env.MINQING_PORT,
    workerPort: env.MINQING_WORKER_PORT ?? null,
    publicUrl: (env.MINQING_PUBLIC_URL ?? `http://${bracketed(env.MINQING_HOST)}:${env.MINQING_PORT}`).replace(/\/+$/, ''),
    trustedProxies: env.MINQING_TRUSTED_PROXIES ?? ['127.0.0.0/8', '::1'],
    logLevel: env.MINQING_LOG_LEVEL,
    samples: env.MINQING_SAMPLES,
    ports: { postgres: env.MINQING_POSTGRES_PORT ?? null, temporal: env.MINQING_TEMPORAL_PORT ?? null, temporalUi: env.MINQING_TEMPORAL_UI_PORT ?? null },
  };
}

/** An API key or a certificate speaks of TLS by itself; TEMPORAL_TLS=false still switches it off. */
function tls(env: Environment): TemporalTls | null {
  const serverCaPath = env.TEMPORAL_TLS_SERVER_CA_CERT_PATH ?? null;
  const clientCertPath = env.TEMPORAL_TLS_CLIENT_CERT_PATH ?? null;
  const wanted = env.TEMPORAL_TLS ?? (serverCaPath !== null || clientCertPath !== null || env.TEMPORAL_API_KEY !== undefined);
  if (!wanted) return null;
  return { serverCaPath, clientCertPath, clientKeyPath: env.TEMPORAL_TLS_CLIENT_KEY_PATH ?? null, serverName: env.TEMPORAL_TLS_SERVER_NAME ?? null };
}

/** An IPv6 address stands in brackets in a URL; "all addresses" is reached at the machine itself. */
function bracketed(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value) as unknown[]) if (typeof inner === 'object' && inner !== null) frozen(inner);
  return Object.freeze(value);
}
