// facts.test.mjs - facts of children from a sheet: looked at, chosen, told home,
// and days away into the register, with and without JavaScript.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, enter, account, Home, until, axeFinds, htmlFinds, fits } from './lib/browser.mjs';
import { day, preload } from '../system/lib/home.mjs';

const list = `child,class,guardian,phone,family,relation,language
Faith Achieng,4A,Ruth Achieng,0712 000 021,f,mother,en
Kevin Odhiambo,4A,Ann Odhiambo,0712 000 022,k,mother,sw
Peter Njoroge,4A,Rose Njoroge,0712 000 023,n,mother,en
Mary Njoroge,2B,Rose Njoroge,0712 000 023,n,mother,en
Faith Achieng,4A,Lucy Achieng,0712 000 024,g,mother,en
Zawadi Mwangi,5C,Jane Mwangi,none,z,mother,en
`;
const home = await Home.start({ sim: null, modems: '', start: false });
const disk = word => writeFileSync(join(home.dir, 'fault'), word);
disk('');
await home.boot({ env: preload('disk', { DISK_DIR: join(home.dir, 'data'), DISK_FAULT: join(home.dir, 'fault') }) });
await home.import(list);
const browser = await launch();
for (const [name, role] of [['grace', 'staff'], ['hope', 'staff'], ['guest', 'reader']]) await account(home, name, role);
test.after(async () => { await browser.close(); await home.stop(); });

const button = (page, name) => page.getByRole('button', { name, exact: true });
const main = page => page.locator('main').innerText();
const queued = async () => (await home.cli('queue')).map(m => [m.text, m.child]);
const both = async page => {
  for (const [width, height] of [[360, 740], [1366, 625]]) {
    await page.setViewportSize({ width, height });
    assert.deepEqual(await axeFinds(page), [], `axe at ${width}`);
    assert.ok(await fits(page), `wider than ${width}`);
  }
};

/* Sends a list; the page that shows it is open then. */
const look = async (page, sheet) => {
  await page.goto('/tell/sheet');
  await page.getByLabel('or the list itself, pasted').fill(sheet);
  await button(page, 'Look at it first').click();
  await page.waitForURL(/\/tell\/sheet\/[0-9a-f]+$/);
  return page.url();
};

test('two children of one name are chosen between, and what was looked at is what goes', async () => {
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  await page.goto('/tell');
  await page.getByRole('link', { name: /^From a sheet/ }).click();
  await both(page);
  await page.getByLabel('or the list itself, pasted').fill('Name\tClass\tMissing work\nKevin Odhiambo\t4A\t3\nFaith Achieng\t4A\t1\nPeter Njoroge\t4A\t2\nMary Njoroge\t2B\t4\n');
  await button(page, 'Look at it first').click();
  await page.getByText('Rows that are left out until you choose the child: 1').waitFor();
  const waiting = page.url();
  await both(page);
  assert.match(await main(page), /Kevin: kazi ambazo bado hazijaletwa: 3\.[\s\S]*Peter: work still to hand in: 2\. Mary: work still to hand in: 4\./);
  assert.doesNotMatch(await main(page), /Faith: work/);
  await page.getByLabel('Child, Row 3').selectOption({ label: 'Faith Achieng, 4A (Lucy Achieng)' });
  await button(page, 'Look again').click();
  await page.getByText('Faith: work still to hand in: 1.').waitFor();
  assert.deepEqual(await queued(), [], 'nothing went yet');
  await button(page, 'Send it').click();
  await page.waitForURL(/\/tell\/\d+$/);
  assert.match(await main(page), /Undo: do not send/);
  assert.deepEqual((await queued()).map(q => q[0]).sort(), ['Faith: work still to hand in: 1.',
    'Kevin: kazi ambazo bado hazijaletwa: 3.', 'Peter: work still to hand in: 2. Mary: work still to hand in: 4.']);
  assert.deepEqual((await home.cli('queue')).filter(m => /^Faith/.test(m.text)).map(m => m.number), ['+254712000024']);
  const sent = page.url();
  await page.goto(waiting);
  assert.equal(page.url(), sent, 'who comes back sees that it went');
  assert.equal((await queued()).length, 3);
  await button(page, 'Undo: do not send').click();
  await page.getByText('0 / 3').waitFor();
  assert.deepEqual(await queued(), []);
  assert.deepEqual(page.errors, []);
  await context.close();
});

