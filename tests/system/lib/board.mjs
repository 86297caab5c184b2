// board.mjs - the real firmware of the companion board, in simavr, for a test.
//
// Its serial port is a pty. libserialport takes no pty, so the daemon runs in a
// mount namespace of its own where the pty lies over a tty node that exists, and
// with preload_tty; for "auto" a /sys of our own says that this node is a USB
// port. It also runs without the right to set this machine's clock.
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync,
  writeFileSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import readline from 'node:readline';
import { Home, build, classList, preloads, sleep, until } from './home.mjs';

// A virtual console that nobody uses; the mount over it stays private.
const node = '/dev/tty60';

/** A chip has a processor of its own, and avrdude does not wait for it: they come
 *  before whatever else keeps this machine busy, where that is allowed. */
export function hasten(child) {
  try { setPriority(child.pid, -10); } catch { /* a quiet machine will do */ }
}

export class Board {
  /** speed: how many times as fast as the clock it lives. auto: it is to be
   *  found among USB ports, not by its path. */
  static async start({ speed = 10, options = [], auto = false } = {}) {
    const program = resolve(build, 'tests/firmware/board_sim');
    for (const need of [program, node, resolve(build, 'tests/system/preload_tty.so')])
      if (!existsSync(need)) throw new Error(`${need} is missing (make board-sim)`);
    const board = new Board();
    board.speed = speed;
    board.lines = [];           // { at: virtual seconds, what, value, wall }
    board.watchers = new Set();
    board.dir = mkdtempSync(join(tmpdir(), 'notehome-board-'));
    board.link = join(board.dir, 'port');
    if (auto) board.makeSys();
    board.child = spawn(program, ['-x', String(speed), ...options],
      { stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=0', // libsimavr's
          BOARD_HEX: resolve(build, 'firmware/notehome-board.hex') } });
    hasten(board.child);
    board.ended = new Promise(done => board.child.on('exit', done));
    readline.createInterface({ input: board.child.stdout }).on('line', l => board.line(l));
    await until(() => board.port, 'the board to have a port');
    return board;
  }

  /** What libserialport reads of a CH340 at the node. */
  makeSys() {
    const usb = join(this.dir, 'sys/devices/usb1/1-1');
    const port = join(usb, '1-1:1.0/tty60');
    mkdirSync(join(port, 'tty/tty60'), { recursive: true });
    symlinkSync('../../../tty60', join(port, 'tty/tty60/device'));
    symlinkSync('/sys/class', join(port, 'subsystem'));
    mkdirSync(join(this.dir, 'sys/class/tty'), { recursive: true });
    for (const [name, value] of Object.entries({ idVendor: '1a86', idProduct: '7523',
      busnum: '1', devnum: '5', manufacturer: 'QinHeng', product: 'USB Serial' }))
      writeFileSync(join(usb, name), `${value}\n`);
    this.link = join(this.dir, 'sys/class/tty/tty60');
    this.target = '../../devices/usb1/1-1/1-1:1.0/tty60/tty/tty60';
  }

  line(text) {
    const [first, second, third = ''] = text.split(' ');
    if (first === 'port') {
      this.port = second;
      return;
    }
    const row = { at: Number(first), what: second, value: third, wall: Date.now() };
    this.lines.push(row);
    for (const w of this.watchers) w(row);
  }

  /** A command of board_sim. */
  tell(text) {
    this.child.stdin.write(`${text}\n`);
  }

  /** Calls fn for each change of the dongle's switch. */
  onPower(fn) {
    this.watchers.add(row => {
      if (row.what === 'MODEM_EN') fn(row.value === '1');
    });
  }

  pins(name) {
    return this.lines.filter(l => l.what === name);
  }

  /** The board's time in seconds. */
  now() {
    return new Promise(done => {
      const w = row => {
        if (row.what !== 'status') return;
        this.watchers.delete(w);
        done(row.at);
      };
      this.watchers.add(w);
      this.tell('status');
    });
  }

  /** How Home.boot() starts the daemon so that it meets the port. under: names
   *  of more preloads. */
  around(under = []) {
    this.cable(true);
    return {
      wrap: ['setpriv', '--bounding-set=-sys_time', '--inh-caps=-sys_time',
        'unshare', '-m', '--propagation', 'private', 'sh', '-c',
        `mount --bind "$0" ${node} && ${this.target
          ? `mount --bind ${this.dir}/sys /sys` : 'true'} && exec "$@"`, this.port],
      env: preloads([...under, 'tty']),
    };
  }

  cable(there) {
    if (existsSync(this.link)) unlinkSync(this.link);
    if (there) symlinkSync(this.target ?? node, this.link);
  }

  /** Pulls the board's cable. */
  unplug(home) {
    this.cable(false);
    this.port = null;
    this.tell('unplug');
    execFileSync('nsenter', ['-t', String(home.daemon.pid), '-m', 'umount', '-l', node]);
  }

  async plug(home) {
    this.tell('plug');
    await until(() => this.port, 'a new port');
    execFileSync('nsenter', ['-t', String(home.daemon.pid), '-m',
      'mount', '--bind', this.port, node]);
    this.cable(true);
  }

  async stop() {
    this.child.stdin.end('quit\n');
    await Promise.race([this.ended, sleep(2000).then(() => this.child.kill('SIGKILL'))]);
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** A Notehome with a board, in test t. under: names of preloads; before(home,
 *  board) is called before it starts, and gives more environment. home.way is
 *  how it boots. */
export async function withBoard(t, { config = '', speed = 10, env = {}, auto = false,
  options = [], under = [], before = () => {} } = {}) {
  const board = await Board.start({ speed, auto, options });
  t.after(() => board.stop());
  const home = await Home.start({ start: false, families: null,
    config: `keeper = "+254712000099";\n${config}`, board: auto ? 'auto' : board.link });
  t.after(() => home.stop());
  board.onPower(on => home.sim.command(on ? 'plug' : 'unplug', 'd1').catch(() => {}));
  const around = board.around(under);
  const more = await before(home, board);
  home.way = { ...around, env: { ...around.env, ...env, ...more } };
  await home.boot(home.way);
  await home.import(classList);
  return { board, home };
}

export const present = home => until(async () => {
  const b = await home.cli('board');
  return b.present && b.battery_mv && b;
}, 'the board to be found', 15000);

export const logged = (home, pattern, ms = 15000) => until(async () =>
  (await home.cli('board', 'log')).find(e => pattern.test(e.words)),
`a line like ${pattern} in the board's log`, ms);

const beats = board => board.lines.filter(l => l.what === 'heartbeat');

/** Waits for a heartbeat that the board gets from now on. */
export function heartbeat(board) {
  const before = beats(board).length;
  return until(() => beats(board).length > before, 'a heartbeat', 120000);
}

/** Waits for the reset line: it comes when the grace of 120 s is over since the
 *  last heartbeat, both by the board's time. */
export async function resetInTime(t, board) {
  const reset = await until(() => board.pins('HOST_RST').find(l => l.value === '1'),
    'the reset line', 60000);
  const gone = reset.at - beats(board).filter(l => l.at < reset.at).at(-1).at;
  t.diagnostic(`${gone.toFixed(3)} s of the board's time after the last heartbeat`);
  assert.ok(gone >= 120, 'not before the grace time');
  assert.ok(gone < 122, 'not long after it');
}
