// A text that may answer a question is counted by one act: in its thread, by the
// CLI and by the API. On the practice dongle, in Chromium.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, launch, enter, account, axeFinds, htmlFinds, fits, salma, rose, until } from './lib/browser.mjs';

/** How the last question stands: "yes 1, no 0, unclear 1, silent 3". */
async function tally(home) {
  const [q] = (await home.api('questions')).body;
  return [...q.options.map(o => `${o.name} ${o.count}`), `unclear ${q.unclear}`, `silent ${q.silent}`].join(', ');
}

test('what is not clear is counted by hand, and taken back', async t => {
  const home = await Home.start({ families: `child,class,guardian,phone,language
Amina Ali,4B,Salma Ali,0712 000 001,en
Juma Otieno,4B,Rose Otieno,0712 000 002,en
Zuri Said,4B,Zuhura Said,0712 000 009,en
` });
  t.after(() => home.stop());
  await account(home, 'teacher', 'staff');
  const browser = await launch();
  t.after(() => browser.close());
  await home.cli('send', '--class', '4B', '--text', 'Sports day: will you come?', '--ask', 'yes,no', '--priority', 'urgent');
  await until(async () => (await home.cli('queue')).length === 0, 'the question to go');
  assert.equal(await tally(home), 'yes 0, no 0, unclear 0, silent 3');
  await home.sim.command('text', salma, 'Yes but no');
  await home.arrived('Yes but no');
  await home.sim.command('text', rose, 'no');
  await until(async () => await tally(home) === 'yes 0, no 1, unclear 1, silent 1', 'the answers');

  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width: 360, height: 740 } });
  const [unclear] = (await home.api('questions/1')).body.phones;
  assert.ok(unclear.unclear && unclear.number === salma);
  await page.goto(`/threads/${(await home.cli('threads')).find(th => /Salma/.test(th.family)).id}`);
  await page.getByText('Is this the answer to').waitFor();
  assert.match(await page.locator('#messages').innerText(), /Sports day: will you come\?/);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(await htmlFinds(context, page.url()), []);
  assert.ok(await fits(page));
  await page.getByRole('button', { name: 'yes', exact: true }).click();
  await page.getByText('Counted. It can be taken back').waitFor();
  assert.equal(await tally(home), 'yes 1, no 1, unclear 0, silent 1');
  await page.getByRole('button', { name: 'Do not count it as an answer' }).click();
  await page.getByText('It counts as no answer.').waitFor();
  assert.equal(await tally(home), 'yes 0, no 1, unclear 0, silent 2');

  // The same by the CLI, in words and for machines.
  assert.equal((await home.cli('answer', String(unclear.message), '2')).answer, 'no');
  assert.match((await home.say('questions')).out, /yes 0, no 2; 0 to look at, 1 silent/);
  assert.match((await home.say('question', '1')).out, /Salma Ali: no \(message \d+\)/);
  assert.equal((await home.say('answer', String(unclear.message), '--none')).code, 0);
  const wrong = await home.say('answer', String(unclear.message), 'perhaps');
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /no such option|no question/i);
  assert.equal((await home.say('answer', String(unclear.message))).code, 2);
  assert.deepEqual(page.errors, []);
});

test('the page of a question has a pile to look at, one key each, and one class at a time', async t => {
  const home = await Home.start({ families: `child,class,guardian,phone,language
Amina Ali,4B,Salma Ali,0712 000 001,en
Juma Otieno,4C & 4D,Rose Otieno,0712 000 002,en
` });
  t.after(() => home.stop());
  await account(home, 'teacher', 'staff');
  const browser = await launch();
  t.after(() => browser.close());
  await home.cli('send', '--all', '--text', 'Trip: will you pay?', '--ask', 'yes,no', '--priority', 'urgent');
  await until(async () => (await home.cli('queue')).length === 0, 'the question to go');
  for (const [number, text] of [[salma, 'yes, how much?'], [rose, 'maybe']]) {
    await home.sim.command('text', number, text);
    await home.arrived(text);
  }
  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width: 360, height: 740 } });
  await page.goto('/tell/1');
  const pile = page.locator('#unclear');
  assert.equal(await pile.locator('li').count(), 2);
  assert.match(await pile.innerText(), /Amina Ali 4B[^]*yes, how much\?[^]*Juma Otieno 4C & 4D[^]*maybe/);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(await htmlFinds(context, page.url()), []);
  assert.ok(await fits(page));
  await page.keyboard.press('2');
  await page.getByText('Counted. It can be taken back').waitFor();
  assert.match(await page.locator('#by-child').innerText(), /yes: 0 · no: 1 · To look at: 1/);
  assert.doesNotMatch(await pile.innerText(), /how much/);
  await page.keyboard.press('0');
  await page.getByText('It counts as no answer.').waitFor();
  assert.equal(await pile.count(), 0);

  await page.getByLabel('Class').selectOption('4C & 4D');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.locator('#by-child', { hasText: 'no: 0' }).waitFor();
  const rows = page.locator('#children');
  assert.match(await rows.innerText(), /Juma Otieno/);
  assert.doesNotMatch(await rows.innerText(), /Amina Ali/);
  const to = await page.getByText('As a list (CSV)').getAttribute('href');
  const { out } = await home.say('question', '1', '--class', '4 c & 4d');
  assert.match(out, /by child: yes 0, no 0, [^]*4C & 4D  Juma Otieno: silent/);
  assert.doesNotMatch(out, /Amina Ali|by phone/);
  const list = await context.request.get(new URL(to, page.url()).href);
  assert.match(await list.text(), /Juma Otieno/);
  assert.doesNotMatch(await list.text(), /Amina Ali/);
  assert.deepEqual(page.errors, []);
});

