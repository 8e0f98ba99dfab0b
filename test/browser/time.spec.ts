import { NOTICE } from '#domain';
import type { api } from '#wire';
import { barriers, openWindow, screenshot, signIn, type Window } from './pages.js';
import { inBrowser } from './suite.js';
import { visits } from './visits.js';

/** What a page's own script sees of it. */
interface Browsed { readonly document: { readonly documentElement: { readonly scrollWidth: number }; querySelectorAll(selector: string): { readonly length: number } } }

const HOUR = 3_600_000;

/** A page's script that lets the device's clock be ahead of the server's. */
const clockAhead = (millis: number) => `globalThis.Date = class extends Date {
  constructor(...parts) { if (parts.length === 0) super(Date.now()); else super(...parts); }
  static now() { return super.now() + ${millis}; }
};`;

inBrowser('the past in a real browser', (site) => {
  const { get, give } = visits(site);
  let supervisor: Window;

  beforeAll(async () => {
    supervisor = await openWindow(site.browser);
    await signIn(supervisor, site, 'supervisor');
  }, 180_000);

  const bar = () => supervisor.page.locator('[data-moment]');
  const link = (name: string) => supervisor.page.getByRole('link', { name, exact: true });

  it('shows an issue as it was at a step, where nothing can be done, and leads back', async () => {
    const { page } = supervisor;
    await page.goto(`${site.url}/issues?answer=resolution`);
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
    await page.goto(`${site.url}/?asOf=2020-01-01T00:00:00.000Z`);
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

  it('counts by default up to the moment, from the first of the month before', async () => {
    const { page } = supervisor;
    // Of a device whose clock is a quarter on; what is on record was heard within the last two months.
    const later = await supervisor.context.newPage();
    await later.addInitScript(clockAhead(92 * 24 * HOUR));
    await later.goto(`${site.url}/figures?asOf=${new Date().toISOString()}`);
    await later.locator('tbody tr').first().waitFor();
    await later.close();
    await page.goto(`${site.url}/figures?asOf=2026-03-14T18:00:00.000Z`);
    await page.getByText('這段時間沒有問題').waitFor();
    expect(await page.locator('input[type="date"]').evaluateAll((inputs) => inputs.map((input) => (input as unknown as { value: string }).value))).toEqual(['2026-02-01', '2026-03-15']);
  }, 60_000);

  it('says of a screen without a past that it shows the present, which it does, and leads back', async () => {
    const moment = 'asOf=2026-01-05T00:30:00.000Z';
    const without = (page: Window['page']) => page.getByText('此頁沒有過去可看').waitFor();
    const auditor = await openWindow(site.browser);
    await signIn(auditor, site, 'auditor');
    const { page } = auditor;
    await page.goto(`${site.url}/rulebook/what-if?${moment}`);
    await without(page);
    await page.getByRole('button', { name: '開始推演' }).click();
    await page.locator('[data-result]').waitFor();
    await screenshot(page, 'time-without-past');
    expect(await barriers(page)).toEqual([]);
    expect(await page.getByRole('button', { name: /^(前一天|後一天|查看過去)$/ }).count()).toBe(0);
    await page.getByRole('button', { name: '回到現在' }).click();
    await page.getByText('此頁沒有過去可看').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('asOf')).toBeNull();
    await auditor.context.close();

    const administrator = await openWindow(site.browser);
    await signIn(administrator, site, 'rules');
    for (const path of ['/operations', '/operations/erasure']) {
      await administrator.page.goto(`${site.url}${path}?${moment}`);
      await without(administrator.page);
    }
    await administrator.page.getByRole('link', { name: '規則', exact: true }).click();
    await administrator.page.locator('[data-moment="2026-01-05T00:30:00.000Z"]').waitFor();
    expect(await administrator.page.getByText('此頁沒有過去可看').count()).toBe(0);
    await administrator.context.close();
  }, 60_000);

  it('takes a moment from whoever looks, by the keyboard as well', async () => {
    const { page } = supervisor;
    await page.goto(site.url);
    await page.getByRole('button', { name: '查看過去' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('時刻').fill('2026-01-05T08:30');
    await page.keyboard.press('Enter');
    await page.locator('[data-moment="2026-01-05T00:30:00.000Z"]').waitFor();
    await page.getByRole('button', { name: '前一天' }).click();
    await page.locator('[data-moment="2026-01-04T00:30:00.000Z"]').waitFor();
  }, 60_000);

  it('shows who answers for whom on any day and as of any moment, narrowed by a press on a name, in three languages and on a phone', async () => {
    const { page } = supervisor;
    const rows = page.locator('[data-link]');
    const shows = (links: number) => page.waitForFunction((found) => (globalThis as unknown as Browsed).document.querySelectorAll('[data-link]').length === found, links);
    const { rows: all } = (await (await page.request.get(`${site.url}/api/v1/roster`)).json()) as api.RosterPage;
    const door = all.find(({ kind }) => kind === 'contact-household')!;
    await page.goto(site.url);
    await link('聯繫安排').click();
    await rows.first().waitFor();
    expect(await rows.count()).toBe(all.length);
    expect(await page.locator(`[data-link="${door.link}"]`).innerText()).toContain(door.targetName);
    await screenshot(page, 'roster');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: `只看${door.targetName}` }).first().click();
    await page.waitForURL((url) => url.searchParams.get('target') === door.target);
    await shows(all.filter(({ target }) => target === door.target).length);
    await page.getByRole('button', { name: '清除篩選' }).click();
    await shows(all.length);
    await page.getByLabel('哪一天').fill('2026-01-01');
    await page.getByText('這一天沒有聯繫安排').waitFor();
    await page.goto(`${site.url}/roster?onDate=${door.from}&asOf=2020-01-01T00:00:00.000Z`);
    await page.getByText('這一天沒有聯繫安排').waitFor();
    await page.setViewportSize({ width: 375, height: 740 });
    await page.goto(`${site.url}/roster?unit=${door.unit}`);
    for (const [name, heading] of [['English', 'Who answers for whom'], ['简体中文', '干部联社区（村）安排'], ['繁體中文', '幹部聯社區（村）安排']] as const) {
      await page.locator('header select').first().selectOption({ label: name });
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await rows.first().waitFor();
      expect(await page.locator('main').innerText()).not.toMatch(/\b(roster|filter)\.\w/);
      expect(await page.evaluate(() => (globalThis as unknown as Browsed).document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
      await screenshot(page, `roster-phone-${name === 'English' ? 'english' : 'chinese'}`);
    }
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  }, 60_000);

  it('compares two moments and leads to an issue at either', async () => {
    const { page } = supervisor;
    await page.goto(site.url);
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
    expect(await page.evaluate(() => (globalThis as unknown as Browsed).document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    expect(supervisor.complaints).toEqual([]);
  }, 60_000);

  it('tells of the area at both moments its rates and its score, which links of the roster have begun, and what the rules changed', async () => {
    const { page } = supervisor;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${site.url}/differences?unit=LX-01`);
    const begun = page.locator('[data-links="begun"] [data-link]');
    await begun.first().waitFor();
    const { whole } = await get<api.Differences>(supervisor, `/differences?unit=LX-01&from=${new Date(Date.now() - 24 * HOUR).toISOString()}`);
    const { figures: { resolved, band } } = whole!.after;
    expect(resolved.base).toBeGreaterThan(0);
    const after = (name: string) => page.locator(`[data-counted="${name}"] td`).nth(1).innerText();
    expect(await after('resolved')).toContain(`${Math.round(resolved.rate! * 100)}%（${resolved.count}/${resolved.base}`);
    expect(await after('band')).toBe(band === null ? '件數不足' : `第 ${band + 1} 檔`);
    expect((await begun.evaluateAll((links) => links.map((link) => (link as unknown as { dataset: { link: string } }).dataset.link))).sort()).toEqual(whole!.roster.begun.map(({ link }) => link).sort());
    await screenshot(page, 'differences-whole');
    expect(await barriers(page)).toEqual([]);
    const point = whole!.roster.begun.find(({ kind }) => kind === 'contact-point')!;
    await begun.filter({ hasText: point.target }).getByRole('link').click();
    await page.locator(`tr[data-link="${point.link}"]`).waitFor();
    expect(await page.locator('tr[data-link]').count()).toBe(1);
    expect(new URL(page.url()).searchParams.get('asOf')).toMatch(/Z$/);

    const [author, approver] = [await openWindow(site.browser), await openWindow(site.browser)];
    await signIn(author, site, 'rules');
    await signIn(approver, site, 'city');
    const effectiveFrom = new Date(Date.now() + 6_000).toISOString();
    const rules = { ...NOTICE, version: 'brisk', effectiveFrom, verdict: { value: { amount: 2, unit: 'working-day' }, source: '第七號通知' } };
    await give(author, '/rulebook/versions', { rules, reason: '縮短回訪' });
    await give(approver, '/rulebook/versions/brisk/approve', {});
    await Promise.all([author.context.close(), approver.context.close()]);
    await page.waitForTimeout(Math.max(0, Date.parse(effectiveFrom) - Date.now()));
    await page.goto(`${site.url}/differences?from=${new Date(Date.parse(effectiveFrom) - 1_000).toISOString()}`);
    await page.getByRole('link', { name: '查看兩版規則的差別' }).click();
    await page.locator('[data-difference="verdict"]').getByText('縮短').waitFor();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toMatchObject({ version: 'brisk', older: 'notice-1' });
    await page.getByRole('button', { name: '回到現在' }).click();
  }, 60_000);

  it('compares with the present, and comes back to it, on a device whose clock is ahead', async () => {
    const ahead = await openWindow(site.browser);
    const { page, context } = ahead;
    await context.addInitScript(clockAhead(HOUR / 6));
    await signIn(ahead, site, 'supervisor');
    // Short pages, so that there is a next one.
    await page.route('**/api/v1/differences?*', (route) => route.continue({ url: route.request().url().replace('limit=50', 'limit=3') }));
    const answered = (url: RegExp) => page.waitForResponse((response) => url.test(response.url()));
    const [, first] = await Promise.all([page.goto(`${site.url}/differences`), answered(/\/differences\?/)]);
    const { to } = (await first.json()) as api.Differences;
    expect(first.url()).not.toContain('to=');
    await page.locator('[data-difference="came"]').first().waitFor();
    const [next] = await Promise.all([answered(/cursor=/), page.getByRole('button', { name: '再列一頁' }).click()]);
    expect(next.status()).toBe(200);
    expect(new URL(next.url()).searchParams.get('to')).toBe(to.at);
    await page.waitForFunction(() => (globalThis as unknown as Browsed).document.querySelectorAll('[data-difference]').length > 3);
    const [since] = await Promise.all([answered(/\/differences\?/), page.getByRole('button', { name: '近七天' }).click()]);
    expect([since.status(), new URL(page.url()).searchParams.get('to')]).toEqual([200, null]);
    await page.locator('[data-counted="open"]').waitFor();

    await page.goto(`${site.url}/issues?asOf=${new Date(Date.now() - 12 * HOUR).toISOString()}`);
    await page.getByRole('button', { name: '後一天' }).click();
    await page.locator('[data-moment="now"]').waitFor();
    await page.locator('tbody tr').first().waitFor();
    // What is offered to whoever looks for a past moment is one.
    await page.getByRole('button', { name: '查看過去' }).click();
    await page.getByRole('button', { name: '查看', exact: true }).click();
    await page.locator('[data-moment^="20"]').waitFor();
    await page.locator('main [aria-busy="false"]').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await context.close();
  }, 60_000);
});
