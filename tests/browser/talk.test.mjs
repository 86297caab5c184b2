// The page of one conversation, measured: the messages have most of the window,
// the composer is a line until it is written in, and Send is always in sight.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch, enter, axeFinds, fits, htmlFinds, salma } from './lib/browser.mjs';
import { scene } from './lib/scene.mjs';

let home, browser, path;
test.before(async () => {
  home = await scene();
  browser = await launch();
  for (let i = 1; i <= 12; i++) await home.sim.command('text', salma, `Question ${i}: may Amina stay until five?`);
  await home.arrived(/Question 12:/);
  path = `/threads/${(await home.cli('threads')).find(t => t.family.includes('Salma')).id}`;
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

const sizes = [[1280, 800], [1366, 625], [360, 640]];
const answer = page => page.getByLabel('Answer', { exact: true });
const open = (page, name) => page.locator('.tool > summary', { hasText: name }).click();

/** Where things are, in pixels of the window; seen: what the composer and the bar
 *  leave of the messages. */
const measure = page => page.evaluate(() => {
  const box = e => document.querySelector(e).getBoundingClientRect();
  const flow = box('.flow'), compose = box('#compose'), send = box('#compose [value=send]');
  const over = document.elementFromPoint((send.left + send.right) / 2, (send.top + send.bottom) / 2);
  return { seen: Math.min(flow.bottom, compose.top) - Math.max(flow.top, 0), window: innerHeight,
    compose: compose.height, text: box('#text').height, last: box('.messages .message:last-child').bottom - compose.top,
    send: send.top >= 0 && send.bottom <= innerHeight && over?.value === 'send' };
});
const settled = page => page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));

for (const [width, height] of sizes) for (const javaScriptEnabled of [true, false])
  test(`${width}x${height}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript: the messages have the room, and Send is seen`, async t => {
    const { context, page } = await enter(browser, home, 'teacher', { viewport: { width, height }, javaScriptEnabled });
    await page.goto(path);
    const at = await measure(page);
    t.diagnostic(JSON.stringify(at));
    assert.ok(at.send, 'Send is in the window, and nothing lies on it');
    if (width > 1000) assert.ok(at.seen >= at.window / 2, `the messages have ${at.seen} of ${at.window}`);
    assert.ok(at.text < 50, `an empty answer is ${at.text} high`);
    assert.ok(await fits(page));
    if (javaScriptEnabled || width > 1000)
      assert.ok(at.last <= 1, 'the newest message is not behind the composer');
    if (javaScriptEnabled) {
      await page.mouse.move(0, 0);
      assert.deepEqual(await axeFinds(page), []);
      assert.deepEqual(page.errors, []);
    }
    await context.close();
  });

for (const [width, height] of sizes) test(`${width}x${height}: the composer grows with the text, to a limit`, async t => {
  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width, height } });
  await page.goto(path);
  const before = await measure(page);
  await answer(page).fill('One line\nand another\nand a third');
  await settled(page);
  const three = await measure(page);
  await answer(page).fill('A line that is a line\n'.repeat(40));
  await page.locator('#count .number').first().waitFor();
  const much = await measure(page);
  t.diagnostic(JSON.stringify([before, three, much].map(m => m.text)));
  assert.ok(three.text > before.text + 30 && three.text < before.text + 60);
  assert.ok(much.text > three.text && much.text <= 150, `${much.text} high`);
  for (const at of [three, much]) assert.ok(at.send, 'Send is still seen');
  if (width > 1000) assert.ok(much.last <= 1, 'the newest message is still seen');
  await answer(page).fill('');
  await page.locator('#count .number').first().waitFor({ state: 'detached' });
  await context.close();
});

test('with the keyboard of a phone up, Send and the line that is written are seen', async () => {
  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width: 360, height: 640 } });
  await page.goto(path);
  assert.match(await page.locator('meta[name=viewport]').getAttribute('content'), /interactive-widget=resizes-content/);
  await answer(page).click();
  await page.setViewportSize({ width: 360, height: 340 });
  await page.keyboard.type('She may stay.');
  const at = await measure(page), text = await answer(page).boundingBox();
  assert.ok(at.send);
  assert.ok(text.y >= 0 && text.y + text.height <= 340);
  await context.close();
});

for (const [width, height] of sizes)
  test(`${width}x${height}: the count comes while one writes, and Send does not move from under the finger`, async () => {
    const { context, page } = await enter(browser, home, 'teacher', { viewport: { width, height } });
    await page.goto(path);
    await answer(page).click();
    const top = async () => (await page.getByRole('button', { name: 'Send', exact: true }).boundingBox()).y;
    const before = await top(), count = page.locator('#count strong').first();
    await answer(page).pressSequentially('On 4 December.');
    await count.waitFor();
    assert.equal(await top(), before);
    await answer(page).fill('');
    await count.waitFor({ state: 'detached' });
    await context.close();
  });

test('what is asked seldom folds into buttons, whose boxes open within the window', async () => {
  for (const [width, height] of sizes) {
    const { context, page } = await enter(browser, home, 'teacher', { viewport: { width, height } });
    await page.goto(path);
    for (const [name, field] of [['About', 'Amina Ali'], ['Answers to choose from', 'Answers to choose from'], ['Time', 'Send later, at']]) {
      await open(page, name);
      const box = await page.getByLabel(field, { exact: true }).boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= height, `${field} at ${width}x${height}`);
      assert.equal(await page.locator('.tool[open]').count(), 1, 'one at a time');
      await page.mouse.move(0, 0);
      assert.deepEqual(await axeFinds(page), []);
    }
    await page.getByLabel('Send later, at').focus();
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.tool[open]').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.title), 'Time');
    await page.getByLabel('Praise').check();
    assert.equal(await page.locator('.kind.praise span').innerText(), 'Praise');
    await page.getByLabel('not said').check();
    assert.ok(await fits(page));
    await context.close();
  }
});

