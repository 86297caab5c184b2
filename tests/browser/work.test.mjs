// What a person is at the school: classes, signature, language; and what begins
// with them.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch, enter, account, axeFinds, fits, htmlFinds, Home, classList, salma, tigist } from './lib/browser.mjs';

let home, browser;
test.before(async () => {
  home = await Home.start();
  await home.working();
  await account(home, 'teacher', 'admin');
  for (const name of ['grace', 'musa', 'ruth']) await account(home, name, 'staff');
  await home.sim.command('text', salma, 'Amina asks for her book');
  await home.sim.command('text', tigist, 'Abebe comes late today');
  await home.arrived(/late today/);
  await home.arrived(/her book/);
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

const staff = async name => (await home.cli('staff', 'list')).find(s => s.name === name);
const rows = page => page.locator('#threads .rows.threads > li');

test('a teacher chooses her classes: Inbox and Today begin with them, and all are one tap away', async () => {
  const { context, page } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  await page.goto('/inbox');
  assert.equal(await rows(page).count(), 2, 'without classes it is as before');
  await page.goto('/account');
  await page.getByLabel('4B', { exact: true }).check();
  await page.getByLabel('My subjects').fill('Mathematics');
  await page.locator('[action="/account/work"]').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  assert.deepEqual((await staff('grace')).classes, ['4B']);
  for (const path of ['/account', '/', '/inbox', '/inbox?view=waiting&class=']) {
    await page.goto(path);
    assert.ok(await fits(page), path);
    assert.deepEqual(await axeFinds(page), [], path);
    assert.deepEqual(await htmlFinds(context, path), []);
  }
  await page.goto('/inbox');
  assert.equal(await rows(page).count(), 1);
  await page.getByText('her book').first().waitFor();
  await page.getByRole('link', { name: /^All classes/ }).click();
  assert.equal(await rows(page).count(), 2);
  await rows(page).filter({ hasText: 'late today' }).getByRole('link').click();
  await page.waitForURL(/view=waiting&class=$/);
  await page.goto('/');
  assert.equal(await page.locator('#today .rows.threads > li:visible').count(), 1);
  await page.getByText('All others').click();
  assert.equal(await page.locator('#today .rows.threads > li:visible').count(), 2);
  assert.deepEqual(page.errors, []);
  await context.close();
});

test('classes that an admin set are shown to their teacher, who does not change them', async () => {
  const admin = await enter(browser, home, 'teacher');
  await admin.page.goto('/settings/people');
  const row = admin.page.locator('.rows > li', { hasText: 'musa' });
  await row.locator('summary').click();
  await row.getByLabel('Classes, with commas between').fill('9Z');
  await row.locator('[action="/settings/staff/work"] button').click();
  await admin.page.getByText('No child is in class "9Z"').waitFor();
  await admin.page.goto('/settings/people');
  await row.locator('summary').click();
  await row.getByLabel('Classes, with commas between').fill('2a');
  await row.locator('[action="/settings/staff/work"] button').click();
  await admin.page.getByText('Saved.').waitFor();
  assert.deepEqual(await htmlFinds(admin.context, '/settings/people'), []);
  assert.deepEqual((({ classes, classes_kept }) => ({ classes, classes_kept }))(await staff('musa')),
    { classes: ['2A'], classes_kept: true });
  await admin.context.close();
  const { context, page } = await enter(browser, home, 'musa');
  await page.goto('/account');
  await page.getByText('An admin set your classes').waitFor();
  assert.equal(await page.locator('[name=class]').count(), 0);
  await page.getByLabel('My signature').fill('Mr Musa');
  await page.locator('[action="/account/work"]').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  assert.deepEqual((await staff('musa')).classes, ['2A']);
  await context.close();
});

for (const javaScriptEnabled of [true, false])
  test(`a signature comes by a button alone, is seen, and counts (JavaScript: ${javaScriptEnabled})`, async () => {
    await home.cli('staff', 'set', 'ruth', 'signature=Sister Ruth');
    const { context, page } = await enter(browser, home, 'ruth', { javaScriptEnabled });
    const id = (await home.cli('threads')).find(t => t.family.includes('Salma')).id;
    await page.goto(`/threads/${id}`);
    const answer = page.getByLabel('Answer', { exact: true });
    await answer.fill('The book is here');
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.waitForURL(/#compose$/);
    assert.equal(await answer.inputValue(), 'The book is here\nSister Ruth');
    await page.locator('#count .number', { hasText: /^28$/ }).waitFor();
    await answer.fill('');
    await page.goto('/tell');
    await page.getByLabel('Text', { exact: true }).fill('School ends at noon');
    await page.getByRole('button', { name: 'Sign', exact: true }).click();
    await page.waitForURL(/\/tell$/);
    assert.equal(await page.getByLabel('Text', { exact: true }).inputValue(), 'School ends at noon\nSister Ruth');
    await context.close();
  });

test('a note for one person alone stands on that one\'s Today, and others do not read it', async () => {
  const id = (await home.cli('threads')).find(t => t.family.includes('Salma')).id, words = 'Her aunt collects her';
  const grace = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  await grace.page.goto(`/threads/${id}`);
  await grace.page.getByLabel('New note').fill(words);
  await grace.page.getByLabel('For', { exact: true }).selectOption({ label: 'musa · 2A' });
  await grace.page.getByRole('button', { name: 'Keep the note' }).click();
  await grace.page.getByText('Saved.').waitFor();
  assert.match(await grace.page.locator('#notes').innerText(), /Her aunt collects her[^]*for one person alone: musa/);
  assert.ok(await fits(grace.page));
  assert.deepEqual(await axeFinds(grace.page), []);
  assert.deepEqual(await htmlFinds(grace.context, `/threads/${id}`), []);
  await grace.context.close();
  const musa = await enter(browser, home, 'musa');
  await musa.page.goto('/');
  await musa.page.locator('li', { hasText: 'by grace' }).getByRole('link').click();
  await musa.page.locator('#notes').getByText(words).waitFor();
  await musa.context.close();
  const ruth = await enter(browser, home, 'ruth');
  await ruth.page.goto(`/threads/${id}`);
  await ruth.page.getByLabel('New note').waitFor();
  assert.doesNotMatch(await ruth.page.content(), /Her aunt/);
  await ruth.context.close();
});

test('a person reads in the chosen language in every browser', async () => {
  const first = await enter(browser, home, 'ruth');
  await first.page.goto('/account');
  await first.page.getByLabel('Language of the pages').selectOption('sw');
  await first.page.locator('[action="/account/work"] button').click();
  await first.page.waitForURL(/\/account/);
  assert.equal(await first.page.locator('html').getAttribute('lang'), 'sw');
  await first.context.close();
  const second = await enter(browser, home, 'ruth');
  await second.page.goto('/');
  assert.equal(await second.page.locator('html').getAttribute('lang'), 'sw');
  await second.context.close();
  assert.equal((await staff('ruth')).language, 'sw');
  await home.cli('staff', 'set', 'ruth', 'language=', 'opens=/week');
  const third = await enter(browser, home, 'ruth');
  assert.equal(new URL(third.page.url()).pathname, '/week');
  assert.equal(await third.page.locator('html').getAttribute('lang'), 'en');
  await third.context.close();
});

test('a class of one\'s own stays without children, and a refused form keeps what was typed', async () => {
  const { context, page } = await enter(browser, home, 'ruth');
  const save = page.locator('[action="/account/work"]').getByRole('button', { name: 'Save' });
  const box = name => page.getByLabel(name, { exact: true });
  await page.goto('/account');
  await box('4B').check();
  await box('2A').check();
  await save.click();
  await page.getByText('Saved.').waitFor();
  await home.import(classList.replaceAll(',2A,', ',3C,'));
  await page.goto('/account');
  assert.ok(await box('2A').isChecked());
  assert.ok(!await box('3C').isChecked());
  await box('4B').uncheck();
  await page.getByLabel('My subjects').fill('Chemistry');
  await page.getByLabel('My signature').fill('Sister \u202eRuth');
  await page.getByLabel('Language of the pages').selectOption('en');
  await save.click();
  await page.getByText('A signature or subjects: one line of it').waitFor();
  assert.equal(await page.getByLabel('My subjects').inputValue(), 'Chemistry');
  assert.match(await page.getByLabel('My signature').inputValue(), /^Sister .Ruth$/u);
  assert.equal(await page.getByLabel('Language of the pages').inputValue(), 'en');
  assert.ok(!await box('4B').isChecked());
  assert.deepEqual((await staff('ruth')).classes, ['2A', '4B'], 'nothing was changed');
  await page.getByLabel('My signature').fill('Sister Ruth');
  await save.click();
  await page.getByText('Saved.').waitFor();
  const { classes, subjects, signature, language } = await staff('ruth');
  assert.deepEqual([classes, subjects, signature, language], [['2A'], 'Chemistry', 'Sister Ruth', 'en']);
  await context.close();
});
