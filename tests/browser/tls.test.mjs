// The encrypted page in Chromium: the one warning, the way there from the plain
// page, and back where that is switched off.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, launch, enter, account, axeFinds, htmlFinds, fits, password } from './lib/browser.mjs';

/** Signs in on the page that is open. */
async function signIn(page, name) {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'));
}

test('an admin teaches the browser once, and the plain page leads to the encrypted one from then on', async t => {
  const home = await Home.start({ sim: null });
  t.after(() => home.stop());
  await account(home, 'head', 'admin');
  await account(home, 'amina', 'staff');
  const browser = await launch();
  t.after(() => browser.close());
  const { port, fingerprint } = await home.cli('tls', 'show');
  const secure = new URL(home.address);
  secure.protocol = 'https:';
  secure.port = port;

  await t.test('the settings say what the browser will say, with the fingerprint', async () => {
    const { context, page } = await enter(browser, home, 'head', { viewport: { width: 360, height: 740 } });
    await page.goto('/settings/safety');
    await page.getByText('Not encrypted.').waitFor();
    await page.getByRole('link', { name: secure.href }).waitFor();
    await page.getByText(fingerprint).waitFor();
    await page.getByText('Sign in there as an admin').waitFor();
    assert.deepEqual(await axeFinds(page), []);
    assert.ok(await fits(page));
    assert.deepEqual(await htmlFinds(context, '/settings/safety'), []);
    await context.close();
  });
  await t.test('a page to print has address and fingerprint as QR codes, and what each browser says', async () => {
    const { context, page } = await enter(browser, home, 'amina', { viewport: { width: 360, height: 740 } });
    await page.goto('/help');
    await page.getByRole('link', { name: 'The encrypted page, and what browsers say of it' }).click();
    assert.equal(await page.getByRole('link', { name: secure.href }).count(), 1);
    await page.getByText(fingerprint).waitFor();
    assert.equal(await page.getByRole('img', { name: /for a phone's camera/ }).count(), 2);
    for (const says of ['Your connection is not private', 'Potential Security Risk Ahead', 'This Connection Is Not Private'])
      await page.getByText(says).waitFor();
    assert.deepEqual(await axeFinds(page), []);
    assert.ok(await fits(page));
    assert.deepEqual(await htmlFinds(context, '/help/tls'), []);
    await context.close();
  });
  await t.test('a browser that was not taught warns', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await assert.rejects(page.goto(secure.href), /ERR_CERT_AUTHORITY_INVALID/);
    await context.close();
  });
  await t.test('staff on the encrypted page change nothing for others', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(secure.href);
    await signIn(page, 'amina');
    assert.equal(new URL(page.url()).port, String(port));
    assert.ok((await context.cookies()).every(c => c.secure && c.httpOnly));
    await context.close();
    const plain = await browser.newContext();
    const other = await plain.newPage();
    await other.goto(home.address);
    assert.equal(new URL(other.url()).protocol, 'http:');
    await plain.close();
  });
  await t.test('once an admin came in there, the plain page leads there with its address', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(new URL('/settings/safety', secure).href);
    await signIn(page, 'head');
    await page.goto(new URL('/settings/safety', secure).href);
    await page.getByText('Encrypted (TLS).').waitFor();
    await page.getByText('The unencrypted address leads there by itself.').waitFor();
    await page.goto(`${home.address}families?q=A%20B`);
    assert.equal(page.url(), new URL('/families?q=A%20B', secure).href);
    await context.close();
    // Programs with a token go on as before.
    const { token } = await home.cli('token', 'add', 'desk', '--role', 'reader');
    for (const path of ['api/v1/status', 'healthz', 'static/style.css']) {
      const answer = await fetch(home.address + path, { redirect: 'manual', headers: { authorization: `Bearer ${token}` } });
      assert.ok(answer.status !== 302, path);
    }
  });
  await t.test('a restart remembers it, and a setting ends it', async () => {
    const leads = async () => (await fetch(home.address, { redirect: 'manual' })).headers.get('location');
    await home.kill('SIGTERM');
    await home.boot();
    assert.match(await leads(), /^https:\/\/127\.0\.0\.1:\d+\/$/);
    await home.kill('SIGTERM');
    home.options.webMore = 'tls = { lead = false; hsts = true; };';
    await home.configure('');
    await home.boot();
    assert.doesNotMatch(await leads(), /^https:/);
    // Only who asks for it gets HSTS, and on the encrypted page alone.
    assert.equal((await fetch(home.address)).headers.get('strict-transport-security'), null);
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const answer = await context.request.get(`https://127.0.0.1:${(await home.cli('tls', 'show')).port}/sign-in`);
    assert.match(answer.headers()['strict-transport-security'], /^max-age=\d+$/);
    await context.close();
  });
});