test('who reads further up is not moved by what arrives, and who reads the end sees it', async () => {
  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width: 1366, height: 625 } });
  await page.goto(path);
  const near = page.locator('.message').nth(4);
  await near.evaluate(e => e.scrollIntoView({ block: 'start' }));
  const before = await near.boundingBox();
  await home.sim.command('text', salma, 'Are you there?');
  await page.locator('#messages').getByText('Are you there?').waitFor();
  assert.equal(Math.round((await near.boundingBox()).y), Math.round(before.y));
  await page.locator('.message').last().evaluate(e => e.scrollIntoView());
  await home.sim.command('text', salma, 'Hello?');
  await page.locator('#messages').getByText('Hello?').waitFor();
  assert.ok((await measure(page)).last <= 1);
  await context.close();
});

test('one text to two guardians is one bubble with what became of each, and says on which day', async () => {
  await home.import('child,class,guardian,phone,family,relation,language\nAmina Ali,4B,Idris Ali,0712 000 031,ali,father,sw\n');
  await home.sim.command('phone', '+254712000031', { refuse: 1 });
  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width: 360, height: 640 } });
  await page.goto(path);
  await page.getByLabel('To', { exact: true }).selectOption('all');
  await answer(page).fill('Both of you are welcome');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('On its way.').waitFor();
  await page.goto(path);
  const bubble = page.locator('.message', { hasText: 'Both of you are welcome' });
  await bubble.getByText('not delivered').waitFor();
  await bubble.getByText('arrived').waitFor();
  assert.equal(await bubble.count(), 1);
  assert.match((await bubble.innerText()).replace(/\s+/g, ' '), /Salma Ali arrived .*Idris Ali not delivered/);
  await bubble.getByRole('button', { name: 'Send it again: Idris Ali' }).waitFor();
  assert.deepEqual(await page.locator('.day').allInnerTexts(), ['Today']);
  await context.close();
});

test('why a text is here, and how it is moved or taken back, is all there', async () => {
  for (const [width, height] of sizes) {
    const { context, page } = await enter(browser, home, 'teacher', { viewport: { width, height } });
    await page.goto(path);
    const why = page.locator('.message.in details').last();
    await why.getByText('Why here?').click();
    await why.getByText('only family with this number').waitFor();
    const cut = await page.locator('.message.in').last().evaluate(e => {
      const own = e.getBoundingClientRect();
      return [...e.querySelectorAll('p, button, input:not([type=hidden])')].filter(part => {
        const box = part.getBoundingClientRect();
        return !box.width || box.left < own.left || box.right > own.right + 1 || part.scrollWidth > part.clientWidth + 1;
      }).map(part => part.outerHTML);
    });
    assert.deepEqual(cut, []);
    await page.mouse.move(0, 0);
    assert.deepEqual(await axeFinds(page), []);
    assert.ok(await fits(page));
    await context.close();
  }
});

test('the fields are passed by Tab in the order in which they are seen', async () => {
  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width: 1366, height: 625 } });
  await page.goto(path);
  await page.getByRole('link', { name: 'Skip to the answer' }).focus();
  await page.keyboard.press('Enter');
  const passed = [];
  for (let i = 0; i < 6; i++) {
    passed.push(await page.evaluate(() => { const e = document.activeElement; return e.name && e.name !== 'do' ? e.name : e.value || e.title; }));
    await page.keyboard.press('Tab');
  }
  assert.deepEqual(passed, ['text', 'send', 'to', 'About', 'Answers to choose from', 'Time']);
  await context.close();
});

test('children come first: in the head, the title and the lists, the guardian second', async () => {
  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width: 1366, height: 625 } });
  await home.sim.command('text', salma, 'When does the bus come?');
  await home.arrived('When does the bus come?');
  await page.goto(path);
  const words = async e => (await e.innerText()).replace(/\s+/g, ' ').trim();
  assert.equal(await words(page.locator('h1')), 'Amina Ali 4B Yusuf Ali 2A');
  assert.match(await words(page.locator('.talk-who')), /2A Salma Ali/);
  assert.match(await page.title(), /Amina Ali 4B, Yusuf Ali 2A · /);
  for (const list of ['/', '/inbox?view=all']) {
    await page.goto(list);
    const rows = page.locator('.threads a:has(.initials)');
    const hues = await rows.evaluateAll(all => Object.fromEntries(all.map(e =>
      [e.querySelector('.who').textContent, getComputedStyle(e.querySelector('.initials')).backgroundColor])));
    const of = name => Object.entries(hues).find(([who]) => who.startsWith(name))?.[1] ?? assert.fail(`${name} in ${Object.keys(hues)}`);
    assert.equal(of('Amina Ali 4B'), of('Juma Otieno 4B'), 'one class, one colour');
    assert.notEqual(of('Amina Ali 4B'), of('Abebe Bekele 2A'));
    assert.match(await words(rows.filter({ hasText: 'Amina Ali' })), /^Amina Ali 4B, Yusuf Ali 2A .*Salma/);
  }
  await context.close();
});

test('the page is valid HTML', async () => {
  const { context } = await enter(browser, home, 'teacher');
  assert.deepEqual(await htmlFinds(context, path), []);
  await context.close();
});
