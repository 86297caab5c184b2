// models.mjs - a Notehome that finds a dongle of one family by itself, and the
// checks that each family must pass.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Home, build, preload, until } from './home.mjs';
import { FakeSys } from './sys.mjs';

/** Every family: { name, vendor, product, ports: [{ role, protocol, number }], title }. */
export const families = execFileSync(join(build, 'notehome-sim'), ['--models'],
  { encoding: 'utf8' }).trim().split('\n').map(line => {
  const [name, ids, ports, title] = line.split('\t');
  const [vendor, product] = ids.split(':');
  return { name, vendor, product, title, ports: ports.split(',').map(p => {
    const [role, protocol, number] = p.split(':');
    return { role, protocol: parseInt(protocol, 16), number: parseInt(number, 16) };
  }) };
});

// Those that the network gives no calls, or no USSD: the proof is that it is said.
const noCalls = new Set(['simcom-sim7000', 'quectel-bg96', 'ublox-sara']);
const noUssd = noCalls;

/** A school whose dongle is of that family, behind /dev/ttyUSB<base> and on. */
export class Model {
  static async start(t, family, base, { config = '' } = {}) {
    const m = Object.assign(new Model(), { family, base, sys: new FakeSys() });
    m.home = await Home.start({ start: false, modems: '', config,
      sim: { port: `/dev/ttyUSB${base}`, model: family.name } });
    t.after(async () => { await m.home.stop(); m.sys.remove(); });
    m.plug();
    await m.home.boot({ wrap: m.sys.wrap, env: preload('node') });
    await m.home.import('child,class,guardian,phone\nAmina Ali,4B,Salma Ali,0712 000 001\n');
    return m;
  }

  get ttys() {
    return this.family.ports.map((_, i) => `ttyUSB${this.base + i}`);
  }

  get main() {
    return `/dev/${this.ttys[this.family.ports.findIndex(p => p.role === 'main')]}`;
  }

  plug() {
    this.number = (this.number ?? 6) + 1;
    this.sys.plug('1-1', this.family.vendor, this.family.product, this.number,
      this.ttys, this.family.ports);
  }

  works(ms = 90000) {
    return until(async () => (await this.home.cli('modems'))
      .find(d => d.state === 'working'), `${this.family.name} to work`, ms);
  }

  modem() {
    return this.home.cli('modems').then(all => all[0]);
  }
}

const salma = '+254712000001';
const long = 'A note of three parts. '.repeat(18);

async function sent(m, text) {
  const [id] = await m.home.send(salma, text);
  return m.home.state(id, 'sent', 'delivered');
}

async function comes(m, text, options = {}) {
  await m.home.sim.command('text', salma, text, options);
  await m.home.arrived(text, 30000);
  const all = (await m.home.received()).filter(e => e.text === text);
  assert.equal(all.length, 1, `${text}: ${all.length} times`);
}

/** The checks by name, in their order; slow is how long a +CMGS takes. */
export const checks = slow => ({
  async found(m) {
    await m.works();
    await until(async () => (await m.modem()).device === m.main, `the port ${m.main}`, 15000);
  },
  async identity(m) {
    const d = await m.works();
    assert.match(d.imei, /^35824005\d{7}$/);
    assert.match(d.imsi, /^63999\d{10}$/);
    assert.ok(d.model.length > 1 && !/:/.test(d.model), `model ${d.model}`);
  },
  async network(m) {
    const d = await until(async () => {
      const now = await m.modem();
      return now.registered && now.operator && now.signal !== null && now;
    }, 'network, operator and signal', 40000);
    assert.equal(d.operator, 'Practice Net');
    assert.ok(d.signal > 20 && d.dbm < -50, `${d.signal} % ${d.dbm} dBm`);
    assert.doesNotMatch((await m.home.say('status')).out, /no network/i);
  },
  'one part': m => sent(m, 'One part.'),
  async 'three parts'(m) {
    const { parts } = await sent(m, long);
    assert.equal(Array.isArray(parts) ? parts.length : parts, 3);
  },
  async report(m) {
    const [id] = await m.home.send(salma, 'With a report.');
    await m.home.state(id, 'delivered');
  },
  async 'slow result'(m) {
    await m.home.sim.command('dongle', 'd1', { latency: slow });
    const [id] = await m.home.send(salma, 'Slowly.');
    const end = Date.now() + slow + 60000;
    let state;
    do {
      state = (await m.home.message(id)).state;
      assert.ok(!['unsure', 'failed'].includes(state), `it is ${state}`);
      assert.ok(Date.now() < end, `still ${state}`);
      await new Promise(done => setTimeout(done, 300));
    } while (!['sent', 'delivered'].includes(state));
    await m.home.sim.command('dongle', 'd1', { latency: 0 });
    await m.works();
    assert.equal((await m.modem()).restarts ?? 0, 0);
  },
  'in stored': m => comes(m, 'Habari ya asubuhi.'),
  async 'in direct'(m) {
    await m.home.sim.command('dongle', 'd1', { direct: 'on' });
    await comes(m, 'Handed over at once.');
    await comes(m, 'And the next one.');
    await m.home.sim.command('dongle', 'd1', { direct: 'off' });
  },
  'three parts out of order': m => comes(m, 'Mwanafunzi anaumwa leo asubuhi. '.repeat(13).trim(),
    { order: '3,1,2', gap: 300 }),
  async call(m) {
    if (noCalls.has(m.family.name)) return;
    await m.home.sim.command('ring', salma, { ms: 3000 });
    await until(async () => (await m.home.received()).some(e => e.kind === 'missed_call'),
      'the missed call', 20000);
  },
  async ussd(m) {
    const d = await m.works();
    const { out, code, err } = await m.home.say('ussd', d.name, '*100#');
    if (noUssd.has(m.family.name)) assert.notEqual(code, 0);
    else assert.match(out, /Balance KES 120\.50/, `${out} ${err}`);
  },
  async boot(m) {
    m.sys.unplug('1-1', m.ttys);
    await m.home.sim.command('unplug d1');
    await until(async () => !(await m.home.cli('modems')).some(d => d.state === 'working'), 'its absence');
    const said = new Set();
    await m.home.sim.command('plug d1');
    m.plug();
    await until(async () => {
      const all = await m.home.cli('modems');
      for (const d of all) if (d.trouble) said.add(d.trouble);
      return all.some(d => d.state === 'working');
    }, 'work after power-up', 60000);
    for (const words of said)
      assert.doesNotMatch(words, /another model|no SIM|sits badly|PIN/, words);
  },
  async hang(m) {
    await m.home.sim.command('fault d1 silent until=reopen');
    const [id] = await m.home.send(salma, 'After a silence.');
    await m.home.state(id, 'sent', 'delivered');
    const went = (await m.home.sim.air()).filter(e => e.ev === 'submit' && !e.error
      && e.text === 'After a silence.');
    assert.equal(went.length, 1);
  },
  async replug(m) {
    m.sys.unplug('1-1', m.ttys);
    await m.home.sim.command('unplug d1');
    await until(async () => !(await m.home.cli('modems')).some(d => d.state === 'working'), 'its absence');
    const [id] = await m.home.send(salma, 'While it was out.');
    m.base += 6;
    await m.home.sim.command('plug', 'd1', { as: `/dev/ttyUSB${m.base}` });
    m.plug();
    await m.home.state(id, 'sent', 'delivered');
    await until(async () => (await m.modem()).device === m.main, `the port ${m.main}`, 15000);
  },
});
