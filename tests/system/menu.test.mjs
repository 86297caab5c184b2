// Menus of several screens, played by the practice network to the real worker.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { fresh, until } from './lib/home.mjs';

const closed = async home => (await home.sim.air())
  .filter(e => e.ev === 'ussd_closed').map(e => e.code);
const open = async home => (await home.sim.air())
  .filter(e => e.ev === 'ussd').map(e => e.code);

async function world(t, options) {
  const home = await fresh(t, options);
  const { imsi } = (await home.cli('status')).sims[0];
  home.menu = (name, kind, steps, ...more) => home.cli('menus', 'set', name,
    '--network', imsi.slice(0, 5), '--kind', kind, '--steps', steps, ...more);
  home.screen = (path, text, more = '') => home.sim.command(
    `ussd ${path} ${JSON.stringify(text)} ${more}`);
  return home;
}

test('a balance three screens deep is read, in every coding, and its session closed', async t => {
  const home = await world(t);
  await home.menu('Balance', 'balance', '*544#; Compte = 3; Solde = 1', '--reads', 'Airtime');
  await home.screen('*544#', '1 Data\n3 Compté', 'menu=yes');
  await home.screen('*544#/3', '1 Solde\n2 ሰላም', 'menu=yes');
  await home.screen('*544#/3/1', 'Airtime: KES 37.50. Bonga 12. 0 Back', 'menu=yes');
  const plain = await home.say('balance', 'sim1');
  assert.match(plain.out, /Airtime: KES 37\.50/);
  await until(async () => (await closed(home)).includes('*544#/3/1'), 'the end');
  // The same from a dongle that wants packed hex.
  await home.screen('*544#/3/1', 'Airtime: KES 36.50. Bonga 12', '');
  await home.sim.command('dongle d1 packed=on');
  assert.match((await home.say('menu', 'sim1', 'Balance')).out, /36\.50/);
  assert.match((await home.cli('status')).sims[0].credit, /36\.50/);
  assert.equal((await closed(home)).length, 1, 'the operator had closed it');
});

test('a menu that changed, and an answer that is nonsense, end at once and are closed', async t => {
  const home = await world(t);
  await home.menu('Bundles', 'bundles', '*131#; Bundles = 2');
  await home.screen('*131#', '2 Buy a phone', 'menu=yes');
  const changed = await home.say('menu', 'sim1', 'Bundles');
  assert.equal(changed.code, 1);
  assert.match(changed.out, /"Bundles" was expected/);
  await until(async () => (await closed(home)).length === 1, 'the first end');
  await home.screen('*131#', '9,zz', 'raw=yes');
  const nonsense = await home.say('menu', 'sim1', 'Bundles');
  assert.equal(nonsense.code, 1);
  await until(async () => (await closed(home)).length === 2, 'the second end');
  assert.deepEqual(await open(home), ['*131#', '*131#']);
});

test('a worker that dies within a menu leaves no session open, and no answer goes astray', async t => {
  const home = await world(t);
  await home.menu('Bundles', 'bundles', '*131#; More = 1; Bundles = 2');
  await home.screen('*131#', '1 More', 'menu=yes');
  await home.screen('*131#/1', '2 Bundles', 'menu=yes');
  await home.sim.command('dongle d1 ussdafter=5000');       // room to kill it between two screens
  const walk = home.say('menu', 'sim1', 'Bundles');
  await until(async () => (await open(home)).length === 1, 'the first screen');
  home.killWorkers();
  const answer = await walk;
  assert.equal(answer.code, 1);
  assert.match(answer.out, /went away/);
  await home.working();
  await until(async () => (await closed(home)).length === 1, 'the session to be closed');
  assert.equal((await open(home)).length, 1);
  await home.sim.command('dongle d1 ussdafter=300');
  await home.say('menu', 'sim1', 'Bundles');         // the next walk hears its own screens
  assert.deepEqual((await open(home)).slice(1, 3), ['*131#', '*131#/1']);
});

test('only a person who says so buys a bundle', async t => {
  const home = await world(t);
  await home.menu('Ten texts', 'buy', '*200#; Ten = 1');
  await home.screen('*200#', '1 Ten texts', 'menu=yes');
  await home.screen('*200#/1', 'Bought.');
  const asked = await home.say('menu', 'sim1', 'Ten texts');
  assert.equal(asked.code, 1);
  assert.match(asked.err, /spends credit/);
  assert.deepEqual(await open(home), []);
  const bought = await home.say('menu', 'sim1', 'Ten texts', '--yes');
  assert.match(bought.out, /Bought/);
  assert.deepEqual(await open(home), ['*200#', '*200#/1']);
});

test('a code that forwards calls is dialled only by who is sure, and is in the records', async t => {
  const home = await world(t);
  await home.screen('**21*0712345678#', 'Forwarding is active');
  await home.screen('**04*1234*4321*4321#', 'PIN changed');
  for (const code of ['**21*0712345678#', '##002#', '*#21#', '*33*0000#', '**04*1234*4321*4321#']) {
    const refused = await home.say('ussd', 'sim1', code);
    assert.equal(refused.code, 1, code);
    assert.match(refused.err, /sets a service of the SIM.*Nothing was dialled/s);
    const asked = await home.say('balance', 'sim1', '--code', code);
    assert.equal(asked.code, 1, code);
    await assert.rejects(home.menu('Trick', 'balance', `${code}; x = 1`), /no menu dials it/);
  }
  assert.deepEqual(await open(home), []);
  assert.match((await home.say('ussd', 'sim1', '**21*0712345678#', '--yes')).out, /Forwarding is active/);
  assert.match((await home.say('ussd', 'sim1', '**04*1234*4321*4321#', '--yes')).out, /PIN changed/);
  const { token } = await home.cli('token', 'add', 'desk', '--role', 'admin');
  const page = await (await fetch(`${home.address}records`, { headers: { authorization: `Bearer ${token}` } })).text();
  assert.equal(page.match(/Set a service of the SIM with a code/g)?.length >= 2, true);
  assert.match(page, /\*\*21\*0712345678#/);
  assert.match(page, /\*\*04\*\.\.\./);
  assert.doesNotMatch(page, /4321/);
});
