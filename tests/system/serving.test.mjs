// Serving: how few bytes a first visit takes, which language it speaks, what
// machines that watch are told, and the practice phones.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Home, build, salma, until } from './lib/home.mjs';

const password = 'a long enough password';

function account(home, name, role) {
  return new Promise((done, failed) => {
    const child = spawn(join(build, 'notehome'),
      ['--socket', home.socket, 'staff', 'add', name, '--role', role],
      { stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('exit', code => code ? failed(new Error(`staff add: ${code}`)) : done());
    child.stdin.end(`${password}\n`);
  });
}

/** One request: { status, headers, text, bytes on the wire }. */
function ask(home, path, { headers = {}, form, local = false } = {}) {
  const { hostname, port } = new URL(home.address);
  const body = form && new URLSearchParams(form).toString();
  return new Promise((done, failed) => {
    const request = http.request({ ...(local ? { socketPath: home.socket } : { hostname, port }),
      path, method: body === undefined ? 'GET' : 'POST', headers: { host: `localhost:${port}`,
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers } }, answer => {
      const parts = [];
      answer.on('data', data => parts.push(data));
      answer.on('end', () => {
        const raw = Buffer.concat(parts);
        const packed = answer.headers['content-encoding'] === 'gzip';
        done({ status: answer.statusCode, headers: answer.headers, bytes: raw.length,
          text: (packed ? gunzipSync(raw) : raw).toString() });
      });
    });
    request.on('error', failed);
    request.end(body);
  });
}

async function signIn(home, name) {
  const answer = await ask(home, '/sign-in', { form: { name, password } });
  assert.equal(answer.status, 303);
  return answer.headers['set-cookie'][0].split(';')[0];
}

const csrf = page => page.match(/name="csrf" value="([0-9a-f]+)"/)[1];

test('serving', async t => {
  const home = await Home.start({ start: false });
  t.after(() => home.stop());
  await home.configure(`practice = "${home.sim.socket}";`);
  await home.boot();
  await home.import(`child,class,guardian,phone\nAmina Ali,4B,Salma Ali,${salma}\n`);
  await home.working();
  await account(home, 'head', 'admin');
  await account(home, 'visitor', 'reader');
  const cookie = await signIn(home, 'head');
  const get = (path, headers = {}) => ask(home, path, { headers: { cookie, ...headers } });

  await t.test('a first visit takes at most 45 kB, all from the box', async () => {
    const packed = { 'accept-encoding': 'gzip, deflate' };
    const page = await get('/', packed);
    let bytes = page.bytes;
    assert.equal(page.headers['content-encoding'], 'gzip');
    assert.match(page.headers.vary, /Accept-Encoding/);
    const files = [...page.text.matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)].map(m => m[1]);
    assert.ok(files.length >= 2);
    for (const file of files) {
      const answer = await get(file, packed);
      assert.equal(answer.status, 200);
      assert.match(answer.headers['cache-control'], /immutable/);
      bytes += answer.bytes;
      const plain = await get(file);
      assert.equal(plain.text, answer.text, 'packed and plain are the same');
    }
    t.diagnostic(`${bytes} bytes for the first page and ${files.length} files`);
    assert.ok(bytes <= 45000, `${bytes} bytes`);
    assert.doesNotMatch(page.text, /(?:src|href)="https?:/);
  });

  await t.test('the page speaks the language of the browser, or the one chosen', async () => {
    assert.match((await get('/help')).text, /<html lang="en" dir="ltr">/);
    assert.match((await get('/help', { 'accept-language': 'sw-KE,en;q=0.5' })).text,
      /<html lang="sw" dir="ltr">[^]*Msaada/);
    assert.match((await get('/help', { 'accept-language': 'ar' })).text, /<html lang="ar" dir="rtl">/);
    const chosen = await ask(home, '/language', { headers: { cookie },
      form: { language: 'fr', back: '/help', csrf: csrf((await get('/help')).text) } });
    assert.equal(chosen.status, 303);
    assert.equal(chosen.headers.location, '/help');
    const mine = `${cookie}; ${chosen.headers['set-cookie'][0].split(';')[0]}`;
    assert.match((await ask(home, '/help', { headers: { cookie: mine, 'accept-language': 'ar' } })).text,
      /<html lang="fr" dir="ltr">[^]*Aide/);
    for (const back of ['//elsewhere.example/', 'https://elsewhere.example/', '/\\elsewhere.example'])
      assert.equal((await ask(home, '/language', { form: { language: 'fr', back } })).headers.location, '/');
    assert.equal((await ask(home, '/language', { form: { language: '../en' } })).status, 400);
    assert.match((await get('/help', { 'accept-language': 'ar' })).text, /<html lang="fr"/,
      'it goes with the account to other browsers');
    await ask(home, '/language', { headers: { cookie },
      form: { language: 'en', back: '/help', csrf: csrf((await get('/help')).text) } });
  });

  await t.test('/healthz says that all is well, and what is not', async () => {
    const well = await ask(home, '/healthz');
    assert.equal(well.status, 200, well.text);
    assert.match(well.text, /^ok store: .*\nok loop: .*\nok dongle: /);
    assert.doesNotMatch(well.text, /Salma|254/);
  });

  await t.test('/metrics gives figures to admins, tokens of theirs and local users', async () => {
    await home.state((await home.send(salma, 'Amina is well.'))[0], 'delivered');
    for (const answer of [await get('/metrics'), await ask(home, '/metrics', { local: true })]) {
      assert.equal(answer.status, 200);
      assert.match(answer.headers['content-type'], /^text\/plain; version=0\.0\.4/);
      assert.match(answer.text, /^notehome_messages\{direction="out",state="delivered"\} 1$/m);
      assert.match(answer.text, /^notehome_modem_working\{modem="sim1"\} 1$/m);
      assert.match(answer.text, /^notehome_commits_total [1-9]/m);
      for (const line of answer.text.trim().split('\n'))
        assert.match(line, /^(# (HELP|TYPE) notehome_\w+ .+|notehome_\w+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[\d.]+)$/);
    }
    assert.equal((await ask(home, '/metrics')).status, 303);
    const visitor = await signIn(home, 'visitor');
    assert.equal((await ask(home, '/metrics', { headers: { cookie: visitor } })).status, 403);
  });

  await t.test('a practice phone reads, answers and rings', async () => {
    const phone = `/practice/${salma}`;
    const screen = await get(phone);
    assert.match(screen.text, /Amina is well\./);
    const send = form => ask(home, phone, { headers: { cookie }, form: { csrf: csrf(screen.text), ...form } });
    assert.equal((await send({ text: '<b>Thank "you"</b>\nteacher' })).status, 303);
    await home.arrived('<b>Thank "you"</b>\nteacher');
    const pressed = await send({ text: 'g', key: '4', last: '4' });
    assert.match(pressed.text, /<textarea[^>]*>h<\/textarea>/);
    assert.equal((await send({ ring: '1', text: '' })).status, 303);
    await until(async () => (await home.received()).some(m => m.kind === 'missed_call'), 'the call');
    assert.equal((await send({ text: '' })).status, 400);
    assert.equal((await get('/practice/%2B254;quit')).status, 400);
  });

  await t.test('the dashboard counts what happened', async () => {
    const { text } = await get('/dashboard');
    assert.match(text, /Families reached<\/dt><dd>1 <span class="soft">of 1</);
    assert.match(text, /Families waiting for an answer now<\/dt><dd>1/);
    const weeks = page => (page.match(/<th scope="row" class="nowrap">/g) ?? []).length;
    assert.equal(weeks(text), 1, 'weeks before the first text are left out');
    assert.equal(weeks((await get('/dashboard?week=2020-01-01')).text), 0, 'and all where nothing was');
    assert.equal((await get('/dashboard?class=4B&week=2020-01-01')).status, 200);
    assert.equal((await get('/dashboard?class=%3Cscript%3E&week=x')).status, 200);
  });

  await t.test('a dongle that is gone makes /healthz say so', async () => {
    await home.sim.command('unplug', 'd1');
    const sick = await until(async () => {
      const answer = await ask(home, '/healthz');
      return answer.status === 503 && answer;
    }, '/healthz to say 503', 30000);
    assert.match(sick.text, /^bad dongle: /m);
    assert.match((await get('/dongles')).text, /badge bad/);
  });
});

test('without a practice network there are no practice phones', async t => {
  const home = await Home.start({ families: null });
  t.after(() => home.stop());
  await account(home, 'head', 'admin');
  const cookie = await signIn(home, 'head');
  assert.equal((await ask(home, '/practice', { headers: { cookie } })).status, 404);
  assert.doesNotMatch((await ask(home, '/help', { headers: { cookie } })).text, /href="\/practice"/);
});
