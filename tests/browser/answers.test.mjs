// A text that may answer a question is counted by one act: in its thread, by the
// CLI and by the API. On the practice dongle, in Chromium.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, launch, enter, account, axeFinds, htmlFinds, fits, salma, rose, until } from './lib/browser.mjs';

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
  const tally = async () => {
    const [q] = (await home.api('questions')).body;
    return [...q.options.map(o => `${o.name} ${o.count}`), `unclear ${q.unclear}`, `silent ${q.silent}`].join(', ');
  };
  await home.cli('send', '--class', '4B', '--text', 'Sports day: will you come?', '--ask', 'yes,no', '--priority', 'urgent');
  await until(async () => (await home.cli('queue')).length === 0, 'the question to go');
  assert.equal(await tally(), 'yes 0, no 0, unclear 0, silent 3');
  await home.sim.command('text', salma, 'Yes but no');
  await home.arrived('Yes but no');
  await home.sim.command('text', rose, 'no');
  await until(async () => await tally() === 'yes 0, no 1, unclear 1, silent 1', 'the answers');

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
  assert.equal(await tally(), 'yes 1, no 1, unclear 0, silent 1');
  await page.getByRole('button', { name: 'Do not count it as an answer' }).click();
  await page.getByText('It counts as no answer.').waitFor();
  assert.equal(await tally(), 'yes 0, no 1, unclear 0, silent 2');

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
