// What goes wrong with dongles and networks, and what must never follow.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, fresh, least, submits, until, salma, rose, tigist } from './lib/home.mjs';

test('the modem takes a text and never answers: unsure, and not sent again', async t => {
  const home = await fresh(t);
  await home.sim.command('habit reports=off');
  await home.sim.command('fault d1 mute match=+CMGS');
  const [id] = await home.send(salma, 'taken in silence');
  const m = await home.state(id, 'unsure');
  assert.match(m.reason, /may have arrived|no proof|not known|unknown/i);
  assert.equal(m.reason_code, 'may_have_arrived');
  for (const text of ['life goes on', 'and on']) {      // it had its turns to go again
    const [next] = await home.send(rose, text);
    await home.state(next, 'sent', 'delivered');
  }
  assert.equal((await submits(home, /taken in silence/)).length, 1);
  assert.equal((await home.message(id)).state, 'unsure');
});

test('a delivery report settles what was unsure', async t => {
  const home = await fresh(t);
  await home.sim.command('habit reportafter=3000');
  await home.sim.command('fault d1 mute match=+CMGS');
  const [id] = await home.send(salma, 'reported later');
  await home.state(id, 'delivered');
  assert.equal((await submits(home, /reported later/)).length, 1);
});

test('+CMS ERROR 331 for a minute delays the text and does not lose it', async t => {
  const home = await fresh(t);
  await home.sim.command('fault d1 refuse error=cms:331 for=60000');
  const [id] = await home.send(salma, 'no network just now');
  await until(async () => (await home.message(id)).reason, 'a reason');
  await home.sim.command('fault d1 clear refuse');
  const m = await until(async () => {
    const now = await home.message(id);
    return now.state === 'delivered' && now;
  }, 'delivery', 90000);
  assert.equal(m.state, 'delivered');
  assert.equal((await submits(home, /no network just now/)).length, 1);
});

test('an unknown subscriber fails at once and names it', async t => {
  const home = await fresh(t);
  await home.sim.command('fault d1 refuse error=cms:30');
  const [id] = await home.send(salma, 'to nobody');
  const m = await home.state(id, 'failed');
  assert.equal(m.reason, 'the network does not know this number (CMS 30)');
  assert.equal(m.reason_code, 'unknown_number');
});

test('a SIM that has lost its message centre sends by the one that is noted', async t => {
  const home = await Home.start({ sim: { smsc: '' } });
  t.after(() => home.stop());
  await home.working();
  const [id] = await home.send(salma, 'by the noted centre');
  await until(async () => /message centre/.test((await home.message(id)).reason), 'the reason');
  await home.cli('sim', 'sim1', 'smsc=+254722500029');
  await home.kill('SIGTERM');
  await home.boot();                    // a new worker ends the pause
  await home.working();
  await home.state(id, 'sent', 'delivered');
});

test('+CMS ERROR 322: the memory is emptied at once, and the text goes', async t => {
  const home = await fresh(t);
  await home.sim.command('dongle d1 trace=on');
  await home.sim.command('fault d1 refuse error=cms:322');
  const [id] = await home.send(salma, 'after the memory');
  await home.state(id, 'sent', 'delivered');
  // By the dongle's clock, whatever else the computer does.
  const said = (await home.sim.air()).filter(e => e.ev === 'at');
  const refused = said.findIndex(e => /CMGS/.test(e.command));
  const listed = said.slice(refused).find(e => /CMGL/.test(e.command));
  assert.ok(listed.t - said[refused].t < 9000, `listed after ${listed.t - said[refused].t} ms`);
});

test('+CMS ERROR 500 three times in a row: the dongle is brought back, nothing is doubled', async t => {
  const home = await fresh(t);
  await home.sim.command('fault d1 refuse error=cms:500 count=3');
  const ids = [];
  for (const to of [salma, rose, tigist]) ids.push(...await home.send(to, 'no reason'));
  for (const id of ids) await home.state(id, 'unsure');
  await until(async () => (await home.get('modems'))[0].recovery.length, 'a step');
  await home.working();
  const [next] = await home.send(salma, 'afterwards');
  await home.state(next, 'sent', 'delivered');
  assert.equal((await submits(home, /no reason/)).length, 0);
});

