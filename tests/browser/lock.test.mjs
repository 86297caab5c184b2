// A computer that everybody walks past: after five minutes without use the
// session is locked on the server, with JavaScript and without, and nothing
// that was being written is lost.
import test from 'node:test';
import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, launch, enter, account, password, salma, axeFinds, htmlFinds } from './lib/browser.mjs';
import { preload } from '../system/lib/home.mjs';

let home, browser, offset = 0;
test.before(async () => {
  home = await Home.start({ sim: null, start: false,
    modems: 'modems = ( { name = "none"; device = "/dev/notehome-nowhere"; } );' });
  const file = join(home.dir, 'offset');
  writeFileSync(file, '0');
  home.later = minutes => {     // all at once: the daemon reads it at any moment
    writeFileSync(`${file}.new`, String(offset += Math.round(minutes * 60)));
    renameSync(`${file}.new`, file);
  };
  await home.boot({ env: preload('clock', { CLOCK_OFFSET: file }) });
  await home.import('child,class,guardian,phone\nAmina Ali,4B,Salma Ali,0712 000 001\n');
  await home.send(salma, 'Amina read aloud today.');
  await account(home, 'grace', 'staff');
  await account(home, 'juma', 'staff');
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

const answer = page => page.getByLabel('Answer', { exact: true });
const thread = async () => `/threads/${(await home.cli('threads'))[0].id}`;
async function unlock(page) {
  await page.getByText('Locked, because nobody used it').waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), 'grace');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
const outs = async () => (await home.cli('queue')).length;

test('after five minutes the page locks itself, keeps the draft and comes back to it', async () => {
  const { context, page } = await enter(browser, home, 'grace');
  const path = await thread();
  await page.clock.install();
  await page.goto(path);
  await answer(page).fill('Half of a sen');
  await page.locator('#count .number', { hasText: /^13$/ }).waitFor();
  home.later(4.9);
  await page.clock.fastForward('04:54');
  assert.equal((await page.request.get('/inbox', { headers: { 'x-by-itself': '1' } })).url(),
    `${home.address}inbox`);
  home.later(0.5);
  await page.clock.fastForward('00:30');
  await page.waitForURL(/sign-in\?next=/);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(await htmlFinds(context, '/sign-in'), []);
  await unlock(page);
  await page.waitForURL(url => url.pathname === path);
  assert.equal(await answer(page).inputValue(), 'Half of a sen');
  await context.close();
});

test('all tabs are locked, and one sign-in opens them all', async () => {
  const { context, page } = await enter(browser, home, 'grace');
  const path = await thread(), other = await context.newPage();
  for (const tab of [page, other]) await tab.clock.install();
  await page.goto(path);
  await other.goto('/inbox');
  home.later(5.5);
  for (const tab of [page, other]) await tab.clock.fastForward('05:30');
  for (const tab of [page, other]) await tab.waitForURL(/sign-in\?next=/);
  await unlock(page);
  await page.waitForURL(url => url.pathname === path);
  await other.waitForURL('**/inbox');
  await context.close();
});

test('a note that was not sent yet waits for who wrote it, and for nobody else', async () => {
  const { context, page } = await enter(browser, home, 'grace');
  const path = await thread(), note = page.getByLabel('New note');
  await page.clock.install();
  for (const name of ['grace', 'juma']) {
    await page.goto(path);
    await note.fill('Her aunt rang');
    home.later(5.5);
    await page.clock.fastForward('05:30');
    await page.waitForURL(/sign-in\?next=/);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(url => url.pathname === path);
    assert.equal(await note.inputValue(), name === 'grace' ? 'Her aunt rang' : '');
    await page.reload();
    assert.equal(await note.inputValue(), '');
  }
  await context.close();
});

test('who moves the pointer is not locked out, and a tab that nobody looks at keeps nobody in', async () => {
  const { context, page } = await enter(browser, home, 'grace');
  await page.clock.install();
  await page.goto(await thread());
  for (let i = 0; i < 4; i++) {
    home.later(2);
    await page.clock.fastForward('02:00');
    const told = page.waitForResponse('**/here');
    await page.mouse.click(5, 5);
    await page.clock.fastForward('00:06');
    assert.equal((await told).status(), 204);
  }
  for (let i = 0; i < 6; i++) {
    home.later(1);
    await page.clock.fastForward('01:00');
  }
  await page.waitForURL(/sign-in\?next=/);
  await context.close();
});

test('without JavaScript an answer that comes too late is kept, not sent', async () => {
  const { context, page } = await enter(browser, home, 'grace', { javaScriptEnabled: false });
  const path = await thread(), before = await outs();
  await page.goto(path);
  await answer(page).fill('Written slowly');
  home.later(6);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await unlock(page);
  await page.waitForURL(url => url.pathname === path);
  assert.equal(await answer(page).inputValue(), 'Written slowly');
  assert.equal(await outs(), before, 'nothing was sent');
  home.later(6);
  await page.goto('/inbox?view=waiting');
  await unlock(page);
  await page.waitForURL('**/inbox?view=waiting');
  await page.goto('/tell');
  await page.getByLabel('Text', { exact: true }).fill('To all of 4B');
  home.later(6);
  await page.getByRole('button', { name: 'Look before it goes' }).click();
  await unlock(page);
  await page.waitForURL('**/tell');
  assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), 'To all of 4B');
  await context.close();
});

