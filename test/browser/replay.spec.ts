import { readFile } from 'node:fs/promises';
import { NOTICE } from '#domain';
import type { api } from '#wire';
import { barriers, openWindow, screenshot, signIn, type Window } from './pages.js';
import { inBrowser } from './suite.js';

inBrowser('the replay and the auditor\'s search in a real browser', (site) => {
  let auditor: Window;
  let issueId: string;
  let steps: readonly api.ReplayStep[];

  beforeAll(async () => {
    auditor = await openWindow(site.browser);
    await signIn(auditor, site, 'auditor');
    const { rows } = await get<api.LedgerPage>('/issues?escalated=true&limit=50');
    issueId = rows[0]!.issueId;
    ({ steps } = await get<api.Replay>(`/issues/${issueId}/replay`));
  }, 300_000);

  const get = async <T>(path: string): Promise<T> => (await (await auditor.page.request.get(`${site.url}/api/v1${path}`)).json()) as T;
  const shown = (step: number) => auditor.page.locator(`[data-step="${step}"]`).waitFor();
  const taken = firstOf(() => steps);

  it('steps through an issue by keys, with the state after each step and what changed', async () => {
    const { page } = auditor;
    await page.goto(`${site.url}/issues/${issueId}`);
    const player = page.getByRole('group', { name: '逐步重播' });
    await player.focus();
    await page.keyboard.press('Home');
    await shown(1);
    await page.keyboard.press('ArrowRight');
    await shown(2);
    await page.keyboard.press('End');
    await shown(steps.length);
    expect(new URL(page.url()).searchParams.get('step')).toBe(String(steps.length));
    await page.goBack();
    await shown(2);
    const up = taken('IssueTakenOver');
    await page.goto(`${site.url}/issues/${issueId}?step=${up.step}`);
    await shown(up.step);
    const state = page.locator('dl', { hasText: '承辦單位' }).filter({ has: page.locator('ins') });
    expect(await state.locator('ins').allInnerTexts()).toContain(up.state.holder.name);
    expect(await state.locator('del').count()).toBeGreaterThan(0);
    expect(await page.locator('[aria-current="step"]').getAttribute('data-event')).toBe('IssueTakenOver');
    await screenshot(page, 'replay');
    expect(await barriers(page)).toEqual([]);
  });

  it('plays by itself at the chosen speed, stops at the end, and leaves one place to go back to', async () => {
    const { page } = auditor;
    await page.goto(`${site.url}/issues/${issueId}?step=${steps.length - 2}`);
    await shown(steps.length - 2);
    await page.getByLabel('速度').selectOption('4');
    await page.getByRole('button', { name: '播放' }).click();
    await shown(steps.length);
    await page.getByRole('button', { name: '播放' }).waitFor();
    expect(await page.evaluate(() => (globalThis as unknown as { history: { length: number } }).history.length)).toBeLessThan(20);
  });

  it('tells it in words alone, in full, or as it is stored', async () => {
    const { page } = auditor;
    await page.getByRole('button', { name: '簡明', exact: true }).click();
    await page.waitForURL((url) => url.searchParams.get('view') === 'compact');
    await page.locator('[data-step] dl').first().waitFor({ state: 'detached' });
    expect(await page.locator('[data-step]').innerText()).not.toContain('命令');
    await page.getByRole('button', { name: '原始記錄', exact: true }).click();
    expect(JSON.parse(await page.locator('[data-step] pre').innerText())).toEqual(stored(steps.at(-1)!));
  });

  it('searches the record with filters in the address, and leads to the step of the issue', async () => {
    const { page } = auditor;
    await page.getByRole('link', { name: '審計' }).click();
    await page.getByRole('heading', { name: '審計檢索' }).waitFor();
    await page.goto(`${site.url}/audit?type=IssueTakenOver&issue=${issueId}`);
    const row = page.locator('[data-position]').first();
    await row.waitFor();
    const found = await get<api.TrailPage>(`/events?type=IssueTakenOver&issue=${issueId}`);
    expect(await page.locator('[data-position]').count()).toBe(found.rows.length);
    await page.getByLabel('命令標識').fill('not a command');
    await page.getByLabel('命令標識').press('Enter');
    expect(await page.getByRole('alert').innerText()).toMatch(/\p{Script=Han}/u);
    await page.goto(`${site.url}/audit`);
    await row.waitFor();
    await screenshot(page, 'audit');
    expect(await barriers(page)).toEqual([]);
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: '匯出 CSV' }).click();
    expect((await saved).suggestedFilename()).toBe('minqing-events.csv');
    await page.goto(`${site.url}/audit?type=IssueTakenOver&issue=${issueId}`);
    await row.getByRole('link').click();
    await shown(found.rows[0]!.revision + 1);
    expect(auditor.complaints).toEqual([]);
  });

  it('exports what it shows, as of the moment that it shows it of', async () => {
    const { page } = auditor;
    const { recordedAt } = taken('IssueTakenOver');
    const { rows: [newest] } = await get<api.TrailPage>(`/events?asOf=${recordedAt}&limit=1`);
    expect(newest!.position).toBeLessThan((await get<api.TrailPage>('/events?limit=1')).rows[0]!.position);
    await page.goto(`${site.url}/audit?asOf=${recordedAt}`);
    await page.locator(`[data-position="${newest!.position}"]`).waitFor();
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '匯出 JSON' }).click()]);
    const [first] = (await readFile(await saved.path(), 'utf8')).split('\n', 1);
    expect((JSON.parse(first!) as api.TrailEntry).position).toBe(newest!.position);
    await page.goto(`${site.url}/audit`);
    expect(await page.getByRole('link', { name: '匯出 JSON' }).getAttribute('href')).not.toContain('asOf');
  });

  it('shows the auditor what would have been under a proposed version, and leads to how it was', async () => {
    const author = await openWindow(site.browser);
    await author.page.request.post(`${site.url}/api/v1/session`, { data: { login: 'rules', password: site.accounts.get('rules') } });
    const inTenDays = new Date(Date.now() + 10 * 86_400_000).toISOString();
    const aDay = { amount: 1, unit: 'working-day' } as const;
    const rules = { ...NOTICE, version: 'quick', effectiveFrom: inTenDays, handling: { source: '第七號通知', value: { ...NOTICE.handling.value, community: aDay, subdistrict: aDay } } };
    const proposed = await author.page.request.post(`${site.url}/api/v1/rulebook/versions`, { data: { rules, reason: '試行' }, headers: { 'idempotency-key': 'what-if' } });
    expect(proposed.status()).toBe(201);
    await author.page.goto(`${site.url}/rulebook?version=quick`);
    await author.page.getByRole('heading', { name: /^quick/ }).waitFor();
    expect(await author.page.getByRole('link', { name: /若當時/ }).count()).toBe(0);
    await author.context.close();

    const { page } = auditor;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${site.url}/rulebook?version=quick`);
    await page.getByRole('link', { name: '若當時按此規則，會有什麼不同' }).click();
    await page.getByRole('button', { name: '開始推演' }).waitFor();
    const asked = { version: 'quick', from: '2026-01-01', to: '2100-01-01' };
    await page.goto(`${site.url}/rulebook/what-if?${new URLSearchParams(asked).toString()}`);
    await page.getByRole('button', { name: '開始推演' }).click();
    await page.locator('[data-result="quick"]').waitFor();
    const answer = await page.request.post(`${site.url}/api/v1/what-if`, { data: { ...asked, limit: 50 } });
    const body = (await answer.json()) as api.WhatIf;
    expect(body.totals!.differing).toBeGreaterThan(5);
    expect(await page.locator('[data-issue]').count()).toBe(body.rows.length);
    const inTime = page.locator('[data-group="kept"] [data-row="inTime"] td');
    expect((await inTime.allInnerTexts()).slice(0, 2)).toEqual([String(body.totals!.kept.recorded.inTime), String(body.totals!.kept.other.inTime)]);
    await screenshot(page, 'what-if');
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize({ width: 375, height: 740 });
    await screenshot(page, 'what-if-phone');
    expect(await page.locator('html').evaluate((html) => (html as unknown as { scrollWidth: number }).scrollWidth)).toBeLessThanOrEqual(375);
    expect(await barriers(page)).toEqual([]);
    await page.locator(`[data-issue="${body.rows[0]!.issueId}"] a`).first().click();
    await page.getByRole('group', { name: '逐步重播' }).waitFor();
    expect(auditor.complaints).toEqual([]);
  });

  it('fits a phone, and is not offered to a post that may not search', async () => {
    const cadre = await openWindow(site.browser, { width: 375, height: 740 });
    await signIn(cadre, site, 'cadre');
    expect(await cadre.page.getByRole('link', { name: '審計' }).count()).toBe(0);
    await cadre.page.goto(`${site.url}/audit`);
    await cadre.page.getByText('此崗位不能檢索記錄').waitFor();
    await cadre.context.close();
    const { page } = auditor;
    await page.setViewportSize({ width: 375, height: 740 });
    for (const [path, name] of [[`/issues/${issueId}?step=${taken('IssueTakenOver').step}`, 'replay-phone'], ['/audit', 'audit-phone']] as const) {
      await page.goto(site.url + path);
      await page.locator('[data-step], [data-position]').first().waitFor();
      await screenshot(page, name);
      expect(await page.locator('html').evaluate((html) => (html as unknown as { scrollWidth: number }).scrollWidth)).toBeLessThanOrEqual(375);
      expect(await barriers(page)).toEqual([]);
    }
  });
});

function firstOf(steps: () => readonly api.ReplayStep[]): (type: string) => api.ReplayStep {
  return (type) => steps().find((step) => step.type === type)!;
}

function stored({ step: _step, rule: _rule, state: _state, changed: _changed, ...entry }: api.ReplayStep): object {
  return entry;
}
