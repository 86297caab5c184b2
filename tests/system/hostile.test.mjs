// What a stranger can put into a text or into the name it comes from: markup,
// a formula, letters that turn the line round, NUL and other controls. It is
// harmless in every page and its title, in print, in the lists that are
// downloaded, and in the log.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Home, build, salma, until } from './lib/home.mjs';

const password = 'a long enough password';
const add = (home, name, role) => new Promise((done, failed) => {
  const child = spawn(join(build, 'notehome'),
    ['--socket', home.socket, 'staff', 'add', name, '--role', role], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.on('exit', code => (code ? failed(new Error(`staff add: ${code}`)) : done()));
  child.stdin.end(`${password}\n`);
});

const hex = bytes => Buffer.from(bytes).toString('hex').toUpperCase();
/** An SMS-DELIVER in UCS-2 (3GPP TS 23.040 9.2.2.1): what no phone would let one type. */
function deliver(number, text) {
  const digits = number.slice(1), half = `${digits}${digits.length % 2 ? 'F' : ''}`;
  const body = Buffer.from(text, 'utf16le').swap16();
  return hex([0x04, digits.length, 0x91]) + half.replace(/(.)(.)/g, '$2$1')
    + hex([0x00, 0x08, 0x62, 0x11, 0x22, 0x21, 0x00, 0x00, 0x00, body.length]) + hex(body);
}

// as they come; U+202E turns what follows round: "exe.jpg"
const markup = '</title><script>alert(1)</script><img src=x onerror=alert(2)>';
const turned = 'See \u202egpj.exe\u202c \u202dnow';
const controls = 'A\u0000B\u0007C\u001b[31mD\u0085E\u2028F';
const formula = '=HYPERLINK("http://else.example","Ali")';

/** What may never stand in a page as it is. */
const raw = /<script>|<img|onerror=alert\(2\)>|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202d\u202e]/;

test('hostile texts are harmless wherever they are shown', async t => {
  const home = await Home.start({ families: null });
  t.after(() => home.stop());
  await home.import(`child,class,guardian,phone,family\nAmina Ali,4B,"${formula.replaceAll('"', '""')}",${salma},ali\n`);
  await home.working();
  await add(home, 'head', 'admin');
  for (const text of [markup, turned, controls, formula])
    await home.sim.command('deliver', deliver(salma, text));
  await home.sim.command('text', '<b>=1+2</b>', 'You won 1000000');
  const all = await until(async () => {
    const got = await home.received();
    return got.length >= 5 && got;
  }, 'five texts');

  const signed = await fetch(`${home.address}sign-in`, { method: 'POST', redirect: 'manual',
    body: new URLSearchParams({ name: 'head', password }) });
  const cookie = signed.headers.get('set-cookie').split(';')[0];
  const get = async path => {
    const answer = await fetch(new URL(path, home.address), { headers: { cookie } });
    assert.equal(answer.status, 200, path);
    return { text: await answer.text(), headers: answer.headers };
  };
  const family = (await home.cli('threads'))[0].id, notice = (await home.cli('threads', '--tray', 'notices'))[0].id;

  await t.test('they are kept as they came, but for NUL', () => {
    const texts = all.map(m => m.text);
    for (const text of [markup, turned, formula]) assert.ok(texts.includes(text), text);
    assert.ok(texts.some(text => /^A.?B/.test(text) && !text.includes('\u0000')), 'nothing after a NUL is lost');
  });

  await t.test('in pages and their titles', async () => {
    for (const path of ['/', '/inbox', '/inbox?view=notices', `/threads/${family}`, `/threads/${notice}`,
      '/families', '/dashboard', '/records', '/tell', `/families?q=${encodeURIComponent(markup)}`,
      `/inbox?class=${encodeURIComponent(markup)}`]) {
      const { text, headers } = await get(path);
      assert.doesNotMatch(text, raw, path);
      assert.match(headers.get('content-security-policy'), /default-src 'self'/);
      assert.match(headers.get('content-type'), /^text\/html; charset=utf-8$/);
      assert.equal([...text.matchAll(/<title>/g)].length, 1, path);
      assert.doesNotMatch(/<title>([^]*?)<\/title>/.exec(text)[1], /[<>]/, path);
    }
    const { text } = await get(`/threads/${family}`);
    assert.match(text, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
    assert.match(text, /See \ufffdgpj\.exe/);
    assert.match((await get(`/threads/${notice}`)).text, /<title>[^<]*&lt;b&gt;=1\+2/);
  });

  await t.test('in print, and in what is downloaded', async () => {
    const id = (await home.api('families')).body[0].id;
    const print = (await get(`/families/${id}/print`)).text;
    assert.doesNotMatch(print, raw);
    assert.match(print, /&lt;script&gt;/);
    const file = await get(`/families/${id}/file`);
    assert.match(file.headers.get('content-disposition'), /^attachment; filename="[\w.-]+"$/);
    assert.doesNotMatch(file.text, /\u0000/);
    JSON.parse(file.text);
    const list = await get('/families/export.csv');
    assert.match(list.headers.get('content-type'), /^text\/csv/);
    assert.match(list.text, /,"'=HYPERLINK\(""http/, 'a formula is defused');
    assert.doesNotMatch(list.text, /(^|[,;"\n])[=+@-](?!\d)/m);
  });

  await t.test('in the log, where no text ever stands', () => {
    assert.doesNotMatch(home.log, /HYPERLINK|alert|gpj|won 1000/);
    assert.doesNotMatch(home.log, /[\u0000-\u0008\u000b-\u001f\u007f\u202d\u202e]/);
  });
});
