import { readFile } from 'node:fs/promises';
import { EMPTY_STREAM, uuid5 } from '#event-store';
import { encodeEvent } from '#wire';
import { barriers, openWindow, screenshot, type Window } from './pages.js';
import { inBrowser } from './suite.js';

inBrowser('the operators\' page', (site) => {
  let administrator: Window;

  beforeAll(async () => {
    administrator = await openWindow(site.browser);
    // An administrator sees no board: the page asked for is where the sign-in leads.
    const { page } = administrator;
    await page.goto(`${site.url}/operations`);
    await page.getByLabel('帳號').fill('rules');
    await page.getByLabel('密碼', { exact: true }).fill(site.accounts.get('rules')!);
    await page.keyboard.press('Enter');
  }, 300_000);

  it('shows by itself a read model that stopped, lets the event be skipped with a reason, and keeps the scar in sight', async () => {
    const { page } = administrator;
    await page.locator('[data-read-model="ledger"][data-state="live"]').waitFor();

    const events = [encodeEvent({ type: 'IssueClosed', at: '2026-11-24T04:00:00.000Z', by: { kind: 'operator', operator: 'spec' }, data: { ground: 'declined', note: '不存在的事' } })];
    await site.store.append({ streamId: 'issue/never-reported', expected: EMPTY_STREAM, command: { id: uuid5('spec', 'poison'), type: 'spec', digest: '0'.repeat(64) }, ruleVersion: 'notice-1', events });
    const ledger = page.locator('[data-read-model="ledger"]');
    await page.locator('[data-read-model="ledger"][data-state="stopped"]').waitFor();
    expect(await page.locator('[data-state="live"]').count()).toBe(6);
    expect(await ledger.innerText()).not.toContain('不存在的事');
    await screenshot(page, 'operations');
    expect(await barriers(page)).toEqual([]);

    await ledger.getByRole('button', { name: '略過此事件' }).click();
    const drawer = page.getByRole('dialog');
    // Without a reason nothing is sent, and the form says what is missing.
    await drawer.getByRole('button', { name: '略過此事件' }).click();
    await drawer.locator('.ant-form-item-explain-error').waitFor();
    expect(await drawer.locator('textarea').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('[data-read-model="ledger"]').getAttribute('data-state')).toBe('stopped');
    await drawer.locator('textarea').fill('記錄有誤，已報修');
    expect(await barriers(page)).toEqual([]);
    await drawer.getByRole('button', { name: '略過此事件' }).click();
    await page.locator('[data-read-model="ledger"][data-state="incomplete"]').waitFor();
    expect(await ledger.innerText()).toContain('記錄有誤，已報修');
    expect(administrator.complaints).toEqual([]);
  }, 60_000);

  it('says of a restored record that its gap is undeclared, and by which command it is declared', async () => {
    const { page } = administrator;
    await page.getByText('第 1 紀元').waitFor();
    await site.mark.begin();
    await site.mark.whole(await site.store.lastPosition());
    await page.getByText('已恢復，缺口未申明').waitFor();
    expect(await page.getByRole('alert').filter({ hasText: '記錄由備份恢復' }).innerText()).toContain('npm run minqing -- declare-gap --checkpoint FILE');
    expect(await barriers(page)).toEqual([]);
    await site.mark.remove((await site.mark.read())!);
    await page.getByText('缺口未申明').waitFor({ state: 'detached' });
  }, 60_000);

  it('takes a read model through the steps of a rebuild, and shows how far it has come', async () => {
    const { page } = administrator;
    await page.locator('[data-read-model="unit"]').getByRole('button', { name: '重建' }).click();
    const drawer = page.getByRole('dialog');
    // Between two signs the button puts a space.
    const step = (name: string) => drawer.getByRole('button', { name: new RegExp(`^${[...name].join('\\s?')}$`) });
    await step('在旁邊建').waitFor();
    expect(await step('切換').isDisabled()).toBe(true);
    expect(await barriers(page)).toEqual([]);
    await step('在旁邊建').click();
    await drawer.getByText('已備妥').waitFor();
    await step('比較').click();
    await drawer.getByText('全部相同').first().waitFor();
    await screenshot(page, 'operations-rebuild');
    expect(await barriers(page)).toEqual([]);
    await step('切換').click();
    await page.getByText('已切換；原有的留存').waitFor();
    await step('換回').click();
    await page.getByText('原有的已重新在用').waitFor();
    await step('刪除旁邊的').click();
    await drawer.getByText('旁邊什麼都沒有。').waitFor();
    expect(administrator.complaints).toEqual([]);
  }, 60_000);

  it('erases what was looked at, after a ground and a second look, and hands out the receipt', async () => {
    const { page } = administrator;
    await page.goto(`${site.url}/operations`);
    const reports = (await site.store.readAll({ after: 0, limit: 1_000 })).filter(({ type }) => type === 'IssueReported').map(({ data }) => data as { number: string; title: string; reporter?: { name?: string } });
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
    expect(JSON.stringify(await site.store.readAll({ after: 0, limit: 10_000 }))).not.toContain(data.title);
    expect(administrator.complaints).toEqual([]);
  }, 60_000);
});
