// What a worker may do that something hostile has taken over: nothing.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fresh, preload, until } from './lib/home.mjs';
import { build, Sim } from './lib/sim.mjs';
import { Worker, SENT } from './lib/worker.mjs';

const skip = /address|thread/.test(build)
  && 'a sanitizer opens files and starts programs of its own';

async function hostile(t, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'notehome-escape-'));
  writeFileSync(join(folder, 'old'), 'kept');
  const sim = await Sim.start();
  const w = Worker.start(sim.port, {}, { env: preload('escape', { ESCAPE: folder, ...env }) });
  t.after(async () => {
    await w.stop();
    await sim.stop();
    rmSync(folder, { recursive: true });
  });
  assert.ok(await w.wait('health', () => true, 20000), `the dongle is ready\n${w.log}`);
  await until(() => /^escape relay ended/m.test(w.log), 'both threads to have tried');
  const done = [...w.log.matchAll(/^escape (.+) done$/mg)].map(m => m[1]);
  const tried = [...w.log.matchAll(/^escape \w+ \S+ \w+$/mg)].length;
  return { w, folder, done, tried };
}

test('a worker made to try reaches no file, no network, no process and no right', { skip }, async t => {
  const { w, folder, done, tried } = await hostile(t);
  assert.equal(tried, 2 * 52, w.log);
  assert.deepEqual(done, []);
  assert.deepEqual(readdirSync(folder), ['old']);
  assert.equal(readFileSync(join(folder, 'old'), 'utf8'), 'kept');
  assert.doesNotMatch(w.log, / warn confine: /);
  // And it still does its work, in local time.
  assert.equal((await w.send(1, '+254712000001', 'still here')).outcome, SENT);
  assert.ok(w.of('handed').length);
});

test('where a kernel lacks a part, the rest holds, it is said, and texts go', { skip }, async t => {
  const { w, done } = await hostile(t, { ESCAPE_OLD: 'landlock' });
  assert.match(w.log, /warn confine: this kernel has no Landlock \(Linux 5\.13/);
  assert.deepEqual(done, []);
  assert.equal((await w.send(1, '+254712000001', 'x')).outcome, SENT);
});

test('where a kernel filters no calls, that is said, and texts go', { skip }, async t => {
  const { w, done } = await hostile(t, { ESCAPE_OLD: 'seccomp' });
  assert.match(w.log, /warn confine: this kernel does not filter calls \(seccomp\): .+; the worker/);
  for (const held of ['library read', 'library write', 'library list', 'library device'])
    assert.ok(!done.includes(held), held);
  assert.ok(done.includes('library inet'), 'each try can succeed');
  assert.equal((await w.send(1, '+254712000001', 'x')).outcome, SENT);
});

test('a worker has no capability, only its own descriptors, and small limits', { skip }, async t => {
  const home = await fresh(t);
  const [pid] = home.workers();
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'])
    assert.match(status, new RegExp(`^Cap${set}:\\t0+$`, 'm'));
  assert.match(status, /^NoNewPrivs:\t1$/m);
  assert.match(status, /^Seccomp:\t2$/m);
  const limits = readFileSync(`/proc/${pid}/limits`, 'latin1');
  for (const [what, most] of [['core file size', 0], ['open files', 32], ['data size', 64 << 20]])
    assert.match(limits, new RegExp(`^Max ${what} +${most} +${most} `, 'm'));
  const own = readdirSync(`/proc/${pid}/fd`)
    .map(fd => [Number(fd), readlinkSync(`/proc/${pid}/fd/${fd}`)]).filter(([fd]) => fd > 2);
  const kinds = own.map(([, to]) => to.replace(/[:\/]\[?\d+\]?$/, '')).sort();
  // The tty (here a pty), its pty with both ends twice, the link, two eventfds.
  assert.deepEqual(kinds, ['/dev/ptmx', '/dev/pts', '/dev/pts', '/dev/pts',
    'anon_inode:[eventfd]', 'anon_inode:[eventfd]', 'socket'], JSON.stringify(own));
});
