// steps.mjs - ends the daemon at every step of the journal, one by one: before
// and after each fsync of the store and each packet to or from the worker. What
// went on the air and what the store says are then counted against each other.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, preload, until, salma, rose } from './home.mjs';

const long = 'Amina read aloud today. '.repeat(10).trim();      // two parts

/** Queues a text, lets one arrive, and waits for the end of the daemon or of the
 *  work. */
async function work(home, tag) {
  let id;
  try {
    [id] = await home.send(salma, `${tag} ${long}`);
    await home.sim.command(`text ${rose} "for ${tag}"`);
    await until(async () => {
      if (home.daemon.signalCode) return true;
      const m = await home.message(id);
      return m.state === 'delivered' && (await home.received()).some(r => r.text === `for ${tag}`);
    }, `${tag} to be done`, 15000);
  } catch (error) {
    // The news of its end takes a moment.
    await until(() => home.daemon.signalCode, 'its end').catch(() => { throw error; });
    if (!(await home.sim.air()).some(e => e.ev === 'deliver' && e.text === `for ${tag}`))
      await home.sim.command(`text ${rose} "for ${tag}"`);
  }
  return id;
}

/** name: of a preload that ends the daemon at KILL_AT; more: its other settings,
 *  for the home and the step. */
export async function everyStep(t, name, more = () => ({})) {
  const home = await Home.start();
  t.after(() => home.stop());
  const count = join(home.dir, 'steps');
  const env = at => preload(name, { ...more(home, at), KILL_COUNT: count,
    ...(at ? { KILL_AT: String(at) } : {}) });

  // How many steps do start and one round of work take?
  await home.working();
  await home.kill('SIGTERM');
  await home.boot({ env: env() });
  await home.working();
  const first = Number(readFileSync(count, 'utf8'));
  await work(home, 'count');
  await until(async () => (await home.sim.state()).sm_used === 0, 'an empty SIM');
  const last = Number(readFileSync(count, 'utf8'));
  t.diagnostic(`steps ${first} to ${last}`);
  await home.kill('SIGTERM');

  const asked = [];
  let killed = 0;
  for (let at = first; at <= last; at++) {
    await home.boot({ env: env(at) }).catch(() => {});
    const tag = `step${at}`;
    const id = await work(home, tag);
    if (home.daemon.signalCode === 'SIGKILL') killed++;
    else await home.kill('SIGTERM');
    asked.push({ tag, id });
  }
  t.diagnostic(`killed ${killed} times of ${last - first + 1}`);
  assert.ok(killed > (last - first) / 2, 'the kills really happened');

  await home.boot();
  await home.working();
  await until(async () => (await home.cli('queue')).every(m => m.state === 'unsure'), 'the queue to settle', 60000);
  const air = await home.sim.air();
  const parts = air.filter(e => e.ev === 'submit' && !e.error && e.to === salma);
  const key = e => `${e.ref} ${e.part} ${e.text}`;
  const seen = new Map();
  for (const p of parts) seen.set(key(p), (seen.get(key(p)) ?? 0) + 1);
  const doubled = [...seen].filter(([, n]) => n > 1);
  assert.deepEqual(doubled, [], 'no part went on the air twice');
  for (const { tag, id } of asked) {
    const mine = parts.filter(p => p.text.startsWith(`${tag} `));
    if (id === undefined) continue;       // died before it said that it is queued
    const m = await home.message(id);
    assert.ok(['delivered', 'sent', 'unsure'].includes(m.state), `${tag} is ${m.state}`);
    if (m.state !== 'unsure') assert.equal(mine.length, 1, `${tag} is ${m.state} and was on the air`);
  }
  const got = (await home.received()).filter(m => /^for step/.test(m.text)).map(m => m.text);
  assert.deepEqual(asked.map(a => `for ${a.tag}`).filter(text => !got.includes(text)), [], 'every reply is there');
  assert.equal(new Set(got).size, got.length, 'every reply is there once');
  assert.deepEqual(air.filter(e => e.ev === 'erase' && !e.seen), []);
}
