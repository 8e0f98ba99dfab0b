import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { barriers, buildPages, findChromium, launch, openWindow, screenshot, signIn } from './pages.js';
import { openProduct, type Product } from './product.js';

const chromium = findChromium();
if (!chromium) console.warn('skipped: no chromium on the PATH; install it, or set CHROMIUM_PATH');

(chromium ? describe : describe.skip)('the sign-in in a real browser', () => {
  let pages: string;
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    pages = await buildPages();
    product = await openProduct(pages);
    browser = await launch(chromium!);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.close();
    if (pages) await rm(pages, { recursive: true });
  });

  it('says why a sign-in failed, in the language of the page, and leads back to the page asked for', async () => {
    const stranger = await openWindow(browser);
    await stranger.page.goto(`${product.url}/issues?overdue=true`);
    await stranger.page.getByLabel('帳號').fill('auditor');
    await stranger.page.getByLabel('密碼', { exact: true }).fill('not the password');
    await stranger.page.keyboard.press('Enter');
    expect(await stranger.page.getByRole('alert').innerText()).toMatch(/\p{Script=Han}/u);
    await screenshot(stranger.page, 'sign-in');
    expect(await barriers(stranger.page)).toEqual([]);
    await stranger.page.getByLabel('密碼', { exact: true }).fill(product.accounts.get('auditor')!);
    await stranger.page.keyboard.press('Enter');
    await stranger.page.getByRole('heading', { name: '問題臺帳' }).waitFor();
    expect(new URL(stranger.page.url()).search).toBe('?overdue=true');
    expect(stranger.complaints).toEqual([]);
    await stranger.context.close();
  });

  it('keeps what is typed while a slow line still brings the rest, and signs in past a question from before', async () => {
    const late = await openWindow(browser);
    const slow = new Promise((done) => { setTimeout(done, 2_000); });
    let release = (): void => undefined;
    const held = new Promise<void>((done) => { release = done; });
    let brought = 0;
    await late.page.route('**/zh_TW*.js', async (route) => { brought += 1; await slow; await route.continue(); });
    await late.page.route('**/api/v1/session', async (route) => {
      const answer = await route.fetch();
      if (route.request().method() === 'GET' && answer.status() === 401) await held;
      await route.fulfill({ response: answer }).catch(() => undefined);
    });
    await signIn(late, product, 'auditor');
    release();
    expect(brought).toBe(1);
    expect(late.complaints).toEqual([]);
    await late.context.close();
  });
});
