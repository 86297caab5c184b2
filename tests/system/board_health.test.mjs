// Heartbeats go to the board only while the daemon is really well: else the
// board restarts the computer, after the grace time and not before.
import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './lib/home.mjs';
import { withBoard, present, heartbeat, resetInTime } from './lib/board.mjs';

/** An armed board; home.disk(fault) and home.later(seconds) are what the
 *  preloads are told. */
async function armed(t) {
  const { home, board } = await withBoard(t, { under: ['disk', 'hang'],
    before: home => {
      const files = { DISK_DIR: join(home.dir, 'data'), DISK_FAULT: join(home.dir, 'fault'),
        HANG: join(home.dir, 'hang') };
      mkdirSync(files.HANG);
      home.disk = fault => writeFileSync(files.DISK_FAULT, fault);
      home.later = seconds => writeFileSync(join(files.HANG, 'ahead'), String(seconds));
      home.disk('');
      return files;
    } });
  await home.working();
  await present(home);
  await until(async () => (await home.get('board')).armed, 'the watchdog', 15000);
  return { home, board };
}

/** How often they ended. A clock that leaps may take one turn of the loop for
 *  lost; the next heartbeat is on time. */
const ends = home => (home.log.match(/no heartbeat/g) ?? []).length;

test('a database that takes no writes ends the heartbeats, a full disk does not', async t => {
  const { home, board } = await armed(t);
  home.disk('ENOSPC');
  home.later(301);              // each 5 minutes a write is tried
  await until(async () => /takes no writes/.test((await home.say('status')).out), 'the fault to be said', 15000);
  await heartbeat(board);
  await heartbeat(board);       // they go on
  const before = ends(home);
  home.disk('EROFS');
  home.later(602);
  await until(() => ends(home) > before, 'the end of the heartbeats', 15000);
  await resetInTime(t, board);
});

test('a worker that proves nothing for ten minutes ends the heartbeats', async t => {
  const { home, board } = await armed(t);
  const [worker] = home.workers();
  t.after(() => { try { process.kill(worker, 'SIGCONT'); } catch { /* it is gone */ } });
  await heartbeat(board);
  process.kill(worker, 'SIGSTOP');
  home.later(601);
  await until(() => /no heartbeat/.test(home.log), 'the end of the heartbeats', 15000);
  await resetInTime(t, board);
});
