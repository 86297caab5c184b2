// What a person's own phone is texted: named, proved, chosen, on a small screen too.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, launch, enter, account, axeFinds, htmlFinds, fits, until, salma } from './lib/browser.mjs';
import { submits } from '../system/lib/home.mjs';

const home = await Home.start();
const browser = await launch();
test.after(async () => { await browser.close(); await home.stop(); });
await home.working();
await account(home, 'grace', 'staff');
await account(home, 'head', 'admin');

test('a teacher names a phone, proves it, and chooses what it is texted', async () => {
  const { context, page } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  await page.goto('/account');
  await page.getByRole('link', { name: 'Choose what you are texted' }).click();
  await page.getByLabel('Your own phone').fill('0720 000 011');
  await page.getByLabel('4B').check();
  await page.getByLabel('each family that begins to wait').check();
  await page.getByLabel('Each day at').fill('16:30');
  await page.getByLabel('Leave me alone from').fill('16:00');
  await page.getByLabel('until').fill('06:00');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText('lies in the quiet hours').waitFor();
  assert.equal(await page.getByLabel('Your own phone').inputValue(), '0720 000 011');
  assert.ok(await page.getByLabel('4B').isChecked());
  await page.getByLabel('Leave me alone from').fill('20:00');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  const [sms] = await until(async () => { const all = await submits(home, /your code is/); return all.length && all; }, 'the code on the phone');
  assert.deepEqual(await axeFinds(page), []);
  assert.ok(await fits(page));
  assert.deepEqual(await htmlFinds(context, '/account/alerts'), []);
  await page.getByLabel('Code from the text').fill('x');
  await page.getByRole('button', { name: 'It is mine' }).click();
  await page.getByRole('alert').getByText('not the code').waitFor();
  await page.getByLabel('Code from the text').fill(sms.text.match(/\d{5}/)[0]);
  await page.getByRole('button', { name: 'It is mine' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByText('proved', { exact: true }).waitFor();
  await page.getByText('You may not answer from that phone').waitFor();
  assert.ok(await fits(page));
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/alerts-360.png`, fullPage: true });
  await context.close();
});

test('an admin sees who is told, lets them answer, and lets words stand there', async () => {
  const { context, page } = await enter(browser, home, 'head');
  await page.goto('/settings/people');
  const row = page.locator('section', { has: page.getByRole('heading', { name: 'Alerts on staff' }) });
  await row.getByText('gets alerts').waitFor();
  await row.getByLabel('May answer').first().check();
  await row.getByRole('button', { name: 'Save grace' }).click();
  await page.getByText('Saved.').waitFor();
  assert.ok(await row.getByLabel('May answer').first().isChecked());
  await row.getByLabel('What a parent wrote').selectOption('1');
  await row.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').waitFor();
  assert.equal(await row.getByLabel('What a parent wrote').inputValue(), '1');
  assert.deepEqual(await axeFinds(page), []);
  if (process.env.SHOTS) {
    await page.setViewportSize({ width: 1366, height: 625 });
    await page.screenshot({ path: `${process.env.SHOTS}/people.png`, fullPage: true });
    await page.goto('/account/alerts');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: `${process.env.SHOTS}/alerts-dark.png`, fullPage: true });
  }
  const grace = (await home.cli('alert')).find(p => p.name === 'grace');
  assert.deepEqual([grace.answers, grace.proved, grace.digest, grace.quiet], [true, true, '16:30', '20:00-06:00']);
  await context.close();
});

test('what a teacher wrote without a code waits in the tray, which says of whom she was told', async () => {
  const { context, page } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  await page.goto('/account/alerts');
  for (const when of ['Leave me alone from', 'until', 'Each day at']) await page.getByLabel(when).fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await home.sim.command(`text ${salma} "Is there school?"`);
  await until(async () => (await submits(home, /a family waits/)).length, 'the alert');
  await home.sim.command('text +254720000011 "I am late today"');
  await home.arrived('I am late today');
  await page.goto('/');
  await page.getByRole('listitem').filter({ hasText: "Staff's phones" }).getByRole('link').click();
  await page.getByRole('link', { name: '+254720000011' }).first().click();
  await page.getByText("grace's own phone, without a code").waitFor();
  assert.ok(await fits(page));
  assert.deepEqual(await axeFinds(page), []);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/tray-360.png`, fullPage: true });
  await page.getByRole('link', { name: /Salma Ali/ }).click();
  await page.locator('#messages').getByText('Is there school?').waitFor();
  await context.close();
});
