// A dongle's diary: kept while it works, is pulled out and comes back; it tells
// of nobody; and the practice dongle plays it as a family that no table has.
// DIARIES=name,name or all: those; DIARY_KEEP: a folder for what was written.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, build, preload, until } from './lib/home.mjs';
import { Model, families } from './lib/models.mjs';
import { FakeSys } from './lib/sys.mjs';

const asked = process.env.DIARIES ?? ['huawei-e173', 'zte-mf190', 'simcom-sim800', 'quectel-ec25',
  'wavecom-fastrack'].join();
const tried = families.filter(f => asked === 'all' ? f.name !== 'practice' : asked.split(',').includes(f.name));
const salma = '+254712000001', said = 'Habari, Salma hapa: piga 0733 918273 au 4471829';

/** Has a diary written into file while the dongle does all that it does. */
async function record(m, file) {
  const { home } = m;
  await m.works();
  const written = home.say('modems', 'record', file, '--seconds', '900');
  await until(async () => (await home.api('diary')).body.state === 'kept', 'the diary to begin');
  const [id] = await home.send(salma, 'Mkutano wa wazazi: 0722 613579.');
  await home.state(id, 'delivered');
  await home.sim.command('text', salma, said);
  await home.arrived(said, 20000);
  const { name } = await m.works();
  await home.say('ussd', name, '*100#');
  m.sys.unplug('1-1', m.ttys);
  await home.sim.command('unplug d1');
  await until(async () => !(await home.get('modems')).some(d => d.state === 'working'), 'its absence');
  await home.sim.command('plug d1');
  m.plug();
  await m.works();
  const [again] = await home.send(salma, 'Na tena.');
  await home.state(again, 'sent', 'delivered');
  assert.equal((await home.say('modems', 'stop')).code, 0);
  assert.equal((await written).code, 0, (await written).err);
}

/** What is real in that session, and must not stand in its diary. Of four digits any
 *  diary has some 200 by chance. */
async function secrets(m) {
  const [d] = await m.home.cli('modems');
  return [d.imei, d.imsi, '254712000001', '254700000001', '254700000000', '712000001', '0733 918273',
    '0733918273', '918273', '4471829', '613579', 'Salma', 'Habari', 'hapa', 'Mkutano', 'wazazi', 'Balance', '120.50', 'Practice Net'];
}

/** A school whose only dongle is that of the diary. */
async function replay(t, file, base) {
  const [, ids, ports] = execFileSync(join(build, 'notehome-sim'), ['--replay', file, '--models'],
    { encoding: 'utf8' }).trim().split('\t');
  const [vendor, product] = ids.split(':');
  const m = Object.assign(new Model(), { base, sys: new FakeSys(), family: { name: 'replayed', vendor,
    product, ports: ports.split(',').map(p => {
      const [role, protocol, number] = p.split(':');
      return { role, protocol: parseInt(protocol, 16), number: parseInt(number, 16) };
    }) } });
  m.home = await Home.start({ start: false, modems: '', sim: { port: `/dev/ttyUSB${base}`, replay: file } });
  t.after(async () => { await m.home.stop(); m.sys.remove(); });
  m.plug();
  await m.home.boot({ wrap: m.sys.wrap, env: preload('node') });
  await m.home.import('child,class,guardian,phone\nAmina Ali,4B,Salma Ali,0712 000 001\n');
  return m;
}

test('diaries', { concurrency: 5 }, async t => {
  await Promise.all(tried.map((family, i) => t.test(family.name, async t => {
    const m = await Model.start(t, family, 2000 + 20 * i);
    const file = join(m.home.dir, 'diary.txt');
    await record(m, file);
    if (process.env.DIARY_KEEP) copyFileSync(file, join(process.env.DIARY_KEEP, `${family.name}.txt`));
    const text = readFileSync(file, 'utf8');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    for (const secret of await secrets(m)) assert.ok(!text.includes(secret), `${secret} stands in the diary`);
    const was = await m.modem(), now = await replay(t, file, 2010 + 20 * i);
    const is = await now.works();
    assert.equal(is.model, was.model);
    const [id] = await now.home.send(salma, 'Through a diary.');
    await now.home.state(id, 'delivered');
    await now.home.sim.command('text', salma, 'Back through it.');
    await now.home.arrived('Back through it.', 20000);
    const dialled = await now.home.say('ussd', is.name, '*100#');
    assert.match(dialled.out, /Balance KES 120\.50/, dialled.err);
  })));
});

test('a diary goes into a new file, and into no other', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  const there = join(home.dir, 'there.txt'), link = join(home.dir, 'link.txt'), target = join(home.dir, 'target.txt');
  writeFileSync(there, 'mine');
  symlinkSync(target, link);
  for (const file of [there, link]) {
    const { code, err } = await home.say('modems', 'record', file);
    assert.equal(code, 1);
    assert.match(err, /already/);
  }
  assert.equal(readFileSync(there, 'utf8'), 'mine');
  assert.ok(!existsSync(target));
  assert.equal((await home.say('modems', 'record', join(home.dir, 'a.txt'), 'nosuch')).code, 1);
  assert.equal((await home.say('modems', 'record', join(home.dir, 'a.txt'), '--seconds', '5')).code, 1);
  assert.ok(!existsSync(join(home.dir, 'a.txt')));
  assert.equal((await home.say('modems', 'dance')).code, 2);
});
