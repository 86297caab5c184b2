// Credit that runs out and comes back: texts wait, and go on by themselves.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { fresh, rose, salma, submits, tigist, until } from './lib/home.mjs';

test('texts wait for credit, and go out once each when it is back', async t => {
  const home = await fresh(t);
  await home.sim.command('ussd *144# "Your balance is KES 0.00"');
  const asked = await home.say('balance', 'sim1', '--code', '*144#');
  assert.match(asked.out, /KES 0\.00/);
  assert.match((await home.say('status')).out, /no credit is left: top it up/);
  assert.equal((await home.cli('status')).sims[0].balance, '0.00');

  await home.sim.command('fault d1 refuse error=cms:50 for=600000 count=-1');
  const ids = [];
  for (const [i, to] of [salma, rose, tigist].entries())
    ids.push(...await home.send(to, `credit ${i}`));
  await until(async () => (await home.get('status')).sims[0].paused_until,
    'the SIM to pause', 40000);
  for (const id of ids) {
    const m = await home.message(id);
    assert.equal(m.state, 'queued');
    assert.match(m.reason, /credit/);
  }
  // The pause itself asks for the balance; nothing has come in since.
  const asks = () => home.sim.events.filter(e => e.ev === 'ussd').length;
  await until(() => asks() === 2, 'the question for the balance');
  await until(async () => (await home.get('status')).sims[0].credit, 'its answer');
  assert.ok((await home.cli('status')).sims[0].paused_until);

  await home.sim.command('fault d1 clear refuse');
  await home.sim.command('ussd *144# "Your balance is KES 250.00, valid until 2099-12-31"');
  assert.match((await home.say('ussd', 'sim1', '*144#')).out, /250\.00/);
  for (const id of ids) await home.state(id, 'sent', 'delivered');
  const air = await submits(home, /^credit /);
  assert.equal(air.length, 3);
  assert.equal(new Set(air.map(e => e.to)).size, 3);
  const status = await home.say('status');
  assert.doesNotMatch(status.out, /no credit is left|is paused/);
  assert.match(status.out, /sim1 has 250\.00 KES \(/);
  const [sim] = (await home.cli('status')).sims;
  assert.deepEqual([sim.balance, sim.currency], ['250.00', 'KES']);
  // A menu in its place says nothing of the balance.
  await home.sim.command('ussd *144# "1. Balance 2. Bundles"');
  await home.say('ussd', 'sim1', '*144#');
  await until(async () => (await home.get('status')).sims[0].credit.startsWith('1.'),
    'the menu');
  const [unread] = (await home.cli('status')).sims;
  assert.deepEqual([unread.balance, unread.currency], [null, null]);
});
