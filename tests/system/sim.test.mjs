// The practice dongle, driven over its port and its control socket.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';

import { Sim, Terminal } from './lib/sim.mjs';

const run = promisify(execFile);
const phone = '+254711000001';
// A submit of "hello" to that phone, with a status report asked for.
const hello = '0021000C915274110000100000' + '05E8329BFD06';

// A dongle, and somebody at its port who has switched the echo off.
async function desk(t, options) {
  const sim = await Sim.start(options);
  const me = new Terminal(sim.port);
  t.after(async () => { me.close(); await sim.stop(); });
  await me.at('ATE0');
  return { sim, me };
}

test('a text goes on the air once and is shown by the phone', async (t) => {
  const { sim, me } = await desk(t);
  assert.match(await me.cmgs(hello), /\+CMGS: 0\r\n\r\nOK/);
  const sent = await sim.event((e) => e.ev === 'submit');
  assert.equal(sent.number, phone);
  assert.equal(sent.text, 'hello');
  await sim.event((e) => e.ev === 'display');
  assert.deepEqual((await sim.inbox(phone)).map((m) => m.text), ['hello']);
  assert.equal(sim.air().filter((e) => e.ev === 'submit').length, 1);
});

test('the reference counts on and the report names it', async (t) => {
  const { sim, me } = await desk(t);
  await sim.command('dongle', 'd1', { mr: 254 });
  await me.at('AT+CNMI=2,1,0,2,0');
  for (const mr of [254, 255, 0]) {
    assert.match(await me.cmgs(hello), new RegExp(`\\+CMGS: ${mr}\r`));
    await me.take(/\+CDSI: "SM",\d+\r\n/);
    const report = await sim.event((e) => e.ev === 'report' && e.mr === mr);
    assert.equal(report.status, 0);
  }
});

test('a report may come before the result of its submit', async (t) => {
  const { sim, me } = await desk(t);
  await me.at('AT+CNMI=2,1,0,1,0');
  await sim.command('fault', 'd1', 'delay', { ms: 300 });
  const answer = await me.cmgs(hello);
  assert.match(answer, /\+CDS: 25\r\n[0-9A-F]+\r\n[^]*\+CMGS: 0/);
});

test('a text is announced, listed, read and deleted', async (t) => {
  const { sim, me } = await desk(t);
  await me.at('AT+CNMI=2,1,0,0,0');
  await sim.command('text', phone, 'Habari ya asubuhi');
  await me.take(/\+CMTI: "SM",0\r\n/);
  assert.match(await me.at('AT+CMGL=4'), /\+CMGL: 0,0,,\d+\r\n07915274/);
  assert.match(await me.at('AT+CMGR=0'), /\+CMGR: 1,,/);
  assert.match(await me.at('AT+CMGD=0'), /OK/);
  assert.match(await me.at('AT+CMGR=0'), /\+CMS ERROR: 321/);
  const gone = await sim.event((e) => e.ev === 'erase');
  assert.equal(gone.seen, true);
});

test('a full SIM turns texts away until a slot is free', async (t) => {
  const { sim, me } = await desk(t, { slots: 2 });
  await sim.command('fill', 'd1', 'SM');
  await sim.command('text', phone, 'one more');
  await me.take(/\^SMMEMFULL: "SM"\r\n/);
  assert.equal((await sim.state()).waiting, 1);
  await me.at('AT+CMGD=1');
  const stored = await sim.event((e) => e.outcome === 'stored');
  assert.equal(stored.slot, 1);
  assert.equal((await sim.state()).waiting, 0);
});

test('a phone that is off gets its texts when it is on again', async (t) => {
  const { sim, me } = await desk(t);
  await me.at('AT+CNMI=2,1,0,2,0');
  await sim.command('phone', phone, { state: 'off' });
  await sim.command('habit', { interim: 'on' });        // the centre says that it waits
  await me.cmgs(hello);
  await sim.event((e) => e.ev === 'report' && e.status !== 0);
  assert.equal((await sim.inbox(phone)).length, 0);
  await sim.command('phone', phone, { state: 'on' });
  assert.equal((await sim.inbox(phone)).length, 1);
  await sim.event((e) => e.ev === 'report' && e.status === 0);
});

