// The pages that staff work in all day: Today, the inbox with its threads, the
// composer, and a text to a class. On the practice dongle, in Chromium.
import test from 'node:test';
import assert from 'node:assert/strict';
import { launch, enter, account, axeFinds, fits, salma, rose } from './lib/browser.mjs';
import { scene } from './lib/scene.mjs';

let home, browser;
test.before(async () => {
  home = await scene();
  browser = await launch();
});
test.after(async () => {
  await browser?.close();
  await home?.stop();
});

const threadOf = async name => (await home.cli('threads')).find(t => t.family.includes(name)).id;
const trayOf = async tray => (await home.cli('threads', '--tray', tray))[0].id;
const answer = page => page.getByLabel('Answer', { exact: true });

test('a text that arrives shows by itself and leaves focus and draft alone', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  await page.goto(`/threads/${await threadOf('Salma')}`);
  await answer(page).fill('Well done, both of you');
  await page.locator('#count .number', { hasText: /^22$/ }).waitFor();
  await home.sim.command('text', salma, 'One more question');
  await page.locator('#messages').getByText('One more question').waitFor();
  assert.equal(await answer(page).inputValue(), 'Well done, both of you');
  assert.ok(await answer(page).evaluate(e => e === document.activeElement));
  await page.getByRole('button', { name: 'Mark as read' }).click();
  await page.locator('#threads li.read', { hasText: 'Salma' }).waitFor();
  assert.deepEqual(page.errors, []);
  await context.close();
});

test('what arrives between a page and its stream of events shows too', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  await page.route('**/api/v1/events', async route => {
    await home.sim.command('text', rose, 'In between');
    await home.arrived('In between');
    await route.continue();
  }, { times: 1 });
  await page.goto(`/threads/${await threadOf('Rose')}`);
  await page.locator('#messages').getByText('In between').waitFor();
  await context.close();
});

test('the count names dear letters, offers plain ones, and warns on a shared phone', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  await page.goto(`/threads/${await trayOf('shared')}`);
  await answer(page).fill('The fees are open — please call ☎');
  await page.getByText('These letters make it dearer:').waitFor();
  assert.match(await page.locator('.dear').innerText(), /☎/);
  await page.getByText('This phone is shared.').waitFor();
  await answer(page).fill(`${'a'.repeat(100)} — b`);
  await page.getByRole('button', { name: 'Use plain letters' }).click();
  await page.waitForURL(/#compose/);
  assert.equal(await answer(page).inputValue(), `${'a'.repeat(100)} - b`);
  await context.close();
});

test('a draft outlives sign-out, a killed daemon, and stays its writer\'s', async () => {
  const id = await threadOf('Rose');
  const first = await enter(browser, home, 'grace');
  await first.page.goto(`/threads/${id}`);
  await answer(first.page).fill('Juma may borrow shoes');
  await first.page.locator('#count .number', { hasText: /^21$/ }).waitFor();
  await first.page.getByRole('button', { name: 'Sign out' }).click();
  await first.page.waitForURL('**/sign-in');
  await first.context.close();
  await home.kill('SIGKILL');
  await home.boot();
  const again = await enter(browser, home, 'grace');
  await again.page.goto(`/threads/${id}`);
  assert.equal(await answer(again.page).inputValue(), 'Juma may borrow shoes');
  await again.context.close();
  const other = await enter(browser, home, 'teacher');
  await other.page.goto(`/threads/${id}`);
  assert.equal(await answer(other.page).inputValue(), '');
  await other.context.close();
});

test('a page that signs out goes where that leads, whatever it asks meanwhile', async () => {
  const { context, page } = await enter(browser, home, 'grace');
  const path = `/threads/${await threadOf('Rose')}`;
  await page.goto(path);
  const csrf = await page.locator('#sign-out [name=csrf]').inputValue();
  // The answer is still on its way, and the session is over. The page's own
  // listener must come first, and sees a form that nobody holds back.
  await page.evaluate(() => window.addEventListener('submit', e => e.preventDefault()));
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.request.post('/sign-out', { form: { csrf } });
  const refused = page.waitForResponse(r => r.status() === 401 && r.request().headers()['hx-request']);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await refused;
  await page.evaluate(() => new Promise(done => { setTimeout(done); }));
  assert.equal(new URL(page.url()).pathname, path);
  await context.close();
});

