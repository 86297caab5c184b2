// A class list of thousands of rows: it comes in by steps, and what happens in
// the middle of it leaves no family half known.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../bench/pages.mjs';
import { Home, sleep, until } from './lib/home.mjs';

const pairs = 2500;
const phone = i => `07220${String(i % pairs).padStart(5, '0')}`;
// Two families on each phone, thousands of rows apart.
const list = 'child,class,guardian,phone,family\n' + Array.from({ length: 2 * pairs },
  (_, i) => `Child ${i},${1 + i % 8}A,Guardian ${i},${phone(i)},f${i}\n`).join('') + 'Bad phone,1A,Eve,07,\n';

const text = async (home, path) => (await get(home, path, true)).text;
const exported = home => text(home, '/families/export.csv');

test('the power goes in the middle of an import: the same list again ends as if at once', async t => {
  const whole = await Home.start({ sim: null, families: null });
  t.after(() => whole.stop());
  const atOnce = await whole.import(list);
  assert.deepEqual([atOnce.rows, atOnce.families, atOnce.rejected], [2 * pairs + 1, 2 * pairs, 1]);
  assert.equal((await whole.api('status')).body.import, null);

  const home = await Home.start({ sim: null, families: null });
  t.after(() => home.stop());
  const cut = home.import(list).catch(error => error);
  const state = await until(async () => (await home.api('status')).body.import, 'the first step');
  assert.ok(state.running && state.done > 0 && state.rows === 2 * pairs + 1);
  await home.kill();
  assert.ok(await cut instanceof Error, 'it was cut while it ran');
  await home.boot();

  const left = (await home.api('status')).body.import;
  assert.equal(left.running, false);
  assert.ok(left.done >= state.done && left.done < left.rows);
  assert.match((await home.say('status')).out.replace(/\s+/g, ' '),
    new RegExp(`stopped at ${left.done} of ${left.rows} rows: import the same list again`));
  assert.match(await text(home, '/families/import'), /stopped half way/);
  const known = new Map();
  for (const [number] of (await exported(home)).matchAll(/\+2547220\d+/g))
    known.set(number, (known.get(number) ?? 0) + 1);
  assert.ok(known.size > 0 && known.size < pairs);
  assert.ok([...known.values()].every(n => n === 2), 'no phone is known with one of its families alone');

  const again = await home.import(list);
  assert.equal(again.added + again.unchanged, 2 * pairs);
  assert.ok(again.unchanged > 0 && again.rejected === 1);
  assert.equal((await home.api('status')).body.import, null);
  assert.equal(await exported(home), await exported(whole));
  assert.match(await text(home, '/records'), /stopped after \d+ rows/);
});

test('a dry run and an import let others write between their steps', async t => {
  const home = await Home.start({ sim: null, families: null });
  t.after(() => home.stop());
  const file = join(home.dir, 'families.csv');
  writeFileSync(file, list);
  for (const words of [['--dry-run'], []]) {
    let over = false, during = 0;
    const importing = home.cli('import', file, ...words).finally(() => { over = true; });
    while (!over) {
      await sleep(20);
      const { status } = await home.api('messages', { method: 'POST',
        body: { to: '+254712000001', text: `while it runs ${during}` } });
      assert.equal(status, 201);
      if (!over) during++;
    }
    await importing;
    assert.ok(during >= 3, `${during} texts were taken while it ran`);
  }
});

test('a school\'s own list: what was guessed is told, what was said is kept', async t => {
  const home = await Home.start({ sim: null, families: null });
  t.after(() => home.stop());
  const path = join(home.dir, 'Form 2.tsv');
  writeFileSync(path, 'FORM TWO 2026\n\nS/No\tStudent\tMother\tMother Phone\tFather\tFather Phone\tHome\n'
    + '1\tAmina Ali\tSalma Ali\t0722123456\tIdris Ali\t0733 123456\tKibera\n'
    + '2\tJuma Otieno\tRose Otieno\t07\t\t\tKibera\n');
  const missing = await home.say('import', path);
  assert.equal(missing.code, 1);
  assert.match(missing.err, /which column is the class\? There are: S\/No, Student, Mother/);
  const look = await home.say('import', path, '--class', '2 East', '--dry-run');
  assert.match(look.out, /Student = child, Mother, Mother Phone = mother_phone, Father/);
  assert.match(look.out, /rows above the head, passed over: 1/);
  assert.match(look.out, /columns left out: S\/No, Home/);
  assert.deepEqual((await home.api('families')).body, []);
  const done = await home.cli('import', path, '--class', '2 East', '--map', 'child_id=S/No');
  assert.deepEqual([done.rows, done.added, done.rejected, done.children, done.guardians], [2, 1, 1, 1, 2]);
  const [ali] = (await home.api('families')).body;
  assert.deepEqual(ali.children.map(c => [c.name, c.class]), [['Amina Ali', '2 East']]);
  assert.deepEqual(ali.guardians.map(g => [g.name, g.relation, g.phones[0].number]),
    [['Salma Ali', 'mother', '+254722123456'], ['Idris Ali', 'father', '+254733123456']]);
  // The mended rejects are understood without being told again, but for the class.
  const rejects = readFileSync(`${path}.rejected.csv`, 'utf8');
  assert.match(rejects, /^child_id\tchild\tmother\tmother_phone\tfather\tfather_phone\tHome\tclass\tline\treason\r\n2\tJuma/);
  writeFileSync(path, rejects.replace('\t07\t', '\t0744123456\t'));
  const mended = await home.cli('import', path, '--class', '2 East');
  assert.deepEqual([mended.rows, mended.added], [1, 1]);
  const wrong = await home.say('import', path, '--map', 'pupil=Student');
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /there is no column "pupil"/);
});
