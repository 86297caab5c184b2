// The queue of who waits: one answer leads to the next. In Chromium.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, account, axeFinds, enter, launch, rose, salma, tigist } from './lib/browser.mjs';

let home, browser;
test.before(async () => {
  home = await Home.start();
  await home.working();
  await account(home, 'grace', 'staff');
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

async function write(from, text) {
  await home.sim.command('text', from, text);
  await home.arrived(text);
}
const rows = page => page.locator('#threads .who').allInnerTexts();

test('who waits longest is first, with their words, and Send and Close lead to the next', async () => {
  await write(rose, 'Has Juma his shoes?');
  await write(salma, 'When does the term end?');
  await write(tigist, 'Is there food on Friday?');
  await write(rose, 'Or may he come without?');
  await home.say('send', '--all', '--text', 'School is closed on Monday.');
  const { context, page } = await enter(browser, home, 'grace');
  await page.goto('/');
  await page.getByRole('navigation').getByRole('link', { name: 'Inbox' }).first().click();
  assert.equal((await rows(page))[0], 'Juma Otieno 4B');
  assert.equal((await rows(page)).length, 3);
  await page.locator('#threads').getByText('Has Juma his shoes?').waitFor();
  assert.equal(await page.locator('#threads').getByText('closed on Monday').count(), 0);
  assert.match(await page.locator('.views a[aria-current]').innerText(), /Waiting for us\s+3/);

  await page.locator('#threads a').first().click();
  await page.getByLabel('Answer', { exact: true }).fill('He may come without.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('On its way.').waitFor();
  await page.locator('#messages').getByText('When does the term end?').waitFor();
  assert.equal((await rows(page)).length, 2);
  await page.getByRole('button', { name: 'Close: needs no answer' }).click();
  await page.locator('#messages').getByText('Is there food on Friday?').waitFor();
  await page.getByLabel('Answer', { exact: true }).fill('Yes, as always.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Nobody waits for an answer.').waitFor();
  assert.deepEqual((await home.cli('threads', '--waiting')), []);
  assert.match((await home.say('threads', '--waiting')).out, /^Nobody waits/);

  // All are still there; an answer given from elsewhere stays in its thread.
  await page.getByRole('link', { name: 'All conversations' }).click();
  await page.locator('#threads a', { hasText: 'Salma' }).click();
  await page.getByLabel('Answer', { exact: true }).fill('On 4 December.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('#messages').getByText('On 4 December.').waitFor();
  await context.close();
});

test('one that was left out comes again at the end, and one that came in between is not missed', async () => {
  await write(rose, 'First');
  await write(salma, 'Second');
  const { context, page } = await enter(browser, home, 'grace');
  await page.goto('/inbox?view=waiting&class=4B');
  await page.locator('#threads a', { hasText: 'Salma' }).click();
  await write(tigist, 'Third');
  await page.getByRole('button', { name: 'Close: needs no answer' }).click();
  await page.waitForURL(/view=waiting&class=4B/);
  const next = await page.locator('#messages').innerText();
  assert.doesNotMatch(next, /Second/);
  const waiting = await home.cli('threads', '--waiting');
  assert.deepEqual(waiting.map(t => t.asks), ['First', 'Third']);
  assert.ok(waiting[0].waiting < waiting[1].waiting);
  await context.close();
});

test('a text of the shared tray is filed, and the next one is there', async () => {
  await write('+254733000021', 'Who buys maize?');
  await write('+254733000022', 'I am the aunt of Juma Otieno');
  const { context, page } = await enter(browser, home, 'grace');
  await page.goto('/inbox?view=unknown');
  await page.locator('#threads a', { hasText: '0022' }).or(page.locator('#threads a', { hasText: '022' })).first().click();
  await page.getByText('File only this text').click();
  await page.getByLabel('Another family: a name or number').first().fill('Rose');
  await page.getByRole('button', { name: 'Find' }).first().click();
  await page.getByText('File only this text').click();
  await page.getByRole('button', { name: /Rose Otieno/ }).first().click();
  await page.locator('#messages').getByText('Who buys maize?').waitFor();
  await write('+254733000023', 'Win a phone');
  await page.getByText('No parent', { exact: true }).click();
  await page.getByRole('button', { name: 'They wanted somebody else' }).click();
  await page.locator('#messages').getByText('Win a phone').waitFor();
  await context.close();
});

test('every page tells what is new without a reload, in the bar and the title, and softly if asked', async () => {
  const { context, page } = await enter(browser, home, 'grace');
  await context.addInitScript(() => {
    globalThis.heard = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) { globalThis.heard++; return start.call(this, at); };
  });
  const heard = () => page.evaluate(() => globalThis.heard);
  const count = page.locator('nav.main #news');
  const fresh = async (more, title) => {
    await count.getByText(`${before + more} new`, { exact: true }).waitFor();
    assert.match(await page.title(), new RegExp(`^\\(${before + more}\\) ${title}`));
  };
  await page.goto('/help');
  const before = Number(/(\d+) new/.exec(await count.innerText())?.[1] ?? 0);
  await write(rose, 'Is the bus late today?');
  await fresh(1, 'Help');
  assert.equal(await heard(), 0, 'nobody chose a sound');

  await page.goto('/account');
  await page.getByLabel('Two soft notes').check();
  assert.equal(await heard(), 2, 'it is heard at once');
  await page.goto('/families');
  await page.getByRole('heading', { name: 'Families' }).click();
  await page.evaluate(() => {           // another tab lies on top of it
    Object.defineProperty(document, 'hidden', { get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await write(salma, 'And the second bus?');
  await fresh(2, 'Families');
  assert.equal(await heard(), 2);
  await page.goto('/account');
  await page.getByLabel('Two soft notes').uncheck();
  await write(salma, 'Thank you.');
  await fresh(3, 'Your account');
  assert.equal(await heard(), 0, 'it was turned off');

  await page.goto('/inbox?view=unread');
  await page.locator('#threads a', { hasText: 'Salma' }).click();
  await fresh(1, '');
  await context.close();
  const plain = await enter(browser, home, 'grace', { javaScriptEnabled: false });
  await plain.page.goto('/account');
  await plain.page.getByLabel('After you sign in').selectOption('Families');
  await plain.page.locator('[action="/account/opens"] button').click();
  await plain.page.getByText('Saved.').waitFor();
  const again = await enter(browser, home, 'grace');
  assert.equal(new URL(again.page.url()).pathname, '/families');
  await again.context.close();
  await plain.page.goto('/help');
  assert.equal(await plain.page.locator('#news').innerText(), `${before + 1} new`);
  await plain.context.close();
});

for (const javaScriptEnabled of [true, false])
  test(`several are given to somebody, and closed, at once, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async t => {
    const { context, page } = await enter(browser, home, 'grace', { javaScriptEnabled, viewport: { width: 360, height: 740 } });
    t.after(() => context.close());
    const asked = ['Rain tomorrow?', 'A hat tomorrow?', 'Milk tomorrow?'].map(s => `${s} ${javaScriptEnabled}`);
    for (const [i, who] of [rose, salma, tigist].entries()) await write(who, asked[i]);
    const ids = async () => (await home.get('threads?waiting=1')).map(t => t.id);
    const all = await ids(), ticks = page.locator('.tick'), press = name => page.getByRole('button', { name, exact: true }).click();
    assert.equal(all.length, 3);

    await page.goto('/inbox?view=all');
    assert.equal(await ticks.first().isVisible(), false, 'nobody asked for them');
    await page.getByLabel('Choose several').check();
    if (javaScriptEnabled) assert.deepEqual(await axeFinds(page), []);
    await press('Mark as read');
    await page.getByText('Tick the conversations first').waitFor();
    assert.equal(new URL(page.url()).searchParams.get('view'), 'all', 'the same list');

    await page.goto('/inbox');
    await page.getByLabel('Choose several').check();
    for (const name of [/Juma/, /Amina/]) await page.getByRole('checkbox', { name }).check();
    await page.locator('#many-staff').selectOption('grace');
    await page.locator('#many').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    assert.equal((await home.get('threads')).filter(t => t.assigned === 'grace').length, 2);

    // What comes after the list was made is not closed with it.
    await page.getByLabel('Choose several').check();
    for (let i = 0; i < 3; i++) await ticks.nth(i).check();
    if (!javaScriptEnabled) await write(rose, 'And boots?');
    await press('Close: they need no answer');
    await page.getByText('Saved').waitFor();
    assert.deepEqual(await ids(), javaScriptEnabled ? [] : [(await home.get('threads')).find(t => /Rose/.test(t.family)).id]);
    assert.match((await home.say('assign', ...all.map(String), 'anybody')).out, /^Anybody answers/);
    assert.match((await home.say('close', ...all.map(String))).out, /^Closed/);
    assert.deepEqual(await ids(), []);
    assert.equal((await home.get('threads')).filter(t => t.assigned).length, 0);
    assert.match((await home.say('assign', String(all[0]), 'nobody-of-ours')).err, /no such person/);
    assert.equal((await home.say('close', String(all[0]), 'x')).code, 2);
  });
