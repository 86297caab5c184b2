// Ten tabs open, and a daemon that dies meanwhile. A browser opens at most six
// connections to one host; in a headless one every tab counts as seen.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { Home, launch, enter, account, salma, rose, until } from './lib/browser.mjs';

let home, browser;
test.before(async () => {
  home = await Home.start();
  await home.working();
  await account(home, 'teacher', 'admin');
  await home.sim.command('text', salma, 'Is there school tomorrow?');
  await home.sim.command('text', rose, 'Juma has no shoes');
  await home.arrived(/school/);
  await home.arrived(/shoes/);
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

const threadOf = async name => (await home.cli('threads')).find(t => t.family.includes(name)).id;

/** Connections that the daemon holds open on its port. */
function connections() {
  const port = Number(new URL(home.address).port).toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/tcp', 'utf8').split('\n')
    .filter(line => new RegExp(`^ *\\d+: [0-9A-F]{8}:${port} [0-9A-F:]+ 01 `).test(line)).length;
}

async function metric(page, name) {
  const text = await (await page.request.get('/metrics')).text();
  return Number(new RegExp(`^notehome_${name} (\\d+)$`, 'm').exec(text)[1]);
}

test('ten tabs all hear of a new text, through one stream, and each still works', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  const thread = `/threads/${await threadOf('Salma')}`;
  const tabs = [page];
  while (tabs.length < 10) tabs.push(await context.newPage());
  for (const [i, tab] of tabs.entries()) await tab.goto(i % 2 ? thread : '/inbox?view=unknown');
  const hear = async text => {
    await home.sim.command('text', salma, text);
    await home.sim.command('text', `+2547330001${10 + tabs.length}`, text);
    await Promise.all(tabs.map(tab => tab.locator('main').getByText(text).first().waitFor()));
  };
  await hear('One more question');
  await until(async () => await metric(page, 'event_clients') <= 2, 'streams to be few', 60000);
  assert.ok(connections() <= 10, `${connections()} connections`);

  // whichever holds the stream goes elsewhere: another takes it over
  for (const tab of tabs.splice(0, 5)) await tab.goto('/help');
  await hear('And a second one');
  await until(async () => await metric(page, 'event_clients') <= 2, 'streams to be few again', 60000);
  for (const tab of tabs.splice(0, 3)) await tab.close();
  await hear('And a third');

  for (const tab of tabs) {
    await tab.getByRole('link', { name: 'Inbox' }).first().click();
    await tab.locator('.threads a', { hasText: 'Rose' }).click();
    await tab.locator('#messages').getByText('Juma has no shoes').waitFor();
  }
  assert.ok(connections() <= 10, `${connections()} connections`);
  await context.close();
});

test('the daemon dies and comes back under a page with half an answer on it', async () => {
  const { port } = new URL(home.address);
  await writeFile(home.file, (await readFile(home.file, 'utf8')).replace('port = 0', `port = ${port}`));
  const { context, page } = await enter(browser, home, 'teacher');
  const id = await threadOf('Salma'), answer = page.getByLabel('Answer', { exact: true });
  await page.goto(`/threads/${id}`);
  await answer.fill('The bus ');
  await page.locator('#count .number', { hasText: /^8$/ }).waitFor();
  await home.kill('SIGKILL');
  await page.getByText('Connection lost.').waitFor();
  await answer.pressSequentially('comes at nine');
  await home.sim.command('text', salma, 'It rains so much here');
  await home.boot();
  await page.locator('#messages').getByText('It rains so much here').waitFor();
  await page.locator('#count .number', { hasText: /^21$/ }).waitFor();
  await until(async () => await page.locator('#live').innerText() === '', 'the page to say that all is well');
  assert.equal(await answer.inputValue(), 'The bus comes at nine');
  assert.ok(await answer.evaluate(e => e === document.activeElement));

  const gone = async () => (await home.cli('thread', String(id))).messages
    .filter(m => m.direction === 'out' && m.text === 'The bus comes at nine').length;
  const sent = page.waitForRequest(r => r.method() === 'POST' && r.url().endsWith('/send'));
  await page.getByRole('button', { name: 'Send', exact: true }).dblclick();
  await page.getByText('On its way.').waitFor();
  assert.equal(await gone(), 1, 'a double click sends once');
  assert.equal(await answer.inputValue(), '');
  const form = (await sent).postData();
  await home.kill('SIGKILL');
  await home.boot();
  const again = await page.request.post(`/threads/${id}/send`, { data: form, maxRedirects: 0,
    headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  assert.equal(again.status(), 303);
  assert.equal(await gone(), 1, 'the same form sent again after the restart does nothing');
  await context.close();
});

test('Send while the daemon is down is held on the page, and goes once when it is back', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  const id = await threadOf('Salma'), text = 'The term ends on the fourth';
  const gone = async () => (await home.cli('thread', String(id))).messages
    .filter(m => m.direction === 'out' && m.text === text).length;
  await page.goto(`/threads/${id}`);
  await page.getByLabel('Answer', { exact: true }).fill(text);
  await home.kill('SIGKILL');
  const send = page.getByRole('button', { name: 'Send', exact: true });
  await send.dblclick();
  await page.getByText('Your text is held here').waitFor();
  await page.getByRole('button', { name: 'Do not send it yet' }).click();
  await page.getByLabel('Answer', { exact: true }).fill(text);
  await send.click();
  await page.getByText('Your text is held here').waitFor();
  assert.ok(await send.isDisabled());
  await home.boot();
  await page.getByText('On its way.').waitFor();
  assert.equal(await gone(), 1);
  await context.close();
});

test('a text to a class that is confirmed twice goes once, a note is kept once', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  await page.goto('/tell');
  await page.getByLabel('4B').check();
  await page.getByLabel('Text', { exact: true }).fill('Sports day is on Friday');
  await page.getByRole('button', { name: 'Look before it goes' }).click();
  const sent = page.waitForRequest(r => r.url().endsWith('/tell/send'));
  await page.getByRole('button', { name: 'Send it' }).dblclick();
  await page.waitForURL(/\/tell\/\d+/);
  const again = await page.request.post('/tell/send', { data: (await sent).postData(), maxRedirects: 0,
    headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  assert.equal(again.headers().location, new URL(page.url()).pathname);
  const waiting = (await home.cli('queue')).filter(m => m.text === 'Sports day is on Friday');
  assert.equal(new Set(waiting.map(m => m.number)).size, waiting.length);
  assert.ok(waiting.length >= 3);
  await page.getByRole('button', { name: 'Undo: do not send' }).click();
  await page.goto(`/threads/${await threadOf('Rose')}`);
  await page.getByLabel('New note').fill('Shoes from the aunt');
  await page.getByRole('button', { name: 'Keep the note' }).dblclick();
  await page.getByText('Saved.').waitFor();
  assert.equal(await page.getByText('Shoes from the aunt').count(), 1);
  await context.close();
});
