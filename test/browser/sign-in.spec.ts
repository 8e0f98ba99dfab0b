import { barriers, openWindow, screenshot, signIn } from './pages.js';
import { inBrowser } from './suite.js';

inBrowser('the sign-in in a real browser', (site) => {
  it('says why a sign-in failed, in the language of the page, and leads back to the page asked for', async () => {
    const stranger = await openWindow(site.browser);
    await stranger.page.goto(`${site.url}/issues?overdue=true`);
    await stranger.page.getByLabel('帳號').fill('auditor');
    await stranger.page.getByLabel('密碼', { exact: true }).fill('not the password');
    await stranger.page.keyboard.press('Enter');
    expect(await stranger.page.getByRole('alert').innerText()).toMatch(/\p{Script=Han}/u);
    await screenshot(stranger.page, 'sign-in');
    expect(await barriers(stranger.page)).toEqual([]);
    await stranger.page.getByLabel('密碼', { exact: true }).fill(site.accounts.get('auditor')!);
    await stranger.page.keyboard.press('Enter');
    await stranger.page.getByRole('heading', { name: '問題臺帳' }).waitFor();
    expect(new URL(stranger.page.url()).search).toBe('?overdue=true');
    expect(stranger.complaints).toEqual([]);
    await stranger.context.close();
  });

  it('lets somebody change the password that an operator printed, and says when the present one is wrong', async () => {
    const someone = await openWindow(site.browser);
    const { page } = someone;
    await signIn(someone, site, 'dispatcher');
    await page.getByRole('link', { name: '改密碼' }).click();
    const change = async (present: string, first: string, again = first) => {
      await page.getByLabel('目前的密碼').fill(present);
      await page.getByLabel('新密碼', { exact: true }).fill(first);
      await page.getByLabel('再輸入一次新密碼').fill(again);
      await page.getByRole('button', { name: '更改密碼' }).click();
    };
    const printed = site.accounts.get('dispatcher')!;
    await change(printed, 'known to nobody else', 'known to no one else');
    await page.getByText('兩次輸入的新密碼不一樣').waitFor();
    await change('a guess of mine', 'known to nobody else');
    await page.getByRole('alert').filter({ hasText: '目前的密碼不對' }).waitFor();
    await change(printed, 'short');
    await page.getByRole('alert').filter({ hasText: '10' }).waitFor();
    await change(printed, 'known to nobody else');
    await page.getByRole('status').filter({ hasText: '密碼已經更改' }).waitFor();
    expect(await page.getByLabel('目前的密碼').inputValue()).toBe('');
    await screenshot(page, 'password');
    expect(await barriers(page)).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: '更改密碼' }).waitFor();
    const answer = await page.request.post(`${site.url}/api/v1/session`, { data: { login: 'dispatcher', password: printed } });
    expect(answer.status()).toBe(401);
    expect(someone.complaints).toEqual([]);
    await someone.context.close();
  });

  it('keeps what is typed while a slow line still brings the rest, and signs in past a question from before', async () => {
    const late = await openWindow(site.browser);
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
    await signIn(late, site, 'auditor');
    release();
    expect(brought).toBe(1);
    expect(late.complaints).toEqual([]);
    await late.context.close();
  });
});