test('a session that ended while an answer was sent: who wrote it signs in and goes on, once', async () => {
  const text = 'The bus comes at "nine"\nand <not> at ten.', path = await thread();
  for (const javaScriptEnabled of [false, true]) {
    const { context, page } = await enter(browser, home, 'grace', { javaScriptEnabled });
    const before = await outs();
    const send = async name => {
      await page.goto(path);
      await answer(page).fill(text);
      await context.clearCookies();
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByText('Your session had ended, so nothing was sent.').waitFor();
      assert.equal(await page.getByLabel('Name').inputValue(), 'grace');
      await page.getByLabel('Password').fill('wrong');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Name or password is wrong.').waitFor();
      await page.getByLabel('Name').fill(name);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await send('juma');
    await page.waitForURL(url => url.pathname === path);
    assert.notEqual(await answer(page).inputValue(), text, 'it is for nobody else');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Name').fill('grace');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(url => url.pathname === '/');
    await send('grace');
    await page.getByText('You are signed in again').waitFor();
    if (javaScriptEnabled) assert.deepEqual(await axeFinds(page), []);
    assert.equal((await page.locator('.text').innerText()).trim(), text);
    assert.equal(await outs(), before, 'nothing was sent yet');
    await page.getByRole('button', { name: 'Yes, go on' }).dblclick();
    await page.getByText('On its way.').waitFor();
    assert.equal(await outs(), before + 1);
    assert.equal((await home.cli('queue')).at(-1).text.replace('\r', ''), text);
    await context.close();
  }
});

test('a locked session reads and changes nothing, and no address leads elsewhere', async () => {
  const { context, page } = await enter(browser, home, 'grace');
  const path = await thread();
  await page.goto(path);
  const csrf = await page.locator('#sign-out [name=csrf]').inputValue();
  home.later(6);
  const ask = (to, form) => page.request.fetch(to, { maxRedirects: 0,
    ...(form ? { method: 'POST', form } : {}) });
  assert.equal((await ask('/api/v1/threads')).status(), 401);
  assert.equal((await ask('/api/v1/events')).status(), 401);
  assert.equal((await ask(path)).headers().location, `/sign-in?next=${path}`);
  assert.equal((await ask(`${path}/note`, { csrf, note: 'x' })).status(), 401);
  assert.equal((await ask(`${path}/draft`, { csrf: '0'.repeat(64), text: 'x' })).status(), 401);
  for (const next of ['//else.example/', '/\t/else.example', '/\\else.example', 'https://else.example/']) {
    const { location } = (await ask('/sign-in', { name: 'grace', password, next })).headers();
    assert.equal(location, '/', next);
  }
  await context.close();
});

test('a session ends after twelve hours, however busy', async () => {
  const { context, page } = await enter(browser, home, 'grace');
  for (let i = 0; i < 12 * 15; i++) {
    assert.equal((await page.request.get('/here', { maxRedirects: 0 })).status(), 204, `after ${i * 4} minutes`);
    home.later(4);
  }
  await page.goto('/inbox');
  await page.waitForURL(/sign-in/);
  assert.equal(await page.getByText('Locked, because').count(), 0);
  await context.close();
});
