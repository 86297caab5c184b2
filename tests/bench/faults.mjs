// faults.mjs - what each program does when the dongle or the network goes wrong:
// recovered by itself, in how long, and what was lost or doubled meanwhile.
import { Home, sleep, salma, rose } from '../system/lib/home.mjs';
import { Sim } from '../system/lib/sim.mjs';
import { peers } from './peer.mjs';
import { median, round, short, show, submits } from './table.mjs';

const patience = short ? 90 : 130;      // seconds; longer is "never"
const rounds = short ? 1 : 3;

async function ours() {
  const home = await Home.start();
  await home.working();
  return { sim: home.sim, stop: () => home.stop(),
    queue: (to, text) => home.api('messages', { method: 'POST', body: { to, text } }) };
}

const theirs = Peer => async () => {
  const sim = await Sim.start();
  const peer = new Peer(sim.port, true);
  peer.start();
  const stop = async () => {
    peer.stop();
    await sim.stop();
  };
  return { sim, stop, queue: (to, text) => peer.queue(to, text) };
};

const has = (sim, text) => submits(sim).some(e => e.text.trim() === text);

/** Seconds until done(); null when it takes too long. */
async function seconds(done, most = patience) {
  const begun = Date.now();
  while (!done()) {
    if (Date.now() - begun > most * 1000) return null;
    await sleep(50);
  }
  return (Date.now() - begun) / 1000;
}

/** As a class gets them: no phone gets two. */
const number = i => `+2547129${String(i).padStart(5, '0')}`;

/** Texts 0..n-1: how many never went, how many went twice. */
function count(sim, n) {
  const seen = submits(sim).map(e => e.text.trim()).filter(t => /^Note \d+$/.test(t));
  return { missing: n - new Set(seen).size, doubled: seen.length - new Set(seen).size };
}

async function many(s, n, most = patience) {
  for (let i = 0; i < n; i++) await s.queue(number(i), `Note ${i}`);
  const took = await seconds(() => count(s.sim, n).missing === 0, most);
  return { took, ...count(s.sim, n) };
}

const situations = {
  async silence(s) {
    await s.sim.command('fault d1 silent until=reopen');
    await s.queue(salma, 'after the silence');
    return { took: await seconds(() => has(s.sim, 'after the silence')) };
  },
  async replug(s) {
    await s.sim.command('unplug d1');
    await sleep(5000);
    await s.queue(salma, 'after the replug');
    await sleep(5000);
    await s.sim.command('plug d1');
    return { took: await seconds(() => has(s.sim, 'after the replug')) };
  },
  async mute(s) {
    await s.sim.command('fault d1 mute match=+CMGS');
    await s.queue(salma, 'taken in silence');
    await seconds(() => has(s.sim, 'taken in silence'));
    await s.queue(rose, 'the next one');
    const took = await seconds(() => has(s.sim, 'the next one'));
    // gammu-smsd sends again after 600 s, which is not waited for.
    await sleep(short ? 0 : 5000);
    return { took, doubled: submits(s.sim).filter(e => e.text.trim() === 'taken in silence').length - 1 };
  },
  async busy(s) {
    await s.sim.command('fault d1 refuse error=cms:38 count=10');
    return many(s, 5);
  },
  async outage(s) {
    await s.sim.command('fault d1 refuse error=cms:38 for=30000');
    return many(s, 5);
  },
  async garbage(s) {
    await s.sim.command('fault d1 garbage percent=20 seed=5 garbage=middle');
    return many(s, 20);
  },
};

/** What a program was just doing matters (smstools3 comes back after a replug,
 *  or never where it waited for the network): each round strikes later. */
async function once(start, situation, round) {
  const s = await start();
  // The peers' own start is not what is measured.
  await s.queue(rose, 'hello');
  await seconds(() => has(s.sim, 'hello'), 60);
  await sleep(500 + round * 1100);
  const got = await situation(s);
  await s.stop();
  return got;
}

/** The median of those that came, and how many came where some did not. */
function took(list) {
  const came = list.map(r => r.took).filter(x => x !== null);
  if (!came.length) return 'never';
  const middle = round(median(came), 1);
  return came.length === list.length ? middle : `${middle} (${came.length}/${list.length})`;
}
const pooled = (list, key) => list.reduce((sum, r) => sum + (r[key] ?? 0), 0);

export async function faults() {
  const programs = [ours, ...peers.map(theirs)];
  const results = {};
  for (const name of Object.keys(situations)) results[name] = programs.map(() => []);
  for (let i = 0; i < rounds; i++)
    await Promise.all(Object.entries(situations).flatMap(([name, run]) =>
      programs.map(async (start, p) => results[name][p].push(await once(start, run, i)))));
  const row = (what, name, of, unit, better) => {
    const [mine, ...rest] = results[name].map(of);
    show(what, mine, rest, unit, better);
  };
  row('silence to next text on the air', 'silence', took, 's', 'less');
  row('back in its socket to next text on the air', 'replug', took, 's', 'less');
  row('accepted, no answer: until the next text', 'mute', took, 's', 'less');
  row(`  that text doubled, of ${rounds}`, 'mute', l => pooled(l, 'doubled'));
  row('CMS ERROR 38 ten times: until 5 texts went', 'busy', took, 's', 'less');
  row(`  not sent within ${patience} s, of ${5 * rounds}`, 'busy', l => pooled(l, 'missing'));
  row('CMS ERROR 38 for 30 s: until 5 texts went', 'outage', took, 's', 'less');
  row(`  not sent within ${patience} s, of ${5 * rounds}`, 'outage', l => pooled(l, 'missing'));
  row('garbage in 20 % of answers: until 20 texts went', 'garbage', took, 's', 'less');
  row(`  not sent within ${patience} s, of ${20 * rounds}`, 'garbage', l => pooled(l, 'missing'));
  row('  doubled', 'garbage', l => pooled(l, 'doubled'));
}
