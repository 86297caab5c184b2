// A school's day on the practice network, with all that goes wrong in one: no name,
// no number and no word of it stands in the log, not even with --debug, in the
// figures for machines, or in what the records page shows of the log.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, until } from './lib/home.mjs';

const list = `child,class,guardian,phone,family,relation,language
Quillonia Vexley,7Q,Marvessa Vexley,0712 345 101,vexley,mother,en
Bramwick Oduyal,7Q,Zephyrine Oduyal,0712 345 202,oduyal,aunt,sw
`;
const mother = '+254712345101', aunt = '+254712345202', stranger = '+254733987654';
const names = ['Quillonia', 'Vexley', 'Marvessa', 'Bramwick', 'Oduyal', 'Zephyrine', 'Thessaly', 'Hexagonal', 'Wobblesworth'];
const numbers = ['712345101', '712345202', '733987654', '712 345', '72000'];
const words = ['giraffe', 'pumpernickel', 'kaleidoscope', 'rhubarb', 'zucchini', 'tangerine', 'marzipan', 'periwinkle', 'bassoon',
  'correct horse', 'saxophone', 'harpsichord', 'nectarine'];

test('a day at school leaves no name, number or word in log and figures', async t => {
  const home = await Home.start({ families: null, args: ['--debug'] });
  t.after(() => home.stop());
  await home.working();
  const say = (...args) => home.say(...args), sim = (...args) => home.sim.command(...args);

  // People come in: a good list, a bad one, one by hand.
  await home.import(list);
  writeFileSync(join(home.dir, 'bad.csv'), 'child,class,guardian,phone\nThessaly,7Q,Hexagonal,07\n"Thessaly,7Q\n');
  await say('import', join(home.dir, 'bad.csv'));
  await say('staff', 'add', 'Wobblesworth', '--role', 'nobody');
  await say('number', aunt);
  await say('families', 'Vexley');
  await fetch(new URL('sign-in', home.address), { method: 'POST', body: new URLSearchParams({ name: 'Wobblesworth', password: 'correct horse' }) });

  // Texts go out: one, many, refused, never arrived, wrong fields, too long a number.
  const [one] = await home.send(mother, 'giraffe is at the gate, {child}');
  await say('send', '--class', '7Q', '--text', 'pumpernickel for {guardian}', '--ask', 'yes,no');
  await home.state(one, 'sent', 'delivered');
  await sim('fault d1 refuse error=cms:28 count=1');
  await say('send', '--to', aunt, '--text', 'kaleidoscope');
  await say('send', '--to', '72000', '--text', 'rhubarb');
  await say('send', '--to', '0712 345 1010101010101', '--text', 'rhubarb {wrong}');
  await say('send', '--class', 'Hexagonal', '--text', 'rhubarb');

  // And in: an answer, a stranger, a long one, a call, STOP, harm, what cannot be read.
  await sim(`text ${mother} "yes"`);
  await sim(`text ${stranger} "zucchini, I am Thessaly"`);
  await sim(`text ${aunt} "${'tangerine '.repeat(30)}"`);
  await sim('ring', aunt, { ms: 1500 });
  await sim(`text ${mother} "STOP"`);
  await sim(`text ${stranger} "my uncle touches me, and plays the bassoon"`);
  await home.arrived(/tangerine/);
  await home.arrived(/bassoon/);
  await say('search', 'marzipan');
  await say('register', 'check', 'periwinkle and giraffe at the gate');
  await say('register', '--to', 'Zephyrine', '--text', 'saxophone');

  // The network speaks, staff look and copy, a browser asks for odd things.
  await sim('ussd *144# "Your balance is KES 250.00, harpsichord"');
  await say('ussd', 'sim1', '*144#');
  const { token } = await home.cli('token', 'add', 'desk', '--role', 'admin');
  const get = async path => (await fetch(new URL(path, home.address), { headers: { authorization: `Bearer ${token}` } })).text();
  for (const path of ['', 'inbox', 'families', 'families?q=Vexley', 'families/1', 'families/1/print', 'families/1/file', 'sent?q=nectarine', 'dashboard',
    'export?child=1', 'api/v1/search?q=nectarine', `api/v1/number?number=${encodeURIComponent(aunt)}`, 'families/Vexley', 'nowhere/Oduyal?to=Zephyrine'])
    await get(path);
  await say('backup', home.dir, '--passphrase-file', join(home.dir, 'nothing'));
  await fetch(new URL('families/2/erase', home.address), { method: 'POST', headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams({ sure: 'erase' }), redirect: 'manual' });
  const figures = await get('metrics') + await get('healthz');
  const shown = (await get('records')).split('id="events"')[1];
  await until(async () => (await home.cli('queue')).every(m => m.state !== 'sending'), 'nothing to be in hand');
  await home.kill('SIGTERM');

  assert.ok(home.log.split('\n').length > 30, 'the log has the day in it');
  assert.match(figures, /^notehome_/m);
  assert.ok(shown.length > 500);
  for (const [what, text] of Object.entries({ log: home.log, figures, 'records page': shown }))
    for (const secret of [...names, ...numbers, ...words]) {
      const at = text.toLowerCase().indexOf(secret.toLowerCase());
      assert.ok(at < 0, `${what}: ${secret}: ...${text.slice(Math.max(0, at - 100), at + 60)}...`);
    }
});
