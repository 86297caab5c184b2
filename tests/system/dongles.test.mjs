// Several dongles and one queue: who sends what, what a failing one leaves to
// the others, and an emergency in the middle of a broadcast.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, until, salma } from './lib/home.mjs';

const number = i => `+2547121${String(i).padStart(5, '0')}`;
const crowd = n => 'child,class,guardian,phone\n'
  + Array.from({ length: n }, (_, i) => `Child${i} Name${i},1A,Parent${i} Name${i},${number(i)}\n`).join('');

async function school(t, dongles, families, { latency = 50, config = '' } = {}) {
  const home = await Home.start({ sim: { dongles }, families: crowd(families), config });
  t.after(() => home.stop());
  for (let i = 1; i <= dongles; i++) {
    await home.working(`sim${i}`);
    await home.sim.command(`dongle d${i} latency=${latency}`);
  }
  return home;
}

const post = async (home, body) => {
  const answer = await home.api('messages', { method: 'POST', body });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body.ids;
};
const onAir = (home, text) => home.sim.air()
  .filter(e => e.ev === 'submit' && !e.error && e.text === text);
const by = list => Object.groupBy ? Object.groupBy(list, e => e.dongle)
  : list.reduce((all, e) => ({ ...all, [e.dongle]: [...all[e.dongle] ?? [], e] }), {});
const once = (list, n) => {
  assert.equal(new Set(list.map(e => e.to)).size, list.length, 'nobody twice');
  assert.equal(list.length, n, 'everybody');
};

test('one queue is shared by the dongles, and each family stays with its SIM', async t => {
  const home = await school(t, 4, 80);
  await post(home, { all: true, text: 'first note' });
  await until(() => onAir(home, 'first note').length >= 80, 'the first note', 60000);
  const first = onAir(home, 'first note');
  once(first, 80);
  const shares = by(first);
  t.diagnostic(`shares ${Object.values(shares).map(l => l.length)}`);
  assert.equal(Object.keys(shares).length, 4);
  await post(home, { all: true, text: 'second note' });
  await until(() => onAir(home, 'second note').length >= 80, 'the second note', 60000);
  const homes = new Map(first.map(e => [e.to, e.dongle]));
  once(onAir(home, 'second note'), 80);
  for (const e of onAir(home, 'second note')) assert.equal(e.dongle, homes.get(e.to));
});

test('urgent texts go by all dongles at once', async t => {
  const home = await school(t, 4, 1, { latency: 100 });
  // The family has a SIM; the others may send all the same.
  await home.state((await home.send(number(0), 'which is yours'))[0], 'delivered');
  for (let i = 0; i < 8; i++) await post(home, { to: number(0), text: `school closed ${i}`, priority: 'urgent' });
  await until(() => home.sim.air().filter(e => /^school closed/.test(e.text ?? '') && e.ev === 'submit').length >= 8, 'all');
  const used = new Set(home.sim.air().filter(e => e.ev === 'submit' && /^school closed/.test(e.text)).map(e => e.dongle));
  assert.ok(used.size >= 3, `${[...used]}`);
});

test('a SIM that is barred hands over what was not handed to it', async t => {
  const home = await school(t, 2, 60);
  await home.sim.command('fault d1 refuse error=cms:8 for=600000 count=-1');
  await post(home, { all: true, text: 'go round' });
  await until(() => onAir(home, 'go round').length >= 60, 'all by the other', 60000);
  once(onAir(home, 'go round'), 60);
  assert.ok(onAir(home, 'go round').every(e => e.dongle === 'd2'));
});

test('a dongle pulled out in a broadcast: the others take the rest, nobody twice', async t => {
  const home = await school(t, 2, 80, { latency: 80 });
  const ids = await post(home, { all: true, text: 'pulled out' });
  await until(() => onAir(home, 'pulled out').length >= 20, 'a good start', 30000);
  await home.sim.command('unplug d1');
  const settled = async () => {
    const states = await home.messages(ids);
    return states.every(m => ['sent', 'delivered', 'unsure'].includes(m.state)) && states;
  };
  const states = await until(settled, 'all to be settled', 60000);
  const air = onAir(home, 'pulled out');
  once(air, new Set(air.map(e => e.to)).size);
  const reached = new Set(air.map(e => e.to));
  for (const m of states) if (m.state !== 'unsure') assert.ok(reached.has(m.number), m.number);
  assert.ok(states.filter(m => m.state === 'unsure').length <= 1);
});

