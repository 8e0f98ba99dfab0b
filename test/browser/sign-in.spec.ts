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
