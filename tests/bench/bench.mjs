// bench.mjs - figures, each beside others' programs in the same run. Never a
// test: machines differ. `make bench`, a quarter of an hour; BENCH=short is a
// quick look with small numbers.
import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Home, sleep, until, salma } from '../system/lib/home.mjs';
import { Sim } from '../system/lib/sim.mjs';
import { faults } from './faults.mjs';
import { load } from './load.mjs';
import { pages, seeded, stream } from './pages.mjs';
import { peers } from './peer.mjs';
import { heading, median, quantile, round, short, show, submits } from './table.mjs';

/** CPU seconds of processes, and KiB: pss, which is less where others on the
 *  machine use the same libraries, and own, which is theirs alone. */
function usage(pids) {
  let cpu = 0, pss = 0, own = 0;
  for (const pid of pids) {
    const f = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    cpu += (Number(f[11]) + Number(f[12])) / 100;
    const maps = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    pss += Number(/^Pss: +(\d+)/m.exec(maps)[1]);
    own += Number(/^Private_Dirty: +(\d+)/m.exec(maps)[1]);
  }
  return { cpu, pss, own };
}

/** Seconds from the first to the last of n texts on the air. */
async function lasted(sim, n, minutes) {
  await until(() => submits(sim).length >= n, `${n} texts on the air`, minutes * 60000);
  const t = submits(sim).map(e => e.t);
  return (t.at(-1) - t[0]) / 1000;
}

async function weSend(n, latency, minutes) {
  const home = await Home.start();
  await home.working();
  await home.sim.command(`dongle d1 latency=${latency}`);
  for (let i = 0; i < n; i++)
    await home.api('messages', { method: 'POST', body: { to: salma, text: `Note ${i}` } });
  const s = await lasted(home.sim, n, minutes);
  await home.stop();
  return s;
}

async function peerSends(Peer, n, latency, minutes) {
  const sim = await Sim.start();
  const peer = new Peer(sim.port, true);
  await sim.command(`dongle d1 latency=${latency}`);
  for (let i = 0; i < n; i++) peer.queue(salma, `Note ${i}`);
  peer.start();
  const s = await lasted(sim, n, minutes);
  peer.stop();
  await sim.stop();
  return s;
}

/** fn(Peer) of each peer, one after the other. */
async function each(fn) {
  const all = [];
  for (const Peer of peers) all.push(await fn(Peer));
  return all;
}

async function throughput() {
  const n = short ? 40 : 200, m = short ? 10 : 40, runs = short ? 1 : 3;
  const ours = [];
  for (let i = 0; i < runs; i++) ours.push((n - 1) / await weSend(n, 0, 2));
  show('parts a second, modem of no latency', round(median(ours)),
    await each(async P => round((m - 1) / await peerSends(P, m, 0, 3))), 'parts/s', 'more');
  for (const [ms, k] of short ? [[1000, 6]] : [[1000, 15], [3000, 6]]) {
    const share = s => round((k - 1) * ms / 1000 / s, 3);
    show(`share of the channel at ${ms / 1000} s a part`, share(await weSend(k, ms, 3)),
      await each(async P => share(await peerSends(P, k, ms, 3))), 'of 1', 'more');
  }
}

/** Share of all channels that several dongles of one queue use. */
async function dongles() {
  const k = short ? 5 : 10;
  for (const count of short ? [1, 2] : [1, 2, 4, 8]) {
    const home = await Home.start({ sim: { dongles: count } });
    for (let i = 1; i <= count; i++) {
      await home.working(`sim${i}`, 60000);
      await home.sim.command(`dongle d${i} latency=1000`);
    }
    const n = k * count;
    for (let i = 0; i < n; i++)
      await home.api('messages', { method: 'POST',
        body: { to: `+2547129${String(i).padStart(5, '0')}`, text: 'one of many' } });
    const s = await lasted(home.sim, n, 3);
    // The first of each dongle is on the air when the time begins.
    show(`share of ${count} channel${count > 1 ? 's' : ''} at 1 s a part`,
      round((n - count) / count / s, 3), [], 'of 1');
    await home.stop();
  }
}