test('a text whose validity ends is reported as expired', async (t) => {
  const { sim, me } = await desk(t);
  await me.at('AT+CNMI=2,1,0,2,0');
  await sim.command('phone', phone, { state: 'full' });
  // Relative validity 11: one hour.
  await me.cmgs('0031000C9152741100001000000B05E8329BFD06');
  await sim.event((e) => e.ev === 'submit');
  await sim.command('clock', 'skip', 3600001);
  await sim.event((e) => e.ev === 'report' && e.status === 0x46);
  await sim.command('phone', phone, { state: 'on' });
  assert.equal((await sim.inbox(phone)).length, 0);
});

test('parts are lost, late and out of order as asked', async (t) => {
  const { sim } = await desk(t);
  const long = 'x'.repeat(400);
  const [{ parts }] = await sim.command('text', phone, long,
    { width: 16, ref: 4660, order: '3,1' });
  assert.equal(parts, 3);
  await sim.command('text', phone, long, { late: '1:200' });
  await sim.event((e) => e.message === 2 && e.part === 1);
  const came = sim.events.filter((e) => e.ev === 'deliver');
  assert.deepEqual(came.map((e) => [e.message, e.part]),
    [[1, 3], [1, 1], [2, 2], [2, 3], [2, 1]]);
  assert.deepEqual([came[0].ref, came[0].width], [4660, 16]);
});

test('names, national numbers and doubles arrive as they are', async (t) => {
  const { sim } = await desk(t);
  await sim.command('text', 'Safari Net', 'Your balance is low');
  await sim.command('text', '0711000001', 'hi', { as: '0711000001', copies: 2 });
  await sim.event((e) => e.copy === 2);
  const came = sim.events.filter((e) => e.ev === 'deliver');
  assert.deepEqual(came.map((e) => e.from),
    ['Safari Net', '0711000001', '0711000001']);
  assert.notEqual(came[1].id, came[2].id);
  assert.equal(came[1].pdu, came[2].pdu);
});

test('a missed call rings once and names its number', async (t) => {
  const { sim, me } = await desk(t);
  await me.at('AT+CLIP=1;+CRC=1');
  await sim.command('ring', phone, { ms: 50 });
  const heard = await me.take(/NO CARRIER\r\n/);
  assert.equal(heard.match(/\+CRING: VOICE/g).length, 1);
  assert.match(heard, /\+CLIP: "\+254711000001",145/);
  await sim.command('ring', 'withheld', { ms: 50 });
  assert.match(await me.take(/NO CARRIER\r\n/), /\+CLIP: "",128/);
});

test('a phone answers by itself', async (t) => {
  const { sim, me } = await desk(t);
  await sim.command('auto', phone, 'ndiyo', { match: 'hell', after: 10 });
  await me.cmgs(hello);
  const answer = await sim.event((e) => e.ev === 'deliver');
  assert.equal(answer.text, 'ndiyo');
  assert.equal(answer.from, phone);
});

test('a USSD menu answers plain and packed codes', async (t) => {
  const { sim, me } = await desk(t);
  await sim.command('dongle', 'd1', { ussdafter: 1 });
  await sim.command('ussd', '*131#', '1 Buy', { menu: 'yes' });
  await sim.command('ussd', '*131#/1', 'Bought');
  await me.at('AT+CUSD=1,"*131#",15');
  await me.take(/\+CUSD: 1,"1 Buy",15\r\n/);
  await me.at('AT+CUSD=1,"1",15');
  await me.take(/\+CUSD: 0,"Bought",15\r\n/);
  await me.at('AT+CUSD=1,"AA180C3602",15'); // *100#
  assert.match(await me.take(/\+CUSD: 0[^\r]*\r\n/), /"[0-9A-F]+",15/);
});

test('the PIN is asked for, counted, and then the PUK', async (t) => {
  const { me } = await desk(t, { pin: '1234' });
  await me.at('AT+CMEE=1');
  assert.match(await me.at('AT+CPIN?'), /SIM PIN/);
  assert.match(await me.at('AT+CIMI'), /\+CME ERROR: 11/);
  assert.match(await me.at('AT+CMGL=4'), /\+CMS ERROR: 311/);
  for (let i = 0; i < 2; i++) {
    assert.match(await me.at('AT+CPIN="0000"'), /\+CME ERROR: 16/);
  }
  assert.match(await me.at('AT+CPIN="0000"'), /\+CME ERROR: 12/);
  assert.match(await me.at('AT+CPIN?'), /SIM PUK/);
  assert.match(await me.at('AT+CPIN="12345678","4321"'), /OK/);
  assert.match(await me.at('AT+CREG?'), /0,1/);
});