test('without JavaScript own words with a wrong field say so, and marks of days are chosen', async () => {
  const { page, context } = await enter(browser, home, 'grace', { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await home.cli('calendar', 'set', 'week=0123456');
  await page.goto('/tell/sheet');
  assert.deepEqual(await htmlFinds(context, '/tell/sheet'), []);
  await button(page, 'Look at it first').click();
  await page.getByText('Choose a file, or paste the list.').waitFor();
  await page.getByLabel('or the list itself, pasted').fill(`Name,Class,${day(-2)},${day(-1)},${day(0)}\nKevin Odhiambo,4A,A,x,P\nPeter Njoroge,4A,,A,A\n`);
  await button(page, 'Look at it first').click();
  await page.getByText('Which marks mean that the child was away?').waitFor();
  const at = new URL(page.url());
  assert.deepEqual(await htmlFinds(context, at.pathname), []);
  assert.ok(await page.getByRole('checkbox', { name: /^A/ }).isChecked());
  assert.match(await main(page), /Days to note: 3/);
  await page.getByRole('checkbox', { name: /^x/ }).check();
  await page.getByLabel('or your own, for all languages').fill('{child} was away {dayz}.');
  await button(page, 'Look again').click();
  assert.match(await main(page), /\{dayz\}/);
  assert.equal(await button(page, 'Send it').count(), 0);
  assert.match(await main(page), /Days to note: 4[\s\S]*told and asked now if a text reaches them: 1/);
  await page.getByLabel('or your own, for all languages').fill('{child} was away {days} days.');
  await button(page, 'Look again').click();
  assert.match(await main(page), /Kevin was away 2 days\.[\s\S]*Peter was away 2 days\./);
  assert.ok(await fits(page));
  await button(page, 'Note these days').click();
  await page.getByText('Noted in the register. It can be taken back below.').waitFor();
  assert.deepEqual((await queued()).map(q => q[0]), ['Peter is not at school today. 2 days this term; most children missed 2.'
    + ' Reply 1 ill, 2 on the way, 3 we did not know']);
  assert.match(await main(page), /days noted: 4/);
  assert.ok(await fits(page));
  await button(page, 'Take it back as a whole').click();
  await page.getByText('The list is taken back.').waitFor();
  assert.deepEqual(await queued(), []);
  assert.match(await main(page), /taken back/);
  await context.close();
});

test('of more open rows than a form can hold the rest is asked about later, and no choice is lost', async () => {
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  await look(page, `Name\tClass\tMissing work\n${'Faith Achieng\t4A\t1\n'.repeat(620)}`);
  const choices = page.locator('#rows select');
  const choose = () => choices.evaluateAll(all => all.forEach(s => { s.selectedIndex = 2; }));
  for (const [open, asked, later] of [[620, 300, 320], [320, 300, 20], [20, 300, 0]]) {
    await page.getByText(`Rows that are left out until you choose the child: ${open}`).waitFor();
    assert.equal(await choices.count(), asked);
    assert.equal(await page.getByText(`rows that are asked about then: ${later}`).count(), later ? 1 : 0);
    assert.ok(await fits(page));
    await choose();
    await button(page, 'Look again').click();
    await page.waitForLoadState();
  }
  await page.getByText('Rows that are left out until').waitFor({ state: 'detached' });
  assert.equal(await choices.count(), 300, 'and what was chosen can be changed');
  assert.equal(await page.locator('input[name=pick]').first().inputValue().then(v => v.trim().split('\n').length), 620);
  assert.deepEqual(page.errors, []);
  await context.close();
});

test('what the disk refused is said, and is sent when it takes writes again', async () => {
  const { page, context } = await enter(browser, home, 'grace', { javaScriptEnabled: false });
  await look(page, 'Name,Class,Missing work\nKevin Odhiambo,4A,3\n');
  disk('ENOSPC');
  try {
    const [answer] = await Promise.all([page.waitForResponse(r => r.request().method() === 'POST'), button(page, 'Send it').click()]);
    assert.ok(answer.status() >= 500, `it went wrong: ${answer.status()}`);
    assert.match(await page.getByRole('alert').innerText(), /disk/);
    assert.deepEqual(await queued(), []);
  } finally {
    disk('');
  }
  await until(async () => !/takes no writes/.test((await home.say('status')).out), 'the all-clear');
  await button(page, 'Look again').click();
  await button(page, 'Send it').click();
  await page.waitForURL(/\/tell\/\d+$/);
  assert.equal((await queued()).length, 1);
  await button(page, 'Undo: do not send').click();
  await page.getByText('0 / 1').waitFor();
  await context.close();
});

test('whatever is pressed on the page of a sheet that went shows where it went', async () => {
  const { page, context } = await enter(browser, home, 'grace', { javaScriptEnabled: false });
  await home.cli('calendar', 'set', 'week=0123456');
  const list = await look(page, `Name,Class,Missing work,${day(-1)}\nPeter Njoroge,4A,2,A\n`);
  const buttons = ['Send it', 'Note these days', 'Look again'], others = [];
  for (const name of buttons) {
    others.push([name, await context.newPage()]);
    await others.at(-1)[1].goto(list);
  }
  const before = (await home.cli('absences')).length;
  await button(page, 'Send it').click();
  await page.waitForURL(/\/tell\/\d+$/);
  for (const [name, other] of others) {
    const left = other.waitForEvent('load');
    await button(other, name).click();
    await left;
    assert.equal(other.url(), page.url(), name);
    assert.match(await main(other), /Undo: do not send/, name);
  }
  assert.deepEqual([(await queued()).length, (await home.cli('absences')).length], [1, before]);
  await button(page, 'Undo: do not send').click();
  await page.getByText('0 / 1').waitFor();
  await context.close();
});

test('days that a colleague noted already are said to be nothing new, and whom no text reaches is said', async () => {
  const { page, context } = await enter(browser, home, 'grace', { javaScriptEnabled: false });
  await home.cli('calendar', 'set', 'week=0123456');
  const sheet = `Name,Class,${day(-1)},${day(0)}\nZawadi Mwangi,5C,A,A\n`;
  const [first, second] = [await look(page, sheet), await look(page, sheet)];
  await page.goto(first);
  const late = await context.newPage();
  await late.goto(second);
  await button(page, 'Note these days').click();
  await page.getByText('No text reaches some families of children who are away today: call, or visit.').waitFor();
  await button(late, 'Note these days').click();
  await late.getByText('Nothing was new: all of it stands in the register.').waitFor();
  await page.goto(first);
  assert.equal(new URL(page.url()).pathname, '/tell/sheet', 'who comes back sees the lists');
  assert.equal((await home.cli('absences')).filter(l => !l.undone).length, 1);
  await button(page, 'Take it back as a whole').first().click();
  await page.getByText('The list is taken back.').waitFor();
  await context.close();
});

test('a reader sees no sheet, and a list of another person is not found', async () => {
  const grace = await enter(browser, home, 'grace');
  const list = await look(grace.page, 'Name,Class,Missing work\nKevin Odhiambo,4A,3\n');
  const hope = await enter(browser, home, 'hope');
  assert.equal((await hope.page.goto(list)).status(), 404);
  assert.doesNotMatch(await main(hope.page), /Kevin/);
  assert.equal((await grace.page.goto(list)).status(), 200);
  for (const { context } of [grace, hope]) await context.close();
  const { page, context } = await enter(browser, home, 'guest');
  await page.goto('/tell/sheet');
  assert.equal(await button(page, 'Look at it first').count(), 0);
  await context.close();
});
