import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { INSTALLATION } from '#config';

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** `minqing …` as an operator types it, in English unless told otherwise, with what is led into its standard input. */
export async function minqing(environment: Readonly<Record<string, string>>, args: readonly string[], input = ''): Promise<Said> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--no-warnings', '--import', './test/global-setup/register.mjs', 'apps/cli/main.ts', ...args], {
    cwd: INSTALLATION, env: { ...env, MINQING_LOCALE: 'en', ...environment }, stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => { said.out += text.toString('utf8'); });
  child.stderr.on('data', (text: Buffer) => { said.err += text.toString('utf8'); });
  // It may end without having read what it was given.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}
