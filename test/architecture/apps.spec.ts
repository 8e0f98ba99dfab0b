import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

interface NestProject {
  readonly root: string;
  readonly entryFile: string;
  readonly compilerOptions: { readonly tsConfigPath: string };
}

async function nestProjects(): Promise<Record<string, NestProject>> {
  return (JSON.parse(await readFile('nest-cli.json', 'utf8')) as { projects: Record<string, NestProject> }).projects;
}

describe('nest-cli.json', () => {
  it('names every app but the web pages, and nothing else', async () => {
    const folders = (await readdir('apps', { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== 'web').map((entry) => entry.name);
    expect(Object.keys(await nestProjects()).sort()).toEqual(folders.sort());
  });

  it('leads to entry files and compiler settings that exist', async () => {
    const wanted = Object.values(await nestProjects()).flatMap(({ root, entryFile, compilerOptions }) => [join(root, `${entryFile}.ts`), compilerOptions.tsConfigPath]);
    expect(wanted.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('builds an app by itself', async () => {
    const run = promisify(execFile);
    await run(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'projector']);
    expect(existsSync('dist/apps/projector/main.js')).toBe(true);
  }, 180_000);
});