const stored = async sim => (await sim.air())
  .filter(e => e.ev === 'deliver' && e.outcome === 'stored').map(e => e.t);

async function weReceive(n) {
  const home = await Home.start();
  await home.working();
  await sleep(2000);
  const seen = [];
  const ears = stream(home, e => { if (/^event: message/m.test(e)) seen.push(Date.now()); });
  await sleep(200);
  for (let i = 0; i < n; i++) {
    await home.sim.command(`text ${salma} "Reply ${i}"`);
    await sleep(150);
  }
  await until(() => seen.length >= n, 'all events');
  const took = (await stored(home.sim)).map((t, i) => seen[i] - t);
  ears.close();
  await home.stop();
  return took;
}

async function peerReceives(Peer, tuned, n) {
  const sim = await Sim.start();
  const peer = new Peer(sim.port, tuned);
  const got = new Map();
  const watcher = watch(peer.inbox, (kind, name) => {
    let n;
    try {
      n = /Reply (\d+)/.exec(readFileSync(join(peer.inbox, name), 'latin1'))?.[1];
    } catch { /* gone, or not yet there */ }
    if (n && !got.has(Number(n))) got.set(Number(n), Date.now());
  });
  peer.start();
  await sleep(8000);
  for (let i = 0; i < n; i++) {
    await sim.command(`text ${salma} "Reply ${i}"`);
    await sleep(1000);
  }
  await until(() => got.size >= n, 'the peer\'s inbox', 60000);
  const came = await stored(sim);
  const took = came.map((t, i) => got.get(i) - t);
  watcher.close();
  peer.stop();
  await sim.stop();
  return took;
}

/** Ms from the answer that a message is queued to its event, n times. */
async function weTell(n) {
  const home = await Home.start({ sim: null });
  const told = new Map(), late = [];
  let hears = false;
  const ears = stream(home, e => {
    hears ||= /^event: hello/m.test(e);
    const id = /^event: message/m.test(e) && /"id":(\d+)/.exec(e);
    if (id) told.set(Number(id[1]), performance.now());
  });
  await until(() => hears, 'the stream to be open');
  for (let i = 0; i < n; i++) {
    const { body } = await home.api('messages', { method: 'POST', body: { to: salma, text: `n ${i}` } });
    const answered = performance.now();
    await until(() => told.has(body.ids[0]), 'the event');
    late.push(told.get(body.ids[0]) - answered);
  }
  ears.close();
  await home.stop();
  return late;
}

async function latency() {
  const late = await weTell(short ? 20 : 100);
  show('event after a message\'s commit, median', round(median(late), 1), [], 'ms');
  show('  95 of 100', round(quantile(late, 0.95), 1), [], 'ms');
  const ours = await weReceive(short ? 20 : 100);
  for (const tuned of [false, true]) {
    const theirs = await Promise.all(peers.map(P => peerReceives(P, tuned, short ? 4 : 20)));
    const name = `+CMTI to event stream (others ${tuned ? 'tuned' : 'as installed'})`;
    show(`${name}, ms`, quantile(ours, 0.5), theirs.map(t => quantile(t, 0.5)), 'median', 'less');
    show('', quantile(ours, 0.95), theirs.map(t => quantile(t, 0.95)), '95 of 100', 'less');
  }
}

async function measureIdle(sim, pids) {
  const seconds = short ? 10 : 60;
  const asked = async () => (await sim.command('state'))[0].commands;
  const before = { ...usage(pids), commands: await asked() };
  await sleep(seconds * 1000);
  const after = { ...usage(pids), commands: await asked() };
  return { cpu: round((after.cpu - before.cpu) * 60 / seconds), pss: round(after.pss / 1024, 1),
    own: round(after.own / 1024, 1), commands: Math.round((after.commands - before.commands) * 60 / seconds) };
}

