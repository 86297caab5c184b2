// The whole story on the practice dongle, in one browser: a box that nobody has
// set up, the proof, the class list, a question to a class, what the parents'
// phones answer, and a teacher who files, answers and closes. In the end the
// Dashboard and Today say what happened, counted here from the on-air log and
// from what each phone and person did.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, launch, password, until } from './lib/browser.mjs';
import { preload } from '../system/lib/home.mjs';

const keeper = '+254712000099', stranger = '+254733000009', offer = 'museum on Friday?';
const phones = { salma: '+254712000001', rose: '+254712000002', peter: '+254712000003',
  tigist: '+254712000004', fatima: '+254712000005', john: '+254712000006',
  grace: '+254712000007', mercy: '+254712000008' };
// Families by the name their list gives them: children's classes and phones.
const families = { ali: ['4B', phones.salma], otieno: ['4B', phones.rose], njoroge: ['4B', phones.peter],
  maina: ['4B', phones.peter], bekele: ['2A', phones.tigist], hassan: ['4B', phones.fatima],
  mwangi: ['4B', phones.john], wekesa: ['4B', phones.grace], chebet: ['4B', phones.mercy] };
const list = `child,class,guardian,phone,family,relation,language
Amina Ali,4B,Salma Ali,0712 000 001,ali,mother,sw
Juma Otieno,4B,Rose Otieno,0712 000 002,otieno,mother,en
Kamau Njoroge,4B,Peter Njoroge,0712 000 003,njoroge,father,en
Wanjiru Maina,4B,Peter Njoroge,0712 000 003,maina,uncle,en
Abebe Bekele,2A,Tigist Bekele,0712 000 004,bekele,mother,am
Layla Hassan,4B,Fatima Hassan,0712 000 005,hassan,mother,ar
Njeri Mwangi,4B,John Mwangi,0712 000 006,mwangi,father,en
Brian Wekesa,4B,Grace Wekesa,0712 000 007,wekesa,mother,en
Kip Chebet,4B,Mercy Chebet,0712 000 008,chebet,mother,en
Nobody Knows,4B,Eve Maybe,07,knows,mother,en
`;

/** A box that nobody has set up, at a date that can be moved on. */
async function box(t) {
  const home = await Home.start({ start: false });
  t.after(() => home.stop());
  await home.configure(`practice = "${home.sim.socket}";`);
  writeFileSync(home.file, readFileSync(home.file, 'utf8').replace(/^school.*\n/m, ''));
  const file = join(home.dir, 'offset');
  home.ahead = 0;
  home.wait = seconds => writeFileSync(file, String(home.ahead += seconds));
  home.wait(0);
  await home.boot({ env: preload('clock', { CLOCK_OFFSET: file }) });
  return home;
}

