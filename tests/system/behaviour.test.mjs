// Events of children: noted by a tap, told home near the event, a concern only
// when an admin sends it; and what the families' phones got on the air.
import test from 'node:test';
import assert from 'node:assert/strict';
import { Home, submits, salma, rose, shared } from './lib/home.mjs';

const texts = async (home, phone) => (await home.sim.inbox(phone)).map(m => m.text);

test('events of children', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  await home.working();
  const event = (...words) => home.cli('event', ...words);

  await t.test('praise goes on the air once, to that family, about that child, in its language', async () => {
    const noted = await event('Amina Ali', 'read aloud');
    assert.deepEqual([noted.home, noted.good, noted.queued], ['noted', true, 0]);
    assert.deepEqual(noted.texts.map(x => [x.guardian, x.text, x.parts, x.monday]),
      [['Salma Ali', 'Amina alisoma kwa sauti mbele ya darasa.', 1, false]]);
    const told = await home.cli('events', 'tell', String(noted.id));
    assert.deepEqual([told.home, told.queued], ['told', 1]);
    await home.state(told.message, 'delivered');
    assert.equal((await home.cli('events', 'tell', String(noted.id))).queued, 0, 'once');
    const both = await event('Juma Otieno', 'helped another', '--tell');
    await home.state(both.message, 'delivered');
    assert.deepEqual(await texts(home, salma), ['Amina alisoma kwa sauti mbele ya darasa.']);
    assert.deepEqual(await texts(home, rose), ['Juma helped another child at school.']);
    assert.equal((await submits(home, /./)).length, 2);
    const { messages, events, events_good } = await home.cli('child', String(noted.child_id));
    assert.deepEqual(messages.map(m => [m.child, m.tone]), [['Amina Ali', 'praise']]);
    assert.deepEqual(events.map(e => [e.event, e.home]), [['read aloud', 'told']]);
    assert.equal(events_good, 1);
  });

  await t.test('a concern waits for an admin; what is dropped never goes', async () => {
    const late = await event('Juma Otieno', 'late', '--tell');
    const fight = await event('Kamau Njoroge', 'fight', '--tell');
    assert.deepEqual([late.home, fight.home], ['asked', 'asked']);
    await home.cli('events', 'spoke', String(late.id));
    assert.deepEqual((await home.cli('events')).waiting.map(w => [w.child, w.event, !!w.told_in_person]),
      [['Juma Otieno', 'late', true], ['Kamau Njoroge', 'fight', false]]);
    await home.cli('events', 'drop', String(fight.id));
    const sent = await home.cli('events', 'send', String(late.id));
    await home.state(sent.message, 'delivered');
    assert.deepEqual(await texts(home, rose), ['Juma helped another child at school.', 'Juma came late to school.']);
    assert.deepEqual(await texts(home, shared), []);
    assert.deepEqual((await home.cli('events')).waiting, []);
    const refused = await home.say('events', 'send', String(fight.id));
    assert.equal(refused.code, 1);
    assert.match(refused.err, /Nobody asked for a text/);
  });

  await t.test('a child of two on a phone is named alone, and a fourth text of the week waits', async () => {
    const [one, two, three] = [await event('Kamau Njoroge', 'clean uniform', '--tell'),
      await event('Wanjiru Maina', 'came early', '--tell'), await event('Kamau Njoroge', 'read aloud', '--tell')];
    for (const e of [one, two, three]) await home.state(e.message, 'delivered');
    assert.deepEqual((await texts(home, shared)).sort(), ['Kamau came in a clean and neat uniform.',
      'Kamau read aloud to the class.', 'Wanjiru came to school early.']);
    const fourth = await event('Wanjiru Maina', 'worked hard', '--tell');
    const waits = await home.message(fourth.message);
    assert.equal(waits.state, 'queued');
    assert.match((await home.say('event', 'Kamau Njoroge', 'shared with others')).out, /on Monday: three texts this week already/);
    const { out } = await home.say('events', 'undo', String(fourth.id));
    assert.match(out, /^Taken back\.$/m);
    assert.equal((await home.message(fourth.message)).state, 'cancelled');
  });

  await t.test('counts of a class are those counted by hand, and who has no good event stands first', async () => {
    await home.import('child,class,guardian,phone,family\nZawadi Ali,4B,Salma Ali,0712 000 001,ali\n');
    const v = await home.cli('events', '4B');
    // Amina 1; Juma 1 and late; Kamau uniform, aloud, shared and fight; Wanjiru early.
    assert.deepEqual(v.children.map(c => [c.child, c.good, c.concern]), [['Zawadi Ali', 0, 0],
      ['Amina Ali', 1, 0], ['Juma Otieno', 1, 1], ['Kamau Njoroge', 3, 1], ['Wanjiru Maina', 1, 0]]);
    assert.deepEqual([v.good, v.concern], [6, 2]);
    assert.match((await home.say('events', '4B')).out, /Class 4B: 6 good to 2 of concern this term/);
  });

  await t.test('where home cannot be told the event is noted, once, and the answer has its number and says why', async () => {
    await home.import('child,class,guardian,phone,family\nBaraka Mwangi,5C,Ann Mwangi,,mwangi\n');
    const { status, body } = await home.api('behaviour', { method: 'POST',
      body: { child: 'Baraka Mwangi', event: 'read aloud', tell: true } });
    assert.equal(status, 200);
    assert.deepEqual([body.home, body.queued, body.message], ['noted', 0, null]);
    assert.match(body.why, /No phone of the family can get a text/);
    const { code, out } = await home.say('event', 'Baraka Mwangi', 'helped another', '--tell');
    assert.equal(code, 0);
    assert.match(out, /^Event \d+: Baraka Mwangi, helped another\. Noted\.$/m);
    assert.match(out, /No phone of the family can get a text/);
    assert.deepEqual((await home.cli('events', '5C')).children.map(c => [c.child, c.good]), [['Baraka Mwangi', 2]]);
    assert.equal((await home.get(`behaviour/${body.id}`)).event, 'read aloud');
    assert.equal((await home.say('events', 'tell', String(body.id))).code, 1, 'asked again it is refused');
  });

  await t.test('the list is the school\'s own', async () => {
    assert.equal((await home.say('events', 'set', 'sang', 'good', 'en', 'Sang well.')).code, 1);
    assert.equal((await home.say('events', 'set', 'sang', 'nice', 'en', '{child} sang.')).code, 2);
    assert.match((await home.say('events', 'set', 'sang', 'good', 'en', '{child} sang for {all}.')).err, /\{all\}/);
    await home.cli('events', 'set', 'sang', 'good', 'en', '{child} sang for us.');
    const sang = await event('Juma Otieno', 'Sang');
    assert.equal(sang.texts[0].text, 'Juma sang for us.');
    assert.match((await home.say('events', 'set', 'sang', 'concern', 'sw', '{child} aliimba.')).err, /with the other kind/);
    const { status, body } = await home.api('behaviour/list', { method: 'POST',
      body: { event: 'sang', language: 'sw', text: '{child} aliimba.' } });
    assert.equal(status, 200);
    assert.deepEqual(body.filter(k => k.event === 'sang').map(k => [k.good, k.texts]),
      [[true, { en: '{child} sang for us.', sw: '{child} aliimba.' }]], 'its kind is kept');
    await home.cli('events', 'remove', 'sang');
    assert.match((await home.say('event', 'Juma Otieno', 'sang')).err, /no such event in the school's list/);
    assert.equal((await home.get(`behaviour/${sang.id}`)).event, 'sang');
  });

  await t.test('odd requests are refused, and change nothing', async () => {
    const before = (await home.get('behaviour?class=4B')).good;
    for (const body of [{}, { child: 'Juma Otieno' }, { child: 'Juma Otieno', event: 99 }, { child: 'Juma Otieno', event: '' },
      { child: 999, event: 1 }, { child: 'Juma Otieno', event: 'late', tell: 'yes' }, { child: 'Juma Otieno', event: 1, more: 1 }]) {
      const { status } = await home.api('behaviour', { method: 'POST', body });
      assert.ok([400, 404].includes(status), `${JSON.stringify(body)}: ${status}`);
    }
    for (const [path, body] of [['behaviour/1', { do: 'erase' }], ['behaviour/1/decide', {}], ['behaviour/999', { do: 'tell' }],
      ['behaviour/list', { event: 'x'.repeat(100), good: true, language: 'en', text: '{child}.' }]]) {
      const { status } = await home.api(path, { method: 'POST', body });
      assert.ok([400, 404].includes(status), `${path}: ${status}`);
    }
    assert.equal((await home.api('behaviour?class=9Z')).status, 404);
    assert.equal((await home.get('behaviour?class=4B')).good, before);
  });

  await t.test('a family\'s file has the events of its children', async () => {
    const { id } = (await home.get('families')).find(f => /Rose Otieno/.test(f.family));
    const { events } = await home.get(`families/${id}/export`);
    assert.deepEqual(events.map(e => [e.event, e.home]), [['sang', 'noted'], ['late', 'told'], ['helped another', 'told']]);
  });
});
