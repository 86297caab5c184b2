// week.test.mjs - the week's round, typed by two teachers, with and without
// JavaScript; and what the families get.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preload } from '../system/lib/home.mjs';
import { launch, enter, account, Home, axeFinds, fits } from './lib/browser.mjs';

const list = `child,class,guardian,phone,family
Faith Achieng,4A,Ruth Achieng,0712 000 021,f
Kevin Odhiambo,4A,Ann Odhiambo,0712 000 022,k
Peter Njoroge,4A,Rose Njoroge,0712 000 023,n
Mary Njoroge,2B,Rose Njoroge,0712 000 023,n
`;
const home = await Home.start({ sim: null, modems: '', start: false });
const later = seconds => writeFileSync(join(home.dir, 'offset'), String(seconds));
later(0);
await home.boot({ env: preload('clock', { CLOCK_OFFSET: join(home.dir, 'offset') }) });
await home.import(list);
const browser = await launch();
await account(home, 'grace', 'staff');
await account(home, 'otieno', 'staff');
test.after(async () => { await browser.close(); await home.stop(); });

const line = (page, child) => page.getByLabel(child, { exact: true });
const answer = page => page.getByLabel('Answer', { exact: true });
const waiting = async name => (await home.cli('week', '4A')).children.find(c => c.child === name);

test('a class is typed down: the line, Tab, the next', async () => {
  const { page, context } = await enter(browser, home, 'grace');
  page.setDefaultTimeout(10000);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/');
  await page.getByRole('link', { name: '4A', exact: true }).click();
  await line(page, 'Faith Achieng').focus();
  let keys = 0;
  const type = async text => {
    keys += text.length + 1;
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  };
  await type('read aloud');
  await type('!late twice');
  await type('sang');
  assert.equal(keys, 3 * 1 + 'read aloud!late twicesang'.length, 'one key a child beside the words');
  await page.getByText('3 / 3').waitFor();
  // Nothing was pressed: a power cut loses none of it.
  assert.match((await waiting('Kevin Odhiambo')).others, /^grace: !late twice$/);
  await page.reload();
  assert.equal(await line(page, 'Peter Njoroge').inputValue(), 'sang');
  assert.deepEqual(await axeFinds(page), []);
  assert.ok(await fits(page));
  await context.close();
});

test('a line that is taken back, or typed as it was, is kept so', async () => {
  const { page, context } = await enter(browser, home, 'grace');
  page.setDefaultTimeout(10000);
  await page.goto('/week?class=2B');
  const mary = line(page, 'Mary Njoroge');
  const is = async (text, kept) => {
    const saved = page.waitForResponse(r => /week.draft/.test(r.url()));
    await mary.fill(text);
    assert.equal((await (await saved).request().response()).status(), 200);
    assert.equal((await home.cli('week', '2B')).children[0].others, kept && `grace: ${kept}`);
  };
  await is('hit Kevin', 'hit Kevin');
  await is('', null);
  await is('sang', 'sang');
  await page.reload();
  await is('late', 'late');
  await is('sang', 'sang');
  await is('', null);
  await context.close();
});

test('a second teacher adds, also without JavaScript, and each phone gets one text', async () => {
  const { page, context } = await enter(browser, home, 'otieno', { javaScriptEnabled: false });
  page.setDefaultTimeout(10000);
  await page.goto('/week?class=2B');
  await line(page, 'Mary Njoroge').fill('counted to 100.');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByText('Saved.').waitFor();
  await page.goto('/week?class=4A');
  assert.match(await page.locator('main').innerText(), /others wrote: grace: sang/);
  await page.getByText('How they will read').click();
  await page.getByText('Peter sang. Mary counted to 100.').waitFor();
  await page.getByRole('button', { name: 'Send them now' }).click();
  await page.getByText('Another teacher typed a line just now').waitFor();
  assert.equal((await home.cli('queue')).length, 0);
  later(200);
  await page.goto('/week?class=4A');
  await page.getByText('How they will read').click();
  await page.getByRole('button', { name: 'Send them now' }).click();
  await page.getByText('On its way.').waitFor();
  const queued = (await home.cli('queue')).map(m => [m.text, m.child, m.tone]);
  assert.deepEqual(queued.sort(), [
    ['Faith read aloud.', 'Faith Achieng', 'praise'],
    ['Kevin late twice.', 'Kevin Odhiambo', 'concern'],
    ['Peter sang. Mary counted to 100.', 'Peter Njoroge, Mary Njoroge', 'praise']]);
  assert.match(await page.locator('main').innerText(), /praise to concern 2\.0 : 1/);
  assert.match(await page.locator('.notice.warn').innerText(), /Kevin Odhiambo/);
  assert.equal((await waiting('Faith Achieng')).last, 'read aloud');
  await context.close();
});