test('a school goes from an empty box to figures that are true', async t => {
  // Each step needs the one before.
  let failed = false;
  const step = (name, play) => t.test(name, { skip: failed }, async () => {
    failed = true;
    await play();
    failed = false;
  });
  const home = await box(t);
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext({ baseURL: home.address, timezoneId: 'Africa/Nairobi',
    viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', error => errors.push(String(error)));
  const press = name => page.getByRole('button', { name, exact: true }).click();
  const field = name => page.getByLabel(name, { exact: true });
  const seen = words => page.getByText(words).first().waitFor();
  const read = async selector => (await page.locator(selector).innerText()).replace(/\s+/g, ' ');
  const now = () => Date.now() + 1000 * home.ahead;
  const taken = () => home.sim.air().filter(e => e.ev === 'submit' && !e.error);

  await step('the first run ends with a proof in both directions', async () => {
    await page.goto('/');
    await page.waitForURL('**/first');
    await field('Language').selectOption('ar');
    await press('Change');
    await page.locator('html[dir=rtl][lang=ar]').waitFor();
    await page.locator('#language').selectOption('en');
    await page.locator('.language button').click();
    await page.locator('html[dir=ltr][lang=en]').waitFor();
    const [, code] = /code is (\d{4} \d{4})/.exec(JSON.stringify(await home.cli('status')));
    await field('Code of this computer').fill(code);
    await field('Your name, to sign in').fill('halima');
    await field('A password, 8 characters or more').fill(password);
    await press('Go on');
    await field('Name of the school').fill('Hill Top');
    await field('Country').selectOption('KE');
    await press('Go on');
    assert.equal(await field('Time zone').inputValue(), 'Africa/Nairobi');
    await press('Go on');
    await seen('Found, and it answers');
    assert.match(await read('#dongles'), /E173.* working/);
    await page.getByRole('link', { name: 'Go on' }).click();
    await field('Your own phone number').fill('0712 000 099');
    await press('Send the text');
    const proof = await home.sim.event(e => e.ev === 'display' && e.phone === keeper, 20000);
    assert.match(proof.text, /^Hill Top: this is a test/);
    await home.sim.command('reply', keeper, 'It is here');
    await seen('Your answer is here');
    await page.getByRole('link', { name: 'Go on' }).click();
  });

  await step('the class list is looked at before it is kept', async () => {
    await page.getByRole('link', { name: 'Import a class list' }).click();
    await page.getByLabel('A spreadsheet (.xlsx)').setInputFiles({ name: '4B.csv', mimeType: 'text/csv',
      buffer: Buffer.from(list) });
    await press('Look at it first');
    await page.getByRole('heading', { name: 'What this list would change' }).waitFor();
    assert.match(await read('.facts-list'), /Rows 10 .* cannot be taken 1 New families 9 New children 9 New guardians 8/);
    assert.match(await read('[aria-labelledby=rejected] table'), /Nobody Knows.*Eve Maybe/);
    assert.equal((await home.api('families')).body.length, 0);
    await press('Import the good rows');
    await page.getByRole('heading', { name: 'What this list changed' }).waitFor();
    assert.equal((await home.api('families')).body.length, 9);
  });

  // A text to class 4B, up to its page.
  const tell = async (text, answers = '', n = 7) => {
    await page.goto('/tell');
    await page.getByLabel('4B').check();
    await field('Text').fill(text);
    await field('Answers to choose from').fill(answers);
    await press('Look before it goes');
    await page.getByRole('heading', { name: 'As it will arrive' }).waitFor();
    assert.match(await read('.tiles'), new RegExp(`Phones ${n} Parts ${n} `));
    const looks = await read('main');
    await press('Send it');
    await page.waitForURL(/\/tell\/\d+/);
    return looks;
  };
  const gone = text => taken().filter(e => e.text.includes(text));

  await step('a text can be taken back for a minute', async () => {
    await tell('This one is a mistake');
    home.wait(20);
    await press('Undo: do not send');
    await seen('cancelled');
    home.wait(60);                // it would have gone by now
    assert.match(await read('.tiles'), /Still to go 0 Not sent or failed 7/);
  });

  // A person's text to one family; the moment it was answered.
  const write = async (text, kind = '') => {
    await field('Answer').fill(text);
    await page.locator(`#compose input[name=tone][value="${kind}"]`).check();
    await press('Send');
    await seen('On its way.');
    await until(() => gone(text).length === 1, `"${text}" to go`);
    return now();
  };
  const threadOf = async name => `/threads/${(await home.cli('threads')).find(k => k.family.includes(name)).id}`;

  let question;
  await step('a question goes to a class, once to a phone that two families share', async () => {
    await home.sim.command('phone', phones.mercy, { refuse: 1 });
    const looks = await tell('May {child} come to the museum on Friday?', 'yes, no');
    assert.match(looks, /May Kamau, Wanjiru come to the museum/);
    question = page.url();
    await page.goto('/dashboard');
    await page.getByRole('link', { name: 'Abebe Bekele', exact: true }).click();
    await press('Write to them');
    await field('Answer').waitFor();
    await write('Abebe helped a smaller child today.', 'praise');
    assert.equal(gone(offer).length, 0, 'nothing goes within the minute');
    home.wait(61);
    await page.goto(await threadOf('Salma'));
    await write('Amina reads very well.', 'praise');
    await until(() => gone(offer).length === 6, 'six phones to get it');
    await page.goto(question);
    await page.locator('#progress').getByText('Not reached: a list to call').waitFor();
    await until(async () => /Reached 6 \/ 7 Answered 0 Still to go 0 Not sent or failed 1/.test(await read('.tiles')), 'the reports');
    await page.goto('/dashboard');
    assert.match(await read('.tiles'), /Families reached 8 of 9 /);
    for (const child of ['Kamau', 'Wanjiru']) {
      await page.goto(`/families/${(await home.api(`families?q=${child}`)).body[0].id}`);
      await page.getByRole('link', { name: 'Read and write' }).click();
      assert.match(await read('#messages'), /May Kamau, Wanjiru come/);
    }
  });

  // What a person does on a phone, on the page of practice phones.
  const other = await context.newPage();
  const received = [];
  const phone = async (number, text) => {
    await other.bringToFront();
    await other.goto(`/practice/${number}`);
    received.push({ number, text, at: now() });
    if (text) await other.getByLabel('Type an answer').fill(text);
    await other.getByRole('button', { name: text ? 'Send' : 'Ring once', exact: true }).click();
    await other.locator('[role=status].good').waitFor();
    if (text) await home.arrived(text);
    await page.bringToFront();   // a tab behind another one is slow
    return received.at(-1);
  };

  await step('the parents answer from their phones', async () => {
    await other.goto(`/practice/${phones.salma}`);
    assert.match(await other.locator('.screen').innerText(), /May Amina come .* Friday\?\s+(Reply|Jibu).*1/s);
    await phone(phones.salma, 'Ndiyo');
    await phone(phones.rose, '2');
    await phone(phones.fatima, '\u0661');
    await phone(phones.fatima, 'شكرا، ليلى ستحضر معها الغداء');
    await phone(phones.rose, 'Juma has no shoes for the museum');
    await phone(phones.peter, 'Kamau has a fever today');
    await phone(phones.peter, 'We will be late');
    await phone(phones.john, 'STOP');
    await phone(stranger, 'I am the aunt of Wanjiru, is she at school?');
    await phone(phones.grace);
    await until(async () => (await home.received()).some(m => m.kind === 'missed_call'), 'the call');
    const told = await home.sim.event(e => e.ev === 'display' && e.phone === phones.john && /START/.test(e.text));
    assert.match(told.text, /no more texts/);
  });

  await step('the answers stand as a bar and a table, who was not reached as a list that prints', async () => {
    await page.goto(question);
    assert.match(await read('.tiles'), /Reached 6 \/ 7 Answered 3 Still to go 0/);
    assert.match(await read('.tally'), /yes 2 no 1 $/);
    assert.deepEqual(await page.locator('.meter-fill').evaluateAll(bars => bars.map(b => b.getAttribute('width'))), ['100', '50']);
    await page.emulateMedia({ media: 'print' });
    assert.match(await read('main'), /a list to call .* Kip Chebet 4B Mercy Chebet \+254712000008 not delivered/);
    assert.equal(await page.getByRole('navigation', { name: 'Main' }).isVisible(), false);
    await page.emulateMedia({ media: 'screen' });
  });

  const answers = [];
  // Who stays away for long is asked for the password, and goes on where they were.
  const back = async (minutes, path) => {
    home.wait(minutes * 60);
    // The page may leave for the lock by itself at this very moment.
    await page.goto(path).catch(error => {
      if (!/ERR_ABORTED/.test(error.message)) throw error;
      return page.goto(path);
    });
    await seen('Locked, because nobody used it for a while.');
    await field('Name').fill('halima');
    await field('Password').fill(password);
    await press('Sign in');
    await page.waitForURL(url => url.pathname === path);
  };
  const answer = async (minutes, name, arrived, text, kind) => {
    await back(minutes, await threadOf(name));
    answers.push(await write(text, kind) - arrived.at);
    await until(async () => !/waits for us/.test(await read('.head')), 'it to wait no more');
  };

  await step('a teacher files what no family is known of, answers, calls, and closes', async () => {
    const [late, aunt] = ['We will be late', 'I am the aunt'].map(words => received.find(r => r.text?.startsWith(words)));
    await page.goto('/');
    await page.getByRole('link', { name: 'Shared phones' }).click();
    await page.getByRole('link', { name: /We will be late/ }).click();
    await page.getByRole('button', { name: /Wanjiru/ }).click();
    await seen('Filed here.');
    const maina = new URL(page.url()).pathname;
    await page.goto('/inbox?view=unknown');
    await page.getByRole('link', { name: /aunt of Wanjiru/ }).click();
    await field('Name').first().fill('Njeri Maina');
    await press('It is theirs: move all its texts');
    await seen('All its texts are here now');
    await page.goto(maina);
    await page.locator('#unread form').waitFor({ state: 'detached' });
    assert.match(await read('#messages'), /We will be late.*I am the aunt of Wanjiru/);
    await answer(20, 'Rose', received.find(r => /shoes/.test(r.text)), 'We have shoes for him, please send socks', 'concern');
    await answer(10, 'Fatima', received.find(r => /شكرا/.test(r.text)), 'شكرا لكم');
    await back(7, maina);
    answers.push(await write('She is safe with us', '') - late.at);
    assert.deepEqual(gone('safe with us').map(e => e.to), [stranger], 'who asked is answered, nobody else');
    assert.ok(aunt.at > late.at);
    await page.goto('/');
    await press('We spoke');
    await seen('Noted.');
    await page.goto('/inbox?view=waiting');
    const waits = page.locator('#threads').getByRole('link');
    assert.equal(await waits.filter({ hasText: 'John' }).count(), 0);   // STOP was the last word
    await waits.filter({ hasText: 'Kamau' }).click();
    await press('Close: needs no answer');
    await page.goto('/inbox?view=unread');
    await page.locator('#threads').getByRole('link', { name: /John/ }).click();
    await seen('No phone of this family takes texts');
    await page.locator('#unread form').waitFor({ state: 'detached' });
  });

  await step('a text to many is paused, goes on, and its rest is called off', async () => {
    await tell('The bus leaves at eight', '', 6);
    const bus = page.url();
    await home.sim.command('dongle', 'd1', { latency: 2500 });
    home.wait(61);
    await page.goto(bus);
    await press('Pause');
    await page.locator('#progress').getByText('paused').first().waitFor();
    await until(async () => (await home.cli('queue')).every(m => m.state === 'queued'), 'what is under way to end');
    const held = gone('bus leaves').length;
    assert.ok(held <= 1, `${held} went before the pause`);
    await press('Go on');
    await until(() => gone('bus leaves').length > held, 'the next to go');
    await press('Cancel the rest');
    await until(async () => (await home.cli('queue')).length === 0, 'what is under way to end');
    const n = gone('bus leaves').length;
    assert.ok(n < 5);
    const end = `Reached ${n} / 6 Answered 0 Still to go 0 Not sent or failed ${6 - n}`;
    await until(async () => (await read('.tiles')).includes(end), end);
    await home.sim.command('dongle', 'd1', { latency: 0 });
  });

  await step('the figures are what happened', async () => {
    await phone(phones.tigist, 'ሰላም');
    await phone(phones.salma);
    await until(async () => (await home.received()).filter(m => m.kind === 'missed_call').length === 2, 'the second call');

    // From the air: which texts the network took, and for which families.
    const own = taken().filter(e => e.part === 1 && e.to !== keeper);
    const reached = Object.keys(families).filter(f => own.some(e => e.to === families[f][1]));
    assert.deepEqual(Object.keys(families).filter(f => !reached.includes(f)), ['chebet']);
    answers.sort((a, b) => a - b);

    const figures = async (where, what) => {
      await page.goto(`/dashboard${where}`);
      const tiles = await page.locator('.tiles').evaluate(list => Object.fromEntries([...list.children]
        .map(e => [e.children[0].innerText, e.children[1].innerText.replace(/\s+/g, ' ').trim()])));
      const row = await page.locator('table tbody tr').first().locator('td').allInnerTexts();
      assert.equal(tiles['Families reached'], `${what.reached} of ${what.families}`);
      assert.match(tiles['Families waiting for an answer now'], new RegExp(`^${what.waiting}\\b`));
      assert.deepEqual(row.slice(0, 4).map(Number), [what.reached, what.sent, what.received, what.answered]);
      assert.deepEqual(row.slice(5).map(Number), [what.praise, what.concern]);
      return { tiles, names: await page.locator('details.names').evaluateAll(all => Object.fromEntries(all
        .map(e => [e.id, [...e.querySelectorAll('li a')].map(a => a.textContent)]))) };
    };
    const inClass = wanted => {
      const here = Object.keys(families).filter(f => !wanted || families[f][0] === wanted);
      const numbers = new Set(here.map(f => families[f][1]));
      return { families: here.length, reached: here.filter(f => reached.includes(f)).length,
        sent: own.filter(e => numbers.has(e.to) || (e.to === stranger && numbers.has(phones.peter))).length,
        received: received.filter(r => numbers.has(r.number) || (r.number === stranger && numbers.has(phones.peter))).length };
    };
    const whole = await figures('', { ...inClass(''), waiting: 2, answered: 3, praise: 2, concern: 1 });
    await figures('?class=4B', { ...inClass('4B'), waiting: 1, answered: 3, praise: 1, concern: 1 });
    await figures('?class=2A', { ...inClass('2A'), waiting: 1, answered: 0, praise: 1, concern: 0 });
    const [, minutes] = /^(\d+) minutes 3 answered/.exec(whole.tiles['Time until an answer, half of them faster']);
    assert.ok(Math.abs(Number(minutes) - answers[1] / 60000) < 1, `${minutes} minutes, ${answers[1]} ms`);
    assert.equal(whole.tiles['Praise to concern'], '2 : 1');
    assert.equal(whole.tiles['Opted out'], '1');
    assert.deepEqual(whole.names, { without: ['Brian Wekesa', 'Juma Otieno', 'Kamau Njoroge',
      'Kip Chebet', 'Layla Hassan', 'Njeri Mwangi', 'Wanjiru Maina'],      // thanks and socks name no child
      unreached: ['Kip Chebet 4B'], failing: [], 'opted-out': ['Njeri Mwangi 4B · John Mwangi'] });

    await page.goto('/');
    assert.deepEqual(await page.locator('#today').evaluate(e => [...e.querySelectorAll('h2')]
      .map(h => [h.textContent, ...[...h.nextElementSibling.children].map(li => li.querySelector('a').innerText.split('\n')[0])])), [
      ['Waiting for an answer', 'Abebe Bekele 2A'],
      ['Calls to make', 'Amina Ali 4B · Salma Ali '],
      ['To look through', 'Unknown numbers'],               // the keeper's own
      ['This week', '4B']]);
    await page.locator('#in-order > summary').click();
    assert.match(await read('#state'), /Queue: nothing waits to be sent/);
  });
  assert.deepEqual(errors, []);
});
