// events.test.mjs - events of children: tapped on a class and on a child, told
// home, asked for, decided and taken back, with and without JavaScript.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch, enter, account, Home, axeFinds, htmlFinds, fits } from './lib/browser.mjs';

const list = `child,class,guardian,phone,family,relation,language
Faith Achieng,4A,Ruth Achieng,0712 000 021,f,mother,en
Kevin Odhiambo,4A,Ann Odhiambo,0712 000 022,k,mother,sw
Peter Njoroge,4A,Rose Njoroge,0712 000 023,n,mother,en
Mary Njoroge,2B,Rose Njoroge,0712 000 023,n,mother,en
`;
const home = await Home.start({ sim: null, modems: '', families: list });
const browser = await launch();
for (const [name, role] of [['grace', 'staff'], ['otieno', 'staff'], ['head', 'admin'], ['guest', 'reader']]) await account(home, name, role);
test.after(async () => { await browser.close(); await home.stop(); });

const button = (page, name) => page.getByRole('button', { name, exact: true });
const main = page => page.locator('main').innerText();
const queued = async () => (await home.cli('queue')).map(m => [m.text, m.child, m.tone]);
const both = async page => {
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 740 });
    assert.deepEqual(await axeFinds(page), [], `axe at ${width}`);
    assert.ok(await fits(page), `wider than ${width}`);
  }
};

test('one tap notes, the next tells home, and a third takes nothing twice', async () => {
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  await page.goto('/behaviour');
  await page.getByRole('link', { name: '4A', exact: true }).click();
  await page.getByRole('radio', { name: 'read aloud' }).check();
  await button(page, 'Faith Achieng').click();
  await page.getByText('Faith read aloud to the class.').waitFor();
  assert.match(await main(page), /Ruth Achieng.*Faith read aloud to the class\.\s*1 part/s);
  assert.ok(await page.getByRole('radio', { name: 'read aloud' }).isChecked(), 'the next child did the same');
  await both(page);
  assert.deepEqual(await queued(), [], 'nothing went yet');
  await button(page, 'Tell home').click();
  await page.getByText('On its way.').waitFor();
  assert.deepEqual(await queued(), [['Faith read aloud to the class.', 'Faith Achieng', 'praise']]);
  assert.equal(await button(page, 'Tell home').count(), 0);
  // Who has no good event stands first.
  const rows = await page.locator('#children button[name=child]').allInnerTexts();
  assert.deepEqual(rows.map(r => r.trim()), ['Kevin Odhiambo', 'Peter Njoroge', 'Faith Achieng']);
  assert.match(await main(page), /good to concern 1 : 0/);
  assert.deepEqual(page.errors, []);
  await context.close();
});

test('by the keyboard alone a child is noted, told and taken back', async () => {
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 1280, height: 800 } });
  await page.goto('/behaviour?class=4A');
  await page.getByRole('radio', { name: 'helped another' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.ok(await page.getByRole('radio', { name: 'clean uniform' }).isChecked());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');               // the first child: Kevin
  await page.getByText('Kevin alikuja na sare safi na nadhifu.').waitFor();
  await button(page, 'Tell home').focus();
  await page.keyboard.press('Enter');
  await page.getByText('On its way.').waitFor();
  assert.equal((await queued()).length, 2);
  const undo = page.getByRole('button', { name: /^Undo/ });
  await undo.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Taken back: it does not count, and no text goes.').waitFor();
  assert.equal((await queued()).length, 1);
  assert.match(await main(page), /good to concern 1 : 0/);
  await context.close();
});

