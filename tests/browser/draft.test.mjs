// What is typed is neither lost nor brought back: saves that are slow, that come
// late or not at all, on every way out of a page. A save is held up where it
// leaves the browser, or sent once more as it was.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, launch, enter, account, password, salma, until } from './lib/browser.mjs';

let home, browser, path;
test.before(async () => {
  home = await Home.start();
  await home.working();
  for (const name of ['grace', 'juma']) await account(home, name, 'staff');
  const [id] = await home.send(salma, 'Amina read aloud today.');
  await home.state(id, 'sent', 'delivered');
  path = `/threads/${(await home.cli('threads'))[0].id}`;
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});
const answer = page => page.getByLabel('Answer', { exact: true });
const text = page => page.getByLabel('Text', { exact: true });
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
/** The page that says so is there, and its script has run. */
const told = async (page, words) => {
  await page.getByText(words).waitFor();
  await page.waitForLoadState();
};
const count = (page, n) => page.locator('#count .number', { hasText: new RegExp(`^${n}$`) }).waitFor();

/** What the server has: a new browser is asked. */
async function draft(where = path) {
  const { context, page } = await enter(browser, home, 'grace', { javaScriptEnabled: false });
  await page.goto(where);
  const got = await page.locator('#text').inputValue();
  await context.close();
  return got;
}
async function fresh(t, options) {
  const { context, page } = await enter(browser, home, 'grace', options);
  t.after(() => context.close());
  // Each test starts without a draft.
  for (const where of [path, '/tell']) {
    await page.goto(where);
    await page.locator('#text').fill('');
    await press(page, 'Check');
    await page.waitForURL(/#compose|tell$/);
  }
  await page.goto(path);
  return { context, page };
}
/** No save leaves the browser by itself any more. */
const stuck = context => context.route(/\/draft$/, () => {});
/** The next save, done; gives what sends it once more. */
async function save(page, what) {
  const saved = page.waitForResponse(/\/draft$/);
  await what();
  const request = (await saved).request(), data = request.postData();
  return async () => {
    const answer = await page.request.post(request.url(), { data,
      headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    assert.equal(answer.status(), 200);
  };
}

for (const javaScriptEnabled of [true, false])
  test(`words typed right before Sign out are kept, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async t => {
    const { context, page } = await fresh(t, { javaScriptEnabled });
    await stuck(context);
    await answer(page).fill('Juma may borrow shoes');
    await press(page, 'Sign out');
    await page.waitForURL('**/sign-in');
    assert.equal((await page.request.get('/here', { maxRedirects: 0 })).status(), 303);
    assert.equal(await draft(), 'Juma may borrow shoes');
    const again = await enter(browser, home, 'grace', { javaScriptEnabled });
    await again.page.goto('/tell');
    await stuck(again.context);
    await text(again.page).fill('No school on Friday');
    await press(again.page, 'Sign out');
    await again.page.waitForURL('**/sign-in');
    await again.context.close();
    assert.equal(await draft('/tell'), 'No school on Friday');
    assert.equal(await draft(), 'Juma may borrow shoes');
  });

for (const javaScriptEnabled of [true, false])
  test(`Enter in a field signs nobody out, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async t => {
    const { page } = await fresh(t, { javaScriptEnabled });
    await page.goto('/tell');
    await text(page).fill('To one family');
    await page.locator('#find').fill('Rose');
    await page.locator('#find').press('Enter');
    await page.waitForURL(/\/tell\?find=Rose/);
    assert.equal(await text(page).inputValue(), 'To one family');
    await page.goto(path);
    await answer(page).fill('Sent with Enter');
    await page.locator('.tool > summary', { hasText: 'Answers' }).click();
    await page.getByLabel('Answers to choose from').press('Enter');
    await told(page, 'On its way.');
    await page.locator('#messages').getByText('Sent with Enter').last().waitFor();
  });

for (const javaScriptEnabled of [true, false])
  test(`words typed right before another language are kept, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async t => {
    const { context, page } = await fresh(t, { javaScriptEnabled });
    await stuck(context);
    await answer(page).fill('Juma may borrow shoes');
    await page.getByLabel('Language', { exact: true }).selectOption('sw');
    await press(page, 'Change');
    await page.locator('html[lang=sw]').waitFor();
    await page.waitForLoadState();
    assert.equal(await page.locator('#text').inputValue(), 'Juma may borrow shoes');
    assert.equal(await draft(), 'Juma may borrow shoes');
    await page.locator('#language').selectOption('en');         // of the account, so of all that follows
    await page.locator('.language button').click();
    await page.locator('html[lang=en]').waitFor();
  });

test('a save that is slow overwrites nothing newer', async t => {
  const { page } = await fresh(t);
  const first = await save(page, () => answer(page).fill('Half a'));
  await save(page, () => answer(page).fill('Half a sentence'));
  await first();
  assert.equal(await draft(), 'Half a sentence');
});

test('what was sent does not come back with a save that was slow', async t => {
  const { page } = await fresh(t);
  const slow = await save(page, () => answer(page).fill('Thank you'));
  await press(page, 'Send');
  await told(page, 'On its way.');
  await slow();
  assert.equal(await draft(), '');
  await save(page, () => answer(page).fill('And one more'));
  await slow();
  assert.equal(await draft(), 'And one more');
});

test('what goes to a class is what was looked at, whatever save comes late', async t => {
  const { page } = await fresh(t);
  await page.goto('/tell');
  await page.getByLabel('4B').check();
  const slow = await save(page, () => text(page).fill('School ends at n'));
  await text(page).fill('School ends at noon');
  await press(page, 'Look before it goes');
  await slow();
  await press(page, 'Send it');
  await page.waitForURL(/\/tell\/\d+/);
  await page.getByText('School ends at noon').first().waitFor();
  await press(page, 'Undo: do not send');
  await slow();
  assert.equal(await draft('/tell'), '');
});

test('a text that another tab changed after the look is looked at again', async t => {
  const { context, page } = await fresh(t);
  await page.goto('/tell');
  await page.getByLabel('4B').check();
  await text(page).fill('School ends at noon');
  await press(page, 'Look before it goes');
  await page.waitForURL('**/tell/look');
  const other = await context.newPage();
  await other.goto('/tell');
  await save(other, () => text(other).fill('School ends at one'));
  await press(page, 'Send it');
  await told(page, 'The text was changed meanwhile');
  assert.match(await page.locator('main').innerText(), /School ends at one/);
  assert.ok(!(await home.cli('queue')).some(m => /School ends/.test(m.text)), 'nothing went');
});

test('words typed right before the page comes again are there, and are saved', async t => {
  const { context, page } = await fresh(t);
  await stuck(context);
  await answer(page).fill('Juma may borrow');
  await page.getByLabel('New note').fill('Her aunt rang');
  await page.reload();
  assert.equal(await answer(page).inputValue(), 'Juma may borrow');
  await answer(page).fill('Juma may borrow shoes');
  await page.getByLabel('New note').fill('Her aunt rang');
  await press(page, 'Keep the note');
  await told(page, 'Saved.');
  assert.equal(await answer(page).inputValue(), 'Juma may borrow shoes');
  await page.getByLabel('New note').fill('She rings again');
  await context.unroute(/\/draft$/);
  await press(page, 'Send');
  await told(page, 'On its way.');
  assert.equal(await page.getByLabel('New note').inputValue(), 'She rings again');
  assert.equal(await answer(page).inputValue(), '');
  assert.equal(await draft(), '');
});

test('a page that was left with a save on its way overwrites nothing of the next', async t => {
  const { context, page } = await fresh(t);
  let late;
  await context.route(/\/draft$/, route => { late = route.request().postData(); });
  await answer(page).fill('Half a');
  await until(() => late, 'the save to leave');
  await page.reload();
  await context.unroute(/\/draft$/);
  await save(page, () => answer(page).fill('Half a sentence'));
  const slow = await page.request.post(`${path}/draft`, { data: late,
    headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  assert.equal(slow.status(), 200);
  assert.equal(await draft(), 'Half a sentence');
});

test('a closed tab and a link leave nothing unsaved', async t => {
  const { context, page } = await fresh(t);
  await answer(page).fill('Before the link');
  await page.getByRole('link', { name: 'Families' }).first().click();
  await page.waitForURL('**/families');
  await until(async () => await draft() === 'Before the link', 'the words to be a draft').catch(async e => {
    throw new Error(`${e.message}: "${await draft()}"\n${home.log.split('\n').slice(-15).join('\n')}`);
  });
  const other = await context.newPage();
  await other.goto(path);
  await answer(other).fill('Before the end');
  await other.close({ runBeforeUnload: true });
  await until(async () => await draft() === 'Before the end', 'the words to be a draft');
});

test('two tabs with one draft: who has nothing of their own goes on with it', async t => {
  const { context, page } = await fresh(t);
  const other = await context.newPage();
  await other.goto(path);
  await answer(page).fill('Half a sentence');
  await until(async () => await answer(other).inputValue() === 'Half a sentence', 'the other tab to have it');
  await press(page, 'Send');
  await told(page, 'On its way.');
  await until(async () => await answer(other).inputValue() === '', 'the other tab to be empty');
});

for (const name of ['grace', 'juma'])
  test(`a session that ended elsewhere leaves the words to who wrote them: then ${name} comes`, async t => {
    const { context, page } = await fresh(t);
    const other = await context.newPage();
    await other.goto('/help');
    await press(other, 'Sign out');
    await other.waitForURL('**/sign-in');
    await other.close();
    await answer(page).fill('Written meanwhile');
    await told(page, 'Your session has ended');
    assert.equal(await answer(page).inputValue(), 'Written meanwhile');
    await page.goto('/sign-in');
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await press(page, 'Sign in');
    await page.waitForURL(url => !/sign-in/.test(url.pathname));
    await page.goto(path);
    assert.equal(await answer(page).inputValue(), name === 'grace' ? 'Written meanwhile' : '');
  });

test('an answer that was refused is a draft, also without JavaScript', async t => {
  const { page } = await fresh(t, { javaScriptEnabled: false });
  await answer(page).fill('At the gate');
  await page.locator('.tool > summary', { hasText: 'Time' }).click();
  await page.getByLabel('Send later, at').fill('2001-01-01T10:00');
  await press(page, 'Send');
  await page.getByRole('alert').getByText('has passed already').waitFor();
  await page.goto('/help');
  assert.equal(await draft(), 'At the gate');
});
