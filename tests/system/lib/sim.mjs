// sim.mjs - a practice dongle, its network and its phones, for a test.
//
//   const sim = await Sim.start({ dongles: 2, pin: '1234' });
//   await sim.command('text', '+254711000001', 'Habari', { to: 'd2' });
//   await sim.event((e) => e.ev === 'submit' && e.to === '+254711000001');
//   await sim.inbox('+254711000001');
//   await sim.stop();
//
// The commands are those of notehome-sim(1), the events those of its on-air
// log. No packages are needed; Node 18 or later.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import tty from 'node:tty';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const build = process.env.NOTEHOME_BUILD ?? path.join(root, 'build');

export const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

// Who waits for what will come gives up late: other jobs may keep the machine
// busy. A test that looks for silence says how long it listens.
const late = 60000;

// A word as the control socket reads it.
function word(value) {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

// One connection to the control socket: commands are answered in order.
class Control {
  constructor(socket) {
    this.socket = socket;
    this.waiting = [];
    this.rows = [];
    this.onRow = null;
    readline.createInterface({ input: socket }).on('line', (l) => this.line(l));
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const w of this.waiting.splice(0)) w.fail(new Error('sim is gone'));
    });
  }

  static async open(file) {
    const socket = net.connect(file);
    await once(socket, 'connect');
    return new Control(socket);
  }

  line(text) {
    if (text.startsWith('{')) {
      const row = JSON.parse(text);
      if (this.onRow) this.onRow(row);
      else this.rows.push(row);
      return;
    }
    const asked = this.waiting.shift();
    const rows = this.rows.splice(0);
    if (!asked) return;
    if (text === 'ok') asked.done(rows);
    else asked.fail(new Error(`${asked.text}: ${text}`));
  }

  send(text) {
    return new Promise((done, fail) => {
      this.waiting.push({ text, done, fail });
      this.socket.write(`${text}\n`);
    });
  }
}

export class Sim {
  // Options: port (the link's name or path), air (a path), and every option
  // of notehome-sim by its name without dashes (dongles, pin, seed, number,
  // country, slots, noise, diag, 'me-slots'). The terminal is quiet (noise 0)
  // unless asked otherwise. env is added to its environment.
  static async start(options = {}) {
    const sim = new Sim();
    await sim.run(options);
    return sim;
  }

  async run({ port = 'ttyUSB0', air = 'air.jsonl', noise = 0, env = {},
    ...rest }) {
    this.dir = fs.mkdtempSync(path.join(os.tmpdir(), 'notehome-sim-'));
    this.port = path.resolve(this.dir, port);
    this.airFile = path.resolve(this.dir, air);
    this.socket = path.join(this.dir, 'control');
    this.events = [];
    this.watchers = new Set();
    const args = ['--port', this.port, '--control', this.socket,
      '--air', this.airFile, '--noise', String(noise)];
    for (const [name, value] of Object.entries(rest)) {
      args.push(`--${name}`, name === 'diag'
        ? path.resolve(this.dir, value) : String(value));
    }
    this.child = spawn(path.join(build, 'notehome-sim'), args,
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    this.ended = once(this.child, 'exit');
    const lines = readline.createInterface({ input: this.child.stdout });
    const first = await Promise.race([once(lines, 'line'), this.ended]);
    if (first[0] !== 'ready') throw new Error(`notehome-sim: exit ${first[0]}`);
    this.control = await Control.open(this.socket);
    this.follower = await Control.open(this.socket);
    this.follower.onRow = (row) => {
      this.events.push(row);
      for (const w of this.watchers) w(row);
    };
    await this.follower.send('air follow');
  }

  // Words, then an object of options. Returns the rows of the answer.
  command(...words) {
    const last = words[words.length - 1];
    const options = typeof last === 'object' ? words.pop() : {};
    const text = words.map((w, i) => (i ? word(w) : w));
    for (const [name, value] of Object.entries(options)) {
      text.push(`${name}=${word(value)}`);
    }
    return this.control.send(text.join(' '));
  }

  // Every event so far, read from the log file itself.
  air() {
    return fs.readFileSync(this.airFile, 'utf8').split('\n')
      .filter((l) => l).map((l) => JSON.parse(l));
  }

  // The first event that fits, past or future.
  event(fits, ms = late) {
    const old = this.events.find(fits);
    if (old) return Promise.resolve(old);
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        this.watchers.delete(watch);
        fail(new Error(`no such event within ${ms} ms: ${fits}`));
      }, ms);
      const watch = (e) => {
        if (!fits(e)) return;
        clearTimeout(timer);
        this.watchers.delete(watch);
        done(e);
      };
      this.watchers.add(watch);
    });
  }

  // Texts that a phone shows, oldest first.
  inbox(number) {
    return this.command('inbox', number);
  }

  async state(dongle = 'd1') {
    return (await this.command('state')).find((d) => d.dongle === dongle);
  }

  // Ends the program and removes its folder; returns its exit status.
  async stop() {
    this.child.kill('SIGTERM');
    const [status] = await this.ended;
    this.control.socket.destroy();
    this.follower.socket.destroy();
    fs.rmSync(this.dir, { recursive: true, force: true });
    return status;
  }
}

// A person at the dongle's port: raw AT commands.
export class Terminal {
  constructor(file) {
    this.fd = fs.openSync(file,
      fs.constants.O_RDWR | fs.constants.O_NOCTTY);
    this.input = new tty.ReadStream(this.fd);
    this.text = '';
    this.gone = new Promise((done) => {
      this.input.on('close', done);
      this.input.on('error', () => done());
    });
    this.input.on('data', (d) => {
      this.text += d.toString('latin1');
      this.look?.();
    });
  }

  // Waits until what came since the last take fits; takes and returns it.
  take(fits, ms = late) {
    return new Promise((done, fail) => {
      const timer = setTimeout(() => {
        this.look = null;
        fail(new Error(`waited ${ms} ms for ${fits}, got `
          + JSON.stringify(this.text)));
      }, ms);
      this.look = () => {
        const found = fits.exec(this.text);
        if (!found) return;
        clearTimeout(timer);
        this.look = null;
        const taken = this.text.slice(0, found.index + found[0].length);
        this.text = this.text.slice(taken.length);
        done(taken);
      };
      this.look();
    });
  }

  write(text) {
    fs.writeSync(this.fd, text, null, 'latin1');
  }

  // One command to its final result code.
  at(command, ms = late) {
    this.write(`${command}\r`);
    return this.take(/(^|\n)(OK|ERROR|\+CM[ES] ERROR: [^\r]*)\r\n/, ms);
  }

  // One PDU, given as hex with a zero-length service centre in front.
  async cmgs(pdu, ms = late) {
    this.write(`AT+CMGS=${pdu.length / 2 - 1}\r`);
    await this.take(/\n> $/, ms);
    this.write(`${pdu}\x1a`);
    return this.take(/\n(OK|ERROR|\+CM[ES] ERROR: [^\r]*)\r\n/, ms);
  }

  close() {
    this.input.destroy();       // its own copy of the descriptor
    if (this.fd >= 0) fs.closeSync(this.fd);
    this.fd = -1;
  }
}
