import { lookup } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';
import { Fault } from '#kernel';
import { addCheckpointBody, type Witness } from './witness.js';

export interface WebhookOptions {
  readonly url: string;
  /**
   * What may be told at all: names of hosts (`witness.example.org`, `witness.example.org:8443`) reached by https. One on
   * this machine, or one without TLS, is named with its scheme, `http://127.0.0.1:9000`; http goes to this machine alone.
   */
  readonly hosts: readonly string[];
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const LONGEST_ANSWER = 16 * 1024;

/** Addresses that a name on the list may not lead to unless the address itself is on it: this machine and its neighbours on the wire. */
const OWN = new BlockList();
for (const [net, prefix] of [['127.0.0.0', 8], ['0.0.0.0', 8], ['169.254.0.0', 16], ['224.0.0.0', 3]] as const) OWN.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [['::', 127], ['fe80::', 10], ['ff00::', 8]] as const) OWN.addSubnet(net, prefix, 'ipv6');

/**
 * A witness over HTTP that speaks tlog-witness's add-checkpoint. Told of the newest checkpoint alone: it vouches for all before it.
 * Fault `webhook-host-not-listed` when the address may not be told at all. Faults of `take`: `webhook-unreachable`, `webhook-refused`, `witness-differs`.
 */
export function webhookWitness(options: WebhookOptions): Witness {
  const url = listed(options);
  return {
    name: `webhook ${url.origin}${url.pathname}`,
    async take(parts, since) {
      const { last } = await parts.seals.state();
      if (!last || last.size === since) return since;
      const { status, text } = await post(url, options, await addCheckpointBody(parts, since, last));
      if (status >= 200 && status < 300) return last.size;
      const has = status === 409 ? sizeIn(text) : undefined;
      // It was told before by somebody we know nothing of, such as this installation before a crash.
      if (has !== undefined && has !== since && has <= last.size) {
        const again = await post(url, options, await addCheckpointBody(parts, has, last));
        if (again.status >= 200 && again.status < 300) return last.size;
      }
      if (has !== undefined && has > last.size) throw new Fault('witness-differs', { params: { size: has }, tryNext: 'the witness saw more than there is here: was an old backup restored?' });
      throw new Fault('webhook-refused', { params: { status }, transient: true });
    },
  };
}

function listed({ url: text, hosts }: WebhookOptions): URL {
  const url = new URL(text);
  const named = hosts.includes(url.origin) || (url.protocol === 'https:' && (hosts.includes(url.hostname) || hosts.includes(url.host)));
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url));
  if (named && safe && url.username === '' && url.password === '') return url;
  throw new Fault('webhook-host-not-listed', { params: { host: url.origin }, tryNext: 'name its host in SEAL_WEBHOOK_HOSTS; without TLS only an address of this machine, as http://127.0.0.1:9000' });
}

function isThisMachine({ hostname }: URL): boolean {
  return hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The name is resolved once and that very address is spoken to; a redirection is an answer like any other, and followed by nobody. */
async function post(url: URL, { hosts, timeoutMs = TIMEOUT_MS }: WebhookOptions, body: string): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { address, family } = await lookup(url.hostname.replace(/^\[|\]$/g, ''));
    if (OWN.check(address, family === 6 ? 'ipv6' : 'ipv4') && !hosts.includes(url.origin)) {
      throw new Fault('webhook-host-not-listed', { params: { host: url.origin }, tryNext: 'its name leads to this machine: name it with scheme and port in SEAL_WEBHOOK_HOSTS if that is meant' });
    }
    return await send(url, body, address, signal);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('webhook-unreachable', { params: { host: url.origin }, transient: true, cause });
  }
}

function send(url: URL, body: string, address: string, signal: AbortSignal): Promise<Answer> {
  const pinned: LookupFunction = (_name, { all }, done) => {
    const family = isIPv6(address) ? 6 : 4;
    if (all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent: false, lookup: pinned, signal, headers: { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) } };
    const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
    request.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > LONGEST_ANSWER) response.destroy(new Error('the answer is too long'));
      }).on('end', () => resolve({ status: response.statusCode ?? 0, text })).on('error', reject);
    });
    request.end(body);
  });
}

/** A conflict is answered with the size that the witness has. */
function sizeIn(text: string): number | undefined {
  return /^(0|[1-9]\d{0,14})\n?$/.test(text) ? Number(text) : undefined;
}
