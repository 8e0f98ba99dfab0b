import { createHmac, randomBytes } from 'node:crypto';
import { Fault } from '#kernel';

/** The key that wraps the keys of persons. */
export interface MasterKey {
  /** 16 hexadecimal digits that follow from the secret and tell nothing of it. */
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Buffer;
}

const BYTES = 32;

/** From the text of its file (base64, 32 bytes). Fault `master-key-malformed`. */
export function masterKeyOf(text: string, file: string): MasterKey {
  const secret = Buffer.from(text.trim(), 'base64');
  if (secret.length !== BYTES) throw new Fault('master-key-malformed', { params: { file }, tryNext: 'it must be 32 bytes in base64: openssl rand -base64 32' });
  return { id: createHmac('sha256', secret).update('minqing/master-key/id').digest('hex').slice(0, 16), secret };
}

export function newMasterKey(): string {
  return `${randomBytes(BYTES).toString('base64')}\n`;
}