test('others see who is answering', async () => {
  const id = await threadOf('Rose');
  const grace = await enter(browser, home, 'grace');
  const teacher = await enter(browser, home, 'teacher');
  await teacher.page.goto(`/threads/${id}`);
  await grace.page.goto(`/threads/${id}`);
  await answer(grace.page).fill('I am on it');
  await teacher.page.getByText('grace is answering now.').waitFor();
  await grace.context.close();
  await teacher.context.close();
});

test('without JavaScript one reads, files, undoes, notes, counts, answers and tells a class', async () => {
  await home.working();
  const { context, page } = await enter(browser, home, 'teacher', { javaScriptEnabled: false });
  await page.goto(`/threads/${await trayOf('shared')}`);
  await page.getByRole('button', { name: /Kamau/ }).first().click();
  await page.getByText('Filed here.').waitFor();
  assert.match(page.url(), /\/threads\/\d+/);
  await page.getByRole('button', { name: 'Undo: put it back' }).click();
  await page.getByText('Put back where it was.').waitFor();
  await page.goto(`/threads/${await threadOf('Salma')}`);
  await page.getByLabel('New note').fill('Her aunt <b>collects</b> them');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.getByText('Her aunt <b>collects</b> them').waitFor();
  await answer(page).fill('{child} may come on Friday');
  await page.getByRole('button', { name: 'Check' }).click();
  assert.match(await page.locator('#count').innerText(), /1 part/);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('On its way.').waitFor();
  await page.locator('#messages').getByText('Amina, Yusuf may come on Friday').waitFor();
  await page.goto('/tell');
  await page.getByLabel('2A').check();
  await page.getByLabel('Text', { exact: true }).fill('{child} needs a coat');
  await page.getByRole('button', { name: 'Look before it goes' }).click();
  assert.match(await page.locator('main').innerText(), /Yusuf needs a coat/);
  await page.getByRole('button', { name: 'Send it' }).click();
  await page.getByRole('button', { name: 'Undo: do not send' }).click();
  await page.getByText('cancelled').first().waitFor();
  await context.close();
});

test('without JavaScript a class is told, looked at before, called back, and told again', async () => {
  const { context, page } = await enter(browser, home, 'teacher', { javaScriptEnabled: false });
  const send = async () => {
    await page.goto('/tell');
    await page.getByLabel('4B').check();
    await page.getByLabel('Text', { exact: true }).fill('{child}: school ends at noon');
    await page.getByRole('button', { name: 'Look before it goes' }).click();
    assert.match(await page.locator('main').innerText(), /Juma: school ends at noon/);
    assert.match(await page.locator('.tiles').innerText(), /Phones\s*3/);
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.waitForURL(/\/tell\/\d+/);
  };
  await send();
  await page.getByRole('button', { name: 'Undo: do not send' }).click();
  await page.getByText('cancelled').first().waitFor();
  await send();
  const waiting = (await home.cli('queue')).filter(m => /school ends at noon/.test(m.text));
  assert.equal(waiting.length, 3);
  await page.getByRole('button', { name: 'Undo: do not send' }).click();
  await context.close();
});

test('a call is made, noted, and waits no more', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  await page.goto('/');
  await page.getByRole('heading', { name: 'Calls to make' }).waitFor();
  await page.getByRole('button', { name: 'We spoke' }).first().click();
  await page.getByText('Noted.').waitFor();
  assert.equal(await page.getByRole('heading', { name: 'Calls to make' }).count(), 0);
  await context.close();
});

