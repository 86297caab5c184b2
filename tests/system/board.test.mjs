// The companion board: notehomed and the real firmware, over a serial port.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFile, chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Home, build, until, classList, salma, rose } from './lib/home.mjs';
import { Board, hasten, withBoard, present, logged, heartbeat, resetInTime } from './lib/board.mjs';

test('the board is found and tells how it is; its watchdog is armed', async t => {
  const { home } = await withBoard(t);
  const b = await present(home);
  assert.ok(b.battery_mv > 10000 && b.rail_mv > 4500, JSON.stringify(b));
  await until(async () => (await home.get('board')).armed, 'the watchdog to be armed', 15000);
  const { out } = await home.say('board');
  assert.match(out, /runs on (mains|battery)/);
  assert.match((await home.say('status')).out, /board +runs on/);
});

test('the board is found among the USB ports by itself, and again', async t => {
  const { board, home } = await withBoard(t, { auto: true });
  await present(home);
  board.unplug(home);
  await until(async () => !(await home.get('board')).present, 'its absence', 15000);
  await board.plug(home);
  await present(home);
});

test('mains lost and back: in the log, and the keeper gets a text', async t => {
  const { board, home } = await withBoard(t);
  await home.working();
  board.tell('mains on');
  await present(home);
  await until(async () => (await home.get('board')).mains, 'mains', 15000);
  board.tell('mains off');
  await logged(home, /Mains power is out/);
  board.tell('mains on');
  await logged(home, /Mains power is back/);
  await until(async () => (await home.sim.inbox('+254712000099'))
    .filter(m => /Mains power/.test(m.text)).length === 2, 'two texts to the keeper', 20000);
  const log = (await home.cli('board', 'log')).filter(e => e.type === 'ML');
  assert.equal(log.length, 1, 'an event that is repeated is logged once');
});

test('pulled out and plugged in again: found by itself', async t => {
  const { board, home } = await withBoard(t);
  await present(home);
  board.unplug(home);
  await until(async () => !(await home.get('board')).present, 'its absence', 15000);
  const [id] = await home.send(salma, 'life goes on without a board');
  await home.state(id, 'delivered');
  await board.plug(home);
  const start = Date.now();
  await present(home);
  t.diagnostic(`found after ${Date.now() - start} ms`);
});

