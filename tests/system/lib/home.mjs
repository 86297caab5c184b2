// home.mjs - a whole Notehome for a test: the real notehomed and notehome-modem
// on a practice dongle, in a folder of its own.
import { spawn, execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile, readFile } from 'node:fs/promises';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import http from 'node:http';
import { promisify } from 'node:util';
import { Sim } from './sim.mjs';

const run = promisify(execFile);
export const build = process.env.NOTEHOME_BUILD ?? 'build';
export const sleep = ms => new Promise(done => setTimeout(done, ms));

// Other jobs keep the processors busy, and sanitizers and emulated processors are slower: who waits
// for a state gives up late, and what is promised is measured, never waited for.
const patience = /address|thread|arm(hf|64)$/.test(build) ? 24 : 6;

/** The zone of the schools here, and a day as it is there, n days from now: 2026-11-30. */
export const zone = 'Africa/Nairobi';
export const day = (n = 0) => new Intl.DateTimeFormat('sv', { timeZone: zone }).format(Date.now() + n * 86400e3);

/** Waits until look() gives something true, and returns it. ms is what it may
 *  take where nothing else runs; six times that is the end of waiting, and no
 *  bound of the product. */
export async function until(look, what, ms = 10000) {
  const end = Date.now() + ms * patience;
  let last, pause = 20;
  for (;;) {
    try {
      const got = await look();
      if (got) return got;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end)
      throw new Error(`waited ${ms * patience} ms for: ${what}${last ? ` (${last.message})` : ''}`);
    await sleep(pause);
    pause = Math.min(100, pause * 1.2);
  }
}

/** The least of what measure() gives, asked up to five times until it is at most
 *  that: a machine that is busy with other things is asked again. */
export async function least(most, measure) {
  let got = Infinity;
  for (let i = 0; i < 5 && got > most; i++) got = Math.min(got, await measure());
  return got;
}

export const classList = `child,class,guardian,phone,family,relation,language
Amina Ali,4B,Salma Ali,0712 000 001,ali,mother,sw
Yusuf Ali,2A,Salma Ali,0712 000 001,ali,mother,sw
Juma Otieno,4B,Rose Otieno,0712 000 002,otieno,mother,en
Kamau Njoroge,4B,Peter Njoroge,0712 000 003,njoroge,father,en
Wanjiru Maina,4B,Peter Njoroge,0712 000 003,maina,uncle,en
Abebe Bekele,2A,Tigist Bekele,0712 000 004,bekele,mother,am
`;
export const salma = '+254712000001', rose = '+254712000002',
  shared = '+254712000003', tigist = '+254712000004';

export class Home {
  /** options: config (text added to the settings), modems (text, or null to let
   *  it find dongles), sim (options for Sim.start), families (CSV, or null),
   *  board (its port), boardMore and webMore (text added to their settings), args (of the
   *  daemon), start (false: only prepare). */
  static async start(options = {}) {
    const home = new Home();
    home.options = options;
    home.dir = await mkdtemp(join(tmpdir(), 'notehome-'));
    home.sim = options.sim === null ? null : await Sim.start(options.sim ?? {});
    home.socket = join(home.dir, 'control.sock');
    home.file = join(home.dir, 'notehome.conf');
    await home.configure(options.config ?? '');
    if (options.start === false) return home;
    await home.boot();
    if (options.families !== null) await home.import(options.families ?? classList);
    return home;
  }

  async configure(more) {
    const modems = this.options.modems ?? (this.sim ? this.dongles() : '');
    await writeFile(this.file, `
school = { name = "Hillside"; country = "KE"; timezone = "${zone}"; language = "en"; };
data = "${this.dir}/data";
control = "${this.socket}";
web = { listen = "127.0.0.1"; port = 0; ${this.options.webMore ?? ''} };
board = { device = "${this.options.board ?? 'none'}"; ${this.options.boardMore ?? ''} };
${/quiet/.test(more) ? '' : 'quiet = { from = "00:00"; to = "00:00"; };'}
${modems}
${more}
`);
  }

  /** Settings for all dongles of the practice network: sim1, sim2 ... */
  dongles() {
    const list = [];
    for (let i = 1; i <= (this.options.sim?.dongles ?? 1); i++)
      list.push(`{ name = "sim${i}"; device = "${this.sim.port}${i > 1 ? `.${i}` : ''}"; }`);
    return `modems = ( ${list.join(', ')} );`;
  }

