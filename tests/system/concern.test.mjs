// What perhaps tells of harm: who sees the mark, who decides, what is handed over.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, until, salma } from './lib/home.mjs';

test('marks', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  const { sim } = home;
  await home.working();
  const tokens = {};
  for (const role of ['staff', 'safeguarding'])
    tokens[role] = (await home.cli('token', 'add', `a ${role}`, '--role', role)).token;
  const as = async (role, path, body) => {
    const answer = await fetch(new URL(`/api/v1/${path}`, home.address), {
      method: body ? 'POST' : 'GET', body: body ? JSON.stringify(body) : undefined,
      headers: { authorization: `Bearer ${tokens[role]}`,
        ...(body ? { 'content-type': 'application/json' } : {}) } });
    return { status: answer.status, body: await answer.json() };
  };
  const text = 'can she stay with you this week, something is wrong at home';
  await sim.command(`text ${salma} "${text}"`);
  const m = await home.arrived(text);

  await t.test('named staff alone see the mark, in its thread', async () => {
    assert.equal(m.concern, 'perhaps');
    assert.equal(m.tray, null);
    for (const path of [`messages/${m.id}`, `threads/${m.thread}`, 'search?q=stay']) {
      const of = answer => JSON.stringify(answer.body).match(/"concern": ?"(\w*)"/)[1];
      assert.equal(of(await as('staff', path)), '', path);
      assert.equal(of(await as('safeguarding', path)), 'perhaps', path);
    }
    assert.equal((await as('staff', 'concerns')).status, 403);
    assert.equal((await as('staff', `messages/${m.id}/concern`, { matter: false })).status, 403);
    assert.deepEqual((await as('safeguarding', 'concerns')).body.map(e => e.id), [m.id]);
  });

  await t.test('a matter goes to their tray, and is written down', async () => {
    assert.equal((await as('safeguarding', `messages/${m.id}/concern`, {})).status, 400);
    assert.equal((await as('safeguarding', `messages/${m.id}/concern`, { matter: true })).status, 200);
    assert.equal((await as('staff', `messages/${m.id}`)).status, 404);
    assert.equal((await home.message(m.id)).tray, 'safeguarding');
    assert.deepEqual(await home.cli('concerns'), []);
  });

  await t.test('staff hand over a text, and lose sight of it', async () => {
    await sim.command(`text ${salma} "We will come on Monday"`);
    const other = await home.arrived('We will come on Monday');
    assert.equal((await as('staff', `messages/${other.id}/hand`, {})).body.handed, 1);
    assert.equal((await as('staff', `messages/${other.id}`)).status, 404);
    await sim.command(`text ${salma} "What time is it"`);
    const third = await home.arrived('What time is it');
    assert.match((await home.say('hand', 'thread', String(third.thread))).out, /1/);
  });

  await t.test('a matter has a card, and is closed with an outcome alone', async () => {
    const { thread } = await home.message(m.id);
    assert.equal((await as('staff', `threads/${thread}/matter`)).status, 403);
    assert.equal((await as('safeguarding', `threads/${thread}/matter`, { take: true })).body.taken_by.length > 0, true);
    assert.equal((await as('safeguarding', `threads/${thread}/matter`, { outcome: ' ' })).status, 400);
    await home.cli('matter', String(thread), 'note', 'Spoke with the aunt');
    const early = (await as('safeguarding', `threads/${thread}/matter`, { outcome: 'Early', last: m.id - 1 })).body;
    assert.ok(early.open && early.last >= m.id);
    assert.match((await home.say('matter', String(thread))).out, new RegExp(`open.*last message ${early.last}`));
    const page = await fetch(new URL(`/threads/${thread}/matter`, home.address), { method: 'POST',
      redirect: 'manual', headers: { authorization: `Bearer ${tokens.safeguarding}` },
      body: new URLSearchParams({ outcome: 'Early', upto: m.id - 1 }) });
    assert.match(page.headers.get('location'), /stillopen/);
    assert.equal((await as('safeguarding', `threads/${thread}/aside`, {})).status, 409);
    assert.equal((await as('safeguarding', `threads/${thread}/matter`, { outcome: 'x', last: 'y' })).status, 400);
    const card = await home.cli('matter', String(thread), 'close', 'She stays with the aunt', String(early.last));
    assert.equal(card.open, false);
    assert.deepEqual(card.steps.map(s => s.text), ['Spoke with the aunt']);
    assert.match((await home.say('matters')).out, /closed.*She stays with the aunt/);
  });

  await t.test('a word of the school\'s own is heard from then on', async () => {
    assert.equal((await as('staff', 'words')).status, 403);
    await home.cli('words', 'harm', 'add', 'gumba room');
    await until(async () => (await home.cli('words')).harm.join() === 'gumba room', 'the word in force');
    await sim.command(`text ${salma} "the books are in the Gumba room"`);
    assert.notEqual((await home.arrived(/Gumba/)).concern, '');
    await home.cli('words', 'harm', 'remove', 'gumba room');
    await until(async () => (await home.cli('words')).harm.length === 0, 'no words');
  });
});
