// The keeper's papers as a page: what a browser prints of it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { Home, account, enter, launch } from './lib/browser.mjs';

test('a browser prints each paper on one page, in each language, on A4 and on letter paper', async t => {
  const home = await Home.start({ families: null, config: 'keeper = "+254712345678";' });
  t.after(() => home.stop());
  await account(home, 'boss', 'admin');
  const browser = await launch();
  t.after(() => browser.close());
  const { page } = await enter(browser, home, 'boss');
  await page.goto('/help');
  await page.locator('a[href="/help/papers"]').click();
  const codes = await page.locator('#language option').evaluateAll(all => all.map(o => o.value).filter(Boolean));
  assert.ok(codes.length >= 4, codes.join());
  for (const code of codes) {
    await page.locator('#language').selectOption(code);
    await page.locator('.language button').click();
    await page.waitForURL(/\/help\/papers$/);
    await page.locator(`html[lang="${code}"]`).waitFor({ state: 'attached' });
    const titles = await page.locator('article h2').allInnerTexts();
    assert.equal(titles.length, 4);
    for (const format of ['A4', 'Letter']) {
      const input = await page.pdf({ format, margin: { top: '1cm', bottom: '1cm', left: '1cm', right: '1cm' } });
      const text = spawnSync('pdftotext', ['-', '-'], { input, encoding: 'utf8' }).stdout.split('\f').slice(0, -1);
      assert.equal(text.length, titles.length, `${code} on ${format}`);
    }
  }
});
