// notehome-clock: the one right to set the date, and what it is used for.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './lib/sim.mjs';
import { preload, until } from './lib/home.mjs';
import { withBoard, present } from './lib/board.mjs';

const now = () => Math.floor(Date.now() / 1000);

/** notehome-clock behind its socket, as systemd starts it. */
async function helper(t, socket, files) {
  const child = spawn('systemd-socket-activate', ['--seqpacket', '-l', socket,
    ...Object.entries(preload('clock', files)).map(([k, v]) => `--setenv=${k}=${v}`),
    join(build, 'notehome-clock')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', text => { log += text; });
  t.after(() => child.kill());
  // The file is there before anybody listens at it.
  await until(() => /Listening on/.test(log), 'the socket of the clock');
  return () => log;
}

test('the daemon sets the date by notehome-clock, and cannot by itself', async t => {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-clock-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const socket = join(dir, 'sock'), offset = join(dir, 'offset'), set = join(dir, 'set');
  writeFileSync(offset, String(-now() + 3600));
  const log = await helper(t, socket, { CLOCK_OFFSET: offset, CLOCK_SET: set });
  // The daemon's own setting would go into a file of its own.
  const { home } = await withBoard(t, { speed: 1, under: ['clock'], before: (home, board) => {
    board.tell(`clock ${now()}`);
    return { CLOCK_OFFSET: offset, CLOCK_SET: join(dir, 'own'), NOTEHOME_CLOCK: socket };
  } });
  await present(home);
  await until(() => existsSync(set), 'the date to be set');
  assert.ok(Math.abs(Number(readFileSync(set, 'utf8')) - now()) < 30);
  assert.ok(!existsSync(join(dir, 'own')));
  assert.match(log(), /warn clock: set to \d+/);
  await until(async () => (await home.api('status')).body.clock.sure, 'a date that is believed');
});

test('a clock that the network keeps is not set, nor to a date before Notehome', async t => {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-clock-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const socket = join(dir, 'sock'), set = join(dir, 'set'), synced = join(dir, 'synced');
  writeFileSync(join(dir, 'offset'), '0');
  writeFileSync(synced, '');
  await helper(t, socket, { CLOCK_OFFSET: join(dir, 'offset'), CLOCK_SET: set, CLOCK_SYNCED: synced });
  const wish = to => new Promise((done, failed) => {
    const child = spawn(join(build, 'tests/system/clocktool'), [socket, String(to)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', data => { out += data; });
    child.on('exit', code => code ? failed(new Error(`clocktool: ${code}`)) : done(out.trim()));
  });
  assert.equal(await wish(0), '0 synchronised');
  assert.equal(await wish(now() + 3600), 'EBUSY synchronised');
  rmSync(synced);
  for (const wrong of [1, 1600000000, 4102444800, -1]) assert.equal(await wish(wrong), 'ERANGE alone');
  assert.ok(!existsSync(set));
  assert.equal(await wish(now() + 3600), '0 alone');
  assert.ok(existsSync(set));
});
