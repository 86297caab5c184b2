// The board on the page, with its real firmware in simavr.
import test from 'node:test';
import assert from 'node:assert/strict';
import { account, enter, launch } from './lib/browser.mjs';
import { present, withBoard } from '../system/lib/board.mjs';

test('an admin sets and tests the board on the page, and sees what it says', async t => {
  const { board, home } = await withBoard(t, { speed: 10 });
  await present(home);
  await account(home, 'mary', 'admin');
  await account(home, 'ruth', 'staff');
  const browser = await launch();
  t.after(() => browser.close());
  const { page } = await enter(browser, home, 'mary');
  await page.goto('/dongles');
  await page.getByText('Test, set and calibrate the board').click();
  await page.getByLabel('Setting').selectOption('batlow');
  await page.getByLabel('New value').fill('11900');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  const told = page.locator('#board-told');
  await told.getByText('batlow: 11900 mV').waitFor();
  await page.getByText('Test, set and calibrate the board').click();
  await page.getByRole('button', { name: 'Test the board' }).click();
  await told.getByText("Press the board's button now").waitFor();
  board.tell('press 200');
  await told.getByText('The board passed its test').waitFor();
  assert.match(await told.innerText(), /The button works[^]*power was cut for 3\.\d s/);
  assert.deepEqual(page.errors, []);

  const { page: other } = await enter(browser, home, 'ruth');
  await other.goto('/dongles');
  assert.equal(await other.getByText('Test the board').count(), 0, 'an admin alone may');
});
