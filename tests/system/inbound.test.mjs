// Parts as networks really bring them: out of order, late, missing, doubled.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, until, salma, rose } from './lib/home.mjs';

const long = tag => `${tag} ` + 'the bus did not come and we walked to the road. '.repeat(8).trim();

test('inbound', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  const { sim } = home;
  await home.working();

  await t.test('parts out of order are one text', async () => {
    await sim.command(`text ${salma} "${long('order')}" order=3,1,2`);
    assert.equal((await home.arrived(/^order/)).text, long('order'));
  });

  await t.test('two senders with one reference stay apart', async () => {
    await sim.command(`text ${salma} "${long('mine')}" ref=77 gap=300`);
    await sim.command(`text ${rose} "${long('hers')}" ref=77 gap=300`);
    const mine = await home.arrived(long('mine'));
    const hers = await home.arrived(long('hers'));
    assert.match(mine.family, /Salma/);
    assert.match(hers.family, /Rose/);
  });

  await t.test('a wide reference counts', async () => {
    await sim.command(`text ${salma} "${long('wide')}" width=16 ref=40000`);
    await home.arrived(long('wide'));
  });

  await t.test('a doubled delivery is one message', async () => {
    await sim.command(`text ${salma} "once only" copies=2`);
    await home.arrived('once only');
    await sim.command(`text ${salma} "behind it"`);
    await home.arrived('behind it');
    assert.equal((await home.received()).filter(m => m.text === 'once only').length, 1);
  });

  await t.test('a part that is missing holds nothing up', async () => {
    await sim.command(`text ${salma} "${long('gone')}" missing=2`);
    await sim.command(`text ${salma} "after it"`);
    await home.arrived('after it');
    await until(async () => (await sim.command('slots d1 SM')).length === 0, 'an empty SIM');
  });

  await t.test('poison is put into quarantine and the rest goes on', async () => {
    // UDL 255 with its full data; UDHL 255; a truncated one.
    for (const tpdu of ['04' + '0C915274120000F0' + '0000' + '62112112000000' + 'FF' + 'AA'.repeat(140),
      '44' + '0C915274120000F0' + '0004' + '62112112000000' + '8C' + 'FF' + '41'.repeat(139),
      '04' + '0C9152741200'])
      await sim.command(`deliver ${tpdu} to=d1`);
    await sim.command(`text ${salma} "behind the poison"`);
    await home.arrived('behind the poison');
    await until(async () => (await sim.command('slots d1 SM')).length === 0, 'an empty SIM');
    assert.ok((await home.cli('threads', '--tray', 'quarantine')).length >= 1);
    await home.working();
  });

  await t.test('a full SIM is drained and what waits at the centre comes', async () => {
    const { sim } = home;
    await sim.command('fault d1 silent until=reopen');
    await sim.command('fill d1 SM kind=old');
    for (let i = 1; i <= 5; i++) await sim.command(`text ${rose} "waiting ${i}"`);
    for (let i = 1; i <= 5; i++) await home.arrived(`waiting ${i}`, 60000);
    await until(async () => (await sim.command('slots d1 SM')).length === 0, 'an empty SIM', 30000);
  });

  await t.test('a SIM full of half messages does not stop the rest', async () => {
    await sim.command('fault d1 silent until=reopen');
    await sim.command('fill d1 SM kind=orphan');
    await sim.command(`text ${rose} "next to the halves"`);
    await home.arrived('next to the halves', 60000);
    await until(async () => (await sim.command('slots d1 SM')).length === 0, 'an empty SIM', 30000);
  });

  await t.test('nothing left the SIM unseen', async () => {
    assert.deepEqual((await sim.air()).filter(e => e.ev === 'erase' && !e.seen), []);
  });
});
