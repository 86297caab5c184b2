// An emergency by the calling tree: the text goes to those who represent the
// classes alone, and paper says whom each one calls.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { fresh, rose, salma, submits, tigist, until } from './lib/home.mjs';

test('an emergency goes to the representatives alone, and the tree says whom they call', async t => {
  const home = await fresh(t);
  const families = (await home.api('families')).body;
  const id = name => families.find(f => f.family.includes(name)).id;
  const none = await home.say('send', '--class', '4B', '--representatives', '--text', 'Closed');
  assert.equal(none.code, 1);
  assert.match(none.err, /Nobody represents class "4B"/);
  await home.cli('tree', '4B', 'add', String(id('Rose')));
  const wrong = await home.say('tree', '2A', 'add', String(id('Rose')));
  assert.match(wrong.err, /no child in that class/);
  const half = await home.say('send', '--all', '--representatives', '--text', 'Closed');
  assert.match(half.err, /Nobody represents class "2A"/);
  await home.cli('tree', '2A', 'add', String(id('Salma')));

  const tree = await home.cli('tree');
  const calls = tree.filter(r => r.class === '4B');
  assert.ok(calls.length >= 2 && calls.every(r => r.caller.family === id('Rose')));
  assert.ok(calls.some(r => r.calls.family === id('Salma')));
  assert.match((await home.say('tree', '4B')).out, /class 4B\n +Rose Otieno +\+254712000002[^]*Salma Ali/);

  const sent = await home.cli('send', '--all', '--representatives', '--priority', 'urgent', '--text', 'Closed today');
  assert.equal(sent.ids.length, 2);
  for (const m of sent.ids) await home.state(m, 'sent', 'delivered');
  const [next] = await home.send(tigist, 'Thank you');   // all had their turn by then
  await home.state(next, 'sent', 'delivered');
  const air = await submits(home, /^Closed today/);
  assert.deepEqual(air.map(e => e.to).sort(), [salma, rose].sort());
  await home.cli('tree', '4B', 'remove', String(id('Rose')));
  await until(async () => (await home.cli('tree', '4B')).every(r => r.caller === null), 'the end of it');
});
