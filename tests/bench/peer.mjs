// peer.mjs - others' programs on the same practice dongle, in the same run, as
// Debian packs them. gammu-smsd keeps its texts in files: its quickest way, with
// no database to blame. "tuned" is as quick as its settings make it.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, writeFileSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

class Peer {
  constructor(folders) {
    this.dir = mkdtempSync(join(tmpdir(), 'notehome-peer-'));
    for (const d of folders) mkdirSync(join(this.dir, d));
  }

  /** Its processes, by its folder in their command lines: one may have left
   *  the group that it was started in. */
  pids() {
    return readdirSync('/proc').filter(p => /^\d+$/.test(p)).map(Number).filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(this.dir);
      } catch {
        return false;
      }
    });
  }

  start() {
    const [command, ...words] = this.command;
    this.process = spawn(command, words, { stdio: 'ignore' });
  }

  stop() {
    for (const pid of this.pids()) process.kill(pid, 'SIGKILL');
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 9 });
  }
}

export class GammuSmsd extends Peer {
  static title = 'gammu-smsd';

  constructor(port, tuned) {
    super(['inbox', 'outbox', 'sent', 'error']);
    this.inbox = join(this.dir, 'inbox');
    this.file = join(this.dir, 'smsdrc');
    this.command = ['gammu-smsd', '-c', this.file];
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
}

export class Smstools extends Peer {
  static title = 'smstools3';

  constructor(port, tuned) {
    super(['outgoing', 'checked', 'incoming', 'failed', 'sent', 'tmp']);
    const at = name => join(this.dir, name);
    this.inbox = at('incoming');
    this.count = 0;
    this.command = ['smsd', `-c${at('smsd.conf')}`];
    writeFileSync(at('smsd.conf'), `devices = GSM1
outgoing = ${at('outgoing')}
checked = ${at('checked')}
incoming = ${this.inbox}
failed = ${at('failed')}
sent = ${at('sent')}
logfile = ${at('log')}
infofile = ${at('working')}
pidfile = ${at('pid')}
errorsleeptime = ${tuned ? 1 : 10}
blocktime = ${tuned ? 30 : 3600}
${tuned ? 'delaytime = 1\ndelaytime_mainprocess = 1' : ''}
[GSM1]
device = ${port}
incoming = yes
baudrate = 115200
device_open_retries = -1
device_open_errorsleeptime = ${tuned ? 1 : 30}
`);
  }

  queue(number, text) {
    const name = `note${String(++this.count).padStart(5, '0')}`;
    writeFileSync(join(this.dir, 'tmp', name), `To: ${number.replace('+', '')}\n\n${text}\n`);
    renameSync(join(this.dir, 'tmp', name), join(this.dir, 'outgoing', name));
  }
}

export const peers = [GammuSmsd, Smstools];
