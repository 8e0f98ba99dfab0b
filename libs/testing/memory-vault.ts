import { createHmac, randomBytes } from 'node:crypto';
import { newKeyId, type PersonKey, type Vault } from '#privacy';

/** Keys that last as long as the test. */
export class MemoryVault implements Vault {
  readonly secrets = new Map<string, Buffer>();
  private readonly digestKey = randomBytes(32);

  async issue(count: number): Promise<readonly PersonKey[]> {
    const made = Array.from({ length: count }, () => ({ id: newKeyId(), secret: randomBytes(32) }));
    for (const { id, secret } of made) this.secrets.set(id, secret);
    return made;
  }

  async open(ids: Iterable<string>): Promise<ReadonlyMap<string, Buffer>> {
    return new Map([...ids].flatMap((id) => {
      const secret = this.secrets.get(id);
      return secret ? [[id, secret] as const] : [];
    }));
  }

  async destroy(ids: readonly string[]): Promise<number> {
    return ids.filter((id) => this.secrets.delete(id)).length;
  }

  digest(text: string): string {
    return createHmac('sha256', this.digestKey).update(text).digest('hex');
  }
}