test('a child has a page, with what was said of it and good news from home', async () => {
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  page.setDefaultTimeout(10000);
  const peter = (await waiting('Peter Njoroge')).id;
  await page.goto(`/children/${peter}`);
  const text = await page.locator('main').innerText();
  assert.match(text, /praise.*Peter sang\. Mary counted to 100\./s);
  assert.match(text, /1 : 0/);
  assert.match(text, /Rose Njoroge/);
  assert.deepEqual(await axeFinds(page), []);
  assert.ok(await fits(page));
  await page.getByRole('link', { name: 'Write about Peter' }).click();
  await page.locator('details.tool:has([name=about]) > summary').click();
  assert.ok(await page.getByRole('checkbox', { name: 'Peter Njoroge' }).isChecked());
  await page.keyboard.press('Escape');
  await answer(page).fill('Can you come on Monday?');
  await page.getByRole('radio', { name: 'Question' }).check();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('On its way.').waitFor();
  const said = (await home.cli('child', String(peter))).messages;
  assert.deepEqual(said.map(m => [m.text, m.child, m.tone]), [
    ['Can you come on Monday?', 'Peter Njoroge', 'question'],
    ['Peter sang. Mary counted to 100.', 'Peter Njoroge, Mary Njoroge', 'praise']]);
  assert.equal((await home.say('good', String(said[0].id), 'Peter Njoroge')).code, 1, 'it is ours');
  await context.close();
});

test('the command line types, takes back, and says when it goes', async () => {
  await home.cli('week', '4A', 'faith achieng', 'planted a tree', '--kind', 'information');
  const faith = await waiting('Faith Achieng');
  assert.deepEqual([faith.line, faith.tone], ['planted a tree', 'information']);
  await home.cli('week', '4A', String(faith.id), '');
  assert.equal((await waiting('Faith Achieng')).line, null);
  assert.match((await home.say('week')).out, /^2B +0 children without a sentence/);
  const { goes } = await home.cli('week', 'set', 'at=3 09:30', 'term_from=2026-09-01');
  assert.match(goes, /T09:30:00/);
  assert.equal((await home.say('week', 'set', 'at=Friday')).code, 1);
  assert.equal((await home.say('week', '9Z')).code, 1);
});

test('the register tells home, and the answer stands with the child', async () => {
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  page.setDefaultTimeout(10000);
  await page.goto('/absent?class=4A');
  await page.getByLabel('Peter Njoroge').check();
  await page.getByRole('button', { name: 'Tell their families' }).click();
  await page.getByText('On its way.').waitFor();
  assert.deepEqual((await home.cli('queue')).filter(m => /not at school/.test(m.text)).map(m => [m.text, m.child]), [
    ['Peter is not at school today. Reply 1 ill, 2 on the way, 3 we did not know', 'Peter Njoroge']]);
  assert.deepEqual(await axeFinds(page), []);
  assert.ok(await fits(page));
  const again = await home.cli('absent', '4A', 'Peter Njoroge', 'Faith Achieng');
  assert.deepEqual([again.texts, again.left], [1, 0]);
  await home.cli('absent', '4A', 'Faith Achieng', '--none');
  await page.goto('/absent?class=4A');
  assert.match(await page.locator('main').innerText(), /Peter Njoroge\s+asked\s+1 this term/);
  await page.getByLabel('Peter Njoroge').uncheck();
  await page.getByRole('button', { name: 'Tell their families' }).click();
  await page.getByText('Saved.').waitFor();
  assert.deepEqual((await home.cli('absent', '4A')).children.filter(c => c.absent), []);
  await context.close();
});

test('a class of a hundred and thirty fits one form', async () => {
  const rows = Array.from({ length: 130 }, (_, i) => `Kid${i} Ali,7Z,Mother ${i},07130010${String(i).padStart(2, '0')},z${i}`);
  await home.import(`child,class,guardian,phone,family\n${rows.filter((_, i) => i < 100).join('\n')}\n${rows.slice(100).map(r => r.replace('07130010', '0713002')).join('\n')}\n`);
  const { page, context } = await enter(browser, home, 'grace', { javaScriptEnabled: false });
  page.setDefaultTimeout(15000);
  await page.goto('/week?class=7Z');
  await line(page, 'Kid0 Ali').fill('sang');
  await line(page, 'Kid129 Ali').fill('ሰላም '.repeat(30));
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByText('2 / 130').waitFor();
  await context.close();
});