test('a hung dongle: the ladder ends at its power, nothing is lost or doubled', async t => {
  const { board, home } = await withBoard(t);
  await home.working();
  await present(home);
  const ids = [];
  for (let i = 0; i < 5; i++) ids.push(...await home.send(salma, `before ${i}`));
  for (const id of ids) await home.state(id, 'delivered');
  const cuts = board.pins('MODEM_EN').filter(l => l.value === '0').length;
  await home.sim.command('fault d1 silent until=power');
  const start = Date.now();
  for (let i = 0; i < 5; i++) {
    ids.push(...await home.send(salma, `while it hangs ${i}`));
    await home.sim.command('text', rose, `in while it hangs ${i}`);
  }
  await until(() => board.pins('MODEM_EN').filter(l => l.value === '0').length === cuts + 1,
    'a power cut', 150000);
  t.diagnostic(`power cut after ${Date.now() - start} ms`);
  await until(async () => (await home.get('modems'))
    .find(m => m.name === 'sim1' && m.state === 'working'), 'the dongle to work', 60000);
  t.diagnostic(`back at work after ${Date.now() - start} ms`);
  for (const id of ids) await home.state(id, 'delivered', 'unsure');
  await until(async () => (await home.received())
    .filter(m => /^in while it hangs/.test(m.text)).length === 5, 'five texts in', 30000);
  const out = (await home.sim.air())
    .filter(e => e.ev === 'submit' && !e.error && e.to === salma).map(e => e.text);
  assert.equal(new Set(out).size, out.length, 'nothing went out twice');
  for (const id of ids) {
    const m = await home.message(id);
    if (m.state !== 'unsure') assert.ok(out.includes(m.text), `${m.text} was on the air`);
  }
  const inward = (await home.received()).filter(m => /^in while it hangs/.test(m.text));
  assert.equal(new Set(inward.map(m => m.text)).size, inward.length);

  const rungs = (await home.cli('modems'))[0].recovery;
  const power = rungs.find(r => r.rung === 'power cycle');
  assert.equal(power?.outcome, 'helped', JSON.stringify(rungs));
  assert.ok(rungs.some(r => r.rung === 'new worker' && r.outcome === 'did not help'));
  await logged(home, /dongle's power was cut for/);
  assert.match((await home.say('modems')).out, /power cycle +helped/);
});

test('a frozen daemon: the reset line after the grace time and not before', async t => {
  const { board, home } = await withBoard(t);
  await home.working();
  await present(home);
  await until(async () => (await home.get('board')).armed, 'the watchdog', 15000);
  await heartbeat(board);
  assert.equal(board.pins('HOST_RST').filter(l => l.value === '1').length, 0);
  home.daemon.kill('SIGSTOP');
  await resetInTime(t, board);
  home.daemon.kill('SIGCONT');
  await logged(home, /restarted this computer/);
});

test('a clean end tells the board not to restart the computer', async t => {
  const { board, home } = await withBoard(t);
  await present(home);
  await until(async () => (await home.get('board')).armed, 'the watchdog', 15000);
  const { code } = await home.kill('SIGTERM');
  assert.equal(code, 0);
  const end = await board.now() + 140;
  await until(async () => await board.now() > end, 'more than the grace time', 60000);
  assert.equal(board.pins('HOST_RST').filter(l => l.value === '1').length, 0);
});

// A stand-in for systemctl, and 75 min of the board's time: the rescue is due in
// 30 of them after the daemon has ended.
for (const [what, job, cut] of [['a computer that is turned off stays off', '7 poweroff.target start waiting', false],
  ['a daemon that ends alone: the feed is cut after the rescue time', '7 notehomed.service stop running', true]]) {
  test(what, async t => {
    const bin = await mkdtemp(join(tmpdir(), 'notehome-systemctl-'));
    t.after(() => rm(bin, { recursive: true }));
    await writeFile(join(bin, 'systemctl'), `#!/bin/sh\necho '${job}'\n`, { mode: 0o755 });
    const { board, home } = await withBoard(t, { env: { PATH: `${bin}:${process.env.PATH}` } });
    await present(home);
    await until(async () => (await home.get('board')).armed, 'the watchdog', 15000);
    const { code } = await home.kill('SIGTERM');
    assert.equal(code, 0);
    // Until here its minutes had to last as long as a busy machine needs.
    board.tell('speed 200');
    const end = await board.now() + 75 * 60;
    await until(async () => await board.now() > end, '75 minutes of the board', 240000);
    const feed = board.pins('HOST_CUT').filter(l => l.value === '1');
    assert.equal(feed.length > 0, cut, JSON.stringify(feed));
  });
}

test('mains out and battery empty: all is stored, the board knows, the command runs', async t => {
  const board = await Board.start();
  t.after(() => board.stop());
  const home = await Home.start({ start: false, families: null, board: board.link });
  t.after(() => home.stop());
  home.options.boardMore = `shutdown = "touch ${home.dir}/off";`;
  await home.configure('');
  await home.boot(board.around());
  await home.import(classList);
  await home.working();
  await present(home);
  const [id] = await home.send(salma, 'the last before the dark');
  await home.state(id, 'delivered');
  board.tell('mains off');
  board.tell('battery 11000');
  const { code } = await home.ended;
  assert.equal(code, 0, 'as the command ended');
  await until(() => readFileSync(join(home.dir, 'off')) !== null, 'the command', 5000);
  assert.match(home.log, /almost empty/);
  board.tell('mains on');
  board.tell('battery 13000');
  await until(() => board.pins('HOST_CUT').find(l => l.value === '1'),
    'the feed to be cut once, so that the computer starts', 60000);
});

test('a firmware that is damaged is refused; a good one goes to avrdude', async t => {
  const bin = await Home.start({ start: false, sim: null });
  t.after(() => bin.stop());
  const tools = join(bin.dir, 'bin');
  await mkdir(tools);
  await writeFile(join(tools, 'avrdude'),
    `#!/bin/sh\necho "$@" >>${bin.dir}/called\ncase "$*" in *57600*) exit 0;; esac\nexit 1\n`);
  await chmod(join(tools, 'avrdude'), 0o755);
  const { home } = await withBoard(t, { env: { PATH: `${tools}:${process.env.PATH}` },
    before: (_, board) => board.tell('fuses FF0FFDDA') });
  await present(home);
  const chip = await home.cli('board');
  assert.deepEqual([chip.bootloader, chip.fuses, chip.warnings.length],
    ['old', 'FF 0F FD DA', 2], 'an old bootloader, and brown-out at 2.7 V');
  assert.match((await home.say('board')).out, /hangs until its power is cut[^]*brown-out is not/);
  const hex = resolve(build, 'firmware/notehome-board.hex');
  const good = readFileSync(hex, 'latin1');
  const bad = join(bin.dir, 'bad.hex');
  for (const [name, text] of [['cut short', good.slice(0, good.length / 2)],
    ['one byte changed', good.replace(/^(:10010000)(..)/m, '$1AB')], ['words', 'hello\n']]) {
    await writeFile(bad, text);
    const { code, err } = await home.say('board', 'update', bad);
    assert.equal(code, 1, name);
    assert.match(err, /keeps its firmware/, name);
  }
  const { code, out, err } = await home.say('board', 'update', hex);
  assert.equal(code, 0, err);
  assert.match(out, /new firmware/);
  const called = readFileSync(join(bin.dir, 'called'), 'latin1');
  assert.match(called, /-b 57600 .*flash:w:.*board\.hex\.parked:i -U flash:w:.*board\.hex\.first:i/);
  assert.doesNotMatch(called, /-b 115200/, 'the old bootloader is known');
  assert.match(out, /old bootloader.*hangs/s, 'and warned of');
  await present(home);
});

test('the real avrdude writes it, through the real bootloader, and the board is back', async t => {
  const bootloader = '/usr/share/arduino/hardware/arduino/avr/bootloaders/'
    + 'optiboot/optiboot_atmega328.hex';
  assert.ok(existsSync(bootloader), 'arduino-core-avr is missing');
  const { home } = await withBoard(t, { speed: 1, options: ['-b', bootloader] });
  await present(home);
  hasten(home.daemon);
  const start = Date.now();
  const { code, err } = await home.say('board', 'update',
    resolve(build, 'firmware/notehome-board.hex'));
  assert.equal(code, 0, `${err}\n${home.log}`);
  t.diagnostic(`written in ${Date.now() - start} ms`);
  assert.match(home.log, /bytes of flash verified/);
  await present(home);
  await logged(home, /new firmware is on the board/);
});

test('a blank chip gets its firmware, by the only port that may be a board', async t => {
  const bootloader = '/usr/share/arduino/hardware/arduino/avr/bootloaders/'
    + 'optiboot/optiboot_atmega328.hex';
  const { board, home } = await withBoard(t, { speed: 1, auto: true, options: ['-b', bootloader] });
  await present(home);
  hasten(home.daemon);
  board.tell('blank');
  await until(async () => !(await home.get('board')).present, 'silence', 30000);
  const { code, err } = await home.say('board', 'update',
    resolve(build, 'firmware/notehome-board.hex'));
  assert.equal(code, 0, `${err}\n${home.log}`);
  await present(home);
});
