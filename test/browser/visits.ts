import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { api } from '#wire';
import type { Window } from './pages.js';
import type { Site } from './suite.js';

/** What the suites do at a site beside what they try: they go to a page, ask the interface and give commands by it, as the person of a window. */
export function visits(site: Site) {
  const get = async <T>({ page }: Window, path: string): Promise<T> => (await (await page.request.get(`${site.url}/api/v1${path}`)).json()) as T;
  const give = async ({ page }: Window, path: string, data: unknown): Promise<api.CommandResult> => {
    const answer = await page.request.post(`${site.url}/api/v1${path}`, { headers: { 'idempotency-key': randomUUID() }, data });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as api.CommandResult;
  };
  return {
    get, give,
    open: async ({ page }: Window, path: string): Promise<void> => {
      await page.goto(site.url + path);
      await page.locator('h1').waitFor();
    },
    /** A new issue in the unit of whoever reports it; answers its id. */
    report: async (by: Window, title: string): Promise<string> => {
      const { activePost } = await get<api.Me>(by, '/session');
      return (await give(by, '/issues', { channel: 'visit', title, text: '三號樓門前', area: activePost.unit, reporter: { name: '何某' } })).issueId;
    },
  };
}

/** Reads until it is as wanted. */
export async function inTime<T>(read: () => Promise<T>, isIt: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const value = await read();
    if (isIt(value)) return value;
    await new Promise((done) => { setTimeout(done, 100); });
  }
  throw new Error(`not within twenty seconds: ${String(await read())}`);
}

/** One entry of a list that opens below its field. */
export async function choose(page: Page, label: string, words: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByTitle(words, { exact: true }).click();
  // Taken, and the list out of the way of what is clicked next.
  await page.locator('.ant-select').filter({ has: page.getByRole('combobox', { name: label }) }).getByText(words).waitFor();
  await page.locator('.ant-select-dropdown').filter({ hasText: words }).waitFor({ state: 'hidden' });
}
