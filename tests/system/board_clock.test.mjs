// The board's clock and the computer's: who sets whom, and what is said of it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './lib/home.mjs';
import { withBoard, present } from './lib/board.mjs';

const now = () => Math.floor(Date.now() / 1000);

/** A Notehome whose date is off by `system` seconds beside a board whose clock is
 *  off by `board`; network: the date comes from there. home.set() are the dates
 *  that it set. */
async function clocks(t, { system, board: off, network = false }) {
  const { home, board } = await withBoard(t, { speed: 1, under: ['clock'],
    before: (home, board) => {
      home.files = { CLOCK_OFFSET: join(home.dir, 'offset'),
        CLOCK_SET: join(home.dir, 'set'), CLOCK_SYNCED: join(home.dir, 'synced') };
      writeFileSync(home.files.CLOCK_OFFSET, String(system));
      if (network) writeFileSync(home.files.CLOCK_SYNCED, '');
      board.tell(`clock ${now() + off}`);
      return home.files;
    } });
  home.set = () => existsSync(home.files.CLOCK_SET)
    ? readFileSync(home.files.CLOCK_SET, 'utf8').trim().split('\n').map(Number) : [];
  await present(home);
  return { home, board };
}
const near = (a, b) => assert.ok(Math.abs(a - b) < 30, `${a} is near ${b}`);
const sure = async home => (await home.api('status')).body.clock.sure;

/** The board's clock, as a start with no idea of the date believes it. */
async function boardsClock(home, board) {
  await home.kill('SIGTERM');
  rmSync(home.files.CLOCK_SYNCED, { force: true });
  rmSync(home.files.CLOCK_SET, { force: true });
  writeFileSync(home.files.CLOCK_OFFSET, String(-now() + 3600));
  await home.boot(home.way);
  await until(() => home.set().length, 'the date to be set');
  return home.set()[0];
}

test('at start the date is set from the board, and that is said', async t => {
  const { home } = await clocks(t, { system: -now() + 3600, board: 0 });
  await until(() => home.set().length, 'the date to be set');
  near(home.set()[0], now());
  await until(() => sure(home), 'a date that is believed');
  assert.equal(home.set().length, 1, 'once');
  assert.match(home.log, /warn clock: system set from 1970-01-01/);
});

test('a computer that woke where it fell asleep takes the board\'s time', async t => {
  const { home } = await clocks(t, { system: -7200, board: 0 });
  await until(() => home.set().length, 'the date to be set');
  near(home.set()[0], now());
});

test('a board that is behind sets nothing back', async t => {
  const { home } = await clocks(t, { system: 0, board: -7200 });
  await until(async () => (await home.get('board')).armed, 'the board to be met', 15000);
  assert.deepEqual(home.set(), []);
});

test('the board follows network time; more than 5 minutes back is said', async t => {
  for (const [ahead, words] of [[3600, /warn clock: board set from/],
    [240, /info clock: the board's clock is set by the system's/]]) {
    const { home, board } = await clocks(t, { system: 0, board: ahead, network: true });
    await until(() => words.test(home.log), `${words}`);
    assert.deepEqual(home.set(), [], 'the network\'s date stays');
    if (ahead < 300) assert.doesNotMatch(home.log, /warn clock/);
    near(await boardsClock(home, board), now());
    await home.stop();
    await board.stop();
  }
});
