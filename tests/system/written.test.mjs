// What a card has to bear: a text on its way out is four commits (queued, claimed,
// gone, arrived), each on disk before the next step, and none of them may be large.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, preload, until } from './lib/home.mjs';
import { classList, number, school } from '../soak/school.mjs';

const BOUND = 60000;            // bytes a text, with what the journal brings into the file

/** A home whose writes are counted: written() gives { bytes, syncs } since the last call. */
async function counted(t, families) {
  const home = await Home.start({ start: false });
  t.after(() => home.stop());
  const file = join(home.dir, 'written');
  const boot = () => home.boot({ env: preload('written', { WRITTEN_DIR: join(home.dir, 'data'), WRITTEN_COUNT: file }) });
  await boot();
  await home.import(classList(school(families, families)));
  let last = [0, 0, 0, 0];
  const written = () => {
    const all = readFileSync(file), now = last.map((_, i) => Number(all.readBigInt64LE(8 * i)));
    const [wal, db, syncs] = now.map((n, i) => n - last[i]);
    last = now;
    return { bytes: wal + db, syncs };
  };
  /** The end of the daemon brings the journal into the file: all is counted then. */
  const settle = async () => {
    await home.kill('SIGTERM');
    const got = written();
    await boot();
    await home.working();
    return got;
  };
  await settle();
  written();
  return { home, settle };
}

test('a text by itself writes less than 60 kB, and is synced at each of its steps', async t => {
  const n = 80, { home, settle } = await counted(t, n);
  for (let i = 0; i < n; i++) {
    const [id] = await home.send(number(i), `Please bring the green book back on Friday, note ${i} of this day.`);
    await home.state(id, 'delivered');
  }
  const { bytes, syncs } = await settle();
  t.diagnostic(`${Math.round(bytes / n)} bytes a text, ${(syncs / n).toFixed(1)} commits`);
  assert.ok(syncs >= 4 * n, `${syncs} syncs of ${n} texts: a step is on disk before the next`);
  assert.ok(bytes / n < BOUND, `${bytes / n} bytes a text`);
});

test('a text of a broadcast writes less than 60 kB', async t => {
  const n = 80, { home, settle } = await counted(t, n);
  await home.cli('send', '--all', '--text', 'The school closes at noon on Friday because of the meeting of teachers.');
  await until(async () => (await home.get('queue')).length === 0, 'all to be delivered', 120000);
  const { bytes, syncs } = await settle();
  t.diagnostic(`${Math.round(bytes / n)} bytes a text, ${(syncs / n).toFixed(1)} commits`);
  assert.ok(syncs >= 2 * n, `${syncs} syncs of ${n} texts`);
  assert.ok(bytes / n < BOUND, `${bytes / n} bytes a text`);
});
