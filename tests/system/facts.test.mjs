// Facts of children from a sheet, and days away into the register: what the
// families' phones got on the air, and that the answers stand with the child.
import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Home, day, submits, until, salma, rose, shared } from './lib/home.mjs';

const texts = async (home, phone) => (await home.sim.inbox(phone)).map(m => m.text);

test('facts of children from a sheet', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  await home.working();
  let files = 0;
  const file = async sheet => {
    const path = join(home.dir, `sheet${++files}.csv`);
    await writeFile(path, sheet);
    return path;
  };
  const facts = async (sheet, ...words) => home.cli('facts', await file(sheet), ...words);

  await t.test('looked at first nothing goes; each row says whose it is, or who may be', async () => {
    const v = await facts('Learner;Class;Missing work\nAmina Ali;4B;2\nYusuf Ali;2a;1\nKamau Njoroge;2A;4\nSomebody;4B;3\n', '--dry-run');
    assert.deepEqual(v.columns.map(c => c.is), ['child', 'class', 'missing']);
    assert.deepEqual(v.rows.map(r => [r.told, r.choices.length]), [[true, 0], [true, 0], [false, 1], [false, 0]]);
    assert.match(v.rows[2].why, /choose one/);
    assert.equal(v.rows[2].choices[0].guardians, 'Peter Njoroge');
    assert.deepEqual(v.texts.map(x => [x.text, x.parts]),
      [['Amina: kazi ambazo bado hazijaletwa: 2. Yusuf: kazi ambazo bado hazijaletwa: 1.', 1]]);
    assert.deepEqual([v.phones, v.parts, v.batch, v.to_choose], [1, 1, null, 2]);
    assert.deepEqual(await home.cli('queue'), []);
    const { out } = await home.say('facts', await file('Learner,Class,Mark\nKamau Njoroge,2A,4\n'), '--dry-run');
    assert.match(out, /--one 2=\d+ {2}Kamau Njoroge, 4B \(Peter Njoroge\)/);
    assert.match(out, /Nothing was sent/);
  });

  await t.test('a family hears of its own child alone, and its answer stands with the child', async () => {
    const v = await facts('Name,Class,Subject,Mark\nJuma Otieno,4B,Maths,14 / 20\nWanjiru Maina,4B,Maths,9 / 20\nKamau Njoroge,4B,Maths,11 / 20\n',
      '--ask', 'seen,please call');
    assert.ok(v.batch > 0);
    assert.equal(v.phones, 2);
    await until(async () => (await texts(home, rose)).length && (await texts(home, shared)).length, 'both texts on their phones');
    assert.deepEqual(await texts(home, rose), ['Juma, Maths: 14 / 20. Reply 1 seen, 2 please call']);
    assert.match((await texts(home, shared))[0], /^(Kamau, Maths: 11 \/ 20\. Wanjiru, Maths: 9 \/ 20\.|Wanjiru, Maths: 9 \/ 20\. Kamau, Maths: 11 \/ 20\.) Reply 1 seen/);
    assert.deepEqual(await texts(home, salma), []);
    await home.sim.command('text', rose, '2');
    const juma = v.rows[0].child_id;
    const { messages } = await until(async () => {
      const c = await home.cli('child', String(juma));
      return c.messages[0]?.answer && c;
    }, 'the answer at the child');
    assert.deepEqual([messages[0].answer, messages[0].child], ['please call', 'Juma Otieno']);
  });

  await t.test('a text too long for one phone leaves that phone alone, and its children are said', async () => {
    const sheet = 'Name,Class,Mark\nAmina Ali,4B,1\nYusuf Ali,2A,2\nJuma Otieno,4B,3\n';
    const v = await facts(sheet, '--text', `{child}: {mark} ሥ ${'x'.repeat(400)}`);   // of two children: 14 parts
    assert.deepEqual([v.phones, v.unreached, v.why], [1, 2, null]);
    assert.deepEqual(v.rows.map(r => r.told), [false, false, true]);
    assert.match(v.rows[0].why, /more than ten messages/);
    await until(async () => (await texts(home, rose)).some(x => x.startsWith('Juma: 3')), 'the other text on its phone');
    assert.deepEqual(await texts(home, salma), []);
  });

  await t.test('days of a sheet are in the register, once, and are taken back as a whole', async () => {
    await home.cli('calendar', 'set', 'week=0123456');
    const sheet = await file(`Name,Class,${day(-2)},${day(-1)},${day(2)}\nAmina Ali,4B,A,x,A\nJuma Otieno,4B,,A,\n`);
    const look = await home.cli('absences', sheet, '--dry-run');
    assert.deepEqual([look.days, look.known, look.list], [2, 0, null]);
    assert.deepEqual(look.marks.map(m => [m.mark, m.away]), [['A', true], ['x', false]]);
    const noted = await home.cli('absences', sheet, '--map', 'mark==x');
    assert.deepEqual([noted.days, noted.texts], [3, 0]);
    const amina = await home.cli('child', String(noted.rows[0].child_id));
    assert.deepEqual(amina.absences.map(a => a.day), [day(-1), day(-2)]);
    assert.equal((await home.cli('absences', sheet, '--map', 'mark==x')).list, null, 'nothing is new');
    assert.match((await home.say('absences')).out, /3 days/);
    assert.match((await home.say('absences', 'undo', String(noted.list))).out, /Taken back/);
    assert.deepEqual((await home.cli('child', String(noted.rows[0].child_id))).absences, []);
    assert.equal((await home.say('absences', 'undo', String(noted.list))).code, 1);
  });

  await t.test('who is away today is told home and asked, as by a tap', async () => {
    const sheet = await file(`Name,Class,Absent on\nAmina Ali,4B,${day(0)}\n`);
    const noted = await home.cli('absences', sheet);
    assert.deepEqual([noted.today, noted.texts], [1, 1]);
    await until(async () => (await texts(home, salma)).some(x => /Amina hayuko shuleni leo/.test(x)), 'the question why');
    const { children } = await home.cli('absent', '4B');
    assert.deepEqual(children.filter(c => c.absent).map(c => [c.child, c.asked]), [['Amina Ali', true]]);
  });

  await t.test('own words of ten parts go as they are, and longer ones not at all', async () => {
    const sheet = await file('Name,Class,Mark\nAbebe Bekele,2A,7\n');
    const words = `{child} ${'ሰላም '.repeat(160)}`.trim();
    const v = await home.cli('facts', sheet, '--dry-run', '--text', words);
    assert.deepEqual(v.texts.map(x => x.text), [words.replace('{child}', 'Abebe')]);
    const long = await home.cli('facts', sheet, '--dry-run', '--text', words + words.slice(7, 270));
    assert.deepEqual([long.texts, long.rows[0].told], [[], false]);
    assert.match(long.rows[0].why, /more than ten messages/);
    const ask = ['ተመልክቻለሁ', 'ይደውሉልኝ', 'ነገ እመጣለሁ', 'ከነገ ወዲያ', 'በሳምንቱ መጨረሻ', 'አልችልም', 'አልገባኝም', 'እናመሰግናለን'].join(',');
    assert.match((await home.cli('facts', sheet, '--dry-run', '--ask', ask)).texts[0].text, /8 እናመሰግናለን$/);
    for (const more of [['--text', 'x'.repeat(3601)], ['--ask', 'y'.repeat(601)], ['--map', 'z'.repeat(4001)], ['--text', 'ሰ'.repeat(5000)]]) {
      const { code, err } = await home.say('facts', sheet, '--dry-run', ...more);
      assert.ok(code && /too long/.test(err), `${more[0]}: ${code} ${err}`);
    }
    assert.equal((await home.say('child', 'ሰ'.repeat(200))).code, 2, 'no other child than the one that was typed');
  });

  await t.test('each of many choices is taken whole, and a form says them with its query or not at all', async () => {
    const [amina, juma] = (await home.cli('facts', await file('Name,Class,Mark\nAmina Ali,4B,1\nJuma Otieno,4B,1\n'), '--dry-run')).rows.map(r => r.child_id);
    const sheet = 'Name,Class,Mark\nAmina Ali,4B,1\n', before = '100=none\n'.repeat(443);     // 3,987 bytes
    const form = async (fields, query = '') => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      body.set('list', new Blob([sheet]), 'sheet.csv');
      const sent = new Response(body);
      return home.api(`facts${query}`, { method: 'POST', body: await sent.text(), type: sent.headers.get('content-type') });
    };
    for (let cut = 0; cut < 12; cut++) {          // wherever it was cut before
      const { status, body } = await form({ dry_run: '1', pick: `${before}${'\n'.repeat(cut)}2=${juma}00` });
      assert.equal(status, 200);
      assert.deepEqual([body.rows[0].child_id, body.rows[0].told, body.phones], [null, false, 0], 'there is no such child: no other in its place');
      assert.deepEqual([body.rows[0].choices.map(c => c.id), /choose again/.test(body.rows[0].why)], [[amina], true]);
      assert.equal(body.batch, null);
    }
    const more = await form({ dry_run: '1', pick: '100=none\n'.repeat(1800) });
    assert.deepEqual([more.status, /more choices than a sheet takes/.test(more.body.error)], [400, true]);
    const both = await form({ text: 'Hello.' }, '?dry_run=1');
    assert.deepEqual([both.status, /not in both/.test(both.body.error)], [400, true]);
  });

  await t.test('a form whose list is text and no file is read as a form, and one without a list is refused', async () => {
    const stand = () => Promise.all(['queue', 'absences', 'families'].map(async what => (await home.cli(what)).length));
    const before = await stand();
    const form = async (path, fields) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      const sent = new Response(body);
      return home.api(path, { method: 'POST', body: await sent.text(), type: sent.headers.get('content-type') });
    };
    const lists = { facts: 'Name,Class,Mark\nJuma Otieno,4B,3\n', absences: `Name,Class,Absent on\nJuma Otieno,4B,${day(-1)}\n`,
      import: 'child,class,guardian,phone,family,relation,language\nNew Child,5C,Ann Child,none,new,mother,en\n' };
    for (const [path, list] of Object.entries(lists)) {
      const looked = await form(path, { list, dry_run: '1' });
      assert.equal(looked.status, 200, `${path}: ${JSON.stringify(looked.body)}`);
      assert.ok(!looked.body.batch && !looked.body.list, `${path}: it was only looked at`);
      for (const fields of [{ dry_run: '1' }, { list: '', dry_run: '1' }, { sheet: list, dry_run: '1' }]) {
        const { status, body } = await form(path, fields);
        assert.deepEqual([status, /brought no list/.test(body.error)], [400, true], `${path}: ${JSON.stringify(body)}`);
      }
    }
    assert.deepEqual(await stand(), before, 'nothing went, was noted or came in');
    const bare = await home.api('facts?dry_run=1', { method: 'POST', body: lists.facts, type: 'application/x-www-form-urlencoded' });
    assert.deepEqual([bare.status, bare.body.rows.length, bare.body.batch], [200, 1, null], 'as curl --data-binary names it');
  });

  await t.test('a child who is away today and whose family no text reaches is said', async () => {
    await home.cli('import', await file('child,class,guardian,phone,family,relation,language\nZawadi Mwangi,5C,Jane Mwangi,none,z,mother,en\n'));
    const { out, err } = await home.say('absences', await file(`Name,Class,Absent on\nZawadi Mwangi,5C,${day(0)}\n`));
    assert.match(out, /0 texts about today/);
    assert.match(err, /no text reaches the families of 1 child: call, or visit/);
  });

  await t.test('odd requests are refused, and change nothing', async () => {
    const before = (await submits(home, /./)).length + (await home.cli('queue')).length;
    for (const [path, raw] of [['facts', ''], ['facts', 'a,b\n1,2\n'], ['facts?map=rubbish', 'Name,Class,Mark\nJuma Otieno,4B,3\n'],
      ['facts?text=%7Bnothing%7D', 'Name,Class,Mark\nJuma Otieno,4B,3\n'], ['absences', '\0\0'], ['absences/99/undo', '']]) {
      const { status } = await home.api(path, { method: 'POST', body: raw });
      assert.ok([400, 404].includes(status), `${path}: ${status}`);
    }
    assert.equal((await home.say('facts', '/nowhere.csv')).code, 1);
    assert.equal((await home.say('absences', 'undo')).code, 1);
    assert.equal((await submits(home, /./)).length + (await home.cli('queue')).length, before);
  });
});
