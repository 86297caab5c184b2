// bench.mjs - figures, each beside a peer's from the same run, as ratios.
// Never a test: machines differ. `make bench`, some ten minutes; BENCH=short
// leaves out what takes minutes.
import { readFileSync, watch } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import http from 'node:http';
import { Home, build, sleep, until, salma } from '../system/lib/home.mjs';
import { Sim } from '../system/lib/sim.mjs';
import { GammuSmsd } from './peer.mjs';

const short = process.env.BENCH === 'short';
const round = (x, digits = 2) => Number(x.toFixed(digits));
const quantile = (list, q) => [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * q)];
const submits = async sim => (await sim.air()).filter(e => e.ev === 'submit' && !e.error);

function show(what, ours, peer, unit, better) {
  const ratio = peer === undefined ? ''
    : `${(better === 'more' ? ours / peer : peer / ours).toFixed(1)} times ${better}`;
  console.log(`${what.padEnd(46)} ${String(ours).padStart(9)} ${String(peer ?? '').padStart(10)} ${unit.padEnd(9)} ${ratio}`);
}

/** CPU seconds and PSS (KiB) of processes. */
function usage(pids) {
  let cpu = 0, pss = 0;
  for (const pid of pids) {
    const f = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
    cpu += (Number(f[11]) + Number(f[12])) / 100;
    pss += Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);
  }
  return { cpu, pss };
}

/** Seconds from the first to the last of n texts on the air. */
async function lasted(sim, n, minutes) {
  await until(async () => (await submits(sim)).length >= n, `${n} texts on the air`, minutes * 60000);
  const t = (await submits(sim)).map(e => e.t);
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

async function peerSends(n, latency, minutes) {
  const sim = await Sim.start();
  const peer = new GammuSmsd(sim.port, true);
  await sim.command(`dongle d1 latency=${latency}`);
  for (let i = 0; i < n; i++) peer.queue(salma, `Note ${i}`);
  peer.start();
  const s = await lasted(sim, n, minutes);
  peer.stop();
  await sim.stop();
  return s;
}

async function throughput() {
  const n = short ? 40 : 200, m = short ? 10 : 60;
  show('parts a second, modem of no latency', round((n - 1) / await weSend(n, 0, 2)),
    round((m - 1) / await peerSends(m, 0, 3)), 'parts/s', 'more');
  for (const [ms, k] of short ? [[1000, 6]] : [[1000, 20], [3000, 8]])
    show(`share of the channel at ${ms / 1000} s a part`,
      round((k - 1) * ms / 1000 / await weSend(k, ms, 3), 3),
      round((k - 1) * ms / 1000 / await peerSends(k, ms, 3), 3), 'of 1', 'more');
}

/** Calls fn with each event until the returned function is called. */
function events(home, fn) {
  const request = http.get({ socketPath: home.socket, path: '/api/v1/events',
    headers: { host: 'localhost' } }, answer => {
    let text = '';
    answer.on('data', data => {
      text += data;
      for (let at; (at = text.indexOf('\n\n')) >= 0; text = text.slice(at + 2)) fn(text.slice(0, at));
    });
  });
  request.on('error', () => {});
  return () => request.destroy();
}

const stored = async sim => (await sim.air())
  .filter(e => e.ev === 'deliver' && e.outcome === 'stored').map(e => e.t);

async function weReceive(n) {
  const home = await Home.start();
  await home.working();
  await sleep(2000);
  const seen = [];
  const stop = events(home, e => { if (/^event: message/m.test(e)) seen.push(Date.now()); });
  await sleep(200);
  for (let i = 0; i < n; i++) {
    await home.sim.command(`text ${salma} "Reply ${i}"`);
    await sleep(150);
  }
  await until(() => seen.length >= n, 'all events');
  const took = (await stored(home.sim)).map((t, i) => seen[i] - t);
  stop();
  await home.stop();
  return took;
}

async function peerReceives(n) {
  const sim = await Sim.start();
  const peer = new GammuSmsd(sim.port, false);
  const got = new Map();
  const watcher = watch(join(peer.dir, 'inbox'), (kind, name) => {
    if (name && !got.has(name)) got.set(name, Date.now());
  });
  peer.start();
  await sleep(8000);
  for (let i = 0; i < n; i++) {
    await sim.command(`text ${salma} "Reply ${i}"`);
    await sleep(1000);
  }
  await until(() => got.size >= n, 'the peer\'s inbox', 60000);
  const came = await stored(sim);
  const took = [...got.values()].map((t, i) => t - came[i]);
  watcher.close();
  peer.stop();
  await sim.stop();
  return took;
}

async function latency() {
  const ours = await weReceive(short ? 20 : 100);
  const theirs = await peerReceives(short ? 4 : 20);
  show('+CMTI to event stream, median', quantile(ours, 0.5), quantile(theirs, 0.5), 'ms', 'quicker');
  show('+CMTI to event stream, 95 of 100', quantile(ours, 0.95), quantile(theirs, 0.95), 'ms', 'quicker');
}

async function measureIdle(sim, pids) {
  const seconds = short ? 10 : 60;
  const asked = async () => (await sim.command('state'))[0].commands;
  const before = { ...usage(pids), commands: await asked() };
  await sleep(seconds * 1000);
  const after = { ...usage(pids), commands: await asked() };
  return { cpu: round((after.cpu - before.cpu) * 60 / seconds), pss: round(after.pss / 1024, 1),
    commands: Math.round((after.commands - before.commands) * 60 / seconds) };
}

async function idle() {
  const home = await Home.start();
  await home.working();
  await home.sim.command(`text ${salma} "so that the hint is proved"`);
  await home.arrived(/hint is proved/);
  await sleep(short ? 1000 : 20000);
  const ours = await measureIdle(home.sim, [home.daemon.pid, ...home.workers()]);
  await home.stop();
  const sim = await Sim.start();
  const peer = new GammuSmsd(sim.port, true);
  peer.start();
  await sleep(10000);
  const theirs = await measureIdle(sim, peer.pids());
  peer.stop();
  await sim.stop();
  show('idle CPU in a minute', ours.cpu, theirs.cpu, 's', 'less');
  show('AT commands in an idle minute', ours.commands, theirs.commands, 'commands', 'less');
  show('memory of all processes (PSS)', ours.pss, theirs.pss, 'MiB', 'less');
}

async function lists() {
  const n = short ? 10000 : 100000;
  const home = await Home.start({ sim: null, start: false });
  execFileSync('mkdir', ['-p', join(home.dir, 'data')]);
  execFileSync(join(build, 'tests/bench/seed'), [join(home.dir, 'data/notehome.db'), String(n)]);
  await home.boot();
  const time = async path => {
    const took = [];
    for (let i = 0; i < 40; i++) {
      const start = process.hrtime.bigint();
      const { status } = await home.api(path);
      if (status !== 200) throw new Error(`${path}: ${status}`);
      took.push(Number(process.hrtime.bigint() - start) / 1e6);
    }
    return round(quantile(took, 0.5), 1);
  };
  show(`thread list, ${n} messages`, await time('threads'), undefined, 'ms');
  show(`search, ${n} messages`, await time('search?q=football'), undefined, 'ms');
  show(`one thread, ${n} messages`, await time('threads/1'), undefined, 'ms');
  await home.stop();
}

console.log(`${''.padEnd(46)}  notehome gammu-smsd`);
await throughput();
await latency();
await idle();
await lists();
