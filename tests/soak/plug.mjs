// plug.mjs - where the dongle sits: a USB port of our own /sys, in which it
// comes back under another name, with the companion board in its supply line.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from '../system/lib/home.mjs';
import { Board } from '../system/lib/board.mjs';
import { FakeSys } from '../system/lib/sys.mjs';

const root = process.getuid?.() === 0;
const board = resolve(build, 'tests/firmware/board_sim');
/** Names of ports need root, and so does the board. */
export const canMove = root && existsSync('/dev');
export const canCut = root && existsSync(board) && existsSync('/dev/tty60')
  && existsSync(resolve(build, 'tests/system/preload_tty.so'));

// Several terms may run on one machine.
const names = 100 + process.pid % 400 * 2;

export class Plug {
  /** clock: a Fast. moves, cuts: see canMove, canCut. */
  constructor(clock, { moves, cuts }) {
    Object.assign(this, { clock, moves, cuts, there: true, turn: 0, number: 7,
      cutsSeen: 0, last: Promise.resolve() });
  }

  get tty() {
    return `ttyUSB${names + this.turn}`;
  }

  get place() {
    return `1-${1 + this.turn}`;
  }

  /** Options for the practice network; then start() and home's options. */
  get sim() {
    return this.moves ? { port: `/dev/${this.tty}` } : {};
  }

  async start(home) {
    this.sim1 = home.sim;
    if (this.moves) {
      this.sys = new FakeSys();
      this.sys.plug(this.place, '12d1', '1001', this.number, [this.tty]);
    }
    if (!this.cuts) return;
    this.board = await Board.start({ speed: this.clock.speed });
    this.board.tell('clock off');
    this.sys?.plug('1-9', '1a86', '7523', 5, ['tty60']);
    home.options.board = this.board.link;
    this.board.onPower(on => {
      if (!on) this.cutsSeen++;
      this.do(() => on ? this.in() : this.out());
    });
  }

  /** What home.boot() needs besides the clock. */
  around(env) {
    const b = this.board?.around();
    return { wrap: [...this.sys?.wrap ?? [], ...b?.wrap ?? []],
      env: { ...b?.env, ...env,
        ...(b ? { LD_PRELOAD: `${env.LD_PRELOAD} ${b.env.LD_PRELOAD}` } : {}) } };
  }

  /** One thing after the other; what the dongle refuses is no matter. */
  do(fn) {
    this.last = this.last.then(fn).catch(() => {});
    return this.last;
  }

  async out() {
    if (!this.there) return;
    this.there = false;
    this.sys?.unplug(this.place, [this.tty]);
    await this.sim1.command('unplug d1');
  }

  async in() {
    if (this.there) return;
    this.there = true;
    this.sys?.plug(this.place, '12d1', '1001', ++this.number, [this.tty]);
    await this.sim1.command(`plug d1${this.moves ? ` as=/dev/${this.tty}` : ''}`);
  }

  /** Out, and after ms in again: by another name where names move. */
  again(ms) {
    return this.do(async () => {
      await this.out();
      await this.clock.until(this.clock.now() + ms);
      if (this.moves) this.turn ^= 1;
      await this.in();
    });
  }

  /** The mains take its power too. */
  mains(ms) {
    return this.do(() => this.there && this.sim1.command(`power d1 ms=${Math.round(ms)}`));
  }

  async stop() {
    await this.last;
    await this.board?.stop();
    this.sys?.remove();
  }
}
