// peer.mjs - Debian's gammu-smsd on the same practice dongle, in the same run.
// It keeps its texts in files: its quickest way, with no database to blame.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, writeFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class GammuSmsd {
  /** tuned: as quick as its settings make it; else as installed. */
  constructor(port, tuned) {
    this.dir = mkdtempSync(join(tmpdir(), 'notehome-peer-'));
    for (const d of ['inbox', 'outbox', 'sent', 'error']) mkdirSync(join(this.dir, d));
    this.file = join(this.dir, 'smsdrc');
    writeFileSync(this.file, `[gammu]
device = ${port}
connection = at115200
[smsd]
service = files
logfile = ${this.dir}/log
inboxpath = ${this.dir}/inbox/
outboxpath = ${this.dir}/outbox/
sentsmspath = ${this.dir}/sent/
errorsmspath = ${this.dir}/error/
${tuned ? 'ReceiveFrequency = 1\nCommTimeout = 1\nLoopSleep = 1\n' : ''}`);
  }

  queue(number, text) {
    execFileSync('gammu-smsd-inject', ['-c', this.file, 'TEXT', number, '-text', text],
      { stdio: 'ignore' });
  }

  start() {
    this.process = spawn('gammu-smsd', ['-c', this.file], { stdio: 'ignore' });
  }

  inbox() {
    return readdirSync(join(this.dir, 'inbox'));
  }

  pids() {
    return [this.process.pid];
  }

  stop() {
    this.process?.kill('SIGKILL');
    rmSync(this.dir, { recursive: true, force: true });
  }
}
