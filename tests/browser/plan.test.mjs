// plan.test.mjs - the plan of a child on its pages: begun, its steps tried, a
// conversation noted, closed; Today; the sheet for print; who does not see it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch, enter, account, Home, axeFinds, htmlFinds, fits } from './lib/browser.mjs';

const list = `child,class,guardian,phone,family,relation,language
Brian Otieno,4A,Rose Otieno,0712 000 021,o,mother,en
Mary Otieno,2B,Rose Otieno,0712 000 021,o,mother,en
`;
const home = await Home.start({ sim: null, modems: '', families: list });
const browser = await launch();
for (const [name, role] of [['grace', 'staff'], ['otieno', 'staff'], ['supply', 'staff'], ['head', 'admin'], ['guest', 'reader']]) await account(home, name, role);
await home.cli('staff', 'set', 'grace', 'classes=4A');
const brian = (await home.cli('child', 'Brian Otieno'))[0].id;
// School on every day of the week, so that today is a school day whenever this runs.
await home.api('calendar', { method: 'POST', body: { week: '0123456' } });
const enterAt = async (name, options) => {
  const got = await enter(browser, home, name, options);
  got.page.setDefaultTimeout(30000);
  return got;
};
test.after(async () => { await browser.close(); await home.stop(); });

const button = (page, name) => page.getByRole('button', { name, exact: true });
const main = page => page.locator('main').innerText();
const nairobi = n => new Date(Date.now() + 3 * 3600000 + n * 86400000).toISOString().slice(0, 10);
const both = async page => {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    assert.deepEqual(await axeFinds(page), [], `axe at ${width}`);
    assert.ok(await fits(page), `wider than ${width}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}-${width}-${Date.now()}.png`, fullPage: true });
  }
};
const addStep = async (page, words, how, who, by) => {
  if (!await page.locator('#add').evaluate(d => d.open)) await page.locator('#add > summary').click();
  await page.getByLabel('What to do').fill(words);
  await page.locator('#how').selectOption(how);
  await page.locator('#who').selectOption(who);
  await page.locator('#by').fill(by);
  await button(page, 'Add').click();
  await page.getByText('Saved.').waitFor();
};

test('without JavaScript the class teacher begins a plan, adds steps and notes how they went', async () => {
  const { page, context } = await enterAt('grace', { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await page.goto(`/children/${brian}`);
  await page.getByRole('link', { name: 'Begin a plan' }).click();
  await page.getByLabel('Aim').fill('Brian comes each day.');
  await page.getByLabel('Look at it again on').fill(nairobi(14));
  await button(page, 'Begin a plan').click();
  await page.getByText('Saved.').waitFor();
  await addStep(page, 'Ask how mornings go', 'text', 'grace', nairobi(0));
  await addStep(page, 'Call the mother', 'call', 'otieno', nairobi(3));
  assert.match(await main(page), /Ask how mornings go\s+to do.*a text, grace, by.*Call the mother\s+to do.*a call, otieno, by/s);
  assert.deepEqual(await htmlFinds(context, `/children/${brian}/plan`), []);
  assert.ok(await fits(page));
  assert.equal(await button(page, 'This text was it').count(), 0, 'no text went yet');
  await home.cli('send', '--child', 'Brian Otieno', '--text', 'How do the mornings go?');
  await page.reload();
  assert.match(await main(page), /How do the mornings go\?/);
  await button(page, 'This text was it').click();
  await page.getByText('Saved.').waitFor();
  assert.match(await main(page), /waits for an answer/);
  assert.equal((await home.cli('queue')).length, 1, 'a plan sends nothing');
  await context.close();
});

test('what has failed or is due stands on Today of who does the step alone', async () => {
  const grace = await enterAt('grace', { viewport: { width: 360, height: 740 } });
  await grace.page.goto('/');
  assert.equal(await grace.page.getByRole('heading', { name: 'Plans of children' }).count(), 0);
  await home.cli('cancel', '1');            // the text reaches nobody: the call is next
  const { page, context } = await enterAt('otieno', { viewport: { width: 360, height: 740 } });
  await page.goto('/');
  await page.getByRole('heading', { name: 'Plans of children' }).waitFor();
  assert.match(await main(page), /Brian Otieno 4A\s+the text reached nobody next: Call the mother a call, otieno, by/);
  await both(page);
  await page.getByRole('link', { name: /Brian Otieno/ }).click();
  await both(page);
  await button(page, 'no answer').click();
  await page.getByText('Saved.').waitFor();
  await page.goto('/');
  assert.equal(await page.getByRole('heading', { name: 'Plans of children' }).count(), 0);
  await grace.page.goto('/');               // who leads it sees that nothing is next
  assert.match(await main(grace.page), /no answer the plan has no next step: Brian comes each day\./);
  await grace.context.close();
  await context.close();
});

test('a conversation is printed as a sheet, noted, and the plan closed with what came of it', async () => {
  const { page, context } = await enterAt('grace', { viewport: { width: 1280, height: 800 } });
  await page.goto(`/children/${brian}/plan`);
  await page.getByRole('link', { name: 'Sheet for a conversation' }).click();
  assert.match(await main(page), /Conversation: Brian Otieno 4A.*Rose Otieno.*Aim: Brian comes each day\..*Call the mother.*Listen.*Agree.*Do.*Review/s);
  await both(page);
  await page.emulateMedia({ media: 'print' });
  assert.ok(!await page.locator('.bar').isVisible());
  await page.emulateMedia({ media: 'screen' });
  await page.goto(`/children/${brian}/plan`);
  await page.locator('#talk > summary').click();
  await page.getByLabel('Listen: what we heard').fill('He walks far.');
  await page.getByLabel('Do: who does what').fill('The uncle drives.');
  await page.locator('#talk').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  assert.match(await main(page), /He walks far\..*The uncle drives\./s);
  await both(page);
  await page.locator('#close > summary').click();
  await page.getByLabel('Outcome').fill('He comes.');
  await page.locator('#close').getByRole('button').click();
  await page.getByText('Saved.').waitFor();
  assert.match(await main(page), /There is no open plan\..*Earlier plans.*Brian comes each day\..*He comes\..*The uncle drives\./s);
  await both(page);
  assert.deepEqual(page.errors, []);
  await context.close();
});

test('a day without sense is refused in words; a supply teacher and a reader see no plan', async () => {
  const { page, context } = await enterAt('head', { viewport: { width: 360, height: 740 } });
  await page.goto(`/children/${brian}/plan`);
  await page.getByLabel('Aim').fill('Brian reads aloud.');
  await page.getByLabel('Look at it again on').fill('2020-01-01');
  await button(page, 'Begin a plan').click();
  await page.getByText('Name a day with school').waitFor();
  await context.close();
  for (const name of ['supply', 'guest']) {
    const other = await enterAt(name);
    await other.page.goto(`/children/${brian}`);
    assert.equal(await other.page.locator('#plan').count(), 0, name);
    assert.equal((await other.page.goto(`/children/${brian}/plan`)).status(), 403, name);
    assert.doesNotMatch(await main(other.page), /comes each day/);
    await other.context.close();
  }
});
