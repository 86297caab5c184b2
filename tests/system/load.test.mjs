// Everything at once: eight dongles, a hundred event streams, an import, people
// who search: nothing may be lost or doubled, and every reply is told. How soon,
// and how it is with years of texts, `make bench` tells.
import test from 'node:test';
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Home } from './lib/home.mjs';
import { load } from '../bench/load.mjs';

test('eight dongles answering at once, 100 streams, an import and searches: nothing lost, all told', async t => {
  const home = await Home.start({ sim: null });
  const dir = mkdtempSync(join(tmpdir(), 'notehome-load-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  // An ordinary small school's file.
  const file = join(dir, 'small.db');
  await home.kill('SIGTERM');
  copyFileSync(join(home.dir, 'data/notehome.db'), file);
  await home.stop();
  const got = await load(file, { rows: 1000, each: 10 });
  assert.equal(got.rows, 1000, 'every row is in');
  assert.equal(got.stored, got.sent, 'every reply is stored');
  assert.equal(got.doubled, 0, 'once');
  assert.equal(got.onAir, got.asked, 'every text went');
  assert.equal(got.told, got.sent, 'every reply is told, once');
  assert.ok(got.meanwhile > 1, 'who searches does not wait for the import');
});
