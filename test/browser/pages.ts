import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { Product } from './product.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SCREENSHOTS = join(ROOT, 'test/browser/screenshots');
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser of CHROMIUM_PATH or the first on the PATH. */
export function findChromium(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env['CHROMIUM_PATH'] ?? '', ...onPath].find((file) => file !== '' && existsSync(file));
}

/** Builds the pages from the sources as they are and as they ship, into a folder of their own; answers the folder. */
export async function buildPages(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'minqing-pages-'));
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', 'apps/web', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'], {
    // Jest's own value would make it React for developers, which mounts everything twice.
    cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' },
  });
  return folder;
}

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });
}

/** A window of one person, with what the browser complained about. */
export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Breaches of the content security policy and errors that no screen caught. */
  readonly complaints: string[];
}

export async function openWindow(browser: Browser, viewport = { width: 1440, height: 900 }): Promise<Window> {
  const context = await browser.newContext({ viewport, locale: 'zh-TW' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => { if (/Content Security Policy/i.test(message.text())) complaints.push(message.text()); });
  return { context, page, complaints };
}

export async function signIn({ page }: Window, { url, accounts }: Product, login: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('帳號').fill(login);
  await page.getByLabel('密碼', { exact: true }).fill(accounts.get(login) ?? '');
  await page.getByRole('button', { name: /登\s*入/ }).click();
  await page.getByRole('button', { name: '登出' }).waitFor();
}

export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

interface Finding { readonly id: string; readonly impact: string | null; readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[] }

/** What axe finds on the page that keeps someone from using it: serious and critical findings, with their places. */
export async function barriers(page: Page): Promise<string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated by the debugger, not added as a script: the page's own policy stays in force.
  await page.evaluate(axe);
  const findings = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } };
    return (await checker.run()).violations;
  });
  return findings.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`));
}
