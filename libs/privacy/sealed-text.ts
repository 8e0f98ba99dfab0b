import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Fault } from '#kernel';

/** The key of one person. `id` is random and says nothing of whom it belongs to. */
export interface PersonKey {
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Buffer;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^mq1:([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{38,})$/;

export function newKeyId(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * Text as it is kept: `mq1:<id of the key>:<base64url of nonce (12 bytes), AES-256-GCM ciphertext, tag (16 bytes)>`. The key's id
 * is authenticated with it. Where a text stands is not: read models hand out texts without their event, and the hash chain
 * already binds each to its place.
 */
export function sealText({ id, secret }: PersonKey, text: string): string {
  return `mq1:${id}:${encrypt(secret, id, Buffer.from(text, 'utf8')).toString('base64url')}`;
}

/** The key that a text was sealed with; undefined for text that is not sealed. */
export function keyIdOf(text: string): string | undefined {
  return SEALED.exec(text)?.[1];
}

/** The text as it was. Fault `sealed-text-damaged` when it was sealed by another key or altered. */
export function openText(secret: Buffer, sealed: string): string {
  const [, id = '', payload = ''] = SEALED.exec(sealed) ?? [];
  return decrypt(secret, id, Buffer.from(payload, 'base64url')).toString('utf8');
}

export function encrypt(secret: Buffer, about: string, content: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(Buffer.from(about, 'utf8'));
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

/** Fault `sealed-text-damaged` when it was encrypted by another key, about something else, or altered. */
export function decrypt(secret: Buffer, about: string, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(CIPHER, secret, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES }).setAAD(Buffer.from(about, 'utf8'));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new Fault('sealed-text-damaged', { params: { key: about }, cause, tryNext: 'run minqing verify: the record or the table of keys was altered' });
  }
}
