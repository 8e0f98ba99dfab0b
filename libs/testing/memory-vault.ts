import { createHmac, randomBytes } from 'node:crypto';
import { newKeyId, type KeyGone, type KeyState, type PersonKey, type Vault } from '#privacy';

/** Keys that last as long as the test. */
export class MemoryVault implements Vault {
  readonly secrets = new Map<string, Buffer | KeyGone>();
  readonly lost = 0;
  private readonly digestKey = randomBytes(32);

  async issue(count: number): Promise<readonly PersonKey[]> {
    const made = Array.from({ length: count }, () => ({ id: newKeyId(), secret: randomBytes(32) }));
    for (const { id, secret } of made) this.secrets.set(id, secret);
    return made;
  }

  async confirm(keys: readonly PersonKey[]): Promise<void> {
    for (const { id, secret } of keys) if (!this.secrets.has(id)) this.secrets.set(id, secret);
  }

  async open(ids: Iterable<string>): Promise<ReadonlyMap<string, Buffer | KeyGone>> {
    return new Map([...ids].map((id) => [id, this.secrets.get(id) ?? 'lost']));
  }

  async states(ids: Iterable<string>): Promise<ReadonlyMap<string, KeyState>> {
    return new Map([...await this.open(ids)].map(([id, key]) => [id, Buffer.isBuffer(key) ? 'there' : key]));
  }

  async destroy(ids: readonly string[]): Promise<number> {
    const there = ids.filter((id) => Buffer.isBuffer(this.secrets.get(id)));
    for (const id of there) this.secrets.set(id, 'destroyed');
    return there.length;
  }

  digest(text: string): string {
    return createHmac('sha256', this.digestKey).update(text).digest('hex');
  }
}
