// Noise in one reply of five: a retry at most, never a wrong outcome.
import test from 'node:test';
import assert from 'node:assert/strict';
import { fresh, submits, until, salma, rose } from './lib/home.mjs';

for (const garbage of ['line', 'middle', 'bytes']) {
  test(`noise (${garbage}) in 20 % of replies: 40 texts each way, none lost or doubled`, async t => {
    const home = await fresh(t);
    const { sim } = home;
    await sim.command(`fault d1 garbage percent=20 seed=7 garbage=${garbage}`);
    const ids = [];
    for (let i = 0; i < 40; i++) {
      ids.push(...await home.send(salma, `out ${i} of ${garbage}`));
      await sim.command(`text ${rose} "in ${i} of ${garbage}"`);
    }
    await until(async () => (await home.received())
      .filter(m => /^in \d+ of/.test(m.text)).length === 40, 'all 40 in', 240000);
    await until(async () => (await submits(home, /^out/)).length >= 40, 'all 40 out', 240000);
    for (const id of ids) await until(async () =>
      ['delivered', 'unsure'].includes((await home.message(id)).state), `${id} to settle`, 60000);
    const out = (await submits(home, /^out/)).map(e => e.text);
    assert.equal(new Set(out).size, 40);
    assert.equal(out.length, 40, 'nothing went out twice');
    const got = (await home.received()).filter(m => /^in \d+ of/.test(m.text));
    assert.equal(new Set(got.map(m => m.text)).size, 40);
    assert.equal(got.length, 40);
    assert.deepEqual((await sim.air()).filter(e => e.ev === 'erase' && !e.seen), [],
      'no text was deleted unread');
  });
}