test('a silent modem is back at work within 45 s', async t => {
  const home = await fresh(t);
  let silences = 0;
  const took = await least(45000, async () => {
    const text = `after silence ${++silences}`;
    await home.sim.command('fault d1 silent until=reopen');
    const start = Date.now();
    await home.state(...await home.send(salma, text), 'delivered');
    t.diagnostic(`back after ${Date.now() - start} ms`);
    assert.equal((await submits(home, new RegExp(`^${text}$`))).length, 1);
    return Date.now() - start;
  });
  assert.ok(took <= 45000, `${took} ms`);
});

test('a replugged modem is back within 3 s of its node', async t => {
  const home = await fresh(t);
  const took = await least(3000, async () => {
    await home.sim.command('unplug d1');
    await until(async () => (await home.get('modems'))[0].state === 'absent', 'the absence');
    const [id] = await home.send(salma, 'while it was out');
    await home.sim.command('plug d1');
    const start = Date.now();
    await home.working();
    const back = Date.now() - start;
    t.diagnostic(`back after ${back} ms`);
    await home.state(id, 'delivered');
    return back;
  });
  assert.ok(took <= 3000, `${took} ms`);
});

test('a dongle that keeps leaving its port: each time is written down, and power is asked after', async t => {
  const home = await fresh(t);
  for (let i = 0; i < 3; i++) {
    await home.sim.command('unplug d1');
    await until(async () => (await home.get('modems'))[0].state === 'absent', 'the absence');
    await home.sim.command('plug d1');
    await home.working();
  }
  const rungs = (await home.cli('modems'))[0].recovery.filter(r => r.rung === 'left its port');
  assert.deepEqual(rungs.map(r => r.outcome), ['came back', 'came back', 'came back']);
  assert.match((await home.say('status')).out.replace(/\s+/g, ' '),
    /left its USB port 3 times within a day\. Too little power\?/);
});

test('pulled out in the hand-over: unsure, never twice', async t => {
  const home = await fresh(t);
  await home.sim.command('habit reports=off');
  await home.sim.command('fault d1 delay match=+CMGS ms=3000');
  const [id] = await home.send(salma, 'half way');
  await until(async () => (await submits(home, /half way/)).length === 1, 'the submit');
  await home.sim.command('unplug d1 back=500');
  await home.state(id, 'unsure');
  await home.working();
  const [next] = await home.send(rose, 'all the way');
  await home.state(next, 'sent', 'delivered');
  assert.equal((await submits(home, /half way/)).length, 1);
});

test('a delete that fails repeats nothing', async t => {
  const home = await fresh(t);
  await home.sim.command('fault d1 keep count=2');
  await home.sim.command(`text ${rose} "stubborn"`);
  await home.arrived('stubborn');
  await until(async () => (await home.sim.command('slots d1 SM')).length === 0, 'an empty SIM', 60000);
  assert.equal((await home.received()).filter(m => m.text === 'stubborn').length, 1);
});

test('a network that refuses is called so, and not credit', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  await home.working();
  await home.sim.command('fault d1 refuse error=cms:38 count=-1');
  const sent = [1, 2, 3, 4, 5].map(i => home.send(`+25471200010${i}`, 'the network refuses'));
  await Promise.all(sent);
  const sim = await until(async () => (await home.get('status')).sims.find(s => s.paused_until), 'the pause');
  assert.equal(sim.paused_for, 'network');
  const { out } = await home.say('status');
  assert.match(out, /^! {2}network sim1 is paused: the network is out of order/m);
  assert.doesNotMatch(out, /credit {2}sim1/);
});