test('a key answers no other text than the one that stood first', async t => {
  const home = await Home.start({ families: `child,class,guardian,phone,language
Amina Ali,4B,Salma Ali,0712 000 001,en
Juma Otieno,4C,Rose Otieno,0712 000 002,en
` });
  t.after(() => home.stop());
  await account(home, 'teacher', 'staff');
  const browser = await launch();
  t.after(() => browser.close());
  await home.cli('send', '--all', '--text', 'Trip: will you pay?', '--ask', 'yes,no', '--priority', 'urgent');
  await until(async () => (await home.cli('queue')).length === 0, 'the question to go');
  for (const [number, text] of [[salma, 'yes, how much?'], [rose, 'maybe']]) {
    await home.sim.command('text', number, text);
    await home.arrived(text);
  }
  const { page } = await enter(browser, home, 'teacher');
  await page.goto('/tell/1');
  const pile = page.locator('#unclear');
  await pile.getByText('how much').waitFor();
  const { phones } = (await home.api('questions/1')).body;
  await home.cli('answer', String(phones.find(p => p.number === salma).message), 'yes');
  await pile.getByText('how much').waitFor({ state: 'detached' });
  await page.keyboard.press('2');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.key), '2');
  assert.match(await pile.innerText(), /maybe/);
  assert.equal(await tally(home), 'yes 1, no 0, unclear 1, silent 0');
  await page.keyboard.press('2');
  await page.getByText('Counted. It can be taken back').waitFor();
  assert.equal(await tally(home), 'yes 1, no 1, unclear 0, silent 0');
  assert.deepEqual(page.errors, []);
});

test('a pile that is longer than the page says how many more there are', async t => {
  const phones = Array.from({ length: 22 }, (_, i) => `+2547120001${String(i).padStart(2, '0')}`);
  const home = await Home.start({ families: ['child,class,guardian,phone,language',
    ...phones.map((phone, i) => `Child ${i + 10},4B,Parent ${i + 10},${phone},en`), ''].join('\n') });
  t.after(() => home.stop());
  await account(home, 'teacher', 'staff');
  await account(home, 'guest', 'reader');
  const browser = await launch();
  t.after(() => browser.close());
  await home.cli('send', '--all', '--text', 'Trip: will you pay?', '--ask', 'yes,no', '--priority', 'urgent');
  await until(async () => (await home.cli('queue')).length === 0, 'the question to go');
  for (const phone of phones) await home.sim.command('text', phone, 'maybe');
  await until(async () => await tally(home) === 'yes 0, no 0, unclear 22, silent 0', 'the answers');
  const { page } = await enter(browser, home, 'teacher');
  await page.goto('/tell/1');
  const pile = page.locator('#unclear');
  assert.equal(await pile.locator('li').count(), 20);
  assert.match(await pile.innerText(), /^To look at: 22\n[^]*and more phones: 2$/);
  await page.keyboard.press('2');
  await page.getByText('Counted. It can be taken back').waitFor();
  assert.match(await pile.innerText(), /^To look at: 21\n[^]*and more phones: 1$/);
  assert.deepEqual(page.errors, []);
  const guest = await enter(browser, home, 'guest');
  await guest.page.goto('/tell/1');
  await guest.page.locator('p.hint', { hasText: 'To look at: 21' }).waitFor();
  assert.equal(await guest.page.locator('#unclear').count(), 0);
});

test('a text of a shared phone that is filed asks at once what it answers', async t => {
  const home = await Home.start({ families: `child,class,guardian,phone,language
Amina Ali,4B,Salma Ali,0712 000 001,en
Juma Otieno,4B,Rose Otieno,0712 000 001,en
` });
  t.after(() => home.stop());
  await account(home, 'teacher', 'staff');
  const browser = await launch();
  t.after(() => browser.close());
  await home.cli('send', '--class', '4B', '--text', 'Sports day: will you come?', '--ask', 'yes,no', '--priority', 'urgent');
  await until(async () => (await home.cli('queue')).length === 0, 'the question to go');
  await home.sim.command('text', salma, 'yes we come');
  await home.arrived('yes we come');
  await home.sim.command('text', salma, 'good day');
  await home.arrived('good day');
  const { page } = await enter(browser, home, 'teacher', { viewport: { width: 1280, height: 740 } });
  await page.goto('/inbox?view=shared');
  await page.locator('#threads a').first().click();
  const mine = page.locator('#messages > *', { hasText: 'yes we come' }).last();
  await mine.getByRole('button', { name: /Salma|Amina/ }).first().click();
  await page.getByText('Is this the answer to').first().waitFor();
  assert.match(await page.locator('#messages').innerText(), /yes we come/);
  assert.deepEqual(page.errors, []);
});
