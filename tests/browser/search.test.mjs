// One box finds a class, a child, a number and the words of last term.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, launch, enter, account, axeFinds, htmlFinds, fits, salma } from './lib/browser.mjs';

test('search: a class, a family, a stranger, and a message in its place', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  await account(home, 'grace', 'staff');
  await home.sim.command('text', salma, 'The museum trip was lovely, thank you');
  for (let i = 0; i < 15; i++) await home.sim.command('text', salma, `Another word ${i}`);
  await home.sim.command('text', '+254733000009', 'Hello, is this the school?');
  await home.arrived('Hello, is this the school?');
  const browser = await launch();
  t.after(() => browser.close());
  const { context, page } = await enter(browser, home, 'grace');

  await t.test('"/" goes to the box on every page, but not while one types', async () => {
    await page.goto('/families');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'find-all');
    await page.keyboard.type('4 b');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=4+b');
    assert.ok(await page.getByRole('heading', { name: 'Class 4B' }).isVisible());
    assert.ok(await page.getByRole('link', { name: 'Amina Ali 4B' }).isVisible());
    assert.deepEqual(await axeFinds(page), []);
    assert.ok(await fits(page));
    assert.deepEqual(await htmlFinds(context, '/search?q=4b'), []);
    await page.getByRole('link', { name: 'Tell this class' }).click();
    assert.ok(await page.getByLabel('4B').isChecked());
  });

  await t.test('a class of two, "3C & 3D", is told as it is called', async () => {
    const list = join(home.dir, 'two.csv');
    writeFileSync(list, 'child,class,guardian,phone\nTatu Badi,3C & 3D,Mama Tatu,0712 000 041\nZed Badi,3C,Mama Zed,0712 000 042\n');
    await home.cli('import', list);
    await page.goto('/search?q=3c+%26+3d');
    await page.getByRole('link', { name: 'Its conversations' }).click();
    await page.waitForURL(/class=3C%20%26%203D$/);
    await page.goBack();
    await page.getByRole('link', { name: 'Tell this class' }).click();
    await page.waitForURL(/\/tell\?/);
    assert.ok(await page.getByLabel('3C & 3D').isChecked());
    assert.equal(await page.getByRole('checkbox', { name: /^3C \(/ }).isChecked(), false);
  });

  await t.test('a message opens in its conversation, among those around it', async () => {
    await page.goto('/search?q=museum');
    await page.getByRole('link', { name: /museum/ }).click();
    await page.waitForURL('**/threads/*?at=*');
    const hit = page.locator('.message:target');
    assert.match(await hit.textContent(), /museum trip/);
    assert.ok(await hit.isVisible());
    assert.equal(await page.getByText('Another word 14', { exact: true }).count(), 0);
    await page.getByRole('link', { name: 'Latest messages' }).click();
    await page.locator('.messages').getByText('Another word 14', { exact: true }).waitFor();
  });

  await t.test('a number that no family has, and what is not there', async () => {
    await page.goto('/search?q=0733+000009');
    assert.ok(await page.getByRole('link', { name: '+254733000009' }).first().isVisible());
    await page.goto('/search?q=museum&from=2001-01-01&until=2001-02-01');
    assert.ok(await page.getByText('Nothing was found').isVisible());
    await page.goto('/search?q=museum&from=soon');
    assert.ok(await page.getByText('A day is written as').isVisible());
    assert.deepEqual(await axeFinds(page), []);
  });
});
