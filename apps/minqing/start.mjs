import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CannotGoOn, PARTS, ROOT, build, checkNode, install, isBuilt, isInstalled } from './prepare.mjs';
import { progressOn } from './progress.mjs';
import { words } from './words.mjs';

// `npm start`: from a bare checkout to a running product. Nothing is installed yet: Node's own modules only.

const progress = progressOn(process.stdout);

try {
  checkNode();
  const settings = join(ROOT, '.env');
  if (existsSync(settings)) process.loadEnvFile(settings);
  if (!isInstalled()) await progress.step(words('installing'), install);
  for (const part of PARTS) {
    if (!isBuilt(part)) await progress.step(words('building', { part: words(`part.${part.name}`) }), () => build(part));
  }
  const { main } = await import(pathToFileURL(join(ROOT, 'dist', 'apps', 'minqing', 'main.js')).href);
  process.exitCode = await main(progress);
} catch (fault) {
  console.error(fault instanceof CannotGoOn ? `\n${fault.message}` : fault);
  process.exitCode = 1;
}
