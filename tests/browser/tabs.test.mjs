// Ten tabs open, and a daemon that dies meanwhile. A browser opens at most six
// connections to one host; in a headless one every tab counts as seen.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

test('ten tabs all hear of a new text, through one stream, and each still works', { timeout: 120000 }, async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  const thread = `/threads/${await threadOf('Salma')}`;
  const tabs = [page];
  while (tabs.length < 10) tabs.push(await context.newPage());
  for (const [i, tab] of tabs.entries()) await tab.goto(i % 2 ? thread : '/inbox');
  const hear = async text => {
    await home.sim.command('text', salma, text);
    await Promise.all(tabs.map(tab => tab.locator('main').getByText(text).first().waitFor()));
  };
  await hear('One more question');
  await until(async () => await metric(page, 'event_clients') <= 2, 'streams to be few');
  assert.ok(connections() <= 8, `${connections()} connections`);

  // whichever holds the stream goes elsewhere: another takes it over
  for (const tab of tabs.splice(0, 5)) await tab.goto('/help');
  await hear('And a second one');
  await until(async () => await metric(page, 'event_clients') <= 2, 'streams to be few again');
  for (const tab of tabs.splice(0, 3)) await tab.close();
  await hear('And a third');

  for (const tab of tabs) {
    await tab.getByRole('link', { name: 'Inbox' }).first().click();
    await tab.locator('.threads a', { hasText: 'Rose' }).click();
    await tab.locator('#messages').getByText('Juma has no shoes').waitFor();
  }
  assert.ok(connections() <= 8, `${connections()} connections`);
  await context.close();
});