  /** Starts the daemon; resolves when it says ready. */
  async boot({ env = {}, wrap = [] } = {}) {
    const command = [...wrap, this.program ?? join(build, 'notehomed'), '-c', this.file,
      ...this.options.args ?? []];
    this.log = this.log ?? '';
    this.daemon = spawn(command[0], command.slice(1),
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    this.daemon.stderr.on('data', data => { this.log += data; });
    this.ended = new Promise(done => this.daemon.on('exit',
      (code, signal) => done({ code, signal })));
    let out = '';
    this.daemon.stdout.on('data', data => { out += data; });
    await until(() => {
      if (this.daemon.exitCode !== null) throw new Error(`ended: ${this.log}`);
      return /^ready/m.test(out);
    }, 'the ready line');
    this.address = out.match(/^ready (\S+)/m)[1];
    return this;
  }

  /** One command of the CLI; parsed JSON, or throws with its words. */
  async cli(...words) {
    const { stdout } = await run(join(build, 'notehome'),
      ['--socket', this.socket, '--json', ...words], { maxBuffer: 1 << 26 });
    return stdout.trim() ? JSON.parse(stdout) : null;
  }

  /** The same for people: { code, out, err }. */
  say(...words) {
    return new Promise(done => execFile(join(build, 'notehome'),
      ['--socket', this.socket, ...words], (error, out, err) =>
        done({ code: error ? error.code : 0, out, err })));
  }

  /** A request on the control socket: { status, body }. type: of a body that is text. */
  api(path, { method = 'GET', body, type = 'text/csv' } = {}) {
    return new Promise((done, failed) => {
      const request = http.request({ socketPath: this.socket, method,
        path: `/api/v1/${path}`, headers: { host: 'localhost',
          ...(typeof body === 'string' ? { 'content-type': type }
            : body ? { 'content-type': 'application/json' } : {}) } }, answer => {
        let text = '';
        answer.on('data', data => { text += data; });
        answer.on('end', () => done({ status: answer.statusCode,
          body: /json/.test(answer.headers['content-type'] ?? '')
            ? JSON.parse(text) : text }));
      });
      request.on('error', failed);
      request.end(!body || typeof body === 'string' ? body : JSON.stringify(body));
    });
  }

  /** What the API says, as `cli` does, without a program for each question: for who
   *  asks again and again. */
  async get(path) {
    const { status, body } = await this.api(path);
    if (status >= 400) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async import(csv) {
    const file = join(this.dir, 'families.csv');
    await writeFile(file, csv);
    return this.cli('import', file);
  }

  /** Queues a text and returns the ids. */
  async send(to, text, ...more) {
    const answer = await this.cli('send', '--to', to, '--text', text, ...more);
    return (answer.ids ?? answer).map(Number);
  }

  message(id) {
    return this.get(`messages/${id}`);
  }

  /** Many of them, one after the other: a program for each at once would try the
   *  computer, not Notehome. */
  async messages(ids) {
    const all = [];
    for (const id of ids) all.push(await this.message(id));
    return all;
  }

  /** Waits until the message is in one of the states. */
  state(id, ...states) {
    let last;
    return until(async () => {
      last = await this.message(id);
      return states.includes(last.state) && last;
    }, `message ${id} to be ${states} (is ${last?.state})`, 30000)
      .catch(error => { throw new Error(`${error.message}; is ${last?.state}: ${last?.reason}`); });
  }

  /** All messages in, in every thread and tray. */
  async received() {
    const all = [];
    for (const tray of [null, 'notices', 'unknown', 'shared', 'safeguarding', 'quarantine', 'staff']) {
      for (const t of await this.get(`threads?tray=${tray ?? ''}`)) {
        const { messages, family } = await this.get(`threads/${t.id}`);
        all.push(...messages.filter(m => m.direction === 'in')
          .map(m => ({ ...m, family, threadTray: tray })));
      }
    }
    return all;
  }

  /** Waits for a message in whose text matches. */
  arrived(pattern, ms = 15000) {
    return until(async () => (await this.received()).find(m =>
      typeof pattern === 'string' ? m.text === pattern : pattern.test(m.text)),
    `a message like ${pattern}`, ms);
  }

  working(name = 'sim1', ms = 20000) {
    return until(async () => (await this.get('modems'))
      .find(m => m.name === name && m.state === 'working'), `${name} to work`, ms);
  }

  /** Process ids of the workers. */
  workers() {
    return readdirSync('/proc').filter(p => /^\d+$/.test(p)).filter(pid => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
        return stat.includes('(notehome-modem)')
          && Number(stat.split(') ')[1].split(' ')[1]) === this.daemon.pid;
      } catch {
        return false;
      }
    }).map(Number);
  }

  killWorkers() {
    for (const pid of this.workers())
      try {
        process.kill(pid, 'SIGKILL');
      } catch (e) {
        if (e.code !== 'ESRCH') throw e;        // it had just ended
      }
  }

  async kill(signal = 'SIGKILL') {
    this.daemon.kill(signal);
    return this.ended;
  }

  async stop() {
    if (this.daemon && this.daemon.exitCode === null && this.daemon.signalCode === null)
      await this.kill('SIGTERM');
    if (this.sim) await this.sim.stop();
    if (existsSync(this.dir)) await rm(this.dir, { recursive: true, force: true });
  }
}

/** The environment that puts preload_NAME.so under a program, for each name. */
export const preloads = (names, env = {}) => ({
  LD_PRELOAD: names.map(name => resolve(build, `tests/system/preload_${name}.so`)).join(' '),
  ASAN_OPTIONS: 'verify_asan_link_order=0', ...env });
export const preload = (name, env) => preloads([name], env);

/** A Notehome whose dongle works; it ends with the test t. */
export async function fresh(t, options = {}) {
  const home = await Home.start(options);
  t.after(() => home.stop());
  await home.working();
  return home;
}

/** What the network took of texts that match, from the on-air log. */
export const submits = async (home, pattern) => (await home.sim.air())
  .filter(e => e.ev === 'submit' && !e.error && pattern.test(e.text));
