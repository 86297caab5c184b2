// prompts.test.mjs - talk at home: a prompt is picked, looked at and sent; answers
// become cards for the classroom; a school changes its bank.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch, enter, account, Home, until, axeFinds, fits } from './lib/browser.mjs';

const ruth = '+254712000021', rose = '+254712000023';
const list = `child,class,guardian,phone,family,relation,language
Faith Achieng,4A,Ruth Achieng,${ruth},f,mother,en
Kevin Odhiambo,4A,Ann Odhiambo,0712 000 022,k,mother,sw
Peter Njoroge,4A,Rose Njoroge,${rose},n,mother,en
Mary Njoroge,4A,Rose Njoroge,${rose},n,mother,en
`;
const home = await Home.start({ families: list });
await home.working();
const browser = await launch();
for (const [name, role] of [['grace', 'staff'], ['head', 'admin'], ['guest', 'reader']]) await account(home, name, role);
test.after(async () => { await browser.close(); await home.stop(); });

const button = (page, name) => page.getByRole('button', { name, exact: true });
const main = page => page.locator('main').innerText();
const both = async page => {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    assert.deepEqual(await axeFinds(page), [], `axe at ${width}`);
    assert.ok(await fits(page), `wider than ${width}`);
  }
};
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Africa/Nairobi' }).format();

test('a prompt is picked for a class, looked at, and goes once', async () => {
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  await page.goto('/tell');
  await page.getByRole('link', { name: 'Talk at home: prompts for a class' }).click();
  await page.getByRole('link', { name: '4A', exact: true }).click();
  await page.getByLabel('Place', { exact: true }).selectOption('market');
  await page.getByLabel('Age', { exact: true }).selectOption('middle');
  await button(page, 'Show').click();
  await page.getByText('When you buy something, ask {child} how much change you will get.').waitFor();
  assert.doesNotMatch(await main(page), /find the biggest fruit/);
  await both(page);
  await page.getByRole('link', { name: 'Look before it goes market-change' }).click();
  await page.getByText('Unaponunua kitu, muulize Kevin utarudishiwa pesa ngapi. Si lazima kujibu.').waitFor();
  assert.match(await main(page), /ask (Peter, Mary|Mary, Peter) how much change you will get\. No answer needed\./);
  await both(page);
  assert.deepEqual(await home.cli('queue'), [], 'nothing went yet');
  await button(page, 'Send it').click();
  await page.waitForURL(/\/tell\/\d+$/);
  assert.match(await main(page), /Undo: do not send/);
  // What was used has its date, stands last, and wants a tick to go again.
  await page.goto('/prompts?class=4A');
  assert.match(await page.locator('#bank ~ ul.rows > li').last().innerText(), /how much change[\s\S]*used/);
  await page.getByRole('link', { name: 'Look before it goes market-change' }).click();
  await page.getByText('The class had this in this term:').waitFor();
  await button(page, 'Send it').click();
  await page.getByText(/in this term: nothing was sent/).waitFor();
  assert.deepEqual(page.errors.filter(e => !/400|409/.test(e)), []);
  await context.close();
});

test('in the holidays it wants a tick, and without JavaScript all of it works', async () => {
  const [{ id }] = [await home.cli('calendar', 'add', today(), 'Heroes Day').then(async () => (await home.cli('calendar')).days.at(-1))];
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 1280, height: 740 }, javaScriptEnabled: false });
  await page.goto('/prompts?class=4A&prompt=14');
  assert.match(await main(page), /It would arrive in the holidays: Heroes Day/);
  await button(page, 'Send it').click();
  assert.match(await main(page), /in the holidays \(Heroes Day\): nothing was sent/);
  await page.goto('/prompts?class=4A&prompt=14');
  await page.getByLabel('Also in the holidays: families wish it').check();
  await button(page, 'Send it').click();
  assert.match(await main(page), /Undo: do not send/);
  await home.cli('calendar', 'remove', String(id));
  await context.close();
});

test('answers are read, put on cards of a child, and printed', async () => {
  await home.cli('prompts', '4A', 'ask-made');
  await until(async () => (await home.sim.inbox(rose)).some(m => /build, cook or repair/.test(m.text)), 'the question on the phone');
  await home.sim.command('text', rose, 'A kite, call 0712 000 023');
  await home.sim.command('text', ruth, 'She cooked rice');
  const [{ id }] = await until(async () => {
    const all = await home.cli('cards');
    return all[0]?.open === 2 && all;
  }, 'two answers to look at');
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  await page.goto('/prompts?class=4A');
  assert.match(await main(page), /2 answers to look at/);
  await page.goto(`/cards/${id}`);
  await both(page);
  const kite = page.locator('li', { hasText: 'A kite' });
  await kite.getByRole('button', { name: 'Put it on a card' }).click();
  await page.getByText('Say whose card it is: choose the child.').waitFor();
  await kite.getByLabel('Child').selectOption({ label: 'Mary Njoroge' });
  await kite.getByRole('button', { name: 'Put it on a card' }).click();
  await page.getByText(/and no phone number/).waitFor();
  await kite.getByLabel('Child').selectOption({ label: 'Mary Njoroge' });
  await kite.getByLabel('Words on the card').fill('Mary built a kite');
  await kite.getByRole('button', { name: 'Put it on a card' }).click();
  await page.getByText('Saved.').waitFor();
  await page.locator('li', { hasText: 'She cooked rice' }).getByRole('button', { name: 'Leave it out' }).click();
  await page.getByText('Saved.').waitFor();
  await both(page);
  await page.getByRole('link', { name: 'Print them' }).click();
  await page.getByText('Mary built a kite').waitFor();
  await both(page);
  await page.emulateMedia({ media: 'print' });
  const paper = await main(page);
  assert.match(paper, /Mary 4A\s+Mary built a kite/);
  assert.doesNotMatch(paper, /Njoroge|Rose|0712|rice/);
  await context.close();
});

test('an admin adds a prompt of the school and hides one; a reader only reads', async () => {
  const { page, context } = await enter(browser, home, 'head', { viewport: { width: 1280, height: 740 } });
  await page.goto('/prompts?class=4A');
  await page.getByText('A prompt of the school').click();
  await page.getByLabel('Name', { exact: true }).fill('goats');
  await page.getByLabel('Language (en, sw, fr, ar ...)').fill('en');
  await page.getByLabel('Text', { exact: true }).fill('Count the goats with {child}.');
  await both(page);
  await page.locator('#own').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Count the goats with {child}.').waitFor();
  await page.getByRole('button', { name: 'Hide song-clap' }).click();
  await page.getByText('Saved.').waitFor();
  await page.getByRole('button', { name: 'Offer it again song-clap' }).waitFor();
  await page.getByRole('button', { name: 'Remove goats' }).click();
  await page.getByText('Removed.').waitFor();
  await context.close();
  const reader = await enter(browser, home, 'guest', { viewport: { width: 360, height: 740 } });
  await reader.page.goto('/prompts?class=4A');
  const text = await main(reader.page);
  assert.doesNotMatch(text, /clap once|Look before it goes|Hide/);
  await reader.context.close();
});
