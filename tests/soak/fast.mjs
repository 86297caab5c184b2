// fast.mjs - a clock that runs faster than the wall's, for real programs.
//
// Debian's libfaketime is put under notehomed, its workers and the practice
// network: every clock and every pause of theirs runs SPEED times faster, so a
// deadline of 30 s is one of 30 s to all who take part.
import { existsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { build, sleep } from '../system/lib/home.mjs';

const machine = execFileSync('gcc', ['-dumpmachine']).toString().trim();
const library = ['x86_64-linux-gnu', machine]
  .map(m => `/usr/lib/${m}/faketime/libfaketimeMT.so.1`).find(existsSync);
// A sanitizer's runtime must be the first library of a program.
const runtime = Object.entries({ address: 'libasan.so', thread: 'libtsan.so' })
  .filter(([name]) => build.includes(name))
  .map(([, file]) => execFileSync('gcc', [`-print-file-name=${file}`]).toString().trim());
/** Whether time can be sped up here: the package faketime is installed. */
export const canBeFast = Boolean(library);

export class Fast {
  /** start: the date it begins at, UTC ms. */
  constructor(speed, start) {
    this.speed = speed;
    this.begun = Date.now();
    this.base = start;
  }

  /** UTC ms in the world that is tested. */
  now() {
    return Math.round(this.base + (Date.now() - this.begun) * this.speed);
  }

  /** What a program needs to live in that world; off: its clock is wrong by
   *  so many ms. */
  env(off = 0) {
    const seconds = ((this.now() + off - Date.now()) / 1000).toFixed(3);
    return { LD_PRELOAD: [...runtime, library].join(' '), FAKETIME_DONT_RESET: '1', FAKETIME_NO_CACHE: '1',
      FAKETIME: `${seconds < 0 ? '' : '+'}${seconds} x${this.speed}` };
  }

  /** Leaves out a stretch; programs that run on must be told otherwise. */
  skip(ms) {
    this.base += ms;
  }

  async until(when) {
    const left = when - this.now();
    if (left > 0) await sleep(left / this.speed);
  }
}
