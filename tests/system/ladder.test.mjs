// The way back from trouble without a board: new workers, the dongle's own
// restart, and at last patience.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, until, salma } from './lib/home.mjs';

const rungs = async home => (await home.cli('modems'))[0]?.recovery ?? [];

test('a dongle that answers but lists nothing is told to restart itself', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  await home.working();
  await home.sim.command('fault d1 silent until=reopen match=+CMGL count=-1');
  const start = Date.now();
  await until(async () => (await rungs(home)).some(r => r.rung === 'soft reset'),
    'a soft reset', 150000).catch(e => { throw new Error(`${e.message}\n${home.log}`); });
  t.diagnostic(`soft reset after ${Date.now() - start} ms`);
  await home.sim.command('fault d1 clear');
  await home.working('sim1', 60000);
  const [id] = await home.send(salma, 'after the restart');
  await home.state(id, 'delivered');
  const r = (await rungs(home)).find(x => x.rung === 'soft reset');
  assert.equal(r.outcome, 'helped');
  assert.ok((await rungs(home)).filter(x => x.rung === 'new worker'
    && x.outcome === 'did not help').length >= 3);
});