test('without a cell nothing is sent and what comes waits', async (t) => {
  const { sim, me } = await desk(t);
  await me.at('AT+CREG=1');
  await sim.command('dongle', 'd1', { coverage: 'off' });
  await me.take(/\+CREG: 2\r\n/);
  assert.match(await me.at('AT+CSQ'), /\+CSQ: 99,99/);
  assert.match(await me.cmgs(hello), /\+CMS ERROR: 331/);
  await sim.command('text', phone, 'later');
  await sim.event((e) => e.outcome === 'away');
  await sim.command('dongle', 'd1', { coverage: 'on' });
  await sim.event((e) => e.outcome === 'stored');
});

test('errors are given as asked, and then no more', async (t) => {
  const { sim, me } = await desk(t);
  await me.at('AT+CMEE=1');
  await sim.command('fault', 'd1', 'refuse', { error: 'cms:38', count: 2 });
  assert.match(await me.cmgs(hello), /\+CMS ERROR: 38/);
  assert.match(await me.cmgs(hello), /\+CMS ERROR: 38/);
  await sim.command('fault', 'd1', 'refuse', { error: 'cme:30' });
  assert.match(await me.cmgs(hello), /\+CME ERROR: 30/);
  await sim.command('fault', 'd1', 'refuse', { error: 'plain' });
  assert.match(await me.cmgs(hello), /\nERROR/);
  assert.match(await me.cmgs(hello), /\+CMGS: 0/);
  assert.equal(sim.air().filter((e) => e.ev === 'submit').length, 1);
});

test('a text can be taken without an answer', async (t) => {
  const { sim, me } = await desk(t);
  await sim.command('fault', 'd1', 'mute');
  me.write(`AT+CMGS=${hello.length / 2 - 1}\r`);
  await me.take(/\n> $/);
  me.write(`${hello}\x1a`);
  await sim.event((e) => e.ev === 'submit');
  await assert.rejects(me.take(/OK|ERROR/, 300));
  assert.equal(sim.air().filter((e) => e.ev === 'submit').length, 1);
  assert.match(await me.at('AT'), /OK/);
});

/** Closes the port; after it the dongle has noticed: what it is told by then is
 *  read before the second answer. */
async function leave(sim, terminal) {
  terminal.close();
  await terminal.gone;
  await sim.state();
  await sim.state();
}

test('silence ends with a reopened port or with the power', async (t) => {
  const { sim, me } = await desk(t);
  await sim.command('fault', 'd1', 'silent', { until: 'reopen' });
  await assert.rejects(me.at('AT', 200));
  await leave(sim, me);
  const again = new Terminal(sim.port);
  assert.match(await again.at('AT'), /OK/);
  await sim.command('fault', 'd1', 'silent');
  await leave(sim, again);
  const third = new Terminal(sim.port);
  await assert.rejects(third.at('AT', 200));
  await sim.command('power', 'd1', { ms: 20 });
  await third.gone;
  third.close();
  await sim.event((e) => e.ev === 'port' && e.state === 'plugged' && e.n > 1);
  const last = new Terminal(sim.port);
  assert.match(await last.at('AT'), /OK/);
  last.close();
});

test('unplugging hangs up and removes the port', async (t) => {
  const { sim, me } = await desk(t);
  const other = path.join(sim.dir, 'ttyUSB7');
  await sim.command('unplug', 'd1', { back: 100, as: other });
  await me.gone;
  assert.equal(fs.existsSync(sim.port), false);
  await sim.event((e) => e.state === 'plugged' && e.path === other);
  const again = new Terminal(other);
  assert.match(await again.at('ATE0'), /OK/);
  assert.match(await again.at('AT+CGSN'), /\n\d{15}\r/);
  again.close();
});

test('AT+CFUN=1,1 leaves the bus and comes back by another name', async (t) => {
  const { sim, me } = await desk(t);
  const other = path.join(sim.dir, 'ttyUSB1');
  await sim.command('dongle', 'd1', { boot: 50, bootas: other });
  assert.match(await me.at('AT+CFUN=1,1'), /OK/);
  await me.gone;
  await sim.event((e) => e.state === 'plugged' && e.path === other);
});

