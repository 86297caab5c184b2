// All that is kept of one child, and of the school, as one file by an admin.
import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { Home, salma } from './lib/home.mjs';

const list = `child,class,guardian,phone,family,relation,language
Amina Ali,4B,Salma Ali,0712 000 001,ali,mother,sw
Yusuf Ali,2A,Salma Ali,0712 000 001,ali,mother,sw
=HYPERLINK,4B,Rose Otieno,0712 000 002,otieno,mother,en
Twin One,4B,Peter One,0712 000 003,one,father,en
Twin One,2A,Peter Two,0712 000 005,two,father,en
`;

test('all about one child, and all about the school, is one file, and the records say who took it', async t => {
  const home = await Home.start({ sim: null, families: list, modems: 'modems = ( { name = "none"; device = "/dev/notehome-nowhere"; } );' });
  t.after(() => home.stop());
  for (const text of ['Amina read well today', 'Yusuf was ill today', 'School ends at noon']) await home.send(salma, text);
  const { token } = await home.cli('token', 'add', 'desk', '--role', 'admin');
  const staff = (await home.cli('token', 'add', 'room', '--role', 'staff')).token;
  /** The files of a ZIP by name: as its directory, at its end, has them. */
  const unpack = file => {
    const zip = readFileSync(file), end = zip.lastIndexOf(Buffer.from('PK\x05\x06')), files = {};
    for (let n = zip.readUInt16LE(end + 10), at = zip.readUInt32LE(end + 16); n; n--) {
      const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
      const [name, extra, comment] = [28, 30, 32].map(i => zip.readUInt16LE(at + i)), head = zip.readUInt32LE(at + 42);
      const from = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28), bytes = zip.subarray(from, from + size);
      files[zip.toString('utf8', at + 46, at + 46 + name)] = (method ? inflateRawSync(bytes) : bytes).toString('utf8');
      at += 46 + name + extra + comment;
    }
    return files;
  };

  await t.test('a child by its name: its own texts and those to the family, not its brother\'s', async () => {
    const file = join(home.dir, 'amina.zip');
    assert.match((await home.say('export', '--child', 'amina ali', file)).out, /Look through it/);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const files = unpack(file);
    assert.match(files['README.txt'], /all that notehome keeps of one child/i);
    assert.deepEqual(JSON.parse(files['child.json']).map(c => [c.name, c.class, c.left_at]), [['Amina Ali', '4B', '']]);
    assert.deepEqual(JSON.parse(files['phones.json']).map(p => [p.number, p.state]), [[salma, 'working']]);
    assert.deepEqual(JSON.parse(files['guardians.json']).map(g => [g.name, g.relation]), [['Salma Ali', 'mother']]);
    const texts = JSON.parse(files['messages.json']).map(m => m.text);
    assert.deepEqual(JSON.parse(files['absences.json']), []);
    assert.deepEqual(JSON.parse(files['sentences.json']), []);
    assert.deepEqual(texts, ['Amina read well today', 'School ends at noon']);
    assert.match(files['messages.csv'], /^\ufeffid,at,direction,kind,state,reason,number,family,to_many,author,answer,seen_at,text\r\n/);
    assert.doesNotMatch(Object.values(files).join(), /Rose|Yusuf was ill/);
    assert.equal((await home.say('export', '--child', 'amina ali', file)).code, 1, 'no file is written over');
  });

  await t.test('who is meant must be clear, and nothing is left where it failed', async () => {
    const file = join(home.dir, 'none.zip');
    assert.match((await home.say('export', '--child', 'Twin One', file)).err, /Several children/);
    assert.match((await home.say('export', '--child', 'Nobody', file)).err, /no such child/);
    assert.match((await home.say('export', '--child', '999', file)).err, /no such child/);
    assert.equal((await home.say('export', '--child', 'amina', '--school', file)).code, 2);
    assert.equal((await home.say('export', '--school')).code, 2);
    assert.ok(!existsSync(file));
    assert.deepEqual(readdirSync(join(home.dir, 'data')).filter(n => /^export-/.test(n)), []);
  });

  await t.test('the school: each table, formulas defused, no secret', async () => {
    const file = join(home.dir, 'school.zip');
    assert.equal((await home.say('absent', '4B', 'Amina Ali')).code, 0);
    assert.equal((await home.say('week', '4B', 'Amina Ali', 'She reads to the others')).code, 0);
    assert.equal((await home.say('event', 'Amina Ali', 'late', '--tell')).code, 0);
    assert.equal((await home.say('export', '--school', file)).code, 0);
    const files = unpack(file);
    for (const name of ['children', 'families', 'guardians', 'phones', 'messages', 'messages_about', 'notes', 'accounts', 'records'])
      assert.ok(files[`${name}.csv`] && JSON.parse(files[`${name}.json`]), name);
    assert.match(files['children.csv'], /,'=HYPERLINK,/);
    assert.equal(JSON.parse(files['children.json']).length, 5);
    assert.equal(JSON.parse(files['messages.json']).length >= 3, true);
    assert.deepEqual(JSON.parse(files['absences.json']).map(a => a.child), [1]);
    assert.deepEqual(JSON.parse(files['events.json']).map(e => [e.child, e.event, e.kind, e.home]), [[1, 'late', 'concern', 'asked']]);
    assert.equal(JSON.parse(files['event_list.json']).length, 48);
    assert.deepEqual(JSON.parse(files['sentences.json']).map(s => [s.child, s.text]), [[1, 'She reads to the others']]);
    assert.doesNotMatch(Object.values(files).join(), new RegExp(`${token}|argon2|${staff}`));
  });

  await t.test('on the page and by the API, for an admin, and in the records', async () => {
    const get = (path, by) => fetch(new URL(path, home.address), { headers: { authorization: `Bearer ${by}` } });
    for (const path of ['export', 'api/v1/export', 'export?child=1']) {
      assert.equal((await get(path, staff)).status, 403, path);
      const answer = await get(path, token);
      assert.equal(answer.headers.get('content-type'), 'application/zip', path);
      assert.match(answer.headers.get('content-disposition'), /filename="(school|child-1)-\d{8}\.zip"/);
      assert.equal(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 2), 'PK');
    }
    assert.match(await (await get('families/1', token)).text(), /export\?child=1/);
    const records = await (await get('records', token)).text();
    assert.equal(records.match(/Took out all about a child/g).length, 2);
    assert.equal(records.match(/Took out all about the school/g).length, 3);
  });
});
