import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 8_000;
const MOST_ATTEMPTS = 200;
const NAMESPACE = Buffer.from('6d8f0f0e3a1b5c1e9f6a4d2b7c80e315', 'hex');

/** The id that a command of this cadre under this key must have: version 5 of RFC 9562, made here from its definition. */
export function commandIdOf(cadre, key) {
  const bytes = createHash('sha1').update(NAMESPACE).update(JSON.stringify(['command', `cadre:${cadre}`, key])).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Whether nobody can tell from this answer what became of the command. */
export function leavesUnknown({ status, body }) {
  return status === 202 || (status >= 500 && !saysNothingWritten(body));
}

function saysNothingWritten(body) {
  return body?.code === 'unavailable' || body?.code === 'store-frozen' || body?.code === 'read-model-behind';
}

/** One person at the interface, who notes every request and every answer, and gives a command again until it is answered. */
export class Caller {
  #cookie = '';

  constructor(url, { login, cadre, password }, ledger, chance) {
    Object.assign(this, { url, login, cadre, password, ledger, chance });
  }

  /** Tries for as long as the product is away. */
  async signIn() {
    for (;;) {
      const answer = await this.#ask('POST', '/api/v1/session', { json: { login: this.login, password: this.password } }).catch(() => null);
      if (answer?.status === 200) {
        this.#cookie = answer.cookie;
        return;
      }
      if (answer && answer.status < 500 && answer.status !== 429) throw new Error(`${this.login} cannot sign in: ${JSON.stringify(answer)}`);
      await sleep(500);
    }
  }

  /** Gives a command; when no answer comes, again with the same key. Null when the caller lost patience or was refused. */
  async give(key, path, json) {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const twice = this.chance.often(0.06);
      const [answer, other] = await Promise.all([this.attempt(key, path, json, attempt), twice ? this.attempt(key, path, json, attempt) : null]);
      const known = [answer, other].find((each) => each && each.status < 300 && each.status !== 202);
      if (known) return known.body;
      if (answer?.status === 401) await this.signIn();
      else if (answer && answer.status < 500 && ![202, 429].includes(answer.status)) return null;
      // Some people go away and never ask again: their command is on record or not, and only its id can tell.
      if (this.chance.often(0.05)) return null;
      await sleep(this.chance.between(100, 800));
    }
    return null;
  }

  /** One request: its answer, or null when it was lost. */
  async attempt(key, path, json, attempt) {
    const about = { key, cadre: this.cadre, path };
    await this.ledger.note({ fact: 'asked', ...about, attempt, json });
    const hangsUp = this.chance.often(0.02);
    try {
      const answer = await this.#ask('POST', path, { json, headers: { 'idempotency-key': key }, patienceMs: hangsUp ? this.chance.between(1, 20) : PATIENCE_MS });
      await this.ledger.note({ fact: 'answered', ...about, attempt, status: answer.status, body: answer.body });
      return answer;
    } catch (failure) {
      await this.ledger.note({ fact: 'lost', ...about, attempt, reason: String(failure.cause?.code ?? failure.name) });
      return null;
    }
  }

  /** Reads a page that must show an acknowledged change; what it shows is noted. */
  async readsAtLeast(issueId, { position, revision }) {
    const path = `/api/v1/issues/${issueId}`;
    const answer = await this.#ask('GET', path, { headers: { 'minqing-position': String(position) } }).catch(() => null);
    if (answer?.status !== 200) return;
    await this.ledger.note({ fact: 'read', path, position, shown: Number(answer.position), revision, shownRevision: answer.body.revision });
  }

  async asks(path) {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const answer = await this.#ask('GET', path).catch(() => null);
      if (answer?.status === 401) await this.signIn();
      else if (answer && answer.status < 500 && answer.status !== 429) return answer;
      await sleep(300);
    }
    throw new Error(`${path} was never answered`);
  }

  async #ask(method, path, { json, headers = {}, patienceMs = PATIENCE_MS } = {}) {
    const response = await fetch(`${this.url}${path}`, {
      method, signal: AbortSignal.timeout(Math.ceil(patienceMs)),
      headers: { ...(this.#cookie && { cookie: this.#cookie }), ...(json && { 'content-type': 'application/json' }), ...headers },
      ...(json && { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status, body: isJson ? JSON.parse(text) : text, position: response.headers.get('minqing-position'),
      cookie: response.headers.get('set-cookie')?.split(';', 1)[0] ?? '',
    };
  }
}
