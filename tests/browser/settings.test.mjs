// Settings: who may come in, when texts go, words and SIMs; what is set counts
// at once and after a restart.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Home, launch, enter, account, axeFinds, htmlFinds, fits, password, rose, salma, until } from './lib/browser.mjs';

async function clean(page, context) {
  await page.waitForLoadState();
  const { pathname } = new URL(page.url());
  assert.deepEqual(await axeFinds(page), [], pathname);
  assert.ok(await fits(page), `${pathname} is as wide as the phone`);
  assert.deepEqual(await htmlFinds(context, pathname), []);
}
const tab = (page, name) => page.locator('.tabs').getByRole('link', { name }).click();

test('an admin sets what the school wants', async t => {
  // The copy of the night would take the place of the one that is made here.
  const home = await Home.start({ config: 'backup = { look_seconds = 3600; };' });
  t.after(() => home.stop());
  await home.working();
  await account(home, 'head', 'admin');
  const browser = await launch();
  t.after(() => browser.close());
  const { context, page } = await enter(browser, home, 'head', { viewport: { width: 360, height: 740 } });

  await t.test('the school, by another name at once', async () => {
    await page.goto('/settings');
    await clean(page, context);
    await page.getByLabel('Name of the school').fill('Hill "Top" & Sons');
    await page.getByRole('button', { name: 'Save' }).click();
    await until(async () => (await home.api('status')).body.school === 'Hill "Top" & Sons', 'the name');
  });

  await t.test('who helps a child in danger stands beside words of harm, and in Help', async () => {
    const helpline = 'Mrs Achieng, 0712 345 678; Childline 116';
    await page.getByLabel('Who helps a child in danger').fill(helpline);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.goto('/help');
    await clean(page, context);
    assert.match(await page.locator('#harm').textContent(), /Mrs Achieng/);
    await home.sim.command('text', salma, 'Please help, her uncle beats her');
    await home.arrived(/uncle/);
    await page.goto('/inbox?view=safeguarding');
    await page.locator('.threads a').first().click();
    await page.getByText(helpline).waitFor();
    await clean(page, context);
  });

  await t.test('accounts: added, another role, closed; the last admin stays', async () => {
    await page.goto('/settings');
    await tab(page, 'Staff and access');
    await clean(page, context);
    await page.getByLabel('Name', { exact: true }).fill('grace');
    await page.getByLabel('Password, 8 characters or more', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Add' }).click({ noWaitAfter: true });
    await page.getByLabel('Password, 8 characters or more', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByText('Saved.').waitFor();
    const grace = await enter(browser, home, 'grace');
    assert.equal((await grace.page.goto('/settings')).status(), 403);
    await page.locator('.rows li', { hasText: 'grace' }).locator('summary').click();
    await page.locator('.rows li', { hasText: 'grace' }).getByRole('button', { name: 'Close the account' }).click();
    await page.getByText('Saved.').waitFor();
    await grace.page.goto('/families');
    assert.match(grace.page.url(), /sign-in/);
    await page.locator('.rows summary').first().click();
    await page.getByRole('button', { name: 'Close the account' }).click();
    assert.match(await page.getByRole('alert').textContent(), /only admin/);
  });

  await t.test('a token is shown once, works, and is revoked', async () => {
    await page.goto('/settings/people');
    await page.locator('summary', { hasText: 'New token' }).click();
    await page.getByLabel('What it is for').fill('report');
    await page.getByRole('button', { name: 'Make it' }).click();
    const secret = (await page.locator('.secret').textContent()).trim();
    const ask = () => fetch(`${home.address}api/v1/status`, { headers: { authorization: `Bearer ${secret}` } });
    assert.equal((await ask()).status, 200);
    await page.goto('/settings/people');
    assert.equal(await page.locator('.secret').count(), 0);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Removed.').waitFor();
    assert.equal((await ask()).status, 401);
  });

  await t.test('quiet hours hold a text, and let it go when they are over', async () => {
    await page.goto('/settings/times');
    await clean(page, context);
    const now = new Date(Date.now() + 3 * 3600e3); // Nairobi
    const at = hours => `${String((now.getUTCHours() + hours + 24) % 24).padStart(2, '0')}:00`;
    const set = async (from, to) => {
      await page.goto('/settings/times');
      await page.getByLabel('No texts from').fill(from);
      await page.getByLabel('until').fill(to);
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Saved.').waitFor();
    };
    await set(at(-2), at(3));
    const [id] = await home.send(salma, 'Good night');
    await until(async () => /quiet/.test(JSON.stringify(await home.message(id))), 'it to wait');
    await set('00:00', '00:00');
    await home.state(id, 'sent', 'delivered');
  });

  await t.test('a stop word of the school ends texts to the phone', async () => {
    await page.goto('/settings/words');
    await clean(page, context);
    await page.getByLabel('More words').fill('koma kabisa');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await home.sim.command('text', salma, 'Koma KABISA!');
    await home.arrived(/Koma/);
    await until(async () => (await home.api('families?q=salma')).body[0]
      .guardians[0].phones[0].state === 'opted_out', 'the opt-out');
  });

  await t.test('a SIM: its limits, code, price and last day', async () => {
    // asked for once a day; a question without an answer would hold up the menus
    await home.sim.command('ussd *144# "Your balance is KES 40.00"');
    await page.goto('/settings/sims');
    await clean(page, context);
    await page.getByLabel('Code for the balance').fill('*144#');
    await page.getByLabel('Price of one part').fill('0.80');
    await page.getByLabel('The network ends it on').fill('2027-03-01');
    await page.getByLabel('a day', { exact: true }).fill('90');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    assert.equal(await page.getByLabel('Price of one part').inputValue(), '0.80');
    assert.equal(await page.getByLabel('a day', { exact: true }).inputValue(), '90');
    await page.getByText('The configuration file names it').waitFor();
    await page.getByLabel('Code for the balance').fill('call');
    await page.getByRole('button', { name: 'Save' }).click();
    assert.match(await page.getByRole('alert').textContent(), /balance code/);
  });

  await t.test('a menu of the network: kept, asked for, and never bought unasked', async () => {
    const { imsi } = (await home.cli('status')).sims[0];
    await home.sim.command('ussd *200# "1 Ten texts" menu=yes');
    await home.sim.command('ussd *200#/1 "Bought ten texts"');
    await page.goto('/settings/menus');
    await clean(page, context);
    await page.getByLabel('Operator (MCC and MNC)').fill(imsi.slice(0, 5));
    await page.getByLabel('Name', { exact: true }).fill('Ten texts');
    await page.getByLabel('It says').selectOption('3');
    await page.getByLabel('Steps, one a line').fill('*200#\nTen = 1');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.goto('/dongles');
    await clean(page, context);
    const form = page.locator('form[action="/dongles/menu"]');
    const csrf = await form.locator('input[name=csrf]').inputValue();
    const refused = await context.request.post('/dongles/menu', { form: { csrf,
      sim: imsi, menu: await form.locator('input[name=menu]').inputValue() } });
    assert.equal(refused.status(), 409);
    await form.getByLabel('I am sure').check();
    await form.getByRole('button', { name: 'Buy' }).click();
    await until(async () => {
      await page.goto('/dongles');
      return page.getByText('Bought ten texts').isVisible();
    }, 'what was bought');
    // beside the SIM's own question for its balance, once a day
    assert.deepEqual((await home.sim.air()).filter(e => e.ev === 'ussd' && e.code !== '*144#').map(e => e.code), ['*200#', '*200#/1']);
  });

  await t.test('templates, and the connection', async () => {
    await page.goto('/settings/templates');
    await clean(page, context);
    await page.getByLabel('Name', { exact: true }).fill('Book');
    await page.getByLabel('Text').fill('{child} has a book to bring back.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('{child} has a book').waitFor();
    await page.goto('/settings/safety');
    await clean(page, context);
    await page.getByText('Not encrypted').waitFor();
    await page.getByLabel('Lock after minutes without use').fill('10');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    assert.equal(await page.locator('#sign-out').getAttribute('data-idle'), '600');
  });

  await t.test('a copy is made, read again, saved, and put in place', async () => {
    await page.goto('/settings/backups');
    await clean(page, context);
    await page.getByText('Under another passphrase').click();
    await page.getByLabel('Passphrase', { exact: true }).fill('one');
    await page.getByRole('button', { name: 'Make a copy now' }).click();
    assert.match(await page.getByRole('alert').textContent(), /differ/);
    await page.goto('/settings/backups');
    await page.getByRole('button', { name: 'Make a copy now' }).click();
    await page.getByText('The copy is made').waitFor();
    await page.getByRole('button', { name: 'Read it again' }).click();
    await page.getByText('The copy was read again').waitFor();
    await clean(page, context);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save a copy' }).click()]);
    assert.match(file.suggestedFilename(), /^notehome-\d{8}-\d{6}\.nhb$/);
    const kept = readFileSync(await file.path());
    assert.equal(kept.subarray(0, 8).toString(), 'NHBACKUP');
    assert.equal((await context.request.get('/settings/backups/notehome.db')).status(), 404);

    await home.cli('send', '--to', rose, '--text', 'after the copy');
    await page.getByRole('link', { name: 'Go back to it' }).click();
    await page.getByText('Messages that came or went after it').waitFor();
    await clean(page, context);
    await page.getByLabel('Passphrase (empty').fill('not this');
    await page.getByLabel('Yes, go back').check();
    await page.getByRole('button', { name: 'Put it in place' }).click();
    assert.match(await page.getByRole('alert').textContent(), /Nothing was changed.*not its passphrase/);
    await page.getByLabel('Yes, go back').check();
    await page.getByRole('button', { name: 'Put it in place' }).click();
    await page.getByText('Notehome starts again with the copy').waitFor();
    await page.goto('about:blank');
    await until(async () => !(await home.cli('search', 'after')).length, 'the copy in its place');
  });

  await t.test('all of it outlives a restart', async () => {
    await home.kill('SIGTERM');
    await home.boot();
    assert.equal((await home.api('status')).body.school, 'Hill "Top" & Sons');
  });

  assert.deepEqual(page.errors.filter(e => !/4\d\d \(|503 \(|ERR_/.test(e)), []);
});