test('a SIM at its limit leaves the rest to the others', async t => {
  const home = await school(t, 2, 30, { latency: 20, config: 'caps = { numbers_per_day = 20; };' });
  await post(home, { all: true, text: 'as many as may' });
  await until(() => onAir(home, 'as many as may').length >= 30, 'all 30', 30000);
  await until(async () => (await home.cli('queue')).length === 0, 'an empty queue');
  const air = onAir(home, 'as many as may');
  once(air, 30);
  for (const list of Object.values(by(air))) assert.ok(list.length <= 20, `${list.length}`);
});

test('the same text over the limit goes by another SIM, then waits and says why', async t => {
  const home = await school(t, 2, 30, { latency: 20, config: 'caps = { same_per_15_minutes = 12; };' });
  const ids = await post(home, { all: true, text: 'word for word' });
  await until(() => onAir(home, 'word for word').length >= 24, 'what both may send', 30000);
  const waiting = await until(async () => {
    const left = (await home.cli('queue')).filter(m => ids.includes(m.id) && m.state === 'queued');
    return left.length === 6 && left.every(m => /same text/.test(m.reason)) && left;
  }, 'six to wait for it');
  assert.equal(waiting.length, 6);
  const air = onAir(home, 'word for word');
  once(air, 24);
  for (const list of Object.values(by(air))) assert.equal(list.length, 12);
  await post(home, { to: number(1), text: 'other words' });
  await until(() => onAir(home, 'other words').length === 1, 'other words to pass');
});

test('an emergency enters a running broadcast within one message time, and a '
  + 'power cut in it doubles nothing', async t => {
  const latency = 15, n = 440;
  const home = await school(t, 2, n, { latency });
  const bulk = await post(home, { all: true, text: 'parents evening', priority: 'bulk' });
  await until(() => onAir(home, 'parents evening').length >= 40, 'the broadcast to run', 30000);
  const asked = Date.now();
  const urgent = await post(home, { all: true, text: 'school is closed', priority: 'urgent' });
  const answered = Date.now();
  assert.equal(urgent.length, n);
  await until(() => onAir(home, 'school is closed').length >= 150, 'a part of the closure', 30000);
  // The bulk in hand may end; then every part is one of the closure's.
  const first = onAir(home, 'school is closed')[0];
  const between = onAir(home, 'parents evening').filter(e => e.t > answered && e.t < first.t);
  t.diagnostic(`queued in ${answered - asked} ms, first on the air ${first.t - answered} ms later`);
  assert.ok(between.length <= 2, `${between.length} bulk texts went before the closure's first`);
  await home.kill();
  await home.boot();
  const done = async () => {
    const left = (await home.api('queue')).body;
    return left.every(m => m.state === 'unsure');
  };
  await until(done, 'everything to be settled', 120000);
  const closed = onAir(home, 'school is closed'), evening = onAir(home, 'parents evening');
  once(closed, new Set(closed.map(e => e.to)).size);
  once(evening, new Set(evening.map(e => e.to)).size);
  const states = await home.messages([...bulk, ...urgent]);
  const unsure = states.filter(m => m.state === 'unsure').length;
  t.diagnostic(`on the air ${closed.length} and ${evening.length}, unsure ${unsure}`);
  assert.ok(unsure <= 2, 'one in each dongle\'s hand at most');
  assert.ok(closed.length + evening.length + unsure >= 2 * n);
  const lastClosed = closed.at(-1).t;
  assert.ok(evening.filter(e => e.t > first.t + 5 * latency && e.t < lastClosed - 5 * latency).length <= 4,
    'the closure is not held up by the broadcast');
});

test('two SIMs that do not tell their IMSI are two', async t => {
  const home = await Home.start({ start: false, sim: { dongles: 2 } });
  t.after(() => home.stop());
  for (const d of ['d1', 'd2'])
    await home.sim.command(`fault ${d} refuse match=+CIMI for=600000 error=cme:3`);
  await home.boot();
  await home.import(crowd(10));
  await home.working('sim1');
  await home.working('sim2');
  const all = await home.cli('modems');
  assert.deepEqual(all.map(m => m.sim.imsi), all.map(m => `i${m.imei}`));
  assert.equal(new Set(all.map(m => m.sim.imsi)).size, 2);
  for (const id of (await home.send(salma, 'one')).concat(await post(home, { all: true, text: 'to many' })))
    await home.state(id, 'delivered');
});
