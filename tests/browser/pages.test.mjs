// Every page there is, in both themes, from left and from right (pages_rtl), on a
// phone and on a laptop: WCAG 2.2 AA (axe), valid HTML, no wider than the screen,
// nothing from elsewhere, nothing that the browser complains about. The table in
// routes.c says which pages there are.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, launch, enter } from './lib/browser.mjs';
import { busy } from './lib/scene.mjs';
import { addresses, fitting, table, walk } from './lib/walk.mjs';

let home, of, browser;
test.before(async () => {
  ({ home, of } = await busy());
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

test('every page is accessible, valid, as wide as the screen, and at home', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  const paths = await addresses(page, of), known = table();
  assert.ok(known.length > 30, `${known.length} pages were read`);
  assert.deepEqual(known.filter(path => !/^\/sign-in$|^\/first$|backups\/\*/.test(path)
    && !paths.some(a => fitting(path).test(a))), [], 'pages that this test does not visit');
  await walk(context, page, paths, ['en']);
  await context.close();
});

test('the dark theme sets colours and nothing else', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  await page.waitForLoadState();        // its style is there
  const set = await page.evaluate(() => [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
    .filter(rule => /prefers-color-scheme/.test(rule.media?.mediaText)).flatMap(rule => [...rule.cssRules])
    .flatMap(rule => [...rule.style]));
  assert.ok(set.length > 20);
  assert.deepEqual(set.filter(name => !/^--|color$|^background/.test(name)), []);
  await context.close();
});

test('so is what one sees who is refused, not signed in, or the first', async t => {
  const guest = await enter(browser, home, 'guest');
  await walk(guest.context, guest.page, ['/', '/settings', `/threads/${of.threads['Rose Otieno']}`]);
  await guest.context.close();
  const fresh = await Home.start({ sim: null, families: null,
    modems: 'modems = ( { name = "none"; device = "/dev/notehome-nowhere"; } );' });
  t.after(() => fresh.stop());
  for (const [at, path] of [[home, '/sign-in'], [fresh, '/first']]) {
    const context = await browser.newContext({ baseURL: at.address });
    const page = await context.newPage();
    await page.goto(path);
    await walk(context, page, [path]);
    await context.close();
  }
});
