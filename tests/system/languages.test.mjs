// What the program says about messages, dongles and people reaches every reader
// in their own language: no page in another language shows an English reason.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Home, build, salma, rose, shared, until } from './lib/home.mjs';

const password = 'a long enough password';
const add = (home, name, role) => new Promise((done, failed) => {
  const child = spawn(join(build, 'notehome'),
    ['--socket', home.socket, 'staff', 'add', name, '--role', role], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.on('exit', code => (code ? failed(new Error(`staff add: ${code}`)) : done()));
  child.stdin.end(`${password}\n`);
});

/** The words of a page without what people wrote: names, texts, code. */
function words(html) {
  let text = html.replace(/^[\s\S]*<main/, '<main').replace(/<\/main>[\s\S]*$/, '');
  text = text.replace(/<(code|pre|bdi|option|svg|textarea)\b[\s\S]*?<\/\1>/g, ' ');
  text = text.replace(/<(\w+)[^>]*\bdir="(?:auto|ltr)"[^>]*>[^<]*<\/\1>/g, ' ');
  return text.replace(/<[^>]*>/g, ' ').replace(/&[#\w]+;/g, "'").replace(/\s+/g, ' ');
}
const english = /(?<!\p{L})(the|this|that|with|has|have|had|of|is|are|and|only|was|were|waits|family|families|who|made|none|nothing)(?!\p{L})/giu;

test('no page in another language shows a word of English', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  await home.working();
  await add(home, 'head', 'admin');
  const [id] = await home.send(salma, 'Amina read aloud today');
  await home.state(id, 'delivered');
  for (const [from, text] of [[salma, 'Asante'], [shared, 'Halo'], ['+254733000009', 'Is this the school?'], [rose, 'STOP']])
    await home.sim.command('text', from, text);
  await home.sim.command('ring', rose);
  await home.arrived('STOP');
  await home.arrived(/school/);
  await until(async () => (await home.received()).some(m => m.kind === 'missed_call'), 'the call');
  const lost = await home.arrived('Halo');
  const [family] = (await home.api('families?q=salma')).body;
  await home.cli('file', String(lost.id), '--family', String(family.id));
  await home.cli('send', '--class', '4B', '--text', 'Closed on Friday', '--at', '23:59').catch(() => null);

  const signed = await fetch(`${home.address}sign-in`, { method: 'POST', redirect: 'manual',
    body: new URLSearchParams({ name: 'head', password }) });
  const cookie = signed.headers.get('set-cookie').split(';')[0];
  const get = async (path, language) => (await fetch(home.address + path.slice(1),
    { headers: { cookie, 'accept-language': language } })).text();

  const threads = [...await home.cli('threads'),
    ...(await Promise.all(['unknown', 'shared', 'notices'].map(tray => home.cli('threads', '--tray', tray)))).flat()];
  const pages = ['/', '/inbox', '/tell', '/families', `/families/${family.id}`, '/dashboard', '/dongles', '/records',
    '/whom', '/review', '/settings', '/settings/people', '/settings/times', '/settings/calendar', '/settings/sims', '/settings/words', '/settings/templates',
    '/settings/safety', '/settings/backups', '/groups', '/help', ...threads.map(th => `/threads/${th.id}`)];
  let reasons = 0;
  for (const language of ['fr', 'sw', 'ar', 'pt', 'es', 'am', 'hi'])
    for (const path of pages) {
      const html = await get(path, language);
      assert.match(html, new RegExp(`<html lang="${language}"`), path);
      reasons += (html.match(/class="match"/g) ?? []).length;
      const found = words(html).match(english) ?? [];
      assert.deepEqual(found, [], `${language} ${path}: ${words(html)}`);
    }
  // What is refused says why in the reader's language too.
  const { token } = await home.cli('token', 'add', 'desk', '--role', 'admin');
  const post = (path, fields, language) => fetch(home.address + path.slice(1), { method: 'POST', redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, ...(language ? { 'accept-language': language } : {}) },
    body: new URLSearchParams(fields) });
  for (const [path, fields] of [['/families/new', { child: 'A', class: '1', guardian: 'B', phone: '12' }],
    ['/families/new', { child: ' ', class: '1', guardian: 'B', phone: '0712000009' }],
    ['/settings/save/times', { from: 'noon' }], ['/groups', { name: ' ' }], ['/settings/menus/set', { name: '' }]]) {
    const answer = await post(path, fields, 'fr');
    assert.equal(answer.status, 400, path);
    const html = await answer.text();
    assert.deepEqual(words(html).match(english) ?? [], [], `${path}: ${words(html)}`);
  }

  // The school's language is the pages' where a browser asks for none of ours.
  const school = { name: 'Hillside', country: 'KE', timezone: 'Africa/Nairobi', language: 'ar' };
  assert.equal((await post('/settings/save/school', school)).status, 303);
  await until(async () => /<html lang="ar" dir="rtl"/.test(await get('/sign-in', '*')), 'the language of the school');
  assert.match(await get('/sign-in', 'de'), /<html lang="ar"/);
  assert.match(await get('/sign-in', 'fr'), /<html lang="fr"/);

  assert.ok(reasons >= 8, `${reasons} reasons were shown`);
});
