// Whose number is this? From an unknown number's first text to the answer at
// that number, and its next text in the family's thread.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, account, enter, launch, salma, until } from './lib/browser.mjs';

const aunt = '+254799000009', mill = '+254799000010', fresh = '+254799000011';

test('an unknown number', async t => {
  const home = await Home.start();
  let browser, page;
  t.after(async () => {
    await browser?.close();
    await home.stop();
  });
  await home.working();
  await account(home, 'teacher', 'staff');
  browser = await launch();
  ({ page } = await enter(browser, home, 'teacher'));
  const read = async where => (await page.locator(where).innerText()).replace(/\s+/g, ' ');
  const press = name => page.getByRole('button', { name, exact: true }).first().click();
  const seen = text => page.getByText(text).first().waitFor();
  const heard = async (from, text) => {
    await home.sim.command('text', from, text);
    return home.arrived(new RegExp(text.slice(0, 20).replace(/[?]/g, '.')));
  };
  const open = async number => {
    const row = (await home.cli('threads', '--tray', 'unknown')).find(r => r.number === number);
    await page.goto(`/threads/${row.id}`);
  };
  const gone = words => home.sim.air().filter(e => e.ev === 'submit' && !e.error && e.part === 1 && e.text?.includes(words));
  const phone = async number => (await home.cli('families')).flatMap(f => f.guardians.flatMap(g =>
    g.phones.map(p => ({ ...p, name: g.name, collect: g.collect })))).find(p => p.number === number);

  await t.test('of a known family: asked at the old number, answered at its own, and the next text follows', async () => {
    await heard(aunt, 'I am the aunt of Amina Ali, is she at school?');
    await heard(aunt, 'Please answer me');
    await open(aunt);
    const panel = page.locator('#whose');
    await panel.getByText('Salma Ali', { exact: true }).waitFor();
    await panel.getByLabel('Name', { exact: true }).first().fill('salma ali');
    await panel.getByLabel('Ask by text at a number that they have:').check();
    await press('It is theirs: move all its texts');
    await seen('The family has a guardian of that name');
    await panel.getByLabel('Name', { exact: true }).first().fill('Halima Ali');
    await panel.getByLabel('Who they are to the child').first().fill('aunt');
    await panel.getByLabel('May collect the child').first().selectOption('yes');
    assert.ok(await panel.getByLabel('Ask by text at a number that they have:').isChecked());
    await press('It is theirs: move all its texts');
    await seen('All its texts are here now, and the next ones follow.');
    assert.match(await read('#messages'), /is she at school\?.*Please answer me/);
    assert.deepEqual(await phone(aunt), { number: aunt, state: 'pending', name: 'Halima Ali', collect: 'yes',
      tried: false, arrived: null });
    assert.equal(await page.getByLabel('To', { exact: true }).inputValue(), aunt);
    await page.getByLabel('Answer', { exact: true }).fill('Amina is with us');
    await press('Send');
    await seen('leave "amina" out');
    await page.getByLabel('Answer', { exact: true }).fill('Hello, we will call you');
    await press('Send');
    await seen('On its way.');
    await until(() => gone('we will call you').length, 'the answer');
    assert.deepEqual(gone('we will call you').map(e => e.to), [aunt]);
    await until(() => gone('imetuandikia').length, 'the question to the old number');
    assert.deepEqual(gone('imetuandikia').map(e => e.to), [salma]);
    await heard(aunt, 'Thank you, the aunt');
    await until(async () => /Thank you, the aunt/.test(await read('#messages')), 'the next text in the thread');
    await heard(salma, 'Ndiyo');
    await until(async () => (await phone(aunt)).state === 'working', 'the yes to confirm it');
    await page.reload();
    await page.getByLabel('To', { exact: true }).selectOption(aunt);
    await page.getByLabel('Answer', { exact: true }).fill('Amina is well');
    await press('Send');
    await until(() => gone('Amina is well').length, 'what may go by now');
    assert.deepEqual(gone('Amina is well').map(e => e.to), [aunt]);
  });

  await t.test('undone, it is unknown again with all its texts', async () => {
    await press('Undo: put all its texts back');
    await seen('Taken back');
    assert.match(await read('#messages'), /is she at school\?.*we will call you.*the aunt/);
    assert.equal(await phone(aunt), undefined);
    assert.equal((await home.cli('threads', '--tray', 'unknown')).length, 1);
  });

  await t.test('of a new family, and of no parent', async () => {
    await heard(fresh, 'My son comes on Monday');
    await open(fresh);
    await page.locator('#whose-new > summary').click();
    await page.getByLabel("Child's name").fill('Otis Bett');
    await page.getByLabel('Class', { exact: true }).last().fill('2A');
    await page.locator('#new-name').fill('Ann Bett');
    await page.locator('#whose-new').getByLabel('I met or called them: it is theirs').check();
    await press('Add the family and move all its texts');
    await seen('All its texts are here now');
    assert.equal((await phone(fresh)).state, 'working');
    await heard(mill, 'The flour comes at three');
    await open(mill);
    await page.locator('#whose-not > summary').click();
    await page.getByLabel('A supplier or somebody else: their name').fill('Unga Mill');
    await press('Keep under this name');
    await page.getByRole('heading', { name: 'Unga Mill' }).waitFor();
    await page.getByLabel('Answer', { exact: true }).fill('We are there at three');
    await press('Send');
    await until(() => gone('there at three').length, 'the answer to the supplier');
    await page.locator('#whose-not > summary').click();
    await press('Block this number: nobody has to read it');
    await seen('Saved.');
    await page.getByRole('button', { name: 'Unblock this number' }).waitFor();
    await heard(mill, 'Cheap flour today only');
    assert.deepEqual((await home.cli('threads', '--tray', 'notices')).filter(r => r.number === mill)
      .map(r => r.unread), [0]);
    assert.equal((await home.cli('threads', '--tray', 'unknown')).some(r => r.number === mill), false);
  });

  await t.test('while somebody types, what is known already is told', async () => {
    await page.goto('/families/new');
    await page.getByLabel("Child's name").fill('amina ALI');
    await page.getByLabel('Class', { exact: true }).fill('4 b');
    await page.getByLabel('Phone number').fill(salma);
    await seen('This child is known already:');
    await seen('This number is shared with');
    await page.getByLabel('Phone number').fill('0712 0001');
    await seen('No such number is given out there');
    await page.locator('#guardian-0').fill('Ruth Ali');
    const before = (await home.cli('families')).length;
    await press('Add the family');
    await seen('look below, and say whether it is another');
    assert.equal((await home.cli('families')).length, before);
    await page.getByLabel('It is another child of that name: add it').check();
    await press('Add the family');
    await seen('check its digits');
    assert.equal((await home.cli('families')).length, before + 1);
    const asked = await home.cli('number', '0712 000 001');
    assert.deepEqual([asked.number, asked.doubtful, asked.families.map(f => f.name)], [salma, false, ['Salma Ali']]);
    const odd = (await home.cli('families', 'Ruth')).flatMap(f => f.guardians.flatMap(g => g.phones));
    assert.deepEqual(odd.map(p => p.doubtful), [true]);
  });

  await t.test('who wants a call gets no text to many, and is ticked on its list', async () => {
    const [ali] = await home.cli('families', 'Salma');
    await page.goto(`/families/${ali.id}`);
    const form = page.locator('form[action$="/guardian"]').first();
    await form.locator('xpath=..').locator('summary').click();
    await form.getByLabel('How they are told').selectOption('call');
    await form.getByLabel('Texts are welcome from').fill('07:00');
    await form.getByLabel('until').fill('19:00');
    await form.getByLabel('Agrees to texts').selectOption('yes');
    await form.getByRole('button', { name: 'Save' }).click();
    await seen('Saved.');
    assert.match(await read('main'), /call instead of texts to many.*07:00 until 19:00/);
    const [now] = await home.cli('families', 'Salma');
    const { reads, hours, consent, consent_by: by } = now.guardians.find(g => g.name === 'Salma Ali');
    assert.deepEqual([reads, hours, consent, by], ['call', '07:00-19:00', 'yes', 'teacher']);
    const { batch, ids } = await home.cli('send', '--class', '4B', '--text', 'No school tomorrow');
    assert.ok(ids.length > 1);
    const sent = await Promise.all(ids.map(id => home.cli('message', String(id))));
    assert.equal(sent.some(m => m.number === salma), false);
    await page.goto(`/tell/${batch}`);
    const size = page.viewportSize();
    await page.setViewportSize({ width: 360, height: 740 });
    const number = await until(() => page.locator('#calls a[href^="tel:"]').first().boundingBox(), 'its place, between two refreshes');
    assert.ok(number.x + number.width <= 360, 'a number to call is seen whole on a phone');
    await page.setViewportSize(size);
    await page.locator('#calls').getByRole('button', { name: 'We spoke' }).click();
    await page.locator('#calls').getByText('\u2611').waitFor();
    assert.match((await home.say('calls', String(batch))).out, /^\[x\] \+254712000001 {2}Amina Ali 4B, Yusuf Ali 2A · Salma Ali/);
    const id = now.guardians.find(g => g.name === 'Salma Ali').id;
    await home.cli('guardian', String(ali.id), String(id), 'reads=helped', 'hours=');
    const after = (await home.cli('families', 'Salma'))[0].guardians.find(g => g.id === id);
    assert.deepEqual([after.reads, after.hours, after.relation], ['helped', '', 'mother']);
  });
});
