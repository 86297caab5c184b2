// A worker that hangs in the kernel and does not even die: its deadline ends
// it, the other dongle goes on, and nothing is lost or doubled. And the end of a
// worker whose last words the daemon has not read yet.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, preload, submits, until } from './lib/home.mjs';

const number = i => `+25471200000${i}`;

const holds = (pid, device) => readdirSync(`/proc/${pid}/fd`)
  .some(fd => existsSync(`/proc/${pid}/fd/${fd}`) && readlinkSync(`/proc/${pid}/fd/${fd}`) === device);

/** Two dongles. home.hang holds what preload_hang.c is told; home.held is the
 *  worker of sim1; home.letGo() ends it as the kernel would at last. */
async function school(t) {
  const home = await Home.start({ sim: { dongles: 2 }, start: false });
  const folder = join(home.dir, 'hang');
  mkdirSync(folder);
  home.device = realpathSync(home.sim.port);
  home.tell = (name, text) => writeFileSync(join(folder, name), String(text));
  home.forget = name => rmSync(join(folder, name), { force: true });
  home.hold = () => {
    home.tell('deaf', home.held);
    return home.held;
  };
  home.letGo = () => {
    home.forget('deaf');
    try { process.kill(home.held, 'SIGKILL'); } catch { /* it is gone */ }
  };
  /** It is so much later; a new text wakes the daemon, which goes by the other dongle. */
  home.later = async seconds => {
    home.tell('ahead', seconds);
    const [id] = await home.send(number(1), `after ${seconds} s`);
    await home.state(id, 'sent');
  };
  t.after(() => { home.letGo(); return home.stop(); });
  await home.boot({ env: preload('hang', { HANG: folder }) });
  await home.import('child,class,guardian,phone\n'
    + [1, 2, 3, 4, 5, 6, 7, 8].map(i => `Child${i} Name,1A,Parent${i} Name,${number(i)}\n`).join(''));
  await home.working('sim1');
  await home.working('sim2');
  await home.sim.command('habit reports=off');
  home.held = home.workers().find(pid => holds(pid, home.device));
  return home;
}

const queue = home => home.cli('queue');

/** One text to each family, and the one that sim1 has in hand when all others
 *  have gone by sim2. */
async function stuckText(home) {
  const ids = [];
  for (let i = 1; i <= 8; i++) ids.push(...await home.send(number(i), `note ${i}`));
  return until(async () => {
    const left = await queue(home);
    return left.length === 1 && left[0].state === 'sending' && left[0].modem === 'sim1' && left[0];
  }, 'all but one to go by the other dongle', 20000);
}

/** Every note went on the air once, and is known to. */
async function allOnce(home) {
  await until(async () => (await queue(home)).length === 0, 'an empty queue', 20000);
  const air = await submits(home, /^note /);
  assert.deepEqual(air.map(e => e.text).sort(), [1, 2, 3, 4, 5, 6, 7, 8].map(i => `note ${i}`));
}

const ways = {
  'stopped between two instructions': home => process.kill(home.held, 'SIGSTOP'),
  'in a read that does not return': home => home.tell('read', home.device),
};
for (const [way, begin] of Object.entries(ways))
  test(`a worker that hangs ${way}, with a text in hand`, async t => {
    const home = await school(t);
    home.hold();
    begin(home);
    const left = await stuckText(home);
    await home.later(120);      // the deadline is 150 s
    assert.equal((await home.message(left.id)).state, 'sending');
    home.forget('read');
    await home.later(151);
    await home.state(left.id, 'sent');
    await allOnce(home);
    assert.match(home.log, /modem=sim1 worker hangs; ended/);
    assert.match(home.log, new RegExp(`pid=${home.held} does not die`));
    const held = (await home.cli('modems')).find(m => m.name === 'sim1');
    assert.doesNotMatch(JSON.stringify(held), /Another program/);
    home.letGo();
    await home.working('sim1', 30000);
    const [last] = await home.send(number(2), 'after it');
    await home.state(last, 'sent');
    await allOnce(home);
  });

test('a worker that hangs as it opens the device', async t => {
  const home = await school(t);
  const before = home.workers();
  home.tell('open', home.device);
  process.kill(home.held, 'SIGKILL');
  home.held = await until(() => home.workers().find(pid => !before.includes(pid)), 'a new worker');
  home.hold();
  for (let i = 1; i <= 8; i++) await home.send(number(i), `note ${i}`);
  await allOnce(home);
  await home.later(90);         // the deadline is 120 s
  assert.doesNotMatch(home.log, /worker hangs/);
  home.forget('open');
  await home.later(121);
  await home.working('sim1');
  assert.match(home.log, /modem=sim1 worker hangs; ended/);
  assert.match(home.log, new RegExp(`pid=${home.held} does not die`));
});

/** A text in sim1's hands before its prompt; then the daemon stands still and
 *  hears no more, be it that the text goes on the air (handed) or not. */
async function unheard(home, handed) {
  await home.sim.command('fault d1 delay at=prompt ms=1500');
  if (handed) await home.sim.command('fault d1 mute match=+CMGS');
  await home.sim.command('unplug d2');
  await until(async () => (await home.get('modems')).some(m => m.state === 'absent'), 'one dongle');
  const [id] = await home.send(number(1), 'note 1');
  await until(async () => (await home.message(id)).state === 'sending', 'the hand-over');
  home.daemon.kill('SIGSTOP');
  if (handed) await home.sim.event(e => e.ev === 'submit' && e.text === 'note 1');
  return id;
}

const ends = {
  'dies': home => process.kill(home.held, 'SIGKILL'),
  'hangs': home => {
    process.kill(home.held, 'SIGSTOP');
    home.tell('ahead', 101);
  },
};
for (const [end, begin] of Object.entries(ends))
  for (const handed of [true, false])
    test(`a worker ${end} ${handed ? 'after' : 'before'} the hand-over, and the daemon hears of `
      + 'both at once', async t => {
      const home = await school(t);
      const id = await unheard(home, handed);
      begin(home);
      await home.sim.command('plug d2');
      home.daemon.kill('SIGCONT');
      await home.state(id, handed ? 'unsure' : 'sent');
      const [next] = await home.send(number(2), 'note 2');
      await home.state(next, 'sent');
      const air = await submits(home, /^note 1/);
      assert.equal(air.length, 1, 'once on the air');
    });
