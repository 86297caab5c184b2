// One box finds a class, a child, a number and the words of last term.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, launch, enter, account, axeFinds, htmlFinds, fits, salma } from './lib/browser.mjs';
import { day } from '../system/lib/home.mjs';

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
    assert.equal((await hit.locator('mark').allTextContents()).join(), 'museum');
    assert.ok(await hit.isVisible());
    assert.equal(await page.getByText('Another word 14', { exact: true }).count(), 0);
    await page.getByRole('link', { name: 'Latest messages' }).click();
    await page.locator('.messages').getByText('Another word 14', { exact: true }).waitFor();
  });

  await t.test('words say whose, each group its count, and a family opens its conversation', async () => {
    await page.goto('/search?q=amina+TRIP');
    assert.equal(await page.getByRole('heading', { name: /^Messages/ }).textContent(), 'Messages 1');
    assert.ok(await page.getByRole('link', { name: /museum trip/ }).isVisible());
    await page.goto('/search?q=%2B254+712+000+001');
    assert.equal(await page.getByRole('heading', { name: /^Families/ }).textContent(), 'Families 1');
    await page.getByRole('link', { name: 'Amina Ali 4B' }).click();
    await page.waitForURL('**/threads/*');
  });

  await t.test('a day, and all of a class in a period, need no words', async () => {
    const [, month, date] = day().split('-').map(Number);
    await page.goto(`/search?q=${date}%2F${month}`);
    await page.getByRole('link', { name: /^Messages of this day/ }).click();
    await page.waitForURL('**/search?q=&from=*');
    assert.ok(await page.getByText('Another word 14', { exact: true }).isVisible());
    await page.goto('/search?class=2a&period=today');
    assert.ok(await page.getByText('Another word 14', { exact: true }).isVisible());
    await page.goto('/search?period=before');
    assert.ok(await page.getByText('Nothing was found').isVisible());
    assert.ok(await fits(page));
  });

  await t.test('a name misspelt, and words of which one is found, are offered', async () => {
    await page.goto('/search?q=Amena');
    await page.getByRole('link', { name: 'Amina', exact: true }).click();
    assert.ok(await page.getByRole('link', { name: 'Amina Ali 4B' }).isVisible());
    await page.goto('/search?q=museum+xylophone');
    assert.deepEqual(await axeFinds(page), []);
    assert.deepEqual(await htmlFinds(context, '/search?q=museum+xylophone'), []);
    await page.getByRole('link', { name: 'museum', exact: true }).click();
    assert.ok(await page.getByRole('link', { name: /museum trip/ }).isVisible());
  });

  await t.test('what tells of harm is found by those alone who may see it', async () => {
    await home.sim.command('text', salma, 'My uncle beats me, please help');
    await home.arrived(/beats/);
    await page.goto('/search?q=uncle');
    assert.ok(await page.getByText('Nothing was found').isVisible());
    await page.goto('/search?q=uncle+school');
    assert.equal(await page.getByRole('link', { name: 'uncle', exact: true }).count(), 0);
    assert.equal((await home.cli('search', 'uncle')).length, 1);
    assert.equal((await home.api('find?q=uncle')).body.messages_found, 1);
  });

  await t.test('without JavaScript the box on a page of a phone finds the same', async () => {
    const plain = await browser.newContext({ baseURL: home.address, javaScriptEnabled: false,
      viewport: { width: 360, height: 640 }, storageState: await context.storageState() });
    const bare = await plain.newPage();
    await bare.goto('/families');
    const box = bare.getByRole('searchbox', { name: 'Search everything' });
    await box.focus();
    assert.ok((await box.boundingBox()).width > 170, 'there is room for what is typed');
    assert.ok(await fits(bare));
    await box.fill('museum');
    await bare.keyboard.press('Enter');
    await bare.waitForURL('**/search?q=museum');
    assert.ok(await bare.getByRole('link', { name: /museum trip/ }).isVisible());
    await plain.close();
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
