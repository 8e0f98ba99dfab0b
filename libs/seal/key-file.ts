import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readOrMakeSecret, readSecret, syncFolder, writeSecret } from '#config';
import { Fault } from '#kernel';

/** The private key on disk, in PEM (PKCS 8), readable by its owner alone. Beside it, `.next` while a rotation is under way. Faults `secret-exposed`, `seal-key-malformed`. */
export class KeyFile {
  private readonly nextPath: string;

  constructor(readonly path: string) {
    this.nextPath = `${path}.next`;
  }

  read(): Promise<KeyObject | undefined> {
    return readKey(this.path);
  }

  readNext(): Promise<KeyObject | undefined> {
    return readKey(this.nextPath);
  }

  async readOrMake(): Promise<KeyObject> {
    return keyOf(this.path, await readOrMakeSecret(this.path, newKey));
  }

  /** A new key beside the one in force, in the place of one that never came into force. On disk, its name too, when this resolves. */
  async makeNext(): Promise<KeyObject> {
    await rm(this.nextPath, { force: true });
    await writeSecret(this.nextPath, newKey());
    await syncFolder(dirname(this.nextPath));
    return (await this.readNext())!;
  }

  /** Puts the key beside, if there is one, in the place of the one in force, which is gone then. */
  async takeNext(): Promise<void> {
    await rename(this.nextPath, this.path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'ENOENT') throw error; });
    await syncFolder(dirname(this.path));
  }
}

async function readKey(path: string): Promise<KeyObject | undefined> {
  const text = await readSecret(path);
  return text === undefined ? undefined : keyOf(path, text);
}

function newKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function keyOf(path: string, text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch (cause) {
    throw new Fault('seal-key-malformed', { params: { key: path }, cause, tryNext: 'it must be an Ed25519 private key in PEM form' });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Fault('seal-key-malformed', { params: { key: path }, tryNext: 'it must be an Ed25519 private key in PEM form' });
  return key;
}
