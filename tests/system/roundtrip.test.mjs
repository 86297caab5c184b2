// A text goes out, the reply comes back, in the right family's thread.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, until, salma, rose, shared, tigist } from './lib/home.mjs';

const familyOf = async (home, label) =>
  (await home.api('families')).body.find(f => f.family === label
    || f.label === label || f.name === label).id;

test('round trip', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  const { sim } = home;
  await home.working();

  await t.test('a text leaves, is delivered, and the reply is filed with a reason', async () => {
    const [id] = await home.send(salma, 'Amina read aloud today. Well done!');
    await home.state(id, 'delivered');
    assert.deepEqual((await sim.inbox(salma)).map(m => m.text),
      ['Amina read aloud today. Well done!']);
    await sim.command(`reply ${salma} "Thank you teacher"`);
    const m = await home.arrived('Thank you teacher');
    assert.equal(m.tray, null);
    assert.match(m.family, /Salma Ali/);
    assert.match(m.match, /only family/);
    assert.equal(m.match_code, 'only_family');
    assert.equal(m.number, salma);
  });

  await t.test('an Amharic text of nine parts arrives as one', async () => {
    const text = 'አበበ ዛሬ በክፍል ውስጥ በጣም ጥሩ ሰርቷል። '.repeat(20).trim();
    const [id] = await home.send(tigist, text);
    const m = await home.state(id, 'delivered');
    assert.deepEqual(m.parts.map(p => p.n), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal((await sim.inbox(tigist)).at(-1).text, text);
  });

  await t.test('signs beyond GSM 7 bit travel both ways', async () => {
    const text = 'Price: 5 € ~ [ok] {yes} \\ ^ | und 😀 семья';
    const [id] = await home.send(rose, text);
    await home.state(id, 'delivered');
    assert.equal((await sim.inbox(rose)).at(-1).text, text);
    await sim.command(`text ${rose} "~ 5 € 😀 ateşlendi"`);
    assert.equal((await home.arrived(/ateşlendi/)).text, '~ 5 € 😀 ateşlendi');
    await sim.command(`text ${rose} "Çocuğum ateşlendi" alphabet=turkish`);
    await home.arrived('Çocuğum ateşlendi');
  });

  await t.test('a number in national form is the same family', async () => {
    await sim.command(`text ${rose} "from the village" as=0712000002 toa=129`);
    const m = await home.arrived('from the village');
    assert.match(m.family, /Rose Otieno/);
    assert.equal(m.number, rose);
  });

  await t.test('a shared phone: the child named decides', async () => {
    await sim.command(`text ${shared} "Kamau is sick today"`);
    assert.match((await home.arrived('Kamau is sick today')).match, /Kamau/);
    await sim.command(`text ${shared} "He is sick today"`);
    const m = await home.arrived('He is sick today');
    assert.equal(m.tray, 'shared');
    assert.equal(m.family, null);
    const to = await familyOf(home, 'Peter Njoroge');
    await home.cli('file', String(m.id), '--family', String(to));
    const filed = await home.message(m.id);
    assert.ok(!filed.tray);
    await home.cli('unfile', String(m.id));
    assert.equal((await home.message(m.id)).tray, 'shared');
  });

  await t.test('an unknown number goes to its tray, with a suggestion', async () => {
    await sim.command('text +254799999999 "I am the aunt of Juma Otieno"');
    const m = await home.arrived(/aunt of Juma/);
    assert.equal(m.tray, 'unknown');
    assert.match(m.match, /Juma|Otieno/);
  });

  await t.test('an operator notice is no family\'s', async () => {
    await sim.command('text MPESA "Your balance is low" to=d1');
    assert.equal((await home.arrived('Your balance is low')).tray, 'notices');
  });

  await t.test('a question and its answer in native digits', async () => {
    await home.send(salma, 'Will you come on Friday?', '--ask', 'yes,no');
    await until(async () => (await sim.inbox(salma)).at(-1).text.includes('1'),
      'the question on the phone');
    await sim.command(`reply ${salma} "١"`);
    const m = await home.arrived('١');
    assert.equal(m.answer, 'yes');
  });

  await t.test('a missed call is an entry, one a call', async () => {
    await sim.command(`ring ${rose} ms=4000`);
    const m = await until(async () => (await home.received())
      .find(e => e.kind === 'missed_call'), 'the missed call');
    assert.match(m.family, /Rose Otieno/);
    await until(async () => (await sim.air()).some(e => e.ev === 'call' && e.state === 'ended'),
      'the end of the call');
    assert.equal((await home.received()).filter(e => e.kind === 'missed_call').length, 1);
  });

  await t.test('STOP ends texts to that phone, with one confirmation', async () => {
    const before = (await sim.inbox(rose)).length;
    await sim.command(`reply ${rose} "STOP"`);
    await home.arrived('STOP');
    await until(async () => (await sim.inbox(rose)).length === before + 1, 'the confirmation');
    const refused = await home.say('send', '--to', rose, '--text', 'hello');
    assert.equal(refused.code, 1);
    assert.match(refused.err, /no more texts/);
    await sim.command(`reply ${rose} "STOP"`);
    await sim.command(`reply ${rose} "START"`);
    await home.arrived('START');
    await until(async () => (await home.send(rose, 'welcome back')).length === 1, 'START to count');
  });

  await t.test('STOP with a courtesy: routine texts wait until staff decide', async () => {
    await sim.command(`reply ${rose} "Stop. Thank you"`);
    const m = await home.arrived('Stop. Thank you');
    const [held] = await home.send(rose, 'Fees are due on Friday');
    const [urgent] = await home.send(rose, 'School closes now', '--priority', 'urgent');
    await home.state(urgent, 'delivered');
    await until(async () => (await home.get('status')).queue.waiting.decision === 1,
      'the routine text to wait for a decision');
    assert.equal((await home.say('decide', String(m.id), 'maybe')).code, 1);
    assert.equal((await home.say('decide', String(m.id), 'wrong')).code, 1);
    assert.equal((await home.say('decide', String(m.id), 'keep')).code, 0);
    await home.state(held, 'delivered');
    assert.equal((await home.say('decide', String(m.id), 'stop')).code, 1);
    await sim.command(`reply ${rose} "please take me off your list"`);
    const again = await home.arrived('please take me off your list');
    assert.equal((await home.api(`messages/${again.id}/decide`,
      { method: 'POST', body: { decision: 'stop' } })).status, 200);
    assert.match((await home.say('send', '--to', rose, '--text', 'hello')).err, /no more texts/);
    await sim.command(`reply ${rose} "START"`);
    await until(async () => (await home.say('send', '--to', rose, '--text', 'hello')).code === 0,
      'START to count');
  });

  await t.test('a wrong number is apologised to, listed with whom to ask, and reached in an emergency', async () => {
    const before = (await sim.inbox(tigist)).length;
    await sim.command(`reply ${tigist} "Sorry, wrong number"`);
    await home.arrived('Sorry, wrong number');
    const listed = () => home.cli('numbers').then(all => all.find(n => n.number === tigist));
    await until(async () => (await listed())?.state === 'wrong', 'the number to be listed');
    assert.ok((await listed()).ask.every(a => a.number && a.name));
    assert.match((await home.say('numbers')).out, /wrong, suspended/);
    assert.equal((await home.say('send', '--to', tigist, '--text', 'closed', '--priority', 'urgent')).code, 1);
    const [id] = await home.send(tigist, 'School is closed', '--priority', 'urgent', '--sure');
    await home.state(id, 'delivered');
    assert.equal((await home.say('send', '--to', tigist, '--text', 'fees', '--sure')).code, 1);
    await sim.command(`reply ${rose} "It was not my son who broke the window"`);
    const m = await home.arrived(/broke the window/);
    assert.ok((await home.cli('numbers')).some(n => n.message === m.id && n.state === 'perhaps'));
    assert.equal((await home.say('decide', String(m.id), 'right')).code, 0);
    assert.ok(!(await home.cli('numbers')).some(n => n.number === rose));
    assert.ok((await sim.inbox(tigist)).length > before);
  });

  await t.test('nothing is left on the SIM, and nothing went out twice', async () => {
    await until(async () => (await sim.command('slots d1 SM')).length === 0, 'an empty SIM');
    const texts = (await sim.air()).filter(e => e.ev === 'submit' && !e.error)
      .map(e => `${e.to} ${e.ref} ${e.part} ${e.text}`);
    assert.equal(new Set(texts).size, texts.length);
    assert.equal((await sim.air()).filter(e => e.ev === 'erase' && !e.seen).length, 0);
  });

  await t.test('status says in words that all is well', async () => {
    const status = await home.say('status');
    assert.equal(status.code, 0);
    assert.match(status.out, /sim1/);
    assert.match(status.out, /working/);
  });

  await t.test('USSD: the balance comes back', async () => {
    await sim.command('ussd *144# "Balance 25.00 KES"');
    const answer = await home.say('ussd', 'sim1', '*144#');
    assert.match(answer.out, /25\.00 KES/);
  });

  await t.test('a class gets one text for each phone', async () => {
    const count = async number => (await sim.inbox(number)).length;
    const before = [await count(salma), await count(shared)];
    const ids = await home.cli('send', '--class', '4B', '--text', 'School is closed on Monday.');
    for (const id of ids.ids ?? ids) await home.state(id, 'delivered');
    assert.deepEqual([await count(salma), await count(shared)], before.map(n => n + 1));
  });

  await t.test('answers are told by child, and the silent are reminded', async () => {
    const { question } = await home.cli('send', '--class', '4B', '--text', 'Sports day?', '--ask', 'yes,no');
    await until(async () => /Sports day/.test((await sim.inbox(salma)).at(-1).text), 'the question');
    await sim.command(`reply ${salma} "yes"`);
    const tally = async () => (await home.cli('question', String(question)));
    await until(async () => (await tally()).by_child.options[0].count > 0, 'the answer by child');
    assert.ok((await tally()).children.some(c => c.state === 'answered' && c.answer === 'yes'));
    assert.match((await home.say('question', String(question))).out, /by child: yes \d/);
    const reminded = await home.say('remind', String(question));
    assert.equal(reminded.code, 0, reminded.err);
  });
});
