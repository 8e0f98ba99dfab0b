import { randomBytes } from 'node:crypto';
import { readOrMakeSecret, readSecret } from '#config';
import { Fault } from '#kernel';

const BYTES = 32;

/** The key that wraps all others, from its file (base64, 32 bytes). Faults `secret-exposed`, `master-key-malformed`, and `master-key-missing` where it may not be made anew. */
export async function masterKey(file: string, mayMake: boolean): Promise<Buffer> {
  const text = mayMake ? await readOrMakeSecret(file, newMasterKey) : await readSecret(file);
  if (text === undefined) {
    throw new Fault('master-key-missing', { params: { file }, tryNext: 'put the copy of the master key back there, or name its file in MINQING_MASTER_KEY_FILE: without it no name and no text of this record can be read' });
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== BYTES) throw new Fault('master-key-malformed', { params: { file }, tryNext: 'it must be 32 bytes in base64: openssl rand -base64 32' });
  return key;
}

export function newMasterKey(): string {
  return `${randomBytes(BYTES).toString('base64')}\n`;
}