async function idle() {
  const home = await Home.start();
  await home.working();
  await home.sim.command(`text ${salma} "so that the hint is proved"`);
  await home.arrived(/hint is proved/);
  // The day's first backup is work, not idling.
  if (!short) await until(async () => (await home.api('backups')).body.at, 'the backup of the day', 120000);
  await sleep(short ? 1000 : 20000);
  const ours = await measureIdle(home.sim, [home.daemon.pid, ...home.workers()]);
  await home.stop();
  const theirs = await Promise.all(peers.map(async P => {
    const sim = await Sim.start();
    const peer = new P(sim.port, true);
    peer.start();
    await sleep(10000);
    const got = await measureIdle(sim, peer.pids());
    peer.stop();
    await sim.stop();
    return got;
  }));
  const row = (what, key, unit) => show(what, ours[key], theirs.map(t => t[key]), unit, 'less');
  row('idle CPU in a minute', 'cpu', 's');
  row('AT commands in an idle minute', 'commands', '');
  row('memory of all processes (PSS)', 'pss', 'MiB');
  row('  of it theirs alone (written)', 'own', 'MiB');
}

const sum = (list, of) => list.reduce((all, x) => all + of(x), 0);

async function withYears() {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-bench-'));
  let file;
  for (const n of short ? [2000, 20000] : [100000, 1000000]) {
    file = seeded(n, join(dir, `${n}.db`));
    await pages(n, file);
  }
  // A machine that is busy with other things is asked again.
  const runs = [];
  const slowest = run => Math.max(...run.visible);
  do runs.push(await load(file, short ? { rows: 500, each: 5 } : {}));
  while (slowest(runs.at(-1)) > 1000 && runs.length < 3);
  const got = runs.reduce((a, b) => slowest(b) < slowest(a) ? b : a);
  console.log(`8 dongles answering, 100 streams, ${got.rows} rows imported, searches, all at once:`);
  show('replies lost, doubled', `${sum(runs, r => r.sent - r.stored)}, ${sum(runs, r => r.doubled)}`, [],
    `of ${sum(runs, r => r.sent)}`);
  show('texts lost', sum(runs, r => r.asked - r.onAir), [], `of ${sum(runs, r => r.asked)}`);
  show('reply visible, median', median(got.visible), [], 'ms');
  show('  95 of 100', quantile(got.visible, 0.95), [], 'ms');
  show('  the slowest', slowest(got), [], 'ms');
  show('  the slowest of each run', runs.map(slowest).join(', '), [], 'ms');
  show('a search meanwhile, median', round(median(got.searches), 1), [], 'ms');
  show('  the slowest', Math.round(Math.max(...got.searches)), [], 'ms');
  show('the import meanwhile', got.importMs, [], 'ms');
  show('one commit on this disk, median', round(median(got.syncs), 1), [], 'ms');
  show('  the slowest', Math.round(Math.max(...got.syncs)), [], 'ms');
  rmSync(dir, { recursive: true, force: true });
}

/** The list painted on a cheap phone; only where the browser is. */
async function paint() {
  let withVisitor;
  try {
    ({ withVisitor } = await import('../browser/lib/visit.mjs'));
  } catch (e) {
    if (e.code !== 'ERR_MODULE_NOT_FOUND') throw e;
    console.log('pages on a cheap phone: not measured (make browser-ready)');
    return;
  }
  const n = short ? 20000 : 100000, times = short ? 2 : 8;
  await withVisitor(n, async visit => {
    for (const path of ['/inbox', '/threads/1']) {
      const took = [];
      for (let i = 0; i < times; i++) took.push((await visit(path)).ms);
      show(`${path} of ${n} painted on a cheap phone`, Math.round(median(took)), [], 'ms');
      show('  the quickest', Math.round(Math.min(...took)), [], 'ms');
    }
  });
}

const rows = { throughput, dongles, latency, idle, faults, withYears, paint };
// ONLY=NAME: that group of rows alone.
heading(peers.map(P => P.title));
for (const [name, measure] of Object.entries(rows))
  if (!process.env.ONLY || process.env.ONLY === name) await measure();
