import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Undefined for a file that its server removed meanwhile. */
async function unlessGone<T>(looking: Promise<T>): Promise<T | undefined> {
  return looking.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true });
  const files = await Promise.all(entries.map(async (entry) => ((await unlessGone(stat(join(root, entry))))?.isFile() ? [join(root, entry)] : [])));
  return files.flat();
}

/** Which files below these folders hold which of the texts, byte for byte; those that hold none are not named. */
export async function filesWith(texts: readonly string[], roots: readonly string[]): Promise<readonly { readonly file: string; readonly texts: readonly string[] }[]> {
  const found: { file: string; texts: readonly string[] }[] = [];
  for (const file of (await Promise.all(roots.map(filesBelow))).flat()) {
    const bytes = await unlessGone(readFile(file));
    const held = bytes ? texts.filter((text) => bytes.includes(text)) : [];
    if (held.length > 0) found.push({ file, texts: held });
  }
  return found;
}
