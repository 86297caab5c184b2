// What cannot wait: heard, listed in the order of harm, told to wait and back, by page, command and API.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, until, salma, rose, tigist } from './lib/home.mjs';

test('now', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  const { sim } = home;
  await home.working();
  const { token } = await home.cli('token', 'add', 'a staff', '--role', 'staff');
  const headers = { authorization: `Bearer ${token}` };
  const page = async path => (await fetch(new URL(path, home.address), { headers })).text();
  const kinds = async () => (await home.cli('threads', '--now')).map(e => e.urgent).join();

  await t.test('each text has its kind, and the worst stands first', async () => {
    await sim.command(`text ${salma} "Amina ni mgonjwa leo, anabaki nyumbani"`);
    await sim.command(`text ${rose} "what time is the meeting"`);
    await sim.command(`text +254799000001 "a man we dont know picked up my daughter"`);
    await sim.command(`text ${tigist} "ልጄ እስካሁን ቤት አልመጣም"`);
    assert.equal((await home.arrived('what time is the meeting')).urgent, '');
    await until(async () => await kinds() === 'missing,fetch,illness', 'the list');
    const said = (await home.say('threads', '--now')).out.trim().split('\n');
    assert.match(said[0], /CHILD MISSING: ልጄ/);
    assert.match(said[1], /UNKNOWN FETCHES: a man/);
    assert.equal(said.length, 3);
  });

  await t.test('the page has Now above Waiting, and says what to do first', async () => {
    for (const path of ['/', '/inbox']) {
      const html = await page(path);
      const [now, rest] = html.split(/id="now-title">Now/)[1].split('</section>');
      assert.match(now, /ልጄ[^]*a man we dont know[^]*mgonjwa/, path);
      assert.doesNotMatch(now, /meeting/);
      assert.match(rest, /meeting/);
      assert.doesNotMatch(rest, /mgonjwa/);
    }
    const [{ id, urgent_message: worst }] = await home.cli('threads', '--now');
    assert.match(await page(`/threads/${id}`), new RegExp(`id="m${worst}"[^]*a child is missing[^]*Call the family now`));
  });

  await t.test('a holding answer says by when, in their language, and is not the answer', async () => {
    const asks = async () => (await home.cli('threads', '--waiting')).find(e => e.asks === 'what time is the meeting');
    const { id, promise, days_left: left } = await asks();
    assert.deepEqual([promise, left], ['calm', 3]);
    assert.match((await home.say('threads', '--waiting')).out, /\[3 days\] what time/);
    assert.match((await home.say('thread', String(id))).out, /^ {2}answer promised by \d{4}-\d\d-\d\d$/m);
    const html = await page(`/threads/${id}`), days = [...html.matchAll(/<option value="(\d{5})"/g)].map(m => m[1]);
    assert.equal(days.length, 8);
    const tap = await fetch(new URL(`/threads/${id}/hold`, home.address), { method: 'POST', redirect: 'manual', headers,
      body: new URLSearchParams({ day: days[4], asks: 'head' }) });
    assert.equal(tap.status, 303);
    const held = await asks();
    assert.deepEqual([held.promise, held.days_left], ['calm', 5]);
    await until(async () => (await home.cli('thread', String(id))).messages
      .some(m => m.holds === held.answer_by && m.state === 'delivered' && /ask|uliza/.test(m.text)), 'it to arrive');
    const { out } = await home.say('hold', String(id), 'finding');
    assert.match(out, /comes by 20\d\d-/);
    assert.equal((await asks()).days_left, 3);
    assert.equal((await home.api(`threads/${id}/hold`, { method: 'POST', body: { by: '2020-01-01' } })).status, 400);
    const notices = await home.cli('threads', '--now');
    assert.equal((await home.api(`threads/${notices[0].id}/hold`, { method: 'POST', body: {} })).status, 201);
  });

  await t.test('one tap says that it can wait; it goes on waiting, and comes back', async () => {
    const list = await home.cli('threads', '--now');
    const fetched = list.find(e => e.urgent === 'fetch'), ill = list.find(e => e.urgent === 'illness');
    const tap = await fetch(new URL(`/messages/${fetched.urgent_message}/ease`, home.address), { method: 'POST',
      redirect: 'manual', headers, body: new URLSearchParams({ ease: '1', from: 'today' }) });
    assert.match(tap.headers.get('location'), /^\/\?.*eased/);
    assert.equal(await kinds(), 'missing,illness');
    assert.equal((await home.message(fetched.urgent_message)).urgent, '');
    assert.ok((await home.cli('threads', '--waiting', '--tray', 'unknown')).some(e => e.id === fetched.id));
    assert.match((await home.say('ease', String(ill.urgent_message))).out, /waits like the others/);
    assert.equal((await home.api(`messages/${ill.urgent_message}/ease`, { method: 'POST', body: { ease: true } })).status, 409);
    await home.say('ease', String(fetched.urgent_message), 'off');
    assert.equal(await kinds(), 'missing,fetch');
    assert.match(await page(`/threads/${ill.id}`), /staff said that it can wait[^]*Undo: it cannot wait/);
  });

  await t.test('calls, and what comes word for word again, are one entry with a count', async () => {
    const number = '+254799000005';
    let second = 0;             // what comes twice in one is a copy
    for (let i = 0; i < 3; i++) {
      await until(() => Math.floor(Date.now() / 1000) > second, 'the next second');
      second = Math.floor(Date.now() / 1000);
      await sim.command(`text ${number} "Good prices for chalk"`);
    }
    const { thread } = await home.arrived('Good prices for chalk');
    await until(async () => (await home.cli('threads', '--tray', 'unknown')).find(e => e.id === thread).unread === 3, 'all of them');
    const html = await page(`/threads/${thread}`);
    assert.match(html, /3 times, word for word/);
    assert.equal(html.match(/<p class="text"/g).length, 1);
    const said = (await home.say('thread', String(thread))).out;
    assert.match(said, /\(3 times\)/);
    assert.equal(said.match(/chalk/g).length, 1);
  });

  await t.test('what tells of money is for admins alone', async () => {
    await sim.command('text MPESA "Confirmed. You have received Ksh500.00 from SALMA"');
    const m = await home.arrived(/Ksh500/);
    assert.equal(m.tray, 'notices');
    const as = async path => fetch(new URL(`/api/v1/${path}`, home.address), { headers });
    assert.equal((await as(`messages/${m.id}`)).status, 404);
    assert.equal((await as(`threads/${m.thread}`)).status, 404);
    assert.equal((await fetch(new URL(`/threads/${m.thread}`, home.address), { headers })).status, 404);
    for (const path of ['threads?tray=notices', 'search?q=received'])
      assert.deepEqual(await (await as(path)).json(), [], path);
    assert.equal((await (await as('status')).json()).unread.notices, 0);
    assert.equal((await home.cli('status')).unread.notices, 1);
  });

  await t.test('who asks for a call is on the list of calls to make', async () => {
    await sim.command(`text ${rose} "please call me"`);
    const task = await until(async () => (await home.cli('tasks')).find(k => k.number === rose), 'the call');
    assert.ok(task.asked && task.calls === 0);
    assert.match((await home.say('tasks')).out, /Rose Otieno.*asks to be called/);
    assert.match(await page('/'), /Calls to make[^]*Rose Otieno[^]*asks to be called/);
    assert.match((await home.say('tasks', 'done', String(task.id))).out, /Noted/);
    assert.deepEqual((await home.cli('tasks')).filter(k => k.number === rose), []);
    assert.equal((await home.api(`tasks/${task.id}/done`, { method: 'POST', body: { spoke: true } })).status, 404);
  });

  await t.test('an answer takes it from the list', async () => {
    await home.cli('send', '--to', tigist, '--text', 'We look for him');
    await until(async () => await kinds() === 'fetch', 'it to leave the list');
  });
});
