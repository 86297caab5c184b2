// Any dongle that a school can buy: each family of the practice dongle, found by
// itself, against fifteen checks. `make check` tries five; `make check-models`
// all, and prints the table. MODELS=name,name: those.
import test, { after } from 'node:test';
import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { Home, preload, until } from './lib/home.mjs';
import { Model, checks, families } from './lib/models.mjs';
import { FakeSys } from './lib/sys.mjs';

const sample = ['huawei-e173', 'simcom-a7670', 'quectel-ec25', 'wavecom-fastrack',
  'cinterion-bgs2'];
const asked = process.env.MODELS ?? sample.join();
const tried = families.filter(f => asked === 'all' ? f.name !== 'practice'
  : asked.split(',').includes(f.name));
const all = checks(asked === 'all' ? 60000 : 45000);
const only = process.env.CHECKS?.split(',');
const table = new Map();

// MODELS_LOG: a file that tells as they end, for those who wait.
const note = line => process.env.MODELS_LOG && appendFileSync(process.env.MODELS_LOG, `${line}\n`);

test('families', { concurrency: Number(process.env.MODEL_JOBS ?? 4) }, async t => {
  await Promise.all(tried.map((family, i) => t.test(family.name, async t => {
    const row = {}, m = await Model.start(t, family, 200 + 20 * i);
    table.set(family.name, row);
    for (const [name, check] of Object.entries(all)) {
      if (only && !only.includes(name)) continue;
      await t.test(name, async () => {
        const start = Date.now();
        row[name] = 'not';
        try {
          await check(m);
          row[name] = `${((Date.now() - start) / 1000).toFixed(0)} s`;
          note(`${family.name}: ${name}: ${row[name]}`);
        } catch (error) {
          note(`${family.name}: ${name}: NOT: ${error.message}`);
          error.message += `\n${m.home.log.split('\n').slice(-25).join('\n')}`;
          throw error;
        }
      });
    }
  })));
  assert.equal(table.size, tried.length);
});

after(() => {
  if (asked !== 'all') return;
  const names = Object.keys(all);
  console.log(['family', ...names].join(' | '));
  for (const [family, row] of table)
    console.log([family, ...names.map(n => row[n] ?? '-')].join(' | '));
});

// A school with a box of different dongles, whose SIMs ask for a PIN each.
test('eight different families work together, and each SIM is asked its PIN once', async t => {
  const names = ['huawei-e173', 'zte-mf190', 'simcom-sim800', 'simcom-sim7600',
    'quectel-ec25', 'sierra-mc7455', 'telit-he910', 'siemens-mc35'];
  const base = 900, sys = new FakeSys();
  const home = await Home.start({ start: false, modems: '',
    sim: { port: `/dev/ttyUSB${base}`, model: names.join(), dongles: names.length, pin: '4321' } });
  t.after(async () => { await home.stop(); sys.remove(); });
  const mains = new Set();
  let at = base;
  names.forEach((name, i) => {
    const f = families.find(m => m.name === name), ttys = f.ports.map((_, k) => `ttyUSB${at + k}`);
    mains.add(`/dev/ttyUSB${at + f.ports.findIndex(p => p.role === 'main')}`);
    sys.plug(`1-${i + 1}`, f.vendor, f.product, 10 + i, ttys, f.ports);
    at += f.ports.length;
  });
  for (let i = 1; i <= names.length; i++) await home.sim.command('dongle', `d${i}`, { trace: 'on' });
  await home.boot({ wrap: sys.wrap, env: preload('node') });
  const { token } = await home.cli('token', 'add', 'desk', '--role', 'admin');
  const saved = await fetch(`${home.address}settings/save/pin`, { method: 'POST', redirect: 'manual',
    headers: { authorization: `Bearer ${token}` }, body: new URLSearchParams({ pin: '4321' }) });
  assert.equal(saved.status, 303, await saved.text());
  const all = await until(async () => {
    const now = await home.cli('modems');
    return now.length === names.length && now.every(m => m.state === 'working') && now;
  }, 'eight dongles to work', 120000);
  assert.deepEqual(new Set(all.map(m => m.device)), mains);
  assert.equal(new Set(all.map(m => m.imei)).size, names.length);
  const tried = (await home.sim.air()).filter(e => e.ev === 'at' && /^\+CPIN="/.test(e.command));
  for (let i = 1; i <= names.length; i++)
    assert.equal(tried.filter(e => e.dongle === `d${i}`).length, 1, `PIN tries of d${i}`);
  const ids = [];
  for (let i = 0; i < 16; i++) ids.push(...await home.send(`+2547120000${10 + i}`, `note ${i}`));
  for (const id of ids) await home.state(id, 'delivered');
});
