// Bad input at the start: a clear sentence that says what to do, nothing lost.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { Home, build, classList, salma, until } from './lib/home.mjs';

const start = (home, ...more) => spawnSync(join(build, 'notehomed'),
  ['-c', home.file, ...more], { encoding: 'utf8', timeout: 120000 });

test('the settings are checked, with file and line', async t => {
  const home = await Home.start({ start: false, sim: null });
  t.after(() => home.stop());
  assert.equal(start(home, '--check').status, 0);
  await home.configure('wbe = { port = 80; };');
  const bad = start(home, '--check');
  assert.equal(bad.status, 2);
  assert.match(bad.stderr, /notehome\.conf:\d+: there is no setting of this name: wbe/);
});

test('a second daemon says that the first one runs', async t => {
  const home = await Home.start({ sim: null, families: null });
  t.after(() => home.stop());
  const second = start(home);
  assert.equal(second.status, 1);
  assert.match(second.stderr, /another notehomed is running/);
});

test('a port that is taken is named', async t => {
  const home = await Home.start({ start: false, sim: null });
  t.after(() => home.stop());
  const taken = createServer().listen(0, '127.0.0.1');
  t.after(() => taken.close());
  await new Promise(done => taken.on('listening', done));
  const port = taken.address().port;
  writeFileSync(home.file, `
data = "${home.dir}/data"; control = "${home.socket}"; board = { device = "none"; };
web = { listen = "127.0.0.1"; port = ${port}; };
modems = ( { name = "x"; device = "/dev/notehome-nowhere"; } );
`);
  const got = start(home);
  assert.equal(got.status, 1);
  assert.match(got.stderr, new RegExp(`${port}`));
});

test('a database that is none is left alone', async t => {
  const home = await Home.start({ start: false, sim: null });
  t.after(() => home.stop());
  mkdirSync(join(home.dir, 'data'));
  writeFileSync(join(home.dir, 'data', 'notehome.db'), 'x'.repeat(5000));
  const got = start(home);
  assert.equal(got.status, 1);
  assert.match(got.stderr, /Restore the last backup/);
});

test('without a dongle it serves and says so', async t => {
  const home = await Home.start({ sim: null,
    modems: 'modems = ( { name = "north"; device = "/dev/notehome-nowhere"; } );' });
  t.after(() => home.stop());
  const status = await home.say('status');
  assert.match(status.out, /not plugged in/);
  const [id] = await home.send('+254712000001', 'waits for a dongle');
  assert.equal((await home.message(id)).state, 'queued');
});

test('a wrong PIN is tried once, never a second time', async t => {
  const home = await Home.start({ sim: { pin: '1234' }, families: null, start: false });
  t.after(() => home.stop());
  const device = home.sim.port;
  home.options.modems = `modems = ( { name = "sim1"; device = "${device}"; pin = "9999"; } );`;
  await home.configure('');
  await home.boot();
  const refused = async () => (await home.say('status')).out;
  await until(async () => /refused the PIN/.test(await refused()), 'the refusal');
  await home.kill('SIGTERM');
  await home.boot();
  await until(async () => /refused the PIN/.test(await refused()), 'the refusal again');
  const tries = (await home.sim.command('state')).find(o => o.pin_tries !== undefined);
  assert.ok(tries.pin_tries >= 2, `the SIM has ${tries.pin_tries} tries left`);
  home.options.modems = `modems = ( { name = "sim1"; device = "${device}"; pin = "1234"; } );`;
  await home.configure('');
  home.daemon.kill('SIGHUP');
  await home.working();
});

test('SIGTERM ends cleanly, SIGHUP reads the settings again', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  await home.working();
  await home.configure('reports = false;');
  home.daemon.kill('SIGHUP');
  await until(() => /settings read again/.test(home.log), 'the reload');
  const { code } = await home.kill('SIGTERM');
  assert.equal(code, 0);
});

test('a dongle that another program holds: the culprit is named', async t => {
  const home = await Home.start({ start: false });
  t.after(() => home.stop());
  const culprit = spawn('flock', ['-x', home.sim.port, 'sleep', '60'],
    { stdio: 'ignore', detached: true });
  const end = () => { try { process.kill(-culprit.pid, 'SIGKILL'); } catch { /* gone */ } };
  t.after(end);
  await until(() => spawnSync('flock', ['-n', home.sim.port, 'true']).status === 1, 'the lock');
  await home.boot();
  const said = await until(async () => {
    const { out } = await home.say('status');
    return /Another program holds the dongle/.test(out) && out;
  }, 'the words');
  assert.match(said, /flock|sleep/);
  end();
  await home.working('sim1', 40000);
});

test('a full disk: said clearly, nothing lost, and it goes on by itself', async t => {
  const home = await Home.start({ start: false });
  const data = join(home.dir, 'data');
  mkdirSync(data);
  assert.equal(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', data]).status, 0,
    'a small disk of its own (needs root)');
  t.after(async () => {
    await home.kill('SIGTERM');
    spawnSync('umount', ['-l', data]);
    await home.stop();
  });
  await home.boot();
  await home.import(classList);
  await home.working();
  spawnSync('dd', ['if=/dev/zero', `of=${join(data, 'ballast')}`, 'bs=4k'], { stdio: 'ignore' });
  // What the journal had room for before goes into it still.
  let refused, kept = 0;
  do refused = await home.say('send', '--to', salma, '--text', `room for ${kept}`);
  while (refused.code === 0 && ++kept < 1000);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /disk is full/);
  await home.sim.command(`text ${salma} "keeps on the SIM"`);
  await until(() => /part not stored, it stays on the SIM/.test(home.log), 'the daemon to try', 60000);
  assert.ok((await home.sim.command('slots d1 SM')).length >= 1, 'the text is still on the SIM');
  unlinkSync(join(data, 'ballast'));
  await home.arrived('keeps on the SIM', 90000);
  await until(async () => (await home.sim.command('slots d1 SM')).length === 0, 'an empty SIM', 90000);
  const [id] = await home.send(salma, 'room again');
  await home.state(id, 'delivered');
  const went = (await home.sim.air()).filter(e => e.ev === 'submit' && /^room for/.test(e.text)).map(e => e.text);
  assert.equal(new Set(went).size, kept, 'what was taken went');
});

test('a dongle that another program left silent works, and one that refuses what it need not have', async t => {
  const home = await Home.start({ start: false, sim: { dongles: 2 } });
  t.after(() => home.stop());
  const port = openSync(home.sim.port, 'r+');
  writeSync(port, 'ATQ1\r');
  assert.ok(readSync(port, Buffer.alloc(16)) > 0, 'it is echoed, so it is heard');
  closeSync(port);
  for (const match of ['E1', '+CFUN=1', '+CPMS=?', '+CGMI', '+CNUM'])
    await home.sim.command('fault', 'd2', 'refuse', { match, error: 'plain', count: -1 });
  await home.boot();
  await until(async () => (await home.get('modems')).filter(m => m.state === 'working').length === 2,
    'both to work', 20000);
  await home.sim.command('text', salma, 'Habari', { to: 'd2' });
  await home.arrived('Habari', 20000);
});
