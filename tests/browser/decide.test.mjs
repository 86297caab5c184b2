// What staff decide about phones and marks, and answers by child, on the pages.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch, enter, account, axeFinds, fits, Home, until, salma, rose } from './lib/browser.mjs';

const home = await Home.start();
const browser = await launch();
test.after(async () => { await browser.close(); await home.stop(); });
await home.working();
await account(home, 'teacher', 'staff');
await account(home, 'lead', 'safeguarding');
const hear = async (from, text) => {
  await home.sim.command(`text ${from} "${text}"`);
  return home.arrived(text);
};

test('a phone that seems to want no more texts is decided in its thread, a number on Today', async () => {
  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width: 360, height: 740 } });
  const m = await hear(salma, 'please take me off your list');
  await page.goto(`/threads/${m.thread}`);
  await page.getByRole('button', { name: 'No more texts to it' }).click();
  await page.getByText('Decided.').waitFor();
  await page.getByText('No phone of this family takes texts').waitFor();
  await page.getByLabel('Answer', { exact: true }).fill('We send no more. Call us.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('alert').waitFor();      // not without a tick
  await page.getByLabel('I am sure').check();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('On its way.').waitFor();
  await hear(rose, 'It was not my son who broke the window');
  await page.goto('/');
  await page.getByRole('heading', { name: 'Numbers to mend' }).waitFor();
  assert.deepEqual(await axeFinds(page), []);
  assert.ok(await fits(page));
  await page.getByRole('button', { name: 'It is right' }).click();
  await page.getByText('Decided.').waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Numbers to mend' }).count(), 0);
  await context.close();
});

test('a mark is seen and decided by named staff alone', async () => {
  const m = await hear(rose, 'can she stay with you this week, something is wrong at home');
  const teacher = await enter(browser, home, 'teacher'), lead = await enter(browser, home, 'lead');
  await teacher.page.goto(`/threads/${m.thread}`);
  assert.equal(await teacher.page.getByText('perhaps').count(), 0);
  await lead.page.goto('/');
  await lead.page.getByRole('heading', { name: 'Perhaps a safeguarding matter' }).waitFor();
  assert.deepEqual(await axeFinds(lead.page), []);
  await lead.page.getByRole('listitem').filter({ hasText: 'something is wrong' })
    .getByRole('button', { name: 'This is a safeguarding matter' }).click();
  await lead.page.getByText('Handed over.').waitFor();
  await lead.page.getByRole('button', { name: 'I take it' }).click();
  await lead.page.getByText('Taken by').waitFor();
  await lead.page.getByLabel('Outcome').fill('She stays with her aunt.');
  await lead.page.getByRole('button', { name: 'Close the matter' }).click();
  await lead.page.getByText('Outcome:').waitFor();
  await teacher.page.reload();
  assert.doesNotMatch(await teacher.page.locator('#messages').innerText(), /something is wrong/);
  await teacher.context.close();
  await lead.context.close();
});

test('an empty text is no missed call', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  await home.sim.command(`text ${rose} " "`);
  const id = (await home.cli('threads')).find(t => /Rose/.test(t.family)).id;
  await until(async () => {
    await page.goto(`/threads/${id}`);
    return /\(empty message\)/.test(await page.locator('#messages').innerText());
  }, 'the empty text');
  assert.doesNotMatch(await page.locator('#messages').innerText(), /Missed call/);
  await context.close();
});

test('answers stand by child, and families that said nothing are reminded', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  const { batch, ids } = await home.cli('send', '--all', '--text', 'Sports day?', '--ask', 'yes,no');
  for (const id of ids) await home.state(id, 'delivered');
  await home.sim.command(`reply ${rose} "yes"`);
  await until(async () => {
    await page.goto(`/tell/${batch}`);
    return /Juma Otieno\s+yes/.test(await page.locator('main').innerText());
  }, 'the answer of a child');
  const csv = await (await page.request.get(`/tell/${batch}/answers.csv`)).text();
  assert.match(csv, /Juma Otieno,.*,answered,yes/);
  await page.getByRole('button', { name: 'Remind families that said nothing' }).click();
  await page.getByText('On its way.').waitFor();
  await context.close();
});