test('garbage comes as often as asked and the same for a seed', async (t) => {
  const { sim, me } = await desk(t);
  const seen = [];
  for (let round = 0; round < 2; round++) {
    await sim.command('fault', 'd1', 'garbage',
      { percent: 20, seed: 7, garbage: 'middle', match: '+CSQ' });
    me.write('AT+CSQ\r'.repeat(200));
    me.write('AT+GCAP\r');
    const text = await me.take(/\+GCAP: [^]*OK\r\n/);
    await sim.command('fault', 'd1', 'clear');
    seen.push(text.match(/\^RSSI/g).length);
  }
  assert.equal(seen[0], seen[1]);
  assert.ok(seen[0] > 20 && seen[0] < 65, `${seen[0]} of 200`);
});

test('a delete can fail, and can lie', async (t) => {
  const { sim, me } = await desk(t);
  await sim.command('fill', 'd1', 'SM', 2);
  await sim.command('fault', 'd1', 'refuse',
    { match: '+CMGD', error: 'plain' });
  assert.match(await me.at('AT+CMGD=0'), /ERROR/);
  await sim.command('fault', 'd1', 'keep');
  assert.match(await me.at('AT+CMGD=0'), /OK/);
  assert.equal((await sim.state()).sm_used, 2);
  assert.match(await me.at('AT+CMGD=0'), /OK/);
  assert.equal((await sim.state()).sm_used, 1);
});

test('the commands given to a dongle can be traced', async (t) => {
  const { sim, me } = await desk(t);
  await sim.command('dongle', 'd1', { trace: 'on' });
  await me.at('AT+CMGD=3');
  await me.at('AT+CREG?;+CSQ');
  assert.deepEqual(sim.air().filter((e) => e.ev === 'at')
    .map((e) => e.command), ['+CMGD=3', '+CREG?', '+CSQ']);
});

test('a HiLink stick has no commands for messages', async (t) => {
  const { sim, me } = await desk(t);
  await sim.command('dongle', 'd1', { storage: 'off' });
  assert.match(await me.at('AT+CPMS?'), /ERROR/);
  assert.match(await me.at('AT+CMGF=0'), /ERROR/);
  assert.match(await me.at('AT+CSQ'), /OK/);
});

test('the diagnostic port beside it answers nothing', async (t) => {
  const { sim } = await desk(t, { diag: 'ttyUSB1' });
  const deaf = new Terminal(path.join(sim.dir, 'ttyUSB1'));
  await assert.rejects(deaf.at('AT', 200));
  deaf.close();
});

test('two dongles have their own ports, SIMs and numbers', async (t) => {
  const { sim, me } = await desk(t, { dongles: 2 });
  const second = new Terminal(`${sim.port}.2`);
  await second.at('ATE0');
  assert.notEqual(await second.at('AT+CIMI'), await me.at('AT+CIMI'));
  await sim.command('text', phone, 'for the second', { to: 'd2' });
  const came = await sim.event((e) => e.ev === 'deliver');
  assert.equal(came.dongle, 'd2');
  second.close();
});

test('a delivery of any octets reaches the store', async (t) => {
  const { sim, me } = await desk(t);
  await sim.command('deliver', 'FFFFFFFF');
  await sim.event((e) => e.outcome === 'stored');
  assert.match(await me.at('AT+CMGR=0'), /\+CMGR: 0,,4\r\n\w+FFFFFFFF\r/);
});

test('libgammu finds an E173, sends, reads and deletes', async (t) => {
  const sim = await Sim.start();
  t.after(() => sim.stop());
  const rc = path.join(sim.dir, 'gammurc');
  fs.writeFileSync(rc,
    `[gammu]\ndevice = ${sim.port}\nconnection = dku2at\n`);
  const gammu = (...args) => run('gammu', ['-c', rc, ...args]);
  assert.match((await gammu('identify')).stdout, /E173/);
  const sent = await gammu('sendsms', 'TEXT', phone, '-len', '400', '-text',
    'y'.repeat(200));
  assert.match(sent.stdout, /OK, message reference=1/);
  await sim.event((e) => e.ev === 'display');
  assert.equal((await sim.inbox(phone))[0].text, 'y'.repeat(200));
  await sim.command('text', phone, 'Asante');
  await sim.event((e) => e.outcome === 'stored');
  assert.match((await gammu('geteachsms')).stdout, /Asante/);
  await gammu('deleteallsms', '1');
  assert.equal((await sim.state()).sm_used, 0);
});

test('it ends when told to and leaves no file behind', async () => {
  const sim = await Sim.start();
  sim.child.kill('SIGTERM');
  assert.equal((await sim.ended)[0], 0);
  assert.deepEqual(fs.readdirSync(sim.dir), ['air.jsonl']);
  await sim.stop();
});
