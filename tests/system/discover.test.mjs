// No dongle in the settings: it is found by itself, through the unmodified
// libserialport (preload_node: behind the names is no real port). The USB devices
// stand in a made-up /sys, mounted in a private namespace of the daemon; behind
// the names in /dev is the practice dongle.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { Home, preload, until, salma } from './lib/home.mjs';
import { FakeSys } from './lib/sys.mjs';
import { families } from './lib/models.mjs';

test('a dongle is found among silent ports, and found again by another name', async t => {
  const sys = new FakeSys();
  const home = await Home.start({ start: false, modems: '',
    sim: { port: '/dev/ttyUSB91', diag: '/dev/ttyUSB90' } });
  t.after(async () => { await home.stop(); sys.remove(); });
  sys.plug('1-1', '12d1', '1001', 7, ['ttyUSB90', 'ttyUSB91']);
  sys.plug('1-2', '1a86', '7523', 8, ['ttyUSB99']);     // a board, not ours to touch
  await home.boot({ wrap: sys.wrap, env: preload('node') });
  const start = Date.now();
  const found = await until(async () => (await home.get('modems'))
    .find(m => m.state === 'working'), 'the dongle to be found', 60000);
  t.diagnostic(`found after ${Date.now() - start} ms`);
  assert.equal(found.device, '/dev/ttyUSB91');
  const [id] = await home.send(salma, 'found by itself');
  await home.state(id, 'delivered');

  // Staff give it another name, which counts at once and stays with its SIM.
  const { token } = await home.cli('token', 'add', 'desk', '--role', 'admin');
  const called = 'Office "1" & 2';
  const saved = await fetch(`${home.address}settings/sims`, { method: 'POST', redirect: 'manual',
    headers: { authorization: `Bearer ${token}` }, body: new URLSearchParams({ imsi: found.imsi, name: called }) });
  assert.equal(saved.status, 303, await saved.text());
  await until(async () => (await home.get('modems')).map(m => m.name).join() === called, 'the new name');

  sys.unplug('1-1', ['ttyUSB90', 'ttyUSB91']);
  await home.sim.command('unplug d1');
  await until(async () => !(await home.get('modems')).some(m => m.state === 'working'), 'the absence');
  const [later] = await home.send(salma, 'found by another name');
  sys.plug('1-3', '12d1', '1001', 9, ['ttyUSB93']);
  await home.sim.command('plug d1 as=/dev/ttyUSB93');
  const back = Date.now();
  await until(async () => (await home.get('modems')).some(m => m.state === 'working'
    && m.device === '/dev/ttyUSB93'), 'the dongle under its new name', 10000);
  t.diagnostic(`back under another name after ${Date.now() - back} ms`);
  const modems = await home.cli('modems');
  assert.equal(modems.filter(m => m.imei === found.imei).length, 1);
  assert.equal(modems.find(m => m.imei === found.imei).name, called);
  await home.state(later, 'delivered');
});

test('a HiLink stick and one in disk mode are named, with what to do', async t => {
  const sys = new FakeSys();
  const home = await Home.start({ start: false, modems: '', sim: null });
  t.after(async () => { await home.stop(); sys.remove(); });
  sys.plug('1-1', '12d1', '14dc', 7, []);
  sys.plug('1-2', '12d1', '1446', 8, []);
  await home.boot({ wrap: sys.wrap, env: preload('node') });
  const out = (await home.say('status')).out.replace(/\s+/g, ' ');
  assert.match(out, /HiLink/);
  assert.match(out, existsSync('/usr/sbin/usb_modeswitch')
    ? /12d1:1446 is still in disk mode. Pull it out/ : /12d1:1446 is still in disk mode. Install usb-modeswitch/);
});

test('sticks of no use are known by their interfaces, beside a dongle of the settings too', async t => {
  const sys = new FakeSys();
  const home = await Home.start({ start: false });
  t.after(async () => { await home.stop(); sys.remove(); });
  sys.plug('1-1', '19d2', '1403', 7, []);
  sys.faces('1-1', [['02', '06', '00'], ['0a', '00', '00']]);   // any id: a network card
  sys.plug('1-2', '1c9e', 'f000', 8, []);
  sys.faces('1-2', [['08', '06', '50']]);
  await home.boot({ wrap: sys.wrap });
  await home.working();
  const out = (await home.say('status')).out.replace(/\s+/g, ' ');
  assert.match(out, /19d2:1403 shows itself as a network card/);
  assert.match(out, /1c9e:f000 is still in disk mode/);
});

// A dongle of that family in a made-up /sys, under ids of its own or those given.
async function family(t, name, base, ids) {
  const sys = new FakeSys(), f = families.find(m => m.name === name);
  const home = await Home.start({ start: false, modems: '', sim: { port: `/dev/ttyUSB${base}`, model: name } });
  t.after(async () => { await home.stop(); sys.remove(); });
  const [vendor, product] = ids ?? [f.vendor, f.product];
  home.sys = sys;
  home.plug = number => sys.plug('1-1', vendor, product, number,
    f.ports.map((_, i) => `ttyUSB${base + i}`), f.ports);
  home.plug(7);
  await home.boot({ wrap: sys.wrap, env: preload('node') });
  home.device = port => until(async () => (await home.get('modems'))
    .find(m => m.state === 'working' && m.device === `/dev/ttyUSB${port}`), `ttyUSB${port} to serve`, 60000);
  return home;
}

test('of several ports that answer the one is taken that tells what happens', async t => {
  const home = await family(t, 'huawei-e303', 98);      // 98, 99, 100: the protocol says it
  await home.device(99);
  await home.sim.command('ring', salma, { ms: 3000 });
  await until(async () => (await home.received()).some(m => m.kind === 'missed_call'), 'the call');
  // Back by its old names it serves at once, and no other port of it is asked.
  const heard = home.log.length, ttys = ['ttyUSB98', 'ttyUSB99', 'ttyUSB100'];
  home.sys.unplug('1-1', ttys);
  await home.sim.command('unplug d1');
  await until(async () => !(await home.get('modems')).some(m => m.state === 'working'), 'the absence');
  // One port is asked at a time, in their order: when the next dongle's has had
  // its turn, none of these had, though they were listed before their nodes came.
  home.plug(8);
  home.sys.plug('1-2', '12d1', '1001', 9, ['ttyUSB101']);
  symlinkSync('/dev/null', '/dev/ttyUSB101');
  t.after(() => rmSync('/dev/ttyUSB101', { force: true }));
  await until(() => home.log.slice(heard).includes('discover: device=/dev/ttyUSB101'), 'the next to be asked');
  await home.sim.command('plug d1');
  await home.device(99);
  assert.doesNotMatch(home.log.slice(heard), /discover: device=\/dev\/ttyUSB(98|99|100)/);
});

test('a port that tells nothing although texts came gives way to the next', async t => {
  const home = await family(t, 'simcom-sim7600', 110, ['1111', '2222']);
  await home.device(113);                               // the last that answers
  await home.sim.command('text', salma, 'Nobody tells of me.');
  await home.arrived('Nobody tells of me.', 40000);
  await home.device(112);
  await home.sim.command('ring', salma, { ms: 3000 });
  await until(async () => (await home.received()).some(m => m.kind === 'missed_call'), 'the call');
});

test('a modem behind a chip that boards use is asked when it is no board', async t => {
  const home = await family(t, 'simcom-sim900', 120);
  await home.device(120);
});
