// What no single part can promise: where the daemon, its workers, the store and
// the command line meet.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, salma } from './lib/home.mjs';

const own = '+254700000001';            // of the practice dongle's SIM

test('a text from our own SIM is a notice, and nothing answers it', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  await home.working();
  assert.equal((await home.cli('modems'))[0].sim.number, own);
  await home.sim.command(`text ${own} "STOP" to=d1`);
  const m = await home.arrived('STOP');
  assert.equal(m.tray, 'notices');
  assert.match(m.match, /our own/);
  const [id] = await home.send(salma, 'afterwards');
  await home.state(id, 'delivered');
  assert.deepEqual((await home.sim.air()).filter(e => e.ev === 'submit' && e.to === own), []);
});

test('a role that does not exist is refused before a password is asked for', async t => {
  const home = await Home.start({ sim: null, families: null });
  t.after(() => home.stop());
  const { code, err } = await home.say('staff', 'add', 'Rose', '--role', 'king');
  assert.equal(code, 2);
  assert.match(err, /admin\|staff/);
});