test('without JavaScript a concern asks whether they were told, and waits for the head', async () => {
  const { page, context } = await enter(browser, home, 'otieno', { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await page.goto('/behaviour?class=4A');
  await page.getByRole('radio', { name: 'late', exact: true }).check();
  await button(page, 'Kevin Odhiambo').click();
  await page.getByText('Have you told them yourself?').waitFor();
  assert.deepEqual(await htmlFinds(context, new URL(page.url()).pathname + new URL(page.url()).search), []);
  assert.ok(await fits(page));
  assert.equal(await button(page, 'Tell home').count(), 0);
  await button(page, 'Yes, I told them').click();
  await page.getByText('told in person').first().waitFor();
  await button(page, 'Ask the head for a text').click();
  await page.getByText('a text waits for the head').waitFor();
  assert.equal(await button(page, 'Send it').count(), 0, 'staff do not decide');
  assert.equal((await queued()).length, 1);
  await context.close();

  const head = await enter(browser, home, 'head', { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await head.page.goto('/');
  await head.page.getByRole('link', { name: 'Concerns that wait for you' }).click();
  await head.page.getByRole('link', { name: /Kevin Odhiambo/ }).click();
  assert.match(await main(head.page), /told in person.*Kevin alichelewa kufika shuleni\./s);
  await button(head.page, 'Send it').click();
  await head.page.getByText('On its way.').waitFor();
  assert.deepEqual((await queued())[1], ['Kevin alichelewa kufika shuleni.', 'Kevin Odhiambo', 'concern']);
  await head.page.goto('/');
  assert.equal(await head.page.getByRole('link', { name: 'Concerns that wait for you' }).count(), 0);
  await head.context.close();
});

test('the head drops a concern, and the teacher sees that no text goes', async () => {
  const fight = await home.cli('event', 'Peter Njoroge', 'fight', '--tell');
  const { page, context } = await enter(browser, home, 'head');
  await page.goto(`/behaviour/${fight.id}`);
  await both(page);
  await button(page, 'No text').click();
  await page.getByText('Saved.').waitFor();
  assert.match(await main(page), /no text goes/);
  assert.equal((await queued()).length, 2);
  await context.close();
});

test('on a child\'s page an event is tapped, and its certificate is for print', async () => {
  const { page, context } = await enter(browser, home, 'grace', { viewport: { width: 360, height: 740 } });
  const mary = (await home.cli('child', 'Mary'))[0].id;
  await page.goto(`/children/${mary}`);
  await button(page, 'helped another').click();
  await page.getByText('Mary helped another child at school.').waitFor();
  await both(page);
  await button(page, 'Tell home').click();
  await page.getByText('On its way.').waitFor();
  assert.deepEqual((await queued())[2], ['Mary helped another child at school.', 'Mary Njoroge', 'praise'], 'and not her brother');
  await page.getByRole('link', { name: 'Certificate' }).click();
  await page.getByRole('heading', { name: 'Certificate' }).waitFor();
  assert.match(await main(page), /Hillside.*Mary Njoroge.*2B.*helped another.*Signature/s);
  await both(page);
  await page.emulateMedia({ media: 'print' });
  assert.ok(!await page.locator('.bar').isVisible());
  await context.close();
});

test('a reader looks and taps nothing; another teacher takes back nothing of mine', async () => {
  const reader = await enter(browser, home, 'guest');
  await reader.page.goto('/behaviour?class=4A');
  assert.match(await main(reader.page), /Faith Achieng\s+1 : 0/);
  assert.equal(await reader.page.locator('main button[name=child], main input[type=radio]').count(), 0);
  await reader.context.close();
  const { page, context } = await enter(browser, home, 'otieno');
  const faith = (await home.cli('events', '4A')).children.find(c => c.child === 'Faith Achieng').id;
  const { events } = await home.cli('child', String(faith));
  await page.goto(`/behaviour/${events[0].id}`);
  assert.equal(await page.getByRole('button', { name: /^Undo/ }).count(), 0);
  await context.close();
});

test('the list is the school\'s own: added, changed, taken out', async () => {
  const { page, context } = await enter(browser, home, 'head', { viewport: { width: 360, height: 740 } });
  await page.goto('/settings/events');
  await page.getByLabel('Name', { exact: true }).fill('planted a tree');
  await page.getByLabel('Sentence home', { exact: true }).fill('Planted a tree.');
  await button(page, 'Save').first().click();
  await page.getByText('An event needs a name, a language and a sentence with {child}').waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'planted a tree', 'what was typed is kept');
  await page.getByLabel('Sentence home', { exact: true }).fill('{child} planted a tree.');
  await button(page, 'Save').first().click();
  await page.getByText('Saved.').waitFor();
  await page.locator('summary', { hasText: 'planted a tree' }).click();
  await page.getByLabel('en planted a tree').fill('{child} planted a tree for us.');
  await both(page);
  await button(page, 'Save planted a tree en').click();
  await page.getByText('Saved.').waitFor();
  const added = (await home.cli('events')).list.find(e => e.event === 'planted a tree');
  assert.deepEqual([added.good, added.texts], [true, { en: '{child} planted a tree for us.' }]);
  await page.locator('summary', { hasText: 'planted a tree' }).click();
  await page.getByLabel('Language (en, sw, fr, ar ...) planted a tree').fill('sw');
  await page.getByLabel('Sentence home planted a tree').fill('{child} alipanda mti.');
  await button(page, 'Save planted a tree').click();
  await page.getByText('Saved.').waitFor();
  for (const language of ['en', 'sw']) {
    await page.locator('summary', { hasText: 'planted a tree' }).click();
    await button(page, `Remove planted a tree ${language}`).click();
    await page.getByText('Removed.').waitFor();
    await page.goto('/settings/events');
  }
  assert.ok(!(await home.cli('events')).list.some(e => e.event === 'planted a tree'));
  await page.goto('/records');
  assert.match(await main(page), /Changed the list of events/);
  assert.match(await main(page), /Noted an event of a child/);
  await context.close();
});
