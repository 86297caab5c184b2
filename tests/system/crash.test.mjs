// kill -9 at random moments, many times over, with texts both ways.
import test from 'node:test';
import assert from 'node:assert/strict';
import { fresh, submits, until, sleep, salma, rose } from './lib/home.mjs';

test('kill -9 of the worker costs nothing', async t => {
  const home = await fresh(t);
  const ids = [];
  for (let i = 0; i < 30; i++) {
    ids.push(...await home.send(salma, `worker ${i}`));
    await home.sim.command(`text ${rose} "for the worker ${i}"`);
    if (i % 3 === 0)
      home.killWorkers();
    await sleep(30);
  }
  for (const id of ids) await home.state(id, 'delivered', 'sent', 'unsure');
  await until(async () => (await home.received())
    .filter(m => /^for the worker/.test(m.text)).length === 30, 'all 30 in', 60000);
  const out = (await submits(home, /^worker/)).map(e => e.text);
  assert.equal(new Set(out).size, 30);
  assert.equal(out.length, 30, 'nothing went out twice');
});

test('kill -9 of the daemon: nothing lost, doubles none, unsure where it was so', async t => {
  const home = await fresh(t);
  await home.sim.command('dongle d1 latency=50');
  const ids = [];
  for (let round = 0; round < 12; round++) {
    for (let i = 0; i < 4; i++) {
      ids.push(...await home.send(salma, `daemon ${round}.${i}`));
      await home.sim.command(`text ${rose} "for the daemon ${round}.${i}"`);
    }
    await sleep(Math.floor(37 * round) % 200);
    await home.kill();
    await home.boot();
  }
  await home.working();
  for (const id of ids) await home.state(id, 'delivered', 'sent', 'unsure');
  await until(async () => (await home.received())
    .filter(m => /^for the daemon/.test(m.text)).length === 48, 'all 48 in', 60000);
  const out = (await submits(home, /^daemon/)).map(e => e.text);
  assert.equal(out.length, new Set(out).size, 'nothing went out twice');
  const states = await home.messages(ids);
  const missing = states.filter(m => m.state !== 'unsure' && !out.includes(m.text));
  assert.deepEqual(missing, [], 'what is not unsure was on the air');
});
