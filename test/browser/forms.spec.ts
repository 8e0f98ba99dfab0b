import type { Page } from 'playwright-core';
import { createAccount } from '#identity';
import type { api } from '#wire';
import { barriers, openWindow, screenshot, signIn, type Window } from './pages.js';
import { inBrowser } from './suite.js';
import { choose, inTime, visits } from './visits.js';

inBrowser('forms in a real browser', (site) => {
  const { get, give, open, report } = visits(site);
  let supervisor: Window;
  let dispatcher: Window;
  let cadre: Window;

  beforeAll(async () => {
    [supervisor, dispatcher, cadre] = [await openWindow(site.browser), await openWindow(site.browser), await openWindow(site.browser, { width: 375, height: 740 })];
    for (const [window, login] of [[supervisor, 'supervisor'], [dispatcher, 'dispatcher'], [cadre, 'cadre']] as const) await signIn(window, site, login);
  }, 300_000);

  const told = async (by: Window, issueId: string, type: string): Promise<number> =>
    (await get<api.History>(by, `/issues/${issueId}/history`)).entries.filter((entry) => entry.type === type).length;
  /** Somebody comes back to the window until it has read anew what happened meanwhile. */
  const comesBackUntil = (page: Page, event: string) => inTime(async () => {
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
    return page.locator(`[data-event="${event}"]`).count();
  }, (shown) => shown > 0);
  /** The server takes the next request to there, and its answer gets lost. */
  const losesTheAnswer = (page: Page, path: string) => page.route(path, async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });

  it('keep what is typed while somebody else acts, and then say why it no longer fits', async () => {
    const { page } = dispatcher;
    const issueId = await report(cadre, '圍牆開裂');
    await open(dispatcher, `/issues/${issueId}`);
    await page.getByRole('button', { name: /^撤\s*回$/ }).click();
    const drawer = page.getByRole('dialog');
    const reason = drawer.getByLabel('理由');
    await reason.fill('反映人來電，說已經修好');
    await give(supervisor, `/issues/${issueId}/close`, { ground: 'duplicate', note: '同一處已有記錄' });
    await comesBackUntil(page, 'IssueClosed');
    expect(await reason.inputValue()).toBe('反映人來電，說已經修好');
    await drawer.getByRole('button', { name: /^撤\s*回$/ }).click();
    expect(await drawer.getByRole('alert').innerText()).toMatch(/\p{Script=Han}/u);
    expect(await reason.inputValue()).toBe('反映人來電，說已經修好');
    expect(await barriers(page)).toEqual([]);
    await drawer.getByRole('button', { name: /^取\s*消$/ }).click();
    await drawer.waitFor({ state: 'detached' });
    expect(await told(dispatcher, issueId, 'IssueWithdrawn')).toBe(0);
    expect(dispatcher.complaints).toEqual([]);
  }, 60_000);

  it('give a command once whose answer was lost, though the issue was read anew in between', async () => {
    const { page } = supervisor;
    const issueId = await report(cadre, '消防栓漏水');
    const { unit } = (await get<api.Me>(cadre, '/session')).activePost;
    const { cadre: responsible } = await get<api.Me>(cadre, '/session');
    await give(dispatcher, `/issues/${issueId}/register`, { scope: 'individual', horizon: 'current', topic: 'urban/works', grade: 'general' });
    await give(dispatcher, `/issues/${issueId}/dispatch`, { unit });
    await give(cadre, `/issues/${issueId}/sign-for`, {});
    await give(cadre, `/issues/${issueId}/contact`, { reached: true, note: '已通話' });
    await give(cadre, `/issues/${issueId}/measure`, { measure: '換閥門', responsible, doneBy: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10) });
    await give(cadre, `/issues/${issueId}/resolve`, { summary: '已換', evidence: [{ kind: 'note', text: '現場看過' }] });

    await open(supervisor, `/issues/${issueId}`);
    await page.getByRole('button', { name: '回訪評價' }).click();
    const drawer = page.getByRole('dialog');
    const field = (words: string) => drawer.locator('.ant-form-item').filter({ hasText: words });
    await field('聯繫上了嗎').getByText('否', { exact: true }).click();
    await drawer.getByLabel('居民的話').fill('無人接聽');
    await losesTheAnswer(page, `**/api/v1/issues/${issueId}/verdict`);
    await drawer.getByRole('button', { name: '回訪評價' }).click();
    await drawer.getByRole('alert').filter({ hasText: '沒有等到回覆' }).waitFor();
    await comesBackUntil(page, 'VerdictRecorded');
    await drawer.getByRole('button', { name: '回訪評價' }).click();
    await page.getByText('已記錄：回訪評價').waitFor();
    expect(await told(supervisor, issueId, 'VerdictRecorded')).toBe(1);
    expect((await get<api.IssuePage>(supervisor, `/issues/${issueId}`)).row.status).toBe('answered');
    expect(supervisor.complaints).toEqual([]);
  }, 60_000);

  it('hold a report that has no answer as it was sent, wherever one goes meanwhile, and send it once', async () => {
    const { page, context } = cadre;
    const title = '橋面坑洞';
    const sends = page.getByRole('button', { name: /^送\s*出$/ });
    await open(cadre, '/report');
    await page.getByRole('link', { name: '臺帳' }).click();
    await page.getByRole('heading', { name: '問題臺帳' }).waitFor();
    await page.getByRole('link', { name: '反映問題' }).click();
    await page.getByLabel('標題').fill(title);
    await page.getByLabel('內容').fill('約一尺寬，電動車繞不開。');
    await context.setOffline(true);
    await sends.click();
    const waits = page.getByRole('status').filter({ hasText: '還沒有送到' });
    for (let visit = 0; visit < 2; visit += 1) {
      await waits.waitFor();
      expect(await page.getByLabel('內容').isDisabled()).toBe(true);
      expect(await page.getByLabel('住戶').isDisabled()).toBe(true);
      expect(await page.getByLabel('標題').inputValue()).toBe(title);
      expect(await sends.count()).toBe(0);
      if (visit > 0) continue;
      await screenshot(page, 'report-waiting-phone');
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('link', { name: '臺帳' }).click();
      await page.getByRole('heading', { name: '問題臺帳' }).waitFor();
      await page.getByRole('link', { name: '反映問題' }).click();
    }

    await losesTheAnswer(page, '**/api/v1/issues');
    await context.setOffline(false);
    const listed = () => get<api.LedgerPage>(cadre, `/issues?q=${encodeURIComponent(title)}`);
    await inTime(listed, ({ rows }) => rows.length === 1);
    await waits.waitFor();
    // A session that ended meanwhile is no answer either.
    await context.clearCookies();
    await page.getByRole('button', { name: '再試一次' }).click();
    await page.getByLabel('帳號').fill('cadre');
    await page.getByLabel('密碼', { exact: true }).fill(site.accounts.get('cadre')!);
    await page.keyboard.press('Enter');
    await page.getByText('已記錄在案').waitFor();
    expect((await listed()).rows).toHaveLength(1);
    expect(await page.evaluate<string[]>("Object.keys(localStorage).filter((key) => key.startsWith('minqing.report'))")).toEqual([]);
    expect(cadre.complaints).toEqual([]);
  }, 60_000);

  it('offer a cadre of a department the doors that the roster leads to, and keep what was reported there in sight', async () => {
    const password = 'a long enough password';
    await createAccount(site.desk, { login: 'civil-office', cadre: 'C012', password });
    const visitor = await openWindow(site.browser, { width: 375, height: 740 });
    await signIn(visitor, { ...site, accounts: new Map([['civil-office', password]]) }, 'civil-office');
    await open(visitor, '/report');
    const { page } = visitor;
    const area = page.locator('.ant-select').filter({ has: page.getByRole('combobox', { name: '所屬社區（村）或單位' }) });
    // The office itself is no place where people live: the form begins where its cadre is sent.
    await area.getByText('南園社區').waitFor();
    await page.getByRole('combobox', { name: '所屬社區（村）或單位' }).click();
    const offered = page.locator('.ant-select-dropdown:visible .ant-select-item-option');
    await offered.first().waitFor();
    expect((await offered.allInnerTexts()).map((text) => text.split(/\s/)[0])).toEqual(['南園社區', '柳溪街道民政辦公室']);
    await page.keyboard.press('Escape');
    await choose(page, '住戶', '南園社區菜場路33號');
    // The clerk of the street's window, who is not of the office.
    await choose(page, '反映的是哪位幹部', '唐雅琴');
    await page.getByLabel('標題').fill('巷口路燈不亮');
    await page.getByLabel('內容').fill('整條巷子晚上看不見路。');
    await page.getByRole('button', { name: /^送\s*出$/ }).click();
    await page.getByRole('link', { name: '查看這件問題' }).click();
    await page.getByRole('heading', { name: '巷口路燈不亮' }).waitFor();
    await page.locator('section[aria-labelledby="facts"]').getByText('唐雅琴').waitFor();
    expect(visitor.complaints).toEqual([]);
  }, 60_000);

  it('sign nobody out in looks alone', async () => {
    const { page } = dispatcher;
    await open(dispatcher, '/issues');
    await page.route('**/api/v1/session', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()));
    await page.getByRole('button', { name: '登出' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('沒有登出');
    await page.getByRole('heading', { name: '問題臺帳' }).waitFor();
    await screenshot(page, 'not-signed-out');
    expect(await barriers(page)).toEqual([]);
    await page.unroute('**/api/v1/session');
    // Signed out elsewhere already: out is out.
    await page.request.delete(`${site.url}/api/v1/session`);
    await page.getByRole('button', { name: '登出' }).click();
    await page.getByLabel('帳號').waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(dispatcher.complaints).toEqual([]);
  }, 60_000);

  it('say why a post could not be changed, and stay in the one that is', async () => {
    const password = 'long enough for a spec';
    expect(await createAccount(site.desk, { login: 'two-posts', cadre: 'C011', password })).toMatchObject({ done: true });
    const window = await openWindow(site.browser);
    const { page } = window;
    await signIn(window, { ...site, accounts: new Map([['two-posts', password]]) }, 'two-posts');
    const post = page.getByLabel('崗位');
    const acting = await post.inputValue();
    const [other] = (await get<api.Me>(window, '/session')).posts.filter((each) => each.post !== acting);
    await page.route('**/api/v1/session/post', (route) => route.abort());
    await post.selectOption(other!.post);
    expect(await page.getByRole('alert').innerText()).toContain('沒有換成那個崗位');
    expect(await post.inputValue()).toBe(acting);
    await page.unroute('**/api/v1/session/post');
    await post.selectOption(other!.post);
    await inTime(() => get<api.Me>(window, '/session'), ({ activePost }) => activePost.post === other!.post);
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(window.complaints).toEqual([]);
    await window.context.close();
  }, 60_000);
});
