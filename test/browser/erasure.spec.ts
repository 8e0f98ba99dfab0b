import { readFile, rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { barriers, buildPages, findChromium, launch, openWindow, screenshot, type Window } from './pages.js';
import { openProduct, type Product } from './product.js';

const chromium = findChromium();
if (!chromium) console.warn('skipped: no chromium on the PATH; install it, or set CHROMIUM_PATH');

(chromium ? describe : describe.skip)('the erasure of personal data in a real browser', () => {
  let pages: string;
  let product: Product;
  let browser: Browser;
  let administrator: Window;

  beforeAll(async () => {
    pages = await buildPages();
    product = await openProduct(pages);
    browser = await launch(chromium!);
    administrator = await openWindow(browser);
    // An administrator sees no board: the page asked for is where the sign-in leads.
    const { page } = administrator;
    await page.goto(`${product.url}/operations`);
    await page.getByLabel('帳號').fill('rules');
    await page.getByLabel('密碼', { exact: true }).fill(product.accounts.get('rules')!);
    await page.keyboard.press('Enter');
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.close();
    if (pages) await rm(pages, { recursive: true });
  });

  it('erases what was looked at, after a ground and a second look, and hands out the receipt', async () => {
    const { page } = administrator;
    const reports = (await product.store.readAll({ after: 0, limit: 1_000 })).filter(({ type }) => type === 'IssueReported').map(({ data }) => data as { number: string; title: string; reporter?: { name?: string } });
    const data = reports.find(({ reporter }) => reporter?.name !== undefined)!;
    await page.getByRole('link', { name: '抹除個人資料' }).click();
    await page.getByLabel('這些問題的反映人（問題編號）').fill(data.number);
    await page.getByRole('button', { name: '查看將被抹除的內容' }).click();
    await page.locator('[data-erasure]').waitFor();
    expect(await page.locator('main').innerText()).not.toContain(data.title);
    await page.getByRole('button', { name: '永久抹除' }).click();
    await page.getByText('此項必填').first().waitFor();
    await page.getByLabel('理由類別').click();
    await page.getByTitle('本人要求').click();
    await page.getByLabel('文號').fill('F-2026-17');
    await screenshot(page, 'erasure');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '永久抹除' }).click();
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '保存回執' }).click()]);
    expect(JSON.parse(await readFile(await saved.path(), 'utf8'))).toMatchObject({ ground: 'requested', persons: [expect.stringMatching(/^identity\//), expect.stringMatching(/^issue\//)] });
    expect(JSON.stringify(await product.store.readAll({ after: 0, limit: 10_000 }))).not.toContain(data.title);
    expect(administrator.complaints).toEqual([]);
  }, 60_000);
});
