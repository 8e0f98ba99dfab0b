import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';

/** A value that is set but empty counts as not set: that is how compose files and CI systems pass what they do not have. */
function optional<T extends z.ZodType>(schema: T): z.ZodOptional<T> {
  return schema.optional();
}

const port = z.coerce.number().int().min(1).max(65_535);
const yesNo = z.stringbool();

function url(...protocols: string[]) {
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
}

/** Addresses and networks (`10.1.2.3`, `10.1.2.0/24`, `fd00::/64`), with commas between them. All of the world is no network. */
const networks = z.string().transform((text) => text.split(',').map((part) => part.trim())).refine((parts) => parts.every(isNetwork), {
  error: 'must be IP addresses or networks such as 10.1.2.0/24, with commas between them',
});

function isNetwork(text: string): boolean {
  const [, address = '', length] = /^([^/]*)(?:\/([1-9]\d{0,2}))?$/.exec(text) ?? [];
  const longest = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  return longest > 0 && Number(length ?? longest) <= longest;
}

/** May name several nodes, which no URL does. */
const nodes = z.string().regex(/^(kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\/[^\s/]+/, 'must be an address that begins with kurrentdb:// or kurrentdb+discover://');

const hostAndPort = z.string().regex(/^[^\s/]+:\d{1,5}$/, 'must be host:port');

/** Every environment variable the product reads. `.env.example` says what each is for; a test compares the two. */
export const ENVIRONMENT = z.object({
  DATABASE_URL: optional(url('postgres:', 'postgresql:')),
  KURRENTDB_URL: optional(nodes),
  TEMPORAL_ADDRESS: optional(hostAndPort),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_API_KEY: optional(z.string()),
  TEMPORAL_TLS: optional(yesNo),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: optional(z.string()),
  TEMPORAL_TLS_CLIENT_CERT_PATH: optional(z.string()),
  TEMPORAL_TLS_CLIENT_KEY_PATH: optional(z.string()),
  TEMPORAL_TLS_SERVER_NAME: optional(z.string()),
  TEMPORAL_CLI: optional(z.string()),
  MINQING_MASTER_KEY_FILE: optional(z.string()),
  SEAL_KEY_FILE: optional(z.string()),
  SEAL_EXPORT_FILE: optional(z.string()),
  SEAL_WEBHOOK_URL: optional(url('http:', 'https:')),
  SEAL_WEBHOOK_HOSTS: z.string().default('').transform((text) => text.split(',').map((host) => host.trim()).filter((host) => host !== '')),
  MINQING_HOME: z.string().default('.minqing'),
  MINQING_HOST: z.string().default('127.0.0.1'),
  MINQING_PORT: port.default(7310),
  MINQING_WORKER_PORT: optional(port),
  MINQING_PUBLIC_URL: optional(url('http:', 'https:')),
  MINQING_TRUSTED_PROXIES: optional(networks),
  MINQING_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  MINQING_LOCALE: optional(z.enum(['zh-Hant', 'zh-Hans', 'en'])),
  MINQING_SAMPLES: yesNo.default(true),
  MINQING_POSTGRES_PORT: optional(port),
  MINQING_TEMPORAL_PORT: optional(port),
  MINQING_TEMPORAL_UI_PORT: optional(port),
});

export type Environment = z.infer<typeof ENVIRONMENT>;

export const KNOWN_KEYS: readonly string[] = Object.keys(ENVIRONMENT.shape);
