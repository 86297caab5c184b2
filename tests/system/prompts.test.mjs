// Talk at home: a prompt that a person picked, on the families' phones; and what
// they answered, as cards for the classroom.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, until, salma, rose, shared } from './lib/home.mjs';

const texts = async (home, phone) => (await home.sim.inbox(phone)).map(m => m.text);
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Africa/Nairobi' }).format();   // 2026-11-30

test('talk at home', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  await home.working();
  const all = [salma, rose, shared];
  const arrived = async n => until(async () => {
    const got = await Promise.all(all.map(p => texts(home, p)));
    return got.every(g => g.length === n) && got;
  }, `${n} texts on each phone`);

  await t.test('a look sends nothing; then each family has it in its language, with its children', async () => {
    const { prompts } = await home.cli('prompts', '4B');
    assert.equal(prompts.length, 24);
    assert.deepEqual(prompts.map(p => p.used).filter(Boolean), []);
    const look = await home.cli('prompts', '4B', 'market-change', '--dry-run');
    assert.deepEqual([look.phones, look.batch, look.holiday, look.used], [3, null, null, null]);
    assert.deepEqual(await home.cli('queue'), []);
    const { batch } = await home.cli('prompts', '4B', 'market-change');
    assert.ok(batch > 0);
    const [s, r, both] = await arrived(1);
    assert.deepEqual(s, ['Unaponunua kitu, muulize Amina utarudishiwa pesa ngapi. Si lazima kujibu.']);
    assert.deepEqual(r, ['When you buy something, ask Juma how much change you will get. No answer needed.']);
    assert.match(both[0], /^When you buy something, ask (Wanjiru, Kamau|Kamau, Wanjiru) how much change you will get\. No answer needed\.$/);
  });

  await t.test('what was used is at the bottom with its date, and goes twice only when that is said', async () => {
    const { prompts } = await home.cli('prompts', '4B');
    assert.deepEqual([prompts.at(-1).prompt, !!prompts.at(-1).used], ['market-change', true]);
    const { code, err } = await home.say('prompts', '4B', 'market-change');
    assert.equal(code, 1);
    assert.match(err, /had this on \d{4}-\d\d-\d\d, in this term: nothing was sent/);
    assert.equal((await home.say('prompts', '4B', 'market-change', 'twice')).code, 2);
    assert.equal((await home.say('prompts', '9Z', 'market-change')).code, 1);
    assert.equal((await home.say('prompts', '4B', 'no-such')).code, 1);
  });

  await t.test('in the holidays nothing goes unless it is wished', async () => {
    await home.cli('calendar', 'add', today(), 'Heroes Day');
    const { code, err } = await home.say('prompts', '4B', 'song-new');
    assert.equal(code, 1);
    assert.match(err, /in the holidays \(Heroes Day\): nothing was sent/);
    assert.match((await home.say('prompts', '4B', 'song-new', '--dry-run')).out, /in the holidays: Heroes Day\.\n3 phones, 3 parts\. Nothing was sent/);
    await home.cli('prompts', '4B', 'song-new', 'holidays');
    await arrived(2);
  });

  await t.test('answers are cards once a person let them through; never what may tell of harm', async () => {
    await home.cli('prompts', '4B', 'ask-made', 'holidays');
    const got = await arrived(3);
    assert.equal(got[1][2], 'What did Juma build, cook or repair at home this week? Answer in a few words: they go on a card in class.');
    await home.sim.command('text', rose, 'He made a small stool');
    await home.sim.command('text', salma, 'My husband beats Amina with a stick every night');
    const [asked] = await until(async () => {
      const list = await home.cli('cards', '--class', '4B');
      return list[0]?.open && list;
    }, 'an answer to look at');
    await until(async () => (await home.cli('threads', '--tray', 'safeguarding')).length, 'the other text with named staff');
    const q = await home.cli('cards', String(asked.id));
    assert.deepEqual(q.answers.map(a => [a.text, a.children.map(c => c.child)]), [['He made a small stool', ['Juma Otieno']]]);
    assert.deepEqual(q.cards, []);
    const { message } = q.answers[0];
    const number = await home.say('cards', 'put', String(asked.id), String(message), '0', 'Call 0712 000 002');
    assert.equal(number.code, 1);
    assert.match(number.err, /no phone number/);
    const done = await home.cli('cards', 'put', String(asked.id), String(message), '0', 'Juma made a stool');
    assert.deepEqual(done.cards.map(c => [c.child, c.class, c.text]), [['Juma', '4B', 'Juma made a stool']]);
    assert.deepEqual(done.answers, []);
    assert.match((await home.say('cards', String(asked.id))).out, /card of Juma .*\n {6}Juma made a stool/);
    const off = await home.cli('cards', 'leave', String(asked.id), String(message));
    assert.deepEqual([off.cards, off.answers.map(a => a.left_out)], [[], [true]]);
    assert.equal((await home.cli('cards', 'again', String(asked.id), String(message))).answers[0].left_out, false);
  });

  await t.test('a school adds its own, and hides what does not fit', async () => {
    await home.cli('prompts', 'set', 'goats', 'en', 'Count the goats with {child}.', 'field', 'lower');
    await home.cli('prompts', 'hide', 'market-big');
    const { prompts } = await home.cli('prompts');
    const goats = prompts.find(p => p.prompt === 'goats');
    assert.deepEqual([goats.place, goats.grade, goats.own, goats.texts], ['field', 'lower', true, { en: 'Count the goats with {child}.' }]);
    assert.equal(prompts.find(p => p.prompt === 'market-big').hidden, true);
    assert.match((await home.say('prompts', 'set', 'goats', 'en', 'Count the goats.')).err, /\{child\}/);
    assert.equal((await home.say('prompts', 'remove', 'market-big')).code, 1);
    await home.cli('prompts', 'remove', 'goats');
    assert.match((await home.say('prompts')).out, /market-big +market, lower, hidden/);
  });
});
