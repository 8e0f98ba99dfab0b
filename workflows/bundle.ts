import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type BundleOptions } from '@temporalio/worker';

const BUILT = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

type WebpackHook = NonNullable<BundleOptions['webpackConfigHook']>;

/** The code of all workflows as one script, made of what lies beside this file: sources under test, built files in dist. */
export async function bundleWorkflows(interceptors: readonly string[] = []): Promise<{ code: string }> {
  const source = fileURLToPath(new URL('./src/index.ts', import.meta.url));
  const built = fileURLToPath(new URL('./src/index.js', import.meta.url));
  const fromSource = existsSync(source);
  const { code } = await bundleWorkflowCode({
    workflowsPath: fromSource ? source : built,
    workflowInterceptorModules: [...interceptors],
    webpackConfigHook: (config) => (fromSource ? roomsAsSources(config) : config),
    logger: new DefaultLogger('WARN'),
  });
  return { code };
}

/** What a worker loads: the bundle that the build wrote; run from sources, one made on the spot. */
export async function workflowBundle(): Promise<{ codePath: string } | { code: string }> {
  return existsSync(BUILT) ? { codePath: BUILT } : bundleWorkflows();
}

/** package.json leads a room's name to its built files; here it leads to the sources. */
function roomsAsSources(config: Parameters<WebpackHook>[0]): ReturnType<WebpackHook> {
  const root = new URL('../', import.meta.url);
  const { imports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { imports: Record<string, string> };
  const rooms = Object.entries(imports).map(([name, path]) =>
    [`${name}$`, fileURLToPath(new URL(path.replace('./dist/', '').replace(/\.js$/, '.ts'), root))] as const);
  return { ...config, resolve: { ...config.resolve, alias: { ...config.resolve?.alias, ...Object.fromEntries(rooms) } } };
}

/** Written beside and renamed: a worker that starts at this moment reads the old bundle or the new one, never a half. */
async function write(file: string): Promise<void> {
  const { code } = await bundleWorkflows();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, code);
  await rename(`${file}.new`, file);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await write(BUILT);
}
