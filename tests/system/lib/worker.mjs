// worker.mjs - notehome-modem alone on a practice dongle; linktool plays the
// daemon, so a test sees every packet.
//
//   const w = Worker.start(sim.port);
//   await w.wait('ready');
//   const r = await w.send(1, '+254712000001', 'hello');
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { build, sleep } from './sim.mjs';

const patience = /address|thread|arm(hf|64)$/.test(build) ? 24 : 6;     // as in home.mjs

export const SENT = 1, NOT_SENT = 2, REFUSED = 3, UNKNOWN = 4;

export class Worker {
  // start: fields of struct link_start; keep: parts are not stored by
  // themselves; env: more of the environment.
  static start(device, start = {}, { keep = false, env = {} } = {}) {
    const w = new Worker();
    w.all = [];
    w.seen = 0;
    w.child = spawn(join(build, 'tests/system/linktool'),
      [...(keep ? ['--keep'] : []), join(build, 'notehome-modem')],
      { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    w.log = '';                 // what the worker wrote on standard error
    w.child.stderr.setEncoding('utf8').on('data', text => {
      w.log += text;
      if (process.env.WORKER_LOG) process.stderr.write(text);
    });
    w.child.stdin.on('error', () => {});
    createInterface({ input: w.child.stdout }).on('line', line => {
      w.all.push(JSON.parse(line));
      w.look?.();
    });
    w.put({ kind: 'start', name: 'sim1', device, ...start });
    return w;
  }

  put(packet) {
    this.child.stdin.write(`${JSON.stringify(packet)}\n`);
  }

  // The next packet of that kind that fits; null when none came in time or
  // the worker ended.
  async wait(kind, fits = () => true, ms = 10000) {
    const end = Date.now() + ms * patience;
    for (;;) {
      while (this.seen < this.all.length) {
        const packet = this.all[this.seen++];
        if (packet.kind === kind && fits(packet)) return packet;
        if (packet.kind === 'exit') return null;
      }
      if (Date.now() >= end) return null;
      await new Promise(done => {
        const late = setTimeout(done, end - Date.now());
        this.look = () => { clearTimeout(late); done(); };
      });
    }
  }

  send(attempt, number, text, more = {}) {
    this.put({ kind: 'send', attempt, number, text, ...more });
    return this.wait('result', r => r.attempt === attempt, 140000);
  }

  of(kind) {
    return this.all.filter(p => p.kind === kind);
  }

  async stop() {
    this.put({ kind: 'stop' });
    this.child.stdin.end();
    if (this.child.exitCode === null)
      await new Promise(done => this.child.on('exit', done));
  }

  async kill() {
    this.put({ kind: 'kill' });
    await this.wait('exit');
    await this.stop();
  }
}

export { sleep };