test('a class is told after a look, can be called back for a minute, and its answers tally', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  const write = async text => {
    await page.goto('/tell');
    await page.getByLabel('4B').check();
    await page.getByLabel('Text', { exact: true }).fill(text);
    await page.getByLabel('Answers to choose from').fill('yes, no');
    await page.getByRole('button', { name: 'Look before it goes' }).click();
    await page.waitForURL('**/tell/look');
  };
  await write('May {child} come to the museum?');
  assert.match(await page.locator('main').innerText(), /May Kamau, Wanjiru come/);
  assert.match(await page.locator('.tiles').innerText(), /Phones\s*3/);
  await page.getByRole('button', { name: 'Send it' }).click();
  await page.waitForURL(/\/tell\/\d+/);
  await page.getByRole('button', { name: 'Undo: do not send' }).click();
  await page.getByText('cancelled').first().waitFor();
  assert.equal((await home.cli('queue')).length, 0);
  const number = Number(/\d+$/.exec(page.url())[0]);
  assert.ok(number > 0);
  assert.deepEqual((await axeFinds(page)), []);
  await context.close();
});

test('a template goes to each family in its language, and the look shows each', async () => {
  const { context, page } = await enter(browser, home, 'teacher', { viewport: { width: 360, height: 740 } });
  for (const [language, text] of [['en', '{child}: no school on Friday.'], ['sw', '{child}: Ijumaa hakuna shule.']]) {
    await page.goto('/settings/templates');
    await page.getByLabel('Name', { exact: true }).fill('Closed');
    await page.getByLabel('Language (en, sw').fill(language);
    await page.getByLabel('Text', { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
  }
  await page.goto('/tell');
  await page.getByLabel('4B').check();
  await page.getByLabel('Template').selectOption({ label: 'Closed (en, sw)' });
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByText('each family gets the template in its own language').waitFor();
  await page.getByRole('button', { name: 'Look before it goes' }).click();
  await page.waitForURL('**/tell/look');
  await page.getByRole('heading', { name: 'In each language' }).waitFor();
  const look = await page.locator('main').innerText();
  assert.match(look, /Amina: Ijumaa hakuna shule/);
  assert.match(look, /Juma: no school on Friday/);
  assert.match(look, /Kiswahili\s+Phones: 1/);
  assert.match(look, /English\s+Phones: 2/);
  await page.mouse.move(0, 0);          // a button under the pointer changes its colour slowly
  assert.deepEqual(await axeFinds(page), []);
  assert.ok(await fits(page));
  await page.goto('/tell');
  await page.getByLabel('Text', { exact: true }).fill('Something else');
  await page.getByRole('button', { name: 'Look before it goes' }).click();
  await page.waitForURL('**/tell/look');
  assert.doesNotMatch(await page.locator('main').innerText(), /Ijumaa/);
  for (const [family, offered, text] of [['Salma', 'Closed (Kiswahili)', '{child}: Ijumaa hakuna shule.'],
    ['Rose', 'Closed (English)', '{child}: no school on Friday.']]) {
    await page.goto(`/threads/${await threadOf(family)}`);
    await page.locator('.tool > summary', { hasText: 'Template' }).click();
    assert.deepEqual(await page.getByLabel('Template').locator('option').allInnerTexts(), [offered]);
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.waitForURL(/#compose/);
    assert.equal(await answer(page).inputValue(), text);
  }
  await context.close();
});

test('whom to ask is a list that staff read, an admin sets, and a text behind what was begun', async () => {
  const admin = await enter(browser, home, 'teacher'), staff = await enter(browser, home, 'grace');
  await admin.page.goto('/whom');
  await admin.page.getByLabel('About what').fill('Fees');
  await admin.page.getByLabel('Ask whom').fill('Mrs <b>Otieno</b>');
  await admin.page.getByRole('button', { name: 'Save' }).click();
  await admin.page.getByRole('cell', { name: 'Mrs <b>Otieno</b>' }).waitFor();
  await staff.page.goto('/tell');
  await staff.page.getByLabel('Text', { exact: true }).fill('We are back on Monday.');
  await staff.page.locator('#count .number', { hasText: /^22$/ }).waitFor();
  await staff.page.goto('/whom');
  assert.equal(await staff.page.getByRole('button', { name: /Save|Remove/ }).count(), 0);
  for (let i = 0; i < 2; i++) {
    await staff.page.goto('/whom');
    await staff.page.getByRole('button', { name: 'Write it to families' }).click();
    await staff.page.waitForURL('**/tell');
  }
  assert.match(await staff.page.getByLabel('Text', { exact: true }).inputValue(),
    /^We are back on Monday\.\n[^\n]*Fees: Mrs <b>Otieno<\/b>\.$/);
  await admin.page.getByRole('button', { name: 'Remove Fees' }).click();
  await admin.page.getByText('Nobody is on the list yet.').waitFor();
  await admin.context.close();
  await staff.context.close();
});

test('more than 50 phones go only when a second person approves', async () => {
  const rows = Array.from({ length: 55 }, (_, i) =>
    `Child ${i},6A,Guardian ${i},07120010${String(i).padStart(2, '0')},six${i},mother,en`);
  await home.import(`child,class,guardian,phone,family,relation,language\n${rows.join('\n')}\n`);
  const one = await enter(browser, home, 'teacher');
  await one.page.goto('/tell');
  await one.page.getByLabel('4B').uncheck();            // of the draft before
  await one.page.getByLabel('Text', { exact: true }).fill('School starts at nine on Monday');
  await one.page.getByRole('button', { name: 'Look before it goes' }).click();
  await one.page.getByRole('alert').getByText('It goes to nobody yet').waitFor();
  assert.equal(await one.page.getByLabel('Text', { exact: true }).inputValue(), 'School starts at nine on Monday');
  await one.page.getByLabel('6A').check();
  await one.page.getByRole('button', { name: 'Look before it goes' }).click();
  await one.page.getByRole('button', { name: 'Ask for approval' }).click();
  await one.page.waitForURL(/\/tell\/\d+/);
  const path = new URL(one.page.url()).pathname;
  assert.equal(await one.page.getByRole('button', { name: 'Approve' }).count(), 0);
  const two = await enter(browser, home, 'grace');
  await two.page.goto('/');
  await two.page.getByRole('heading', { name: 'To approve' }).waitFor();
  await two.page.goto(path);
  await two.page.getByRole('button', { name: 'Approve' }).click();
  await two.page.getByText('approved by').waitFor();
  await one.page.getByText('approved by').waitFor();
  await two.page.getByRole('button', { name: 'Undo: do not send' }).click();

  // The head closes the school: nobody has to be found first, and that is said.
  await one.page.goto('/tell');
  await one.page.getByText('An urgent text of yours never waits').waitFor();
  await one.page.getByLabel('6A').check();
  await one.page.getByLabel('Text', { exact: true }).fill('The river rises: fetch your child now.');
  await one.page.getByLabel('Urgent: goes first').check();
  await one.page.getByRole('button', { name: 'Look before it goes' }).click();
  await one.page.getByText('waits for nobody').waitFor();
  await one.page.getByRole('button', { name: 'Send it' }).click();
  await one.page.waitForURL(/\/tell\/\d+/);
  assert.equal(await one.page.getByText('waits for approval').count(), 0);
  await one.page.getByRole('button', { name: 'Undo: do not send' }).click();
  await two.page.goto('/tell');
  await two.page.getByText('sends an urgent one at once').waitFor();
  await one.context.close();
  await two.context.close();
});

test('a reader sees threads and can change nothing', async () => {
  await account(home, 'guest', 'reader');
  const { context, page } = await enter(browser, home, 'guest');
  await page.goto(`/threads/${await threadOf('Salma')}`);
  assert.equal(await page.locator('main form[method=post]').count(), 0);
  await context.close();
});

test('letters of an attack stay letters', async () => {
  const { context, page } = await enter(browser, home, 'teacher');
  await home.sim.command('text', rose, '<script>alert(1)</script><img src=x onerror=alert(2)>');
  await home.arrived(/onerror/);
  await page.goto(`/threads/${await threadOf('Rose')}`);
  await page.getByText('<script>alert(1)</script>').first().waitFor();
  assert.deepEqual(page.errors, []);
  await context.close();
});
