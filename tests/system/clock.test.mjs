// The date: at 1970, jumping ahead and back while it runs, and what is held
// meanwhile. No network time and no board: nobody to ask but the messages.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, preload, classList, salma } from './lib/home.mjs';

const day = 86400;

/** A home whose date is now + seconds; home.date(seconds) moves it. */
async function at(t, seconds, options = {}) {
  const home = await Home.start({ ...options, start: false });
  t.after(() => home.stop());
  const file = join(home.dir, 'offset');
  home.date = more => writeFileSync(file, String(Math.round(more)));
  home.date(seconds);
  home.again = () => home.boot({ env: preload('clock', { CLOCK_OFFSET: file }) });
  await home.again();
  return home;
}
const unsure = async home => !(await home.api('status')).body.clock.sure;
const said = async home => (await home.say('status')).out;

test('at 1970 texts for later are held, texts for now go, and a person is told', async t => {
  const home = await at(t, -Date.now() / 1000 + 3600);
  await home.working();
  assert.ok(await unsure(home));
  assert.match(await said(home), /date may be wrong/);
  const [now] = await home.send(salma, 'for now');
  await home.state(now, 'sent', 'delivered');
  const soon = new Date(3700 * 1000).toISOString().slice(0, 19) + 'Z';  // 100 s later
  const [later] = await home.send(salma, 'for later', '--at', soon);
  home.date(-Date.now() / 1000 + 3600 + 7200);          // its time comes, the date stays wrong
  const [other] = await home.send(salma, 'and another for now');
  await home.state(other, 'sent', 'delivered');
  const held = await home.message(later);
  assert.equal(held.state, 'queued');
  assert.match(JSON.stringify(held), /clock|date/);
});

test('a date behind the newest message is not believed, and again once it is set', async t => {
  const home = await at(t, 0, { sim: null });
  await home.send(salma, 'today');
  assert.equal(await unsure(home), false);
  await home.kill('SIGTERM');
  home.date(-30 * day);                                 // a Pi that woke where it fell asleep
  await home.again();
  assert.ok(await unsure(home));
  await home.kill('SIGTERM');
  home.date(60);
  await home.again();
  assert.equal(await unsure(home), false);
});

test('what is asked for while the date is days behind goes when the date is set', async t => {
  const home = await at(t, -4 * day);
  await home.working();
  await home.sim.command('dongle', 'd1', { coverage: 'off' });
  const [id] = await home.send(salma, 'asked for under a date of days ago');
  home.date(0);
  await home.sim.command('dongle', 'd1', { coverage: 'on' });
  const { state } = await home.state(id, 'sent', 'delivered', 'expired');
  assert.notEqual(state, 'expired');
});

test('order is by arrival, whatever the date does', async t => {
  const home = await at(t, 0);
  await home.import(classList);
  await home.working();
  for (const [n, offset] of [[1, 0], [2, -400 * day], [3, 5 * day], [4, 0]]) {
    home.date(offset);
    await home.sim.command(`text ${salma} "number ${n}"`);
    await home.arrived(`number ${n}`);
  }
  const [row] = await home.cli('threads');
  const texts = (await home.cli('thread', String(row.id))).messages.map(m => m.text).filter(x => /number/.test(x));
  assert.deepEqual(texts, ['number 1', 'number 2', 'number 3', 'number 4']);
  const [id] = await home.send(salma, 'and it still sends');
  await home.state(id, 'sent', 'delivered');
});

test('a text for later goes in its time although the date was set ahead meanwhile', async t => {
  const home = await at(t, 0);
  await home.working();
  const [id] = await home.send(salma, 'for later', '--at', new Date(Date.now() + 3600e3).toISOString());
  assert.equal((await home.message(id)).state, 'queued');
  home.date(3700);
  await home.state(id, 'sent', 'delivered');
});

test('no daily backup and nothing forgotten while the date is unsure', async t => {
  const home = await at(t, -Date.now() / 1000 + 3600 * 12, { sim: null });
  await home.configure('backup = { look_seconds = 1; };');
  await home.kill('SIGTERM');
  await home.again();
  await new Promise(done => setTimeout(done, 2500));
  assert.deepEqual((await home.api('backups')).body.files, []);
  assert.match(JSON.stringify(await home.api('status')), /"sure":false/);
});
