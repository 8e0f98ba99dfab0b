import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { barriers, buildPages, findChromium, launch, openWindow, screenshot, signIn, type Window } from './pages.js';
import { openProduct, type Product } from './product.js';

const chromium = findChromium();
if (!chromium) process.stderr.write('SKIPPED: the past in a real browser (no chromium; set CHROMIUM_PATH)\n');

(chromium ? describe : describe.skip)('the past in a real browser', () => {
  let pages: string;
  let product: Product;
  let browser: Browser;
  let supervisor: Window;

  beforeAll(async () => {
    pages = await buildPages();
    [product, browser] = await Promise.all([openProduct(pages), launch(chromium!)]);
    supervisor = await openWindow(browser);
    await signIn(supervisor, product, 'supervisor');
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await product.close();
    await rm(pages, { recursive: true, force: true });
  }, 60_000);

  const bar = () => supervisor.page.locator('[data-moment]');
  const link = (name: string) => supervisor.page.getByRole('link', { name, exact: true });

  it('shows an issue as it was at a step, where nothing can be done, and leads back', async () => {
    const { page } = supervisor;
    await page.goto(`${product.url}/issues?answer=resolution`);
    await page.locator('tbody a').first().click();
    await page.locator('[data-event="IssueResolved"]').first().waitFor();
    await page.getByRole('link', { name: '看當時' }).first().click();
    await page.locator('[data-moment^="20"]').waitFor();
    await page.locator('[data-event="IssueReported"]').first().waitFor();
    expect(await page.locator('[data-event="IssueResolved"]').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^(派單|催辦|接手)$/ }).count()).toBe(0);
    expect(new URL(page.url()).searchParams.get('asOf')).toMatch(/Z$/);
    await screenshot(page, 'time-issue');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '回到現在' }).click();
    await page.locator('[data-event="IssueResolved"]').first().waitFor();
    expect(await bar().getAttribute('data-moment')).toBe('now');
  }, 60_000);

  it('stays at the moment from screen to screen, and goes back with the browser', async () => {
    const { page } = supervisor;
    await page.goto(`${product.url}/?asOf=2020-01-01T00:00:00.000Z`);
    await page.getByText('目前沒有在辦的問題').or(page.locator('[data-moment^="2020"]')).first().waitFor();
    expect(await page.locator('[data-liveness]').count()).toBe(0);
    await link('臺帳').click();
    await page.waitForURL(/issues\?.*asOf=2020/);
    expect(await page.locator('tbody tr').count()).toBe(0);
    await page.getByRole('button', { name: '回到現在' }).click();
    await page.locator('tbody tr').first().waitFor();
    await page.goBack();
    await page.locator('[data-moment^="2020"]').waitFor();
  }, 60_000);

  it('takes a moment from whoever looks, by the keyboard as well', async () => {
    const { page } = supervisor;
    await page.goto(product.url);
    await page.getByRole('button', { name: '查看過去' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('時刻').fill('2026-01-05T08:30');
    await page.keyboard.press('Enter');
    await page.locator('[data-moment="2026-01-05T00:30:00.000Z"]').waitFor();
    await page.getByRole('button', { name: '前一天' }).click();
    await page.locator('[data-moment="2026-01-04T00:30:00.000Z"]').waitFor();
  }, 60_000);

  it('compares two moments and leads to an issue at either', async () => {
    const { page } = supervisor;
    await page.goto(product.url);
    await page.getByRole('link', { name: '兩個時刻的差異' }).click();
    await page.locator('[data-difference="came"]').first().waitFor();
    expect(Number(await page.locator('[data-counted="open"] td').nth(1).innerText())).toBeGreaterThan(0);
    await screenshot(page, 'differences');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: '其後的樣子' }).first().click();
    await page.locator('[data-moment^="20"]').waitFor();
    await page.locator('[data-event="IssueReported"]').first().waitFor();
    await page.setViewportSize({ width: 375, height: 800 });
    await screenshot(page, 'time-phone');
    expect(await page.evaluate(() => (globalThis as unknown as { document: { documentElement: { scrollWidth: number } } }).document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    expect(supervisor.complaints).toEqual([]);
  }, 60_000);
});
