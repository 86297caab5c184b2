// The frame of every page: five places at the side or at the bottom, the box
// behind the school's name, and its dot.
import test from 'node:test';
import assert from 'node:assert/strict';
import { account, axeFinds, enter, fits, launch } from './lib/browser.mjs';
import { scene } from './lib/scene.mjs';

let home, browser;
test.before(async () => {
  home = await scene();
  await account(home, 'guest', 'reader');
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

/** The places: their words, where they stand, which is marked, what does not fit. */
const places = page => page.locator('nav.main').evaluate(nav => {
  const box = e => e.getBoundingClientRect(), all = [...nav.querySelectorAll('a')], at = box(nav);
  return { words: all.map(a => a.querySelector('.place').textContent.trim()),
    here: all.filter(a => a.ariaCurrent).map(a => a.querySelector('.place').textContent.trim()),
    cut: all.filter(a => box(a.querySelector('.place')).right > box(a).right + 1
      || box(a.querySelector('.place')).left < box(a).left - 1
      || a.scrollWidth > a.clientWidth || a.scrollHeight > a.clientHeight).map(a => a.textContent.trim()),
    rows: new Set(all.map(a => box(a).top)).size, low: at.bottom === innerHeight && at.width === innerWidth,
    left: at.left === 0 && at.height === innerHeight, right: at.right === innerWidth && at.height === innerHeight };
});
const speak = async (page, language) => {
  await page.goto('/help');
  await page.locator('#language').selectOption(language);
  await page.locator('.language button').click();
  await page.locator(`html[lang=${language}]`).waitFor();
};

for (const [width, height] of [[1366, 625], [360, 640]])
  test(`${width}x${height}: five places in one row, in each language`, async () => {
    const { context, page } = await enter(browser, home, 'grace', { viewport: { width, height } });
    for (const language of ['en', 'fr', 'sw', 'ar', 'pt', 'es', 'am', 'hi']) {
      await speak(page, language);
      await page.goto('/inbox');
      const at = await places(page);
      assert.equal(at.words.length, 5, language);
      assert.equal(new Set(at.words).size, 5, at.words.join());
      assert.deepEqual(at.cut, [], `${language}: ${at.words}`);
      assert.deepEqual(at.here, [at.words[1]]);
      assert.equal(width > 1000 ? (language === 'ar' ? at.right : at.left) : at.low, true, JSON.stringify(at));
      if (width < 1000) assert.equal(at.rows, 1);
      assert.ok(await fits(page), language);
    }
    await speak(page, 'en');
    assert.deepEqual((await places(page)).words, ['Today', 'Inbox', 'Write', 'Families', 'Reports']);
    assert.deepEqual(await axeFinds(page), []);
    await context.close();
  });

for (const javaScriptEnabled of [true, false])
  test(`each page is found from its place, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const { context, page } = await enter(browser, home, 'teacher', { javaScriptEnabled, viewport: { width: 360, height: 640 } });
    for (const [place, pages] of [['Write', ['One child', 'Tell a class', 'This week', 'Talk at home', 'Absent today', 'Events']],
      ['Families', ['Families', 'Groups']], ['Reports', ['Dashboard', 'Term review', 'Sent texts']]])
      for (const name of pages) {
        await page.locator('nav.main').getByRole('link', { name: place, exact: true }).click();
        await page.locator('.tabs.pages').getByRole('link', { name, exact: true }).click();
        await page.locator('.tabs.pages [aria-current]', { hasText: name }).waitFor();
        assert.deepEqual((await places(page)).here, [place]);
      }
    for (const name of ['Whom to ask', 'Dongles', 'Records', 'Settings', 'Your account', 'Help']) {
      await page.locator('.box > summary').click();
      await page.locator('.box').getByRole('link', { name, exact: true }).click();
      await page.waitForURL(url => url.pathname !== '/sent');
      assert.deepEqual((await places(page)).here, [], name);
    }
    await context.close();
  });

test('a reader has no Write, and the box without what is the admins\'', async () => {
  const { context, page } = await enter(browser, home, 'guest');
  assert.deepEqual((await places(page)).words, ['Today', 'Inbox', 'Families', 'Reports']);
  await page.locator('.box > summary').click();
  assert.equal(await page.locator('.box').getByRole('link', { name: 'Help' }).count(), 1);
  for (const name of ['Records', 'Settings', 'Practice phones'])
    assert.equal(await page.locator('.box').getByRole('link', { name }).count(), 0, name);
  await context.close();
});

test('the dot tells on every page, without a reload, that the dongle is gone and that it is back', async () => {
  const { context, page } = await enter(browser, home, 'grace');
  await page.goto('/help');
  await page.locator('#dot .dot.good').waitFor();
  await page.locator('.box > summary').click();
  await page.locator('#health').getByText('All in order').waitFor();
  await page.evaluate(() => { globalThis.same = true; });
  await home.sim.command('unplug d1');
  await page.locator('#dot .dot.bad').waitFor();
  await page.locator('#health').getByText(/not plugged in/).waitFor();
  assert.match(await page.locator('#dot').innerText(), /act/);
  await page.locator('.box > summary').click();         // it lies on other links
  assert.deepEqual(await axeFinds(page), []);
  await home.sim.command('plug d1');
  await page.locator('#dot .dot.good').waitFor();
  assert.equal(await page.evaluate(() => globalThis.same), true);
  await page.goto('/');
  await page.locator('#in-order > summary').click();
  await page.locator('#state').getByText(/working on/).waitFor();
  await context.close();
});
