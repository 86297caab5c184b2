// The power is cut at every step of the journal: what was written and not synced
// is gone from the disk, all of it or some of it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, preload, salma } from './lib/home.mjs';
import { everyStep } from './lib/steps.mjs';

test('power cut at every step, nothing is lost and nothing doubled',
  t => everyStep(t, 'power', (home, at) => ({
    POWER_DIR: join(home.dir, 'data'),
    ...(at % 2 ? { POWER_SEED: String(at) } : {}),      // every other time some of it stays
  })));

test('with a disk that lies about syncing the same cut does lose: the layer takes away', async t => {
  const home = await Home.start({ sim: null });
  t.after(() => home.stop());
  await home.kill('SIGTERM');
  const count = join(home.dir, 'steps');
  const env = preload('power', { KILL_COUNT: count,
    POWER_DIR: join(home.dir, 'data'), POWER_LIES: '1' });
  await home.boot({ env });
  const steps = () => existsSync(count) ? Number(readFileSync(count, 'utf8')) : 0;
  await home.send(salma, 'so many steps it takes');
  const first = steps();
  await home.kill('SIGTERM');
  await home.boot({ env: { ...env, KILL_AT: String(first + 1) } });
  const [id] = await home.send(salma, 'lost with the power');
  assert.ok(id, 'the daemon believed that it was on disk');
  await home.send(salma, 'and what came after').catch(() => {});
  assert.equal((await home.ended).signal, 'SIGKILL');
  await home.boot();
  assert.deepEqual(await home.cli('search', 'lost'), []);
});
