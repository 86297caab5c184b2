// With the keyboard alone: signed in, a text answered, another filed. Each stop
// on the way is seen, and what arrives meanwhile takes neither focus nor words.
import test from 'node:test';
import assert from 'node:assert/strict';
import { axeFinds, enter, launch, password, rose, salma } from './lib/browser.mjs';
import { scene } from './lib/scene.mjs';

let home, browser;
test.before(async () => {
  home = await scene();
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

/** What has the focus: its name, and whether a person can see that it has. */
const stop = page => page.evaluate(() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const label = e.labels?.[0]?.textContent ?? e.getAttribute('aria-label') ?? e.textContent;
  const over = document.elementFromPoint(Math.max(0, box.left) + 2, Math.max(0, box.top) + 2);
  return { name: label.replace(/\s+/g, ' ').trim(), id: e.id || e.parentElement?.id, tag: e.tagName,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && style.outlineStyle !== 'none'
      && parseFloat(style.outlineWidth) >= 2 && (!over || e.contains(over) || over.contains(e)) };
});

/** Presses Tab until what has the focus is called so. */
async function tabTo(page, name) {
  const passed = [];
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press('Tab');
    const at = await stop(page);
    if (at.tag !== 'BODY') assert.ok(at.seen, `the focus on "${at.name}" (${at.tag}) is not seen`);
    if (name.test(at.name)) return at;
    passed.push(at.name.slice(0, 30));
  }
  throw new Error(`no ${name} among ${passed.join(' | ')}`);
}

for (const width of [1280, 360]) test(`a teacher answers and files by keys, ${width} wide`, async () => {
  const words = width === 360 ? 'small' : 'wide', asked = `A ${words} question`;
  const context = await browser.newContext({ baseURL: home.address, viewport: { width, height: 740 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const type = text => page.keyboard.type(text), press = key => page.keyboard.press(key);

  await page.goto('/sign-in');
  await tabTo(page, /^Name$/);
  await type('teacher');
  await tabTo(page, /^Password$/);
  await type(password);
  await press('Enter');
  await page.getByRole('heading', { name: 'Today' }).waitFor();

  // To the thread, past the bar by the link that skips it.
  await home.sim.command('text', rose, asked);
  await home.arrived(asked);
  await page.goto('/');
  await tabTo(page, /^Skip to the content$/);
  await press('Enter');
  await tabTo(page, /Juma Otieno 4B since/);
  await press('Enter');
  await page.waitForURL(/\/threads\/\d+/);
  const thread = new URL(page.url()).pathname;

  // An answer, begun before and ended after another text came.
  await tabTo(page, /^Answer$/);
  if ((await stop(page)).tag === 'A') await tabTo(page, /^Answer$/);
  await type('Juma may play.');
  for (let i = 0; i < 'play.'.length; i++) await press('ArrowLeft');
  await home.sim.command('text', rose, `And ${words} socks?`);
  await page.locator('#messages').getByText(`And ${words} socks?`).waitFor();
  await type('surely ');
  assert.equal(await page.locator('#text').inputValue(), 'Juma may surely play.');
  await tabTo(page, /^Send$/);
  await press('Enter');
  await page.getByText('On its way.').waitFor();
  await page.goto(thread);            // who waits next was there
  await page.locator('#messages').getByText('Juma may surely play.').last().waitFor();
  assert.equal(await page.locator('#text').inputValue(), '', 'what was sent is no draft');

  // A stop among the messages stays where it was when the list is made anew.
  const before = await tabTo(page, /^Why here/);
  await home.sim.command('text', rose, `Thank you from ${words}`);
  await page.locator('#messages').getByText(`Thank you from ${words}`).waitFor();
  assert.deepEqual(await stop(page), before);
  await press('Enter');
  assert.ok(await page.locator(`#${before.id}`).evaluate(e => e.open));

  // One of a shared phone, filed.
  const lost = `Where is the ${words} bus`;
  await home.sim.command('text', '+254712000003', lost);
  await home.arrived(lost);
  await page.goto('/inbox?view=shared');
  await tabTo(page, /He comes|the .* bus/);
  await press('Enter');
  await page.waitForURL(/\/threads\/\d+/);
  await tabTo(page, /Kamau/);
  await press('Enter');
  await page.getByText(/^Filed/).waitFor();
  await context.close();
});

test('single keys go through the queue, and do nothing to who types', async t => {
  const { context, page } = await enter(browser, home, 'grace', { viewport: { width: 1280, height: 800 } });
  t.after(() => context.close());
  const press = key => page.keyboard.press(key), focus = () => stop(page);
  for (const [who, words] of [[salma, 'May Amina stay until five?'], [rose, 'Is there a bus?']]) {
    await home.sim.command('text', who, words);
    await home.arrived(words);
  }
  await page.goto('/inbox');
  await page.getByRole('button', { name: /^Keys/ }).waitFor();
  const rows = await page.locator('.threads > li > a').evaluateAll(all => all.map(a => a.pathname));
  assert.ok(rows.length > 1);
  const at = () => page.evaluate(() => document.activeElement.pathname);
  await press('j');
  assert.equal(await at(), rows[0]);
  await press('j');
  assert.equal(await at(), rows[1]);
  assert.ok((await focus()).seen);
  await press('k');
  assert.equal(await at(), rows[0]);
  await press('Enter');
  await page.waitForURL(url => url.pathname === rows[0]);

  await press('r');
  assert.equal((await focus()).id, 'text');
  await page.keyboard.type('jkrn?/ come in');
  assert.equal(await page.locator('#text').inputValue(), 'jkrn?/ come in', 'letters are letters there');
  await press('Control+Enter');
  await page.getByText('On its way.').waitFor();
  await page.goto(rows[0]);
  await page.locator('#messages').getByText('jkrn?/ come in').last().waitFor();

  await press('?');
  await page.getByRole('heading', { name: 'Keys' }).waitFor();
  assert.deepEqual(await axeFinds(page), []);
  await page.getByLabel('Single letters do this').uncheck();
  await press('Escape');
  await page.evaluate(() => document.activeElement.blur());
  await press('r');
  assert.notEqual((await focus()).id, 'text', 'they are off');
  await page.reload();
  await page.getByRole('button', { name: /^Keys/ }).click();
  await page.getByLabel('Single letters do this').check();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.evaluate(() => document.activeElement.blur());
  await press('/');
  assert.equal((await focus()).id, 'find-all');
});

for (const javaScriptEnabled of [true, false])
  test(`a sentence about one child, ${javaScriptEnabled ? 'as it is typed' : 'without JavaScript'}`, async t => {
    const { context, page } = await enter(browser, home, 'grace', { javaScriptEnabled, viewport: { width: 360, height: 740 } });
    t.after(() => context.close());
    await page.getByRole('link', { name: 'Write', exact: true }).click();
    await page.getByLabel('A child: its name').fill('jum');
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('button', { name: /Juma Otieno/ }).click();
    await page.waitForURL(/\/threads\/\d+\?child=\d+/);
    assert.equal(await page.locator('input[name=about]:checked').count(), 1, 'the child is named');
    const words = `Juma was kind to a new child ${javaScriptEnabled}.`;
    await page.getByLabel('Answer', { exact: true }).fill(words);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('On its way.').waitFor();
    const found = await home.cli('child', 'juma ot');
    const said = await home.cli('child', String(found[0].id));
    assert.ok(said.messages.some(m => m.text === words));
    await page.goto('/write?q=nobody');
    await page.getByText('No child is found').waitFor();
  });
