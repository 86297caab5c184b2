// The way back from trouble without a board: new workers, the dongle's own
// restart, a reset of its USB port, and at last patience.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Home, preload, until, salma } from './lib/home.mjs';
import { FakeSys } from './lib/sys.mjs';

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

test('when new workers do not help, the USB port of that dongle is reset, once', async t => {
  const sys = new FakeSys(), home = await Home.start({ start: false });
  t.after(async () => { await home.stop(); sys.remove(); });
  const nodes = join(home.dir, 'usb'), log = join(home.dir, 'resets');
  mkdirSync(join(nodes, '001'), { recursive: true });
  for (const n of ['006', '007']) writeFileSync(join(nodes, '001', n), '');
  sys.plug('1-1', '12d1', '1001', 6, ['ttyUSB5']);      // another one
  sys.plug('1-2', '12d1', '1001', 7, [basename(realpathSync(home.sim.port))]);
  await home.boot({ wrap: sys.wrap, env: preload('usb', { USB_NODES: nodes, USB_RESETS: log }) });
  await home.working();
  await until(() => {
    if (existsSync(log)) return true;
    home.killWorkers();
    return false;
  }, 'a reset', 60000).catch(e => { throw new Error(`${e.message}\n${home.log}`); });
  await home.working('sim1', 30000);
  assert.equal(readFileSync(log, 'latin1'), '001/007\n');
  assert.deepEqual((await rungs(home)).map(r => r.rung).reverse(),
    ['new worker', 'new worker', 'new worker', 'soft reset', 'USB reset']);
  assert.equal((await rungs(home))[0].outcome, 'helped');
});
