// trouble.mjs - what goes wrong on a school day, and how often. Rates are those
// seen with real dongles, networks and mains; each is written with its unit.
const second = 1000, minute = 60 * second;

function did(term, what) {
  term.faults[what] = (term.faults[what] ?? 0) + 1;
}

const fault = (term, name, words) => async () => {
  did(term, name);
  // Refused where too many are in force at once, or the dongle is out.
  await term.sim.command(`fault d1 ${words()}`).catch(() => {});
};

/** 60 % are cured by opening the port anew, the others have swallowed a text
 *  too; one in ten needs its power cut: by the board, where there is one, else
 *  by the mains. */
function hang(term) {
  const kind = term.d.next();
  did(term, 'hang');
  if (kind < 0.6) return term.sim.command('fault d1 silent until=reopen').catch(() => {});
  if (kind < 0.9) return term.sim.command('fault d1 hang match=+CMGS until=reopen').catch(() => {});
  const mains = term.d.from(30 * second, 5 * minute);
  if (term.plug.board) {
    did(term, 'hang that only a power cut ends');
    return term.sim.command('fault d1 silent until=power').catch(() => {});
  }
  return term.sim.command('fault d1 silent')
    .then(() => term.clock.until(term.clock.now() + mains))
    .then(() => term.powerCut(10 * second, 0));
}

/** It goes on while the port is away. */
function replug(term) {
  did(term, term.plug.moves ? 're-enumeration by another name' : 're-enumeration');
  term.plug.again(term.d.from(10, 60) * second);
}

async function powerCut(term) {
  did(term, 'power cut');
  // One in ten wakes in the year 2000, and is put right by the next start.
  const lost = term.d.chance(0.1);
  if (lost) did(term, 'clock at 2000');
  await term.powerCut(term.d.from(2 * second, 60 * second),
    lost ? Date.parse('2000-01-01T00:00:00Z') - term.clock.now() : 0);
  if (!lost) return;
  await term.clock.until(term.clock.now() + 60 * second);
  await term.powerCut(5 * second, 0);
}

async function killWorker(term) {
  did(term, 'worker killed');
  for (const pid of term.home.workers())
    try { process.kill(pid, 'SIGKILL'); } catch { /* gone by itself */ }
}

async function phonesOff(term) {
  did(term, 'phones off over night');
  for (const f of term.people)
    if (term.d.chance(0.12)) {
      term.off.push(f.phone);
      await term.sim.command(`phone ${f.phone} state=off`);
    }
}

/** [how often, what] for day i, which is so long (ms). */
export function ofDay(term, i, length) {
  const { d } = term;
  const last = s => `for=${Math.round(s * second)}`;
  const of = (name, words) => fault(term, name, words);
  return [
    [0.8, () => hang(term)],
    [0.5, () => replug(term)],
    [1, () => powerCut(term)],
    [0.7, () => killWorker(term)],
    [i % 5 === 1 ? 1 : 0.2, () => phonesOff(term)],
    [1, of('transient error', () => `refuse error=cms:${d.pick([38, 41, 42, 47, 192])} percent=10 `
      + last(length / second / 2))],
    [0.4, of('no network', () => `refuse error=cms:331 ${last(d.from(30, 200))}`)],
    [0.2, of('credit out', () => `refuse error=cms:50 ${last(d.from(30, 200))}`)],
    [i % 10 === 2 ? 1 : 0, of('SIM barred', () => `refuse error=cms:8 ${last(d.from(100, 600))}`)],
    [1, of('accepted, no answer', () => 'mute')],
    [0.5, of('slow', () => 'delay ms=9000 count=3')],
    [1, of('delete fails', () => 'keep count=2')],
    [0.5, of('garbage', () => `garbage garbage=${d.pick(['line', 'middle', 'bytes'])} percent=20 `
      + last(d.from(20, 120)))],
  ];
}
