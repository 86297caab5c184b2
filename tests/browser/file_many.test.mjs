// The texts of several numbers filed in one family in one step. In Chromium, with and without
// JavaScript.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, account, axeFinds, enter, launch } from './lib/browser.mjs';

let home, browser;
test.before(async () => {
  home = await Home.start();
  await home.working();
  await account(home, 'grace', 'staff');
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

const unknown = async () => (await home.get('threads?tray=unknown')).length;

for (const javaScriptEnabled of [true, false])
  test(`texts of two numbers go to one family, and back, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async t => {
    const { context, page } = await enter(browser, home, 'grace', { javaScriptEnabled, viewport: { width: 360, height: 740 } });
    t.after(() => context.close());
    const from = javaScriptEnabled ? ['+254733000001', '+254733000002'] : ['+254733000003', '+254733000004'];
    const texts = ['Juma is late', 'the bus is broken', 'we come at nine'].map(s => `${s} ${javaScriptEnabled}`);
    for (const [i, text] of texts.entries()) {
      await home.sim.command('text', from[i % 2], text);
      await home.arrived(text);
    }
    const press = name => page.getByRole('button', { name }).click();
    await page.goto('/inbox');
    assert.equal(await page.getByRole('button', { name: 'File in one family' }).count(), 0, 'of unknown numbers alone');
    await page.goto('/inbox?view=unknown');
    await page.getByLabel('Choose several').check();
    await press('File in one family');
    await page.getByText('Tick the conversations first').waitFor();
    await page.goto('/inbox?view=unknown');
    await page.getByLabel('Choose several').check();
    for (let i = 0; i < 2; i++) await page.locator('.tick').nth(i).check();
    await press('File in one family');
    await page.getByText('3 texts', { exact: true }).waitFor();
    await page.getByLabel('Family: a name or number').fill('Otieno');
    await press('Find');
    const choice = page.getByRole('button', { name: /Juma Otieno/ });
    await choice.waitFor();
    if (javaScriptEnabled) {
      assert.deepEqual(await axeFinds(page), []);
      for (const colorScheme of ['light', 'dark'])
        for (const width of [360, 1280]) {
          await page.emulateMedia({ colorScheme });
          await page.setViewportSize({ width, height: 740 });
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`);
          if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/file-${width}-${colorScheme}.png` });
        }
    }

    // One more comes, and is not filed with those that were counted.
    await home.sim.command('text', from[0], `and one more ${javaScriptEnabled}`);
    await home.arrived(`and one more ${javaScriptEnabled}`);
    await choice.click();
    await page.getByText('Filed here together: 3 texts').waitFor();
    for (const text of texts) await page.locator('#messages').getByText(text).first().waitFor();
    if (javaScriptEnabled) assert.deepEqual(await axeFinds(page), []);
    if (javaScriptEnabled && process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/filed.png` });
    assert.equal(await page.locator('#messages').getByText('and one more').count(), 0);
    const rose = (await home.get('threads')).find(x => /Rose/.test(x.family)).id;
    assert.equal((await home.get(`threads/${rose}`)).messages.length, 3);
    await press('Undo: put them all back');
    await page.getByText('Put back where it was').waitFor();
    assert.equal((await home.get(`threads/${rose}`)).messages.length, 0);
  });

test('a text that somebody else filed meanwhile: the count is said anew and nothing is filed', async t => {
  const { context, page } = await enter(browser, home, 'grace');
  t.after(() => context.close());
  await page.goto('/inbox?view=unknown');
  const first = (await home.get('threads?tray=unknown'))[0];
  await page.getByLabel('Choose several').check();
  for (let i = 0; i < await unknown(); i++) await page.locator('.tick').nth(i).check();
  await page.getByRole('button', { name: 'File in one family' }).click();
  await page.getByLabel('Family: a name or number').fill('Amina');
  await page.getByRole('button', { name: 'Find' }).click();
  const message = (await home.get(`threads/${first.id}`)).messages[0].id;
  const salma = (await home.api('children?q=Amina')).body[0].family_id;
  await home.cli('file', String(message), '--family', String(salma));
  await page.getByRole('button', { name: /Amina Ali/ }).click();
  await page.getByText('nothing was filed: look again').waitFor();
  assert.equal((await home.get('threads')).filter(x => /Salma/.test(x.family)).length, 1);
  await home.cli('unfile', String(message));
});

test('program and API file several at once, all or none, and put them back', async () => {
  const threads = await home.get('threads?tray=unknown');
  const ids = (await Promise.all(threads.map(async x => (await home.get(`threads/${x.id}`)).messages)))
    .flat().map(m => String(m.id)).slice(0, 3);
  const family = String((await home.api('children?q=Amina')).body[0].family_id);
  const none = await home.say('file', ...ids, '99999', '--family', family);
  assert.equal(none.code, 1);
  assert.match(none.err, /Nothing was changed, for message 99999/);
  assert.equal((await home.say('file', ...ids, 'x', '--family', family)).code, 2);
  assert.equal((await home.say('file', ...ids, '--family', family)).out, 'Filed together: 3 texts.\n');
  const again = await home.api('messages/file', { method: 'POST', body: { messages: [Number(ids[0])], family: Number(family) } });
  assert.equal(again.status, 409);
  assert.equal((await home.say('unfile', ...ids)).out, 'Put back: 3 texts.\n');
  const filed = await home.api('messages/file', { method: 'POST', body: { messages: ids.map(Number), family: Number(family) } });
  assert.equal(filed.body.filed, 3);
  assert.equal((await home.get(`threads/${filed.body.thread}`)).messages.length >= 3, true);
  assert.deepEqual((await home.api('messages/unfile', { method: 'POST', body: { messages: ids.map(Number) } })).body, { unfiled: 3 });
  for (const body of [{}, { messages: [] , family: 1 }, { messages: ['1'], family: 1 }, { messages: [1, 1], family: 1 },
    { messages: [1] }, { messages: [1], family: 1, more: 2 }])
    assert.equal((await home.api('messages/file', { method: 'POST', body })).status, 400, JSON.stringify(body));
});
