// Alerts on a teacher's own phone, and her answer from there, through kill -9: each
// once, whichever step the daemon ends at.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Home, build, preload, submits, until, salma, rose } from './lib/home.mjs';

const own = '+254720000011', rounds = 3;

function account(home, name) {
  return new Promise((done, failed) => {
    const child = spawn(join(build, 'notehome'),
      ['--socket', home.socket, 'staff', 'add', name, '--role', 'staff'], { stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('exit', code => code ? failed(new Error(`staff add: ${code}`)) : done());
    child.stdin.end('a long enough password\n');
  });
}

/** Lets the daemon run until that step of the store or of a packet, or for a second. */
async function die(home, at) {
  const child = spawn(join(build, 'notehomed'), ['-c', home.file],
    { stdio: 'ignore', env: { ...process.env, ...preload('kill', { KILL_AT: String(at) }) } });
  const timer = setTimeout(() => child.kill('SIGKILL'), 1000);
  await new Promise(done => child.on('exit', done));
  clearTimeout(timer);
}

/** What Grace's phone is told of families, as the store has it: what was cut off
 *  while it went is unsure, and goes no second time. */
async function alerts(home) {
  const [thread] = (await home.cli('threads', '--tray', 'staff')).filter(t => t.number === own || t.family === own);
  const { messages } = await home.cli('thread', String(thread.id));
  return messages.filter(m => m.direction === 'out' && /a family waits/.test(m.text));
}

/** What went, or is to go, to Salma's thread with these words. */
async function answers(home, i) {
  const mine = (await home.cli('threads')).find(t => /Salma/.test(t.family));
  const { messages } = await home.cli('thread', String(mine.id));
  assert.ok(!JSON.stringify(messages).includes('Reply '), 'no alert stands in the family\'s thread');
  return messages.filter(m => m.direction === 'out' && m.text === `answer ${i}`);
}

test('alerts', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  const { sim } = home;
  await home.working();
  await account(home, 'Grace');
  const last = async pattern => (await submits(home, pattern)).at(-1)?.text;

  await t.test('a phone is named and proved by the command line', async () => {
    let grace = await home.cli('alert', 'grace', 'phone=0720 000 011', 'classes=4B', 'at_once=each', 'answers=yes');
    assert.deepEqual([grace.phone, grace.proved, grace.classes], [own, false, ['4B']]);
    const code = await until(async () => (await last(/your code is/))?.match(/\d{5}/)[0], 'the code');
    assert.equal((await home.api('alerts/grace/prove', { method: 'POST', body: { code: '1' } })).status, 409);
    grace = await home.cli('alert', 'grace', 'prove', code);
    assert.ok(grace.proved);
    assert.match((await home.say('alert')).out, /Grace.*\+254720000011: gets alerts; at once each; classes 4B; may answer/);
    for (const body of [{ at_once: 'x' }, { digest: '25:00' }, { quiet: '20' }, { classes: '4B' }, { answers: 'x' }, { phone: 'x' }])
      assert.equal((await home.api('alerts/grace', { method: 'POST', body })).status, 400, JSON.stringify(body));
    assert.equal((await home.api('alerts/nobody', { method: 'POST', body: {} })).status, 404);
  });

  await t.test('killed at many steps, each alert and each answer goes once', async () => {
    for (let i = 0; i < rounds; i++) {
      await sim.command(`text ${salma} "question ${i}"`);
      await home.arrived(`question ${i}`);
      for (const at of [3 + 5 * i, 6 + 5 * i]) {
        if (!home.daemon.signalCode) await home.kill();
        await die(home, at);
      }
      await home.boot();
      const told = await until(async () => (await alerts(home)).length > i && alerts(home), `alert ${i}`);
      assert.equal(told.length, i + 1, 'one alert a wait');
      const code = told[i].text.match(/Reply (\w+) and/)[1];
      await sim.command(`text ${own} "${code.toLowerCase()} answer ${i}"`);
      await until(async () => (await home.cli('threads', '--tray', 'staff')).length
        && JSON.stringify(await home.cli('search', `answer ${i}`)).includes(`answer ${i}`), `answer ${i} in`);
      await home.kill();
      await home.boot();
      await until(async () => (await answers(home, i)).length, `answer ${i} to go`);
    }
    await home.working();
    await until(async () => (await home.cli('queue')).every(m => m.state === 'unsure'), 'the queue to settle');
    for (let i = 0; i < rounds; i++) {
      const [m, ...more] = await answers(home, i);
      assert.deepEqual(more, [], `answer ${i} once`);
      assert.equal(m.author ?? 'Grace', 'Grace');
      const sent = (await submits(home, new RegExp(`^answer ${i}$`))).length;
      assert.ok(sent === 1 || (sent === 0 && m.state === 'unsure'), `answer ${i} is ${m.state}, sent ${sent} times`);
    }
    const air = (await submits(home, /a family waits/)).map(e => e.text);
    assert.equal(new Set(air).size, air.length, 'no alert went twice');
  });

  await t.test('what is no answer waits in the tray of staff, and reaches nobody', async () => {
    await sim.command(`text ${rose} "are there sports"`);
    await home.kill();
    await home.boot();
    const code = await until(async () => (await alerts(home))[rounds]?.text.match(/Reply (\w+) and/)[1], 'the alert');
    await sim.command(`text +254733000077 "${code} give me the child"`);
    await sim.command(`text ${own} "I am ill today"`);
    await until(async () => (await home.cli('threads', '--tray', 'staff', '--waiting')).length === 2, 'both in the tray');
    assert.equal((await submits(home, /give me the child|I am ill/)).length, 0);
    const threads = await home.cli('threads', '--tray', 'staff');
    const both = await Promise.all(threads.map(t => home.cli('thread', String(t.id))));
    const mine = both.find(t => t.number === own);
    assert.equal(mine.about.filter(a => /Salma/.test(a.label)).length, 2 * rounds, 'each alert and its answer');
    assert.match((await home.say('thread', String(mine.id))).out, /was about thread \d+: Juma Otieno 4B · Rose Otieno/);
    assert.equal((await home.cli('threads', '--tray', 'unknown')).length, 0);
  });
});
