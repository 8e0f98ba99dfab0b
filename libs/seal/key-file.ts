import { createPrivateKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#kernel';

/** May not be set: reading by everyone, writing by the group or everyone. */
const TOO_OPEN = 0o027;

/** The private key on disk, in PEM (PKCS 8), readable by its owner alone. Beside it, `.next` while a rotation is under way. */
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

  /** The key that is there, or a new one. Of several processes that do so at once one makes it, all have it. */
  async readOrMake(): Promise<KeyObject> {
    const given = await this.read();
    if (given) return given;
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const made = `${this.path}.${randomUUID()}`;
    await writeNewKey(made);
    // A link, unlike a rename, does not replace a file that is there, and what it shows is whole.
    await link(made, this.path).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'EEXIST') throw error; });
    await rm(made);
    return (await this.read())!;
  }

  /** A new key beside the one in force. */
  async makeNext(): Promise<KeyObject> {
    await rm(this.nextPath, { force: true });
    await writeNewKey(this.nextPath);
    return (await this.readNext())!;
  }

  /** Puts the key beside in the place of the one in force, which is gone then. */
  async takeNext(): Promise<void> {
    await rename(this.nextPath, this.path);
  }
}

async function writeNewKey(path: string): Promise<void> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(pem);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Undefined when there is no file. Faults `seal-key-exposed`, `seal-key-malformed`. */
async function readKey(path: string): Promise<KeyObject | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return undefined; throw error; });
  if (text === undefined) return undefined;
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & TOO_OPEN) !== 0) throw new Fault('seal-key-exposed', { params: { file: path }, tryNext: `chmod 600 ${path}; if others could read it, rotate the key afterwards` });
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch (cause) {
    throw new Fault('seal-key-malformed', { params: { key: path }, cause, tryNext: 'it must be an Ed25519 private key in PEM form' });
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Fault('seal-key-malformed', { params: { key: path }, tryNext: 'it must be an Ed25519 private key in PEM form' });
  return key;
}
