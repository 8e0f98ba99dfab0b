import type { api } from '#wire';
import { barriers, openWindow, screenshot, signIn, type Window } from './pages.js';
import { inBrowser } from './suite.js';
import { choose, visits } from './visits.js';

inBrowser('what is withheld of people, in a real browser', (site) => {
  const { get, open } = visits(site);
  let cadre: Window;
  let supervisor: Window;
  let auditor: Window;
  let issue: string;

  beforeAll(async () => {
    [cadre, supervisor, auditor] = [await openWindow(site.browser, { width: 375, height: 740 }), await openWindow(site.browser), await openWindow(site.browser)];
    for (const [window, login] of [[cadre, 'cadre'], [supervisor, 'supervisor'], [auditor, 'auditor']] as const) await signIn(window, site, login);
  }, 300_000);

  const brought = ({ page }: Window) => page.getByRole('region', { name: '反映人' });
  const drawer = ({ page }: Window) => page.getByRole('dialog');

  it('is, of a sealed identity, reported with what sealing means, and without a household', async () => {
    const { page } = cadre;
    await open(cadre, '/report');
    await page.getByLabel('標題').fill('窗口另收一筆');
    await page.getByLabel('內容').fill('辦證時多收了二十元。');
    await page.getByLabel('反映人', { exact: true }).fill('何秋實');
    await page.getByLabel('電話').fill('13800001111');
    await page.getByLabel('密封反映人的身份').check();
    expect(await page.getByLabel('住戶').isDisabled()).toBe(true);
    await screenshot(page, 'report-sealed-phone');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: /送\s*出/ }).click();
    await page.getByRole('link', { name: '查看這件問題' }).click();
    await brought(cadre).waitFor();
    issue = new URL(page.url()).pathname;
    expect(await page.locator('main').innerText()).not.toMatch(/何秋實|13800001111/);
  }, 60_000);

  it('is asked for by one person and let by another, who does not see it', async () => {
    const { page } = cadre;
    await brought(cadre).getByRole('button', { name: '請求開封' }).click();
    await page.getByLabel('理由').fill('須向本人核實收費');
    await choose(page, '用途', '辦理投訴');
    await drawer(cadre).getByRole('button', { name: '請求開封' }).click();
    await page.locator('[data-opening="asked"]').waitFor();

    // Whoever may decide finds it without being told which issue it is.
    await open(supervisor, '/issues');
    await supervisor.page.getByRole('button', { name: '待批的開封請求' }).click();
    await supervisor.page.waitForURL(/openingAsked=true/);
    await supervisor.page.getByRole('link', { name: '窗口另收一筆' }).click();
    await supervisor.page.locator('[data-opening="asked"]').waitFor();
    expect(new URL(supervisor.page.url()).pathname).toBe(issue);
    await screenshot(supervisor.page, 'opening-asked');
    expect(await barriers(supervisor.page)).toEqual([]);
    await brought(supervisor).getByRole('button', { name: '批准開封' }).click();
    await drawer(supervisor).getByRole('button', { name: '批准開封' }).click();
    await supervisor.page.locator('[data-opening="approved"]').waitFor();
    expect(await brought(supervisor).getByRole('button', { name: '查看反映人' }).count()).toBe(0);
    await open(supervisor, '/issues?openingAsked=true');
    await supervisor.page.getByText('沒有符合篩選的問題').waitFor();
    await open(cadre, '/issues');
    expect(await page.getByRole('button', { name: '待批的開封請求' }).count()).toBe(0);
    await open(cadre, issue);
  }, 60_000);

  it('is shown for a purpose to the one who asked, until it is hidden', async () => {
    const { page } = cadre;
    await page.reload();
    await brought(cadre).getByRole('button', { name: '查看反映人' }).click();
    await drawer(cadre).getByRole('button', { name: '記錄並顯示' }).click();
    await page.getByText('此項必填').waitFor();
    expect(await barriers(page)).toEqual([]);
    await choose(page, '用途', '辦理投訴');
    await drawer(cadre).getByRole('button', { name: '記錄並顯示' }).click();
    await brought(cadre).getByText('13800001111').waitFor();
    await drawer(cadre).waitFor({ state: 'detached' });
    await screenshot(page, 'reporter-read-phone');
    expect(await barriers(page)).toEqual([]);
    await brought(cadre).getByRole('button', { name: /收\s*起/ }).click();
    expect(await page.locator('main').innerText()).not.toMatch(/何秋實|13800001111/);
  }, 60_000);

  it('is read of a household from the roster, for a purpose, and hidden again', async () => {
    const { page } = cadre;
    const { rows } = await get<api.RosterPage>(cadre, '/roster?kind=contact-household');
    const door = rows.find(({ target }) => target === 'H0101')!;
    await open(cadre, `/roster?target=${door.target}`);
    const reads = page.getByRole('button', { name: `查看住戶成員：${door.targetName}` });
    await reads.click();
    await drawer(cadre).getByRole('button', { name: '記錄並顯示' }).click();
    await page.getByText('此項必填').waitFor();
    expect(await barriers(page)).toEqual([]);
    await choose(page, '用途', '聯繫居民');
    await drawer(cadre).getByRole('button', { name: '記錄並顯示' }).click();
    await drawer(cadre).getByRole('link', { name: '555-0301' }).waitFor();
    expect(await drawer(cadre).innerText()).toMatch(/困難戶[^]*吳桂香[^]*吳小軍/);
    await drawer(cadre).getByRole('status').and(page.locator(':focus')).waitFor();
    await screenshot(page, 'household-phone');
    expect(await barriers(page)).toEqual([]);
    await drawer(cadre).getByRole('button', { name: /^收\s*起$/ }).click();
    await drawer(cadre).waitFor({ state: 'detached' });
    expect(await page.locator('body').innerText()).not.toMatch(/吳桂香|555-0301/);
    await reads.click();
    await drawer(cadre).getByRole('button', { name: '記錄並顯示' }).waitFor();
    expect(await page.locator('body').innerText()).not.toMatch(/吳桂香|555-0301/);

    const administrator = await openWindow(site.browser);
    await signIn(administrator, site, 'admin');
    await administrator.page.goto(`${site.url}/roster?target=${door.target}`);
    await administrator.page.locator('[data-link]').first().waitFor();
    expect(await administrator.page.getByRole('button', { name: /^查看住戶成員/ }).count()).toBe(0);
    await administrator.context.close();
  }, 60_000);

  it('leaves a row where auditors see it', async () => {
    const { page } = auditor;
    await open(auditor, '/audit');
    await page.getByRole('link', { name: '查閱記錄' }).click();
    await page.locator('[data-reading="read"]').filter({ hasText: '經兩人開封' }).waitFor();
    await page.locator('[data-reading="read"]').filter({ hasText: 'H0101' }).waitFor();
    await screenshot(page, 'readings');
    expect(await barriers(page)).toEqual([]);
  }, 60_000);

  it('shows auditors what was noted of people and operators, in words, by what was done', async () => {
    const { page } = auditor;
    await page.getByRole('link', { name: '操作留痕' }).click();
    await page.locator('[data-act="sign-in"]').filter({ hasText: '登入' }).first().waitFor();
    await page.locator('[data-act="sensitive-reads-listed"]').filter({ hasText: '查看查閱記錄' }).first().waitFor();
    await screenshot(page, 'acts');
    expect(await barriers(page)).toEqual([]);
    await open(auditor, '/audit/acts?act=sensitive-read');
    await page.locator('[data-act="sensitive-read"]').first().waitFor();
    expect(await page.locator('[data-act]:not([data-act="sensitive-read"])').count()).toBe(0);
    const read = await page.locator('[data-act="sensitive-read"]').filter({ hasText: 'H0101' }).first().innerText();
    expect(read).toContain('檔案：住戶成員');
    expect(read).toContain('用途：聯繫居民');
    expect(read).toContain('單位：柳溪社區');
    expect([...cadre.complaints, ...supervisor.complaints, ...auditor.complaints]).toEqual([]);
  }, 60_000);
});
