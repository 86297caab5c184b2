// Every address there is, asked by every role over TCP: the table in routes.c
// is read, and the answers are held to it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Home, build } from './lib/home.mjs';

const rank = { NONE: 0, READER: 1, STAFF: 2, SAFEGUARDING: 3, ADMIN: 4 };

/** The rows of the table: { method, path, role }. */
function table() {
  const text = readFileSync(new URL('../../host/web/routes.c', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/\{ (GET|POST),\s+((?:API\s+)?"[^"]+"),\s+ROLE_(\w+),/g)];
  return rows.map(([, method, path, role]) => ({ method, role: rank[role],
    path: path.replace(/API\s+/, '').replace(/^"/, path.startsWith('API') ? '/api/v1' : '')
      .replace(/"$/, '') }));
}

// An id and a name that nothing has, so that a call that is let through
// changes nothing but what the role may change.
const address = path => path.replaceAll('#', '987654321').replaceAll('*', 'nobody-has-this');

const password = 'a long enough password';
const add = (home, name, role) => new Promise((done, failed) => {
  const child = spawn(join(build, 'notehome'),
    ['--socket', home.socket, 'staff', 'add', name, '--role', role], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.on('exit', code => (code ? failed(new Error(`staff add: ${code}`)) : done()));
  child.stdin.end(`${password}\n`);
});

async function signIn(home, name) {
  const answer = await fetch(`${home.address}sign-in`, { method: 'POST', redirect: 'manual',
    body: new URLSearchParams({ name, password }) });
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  const page = await (await fetch(`${home.address}families`, { headers: { cookie } })).text();
  return { cookie, csrf: /name="csrf" value="(\w+)"/.exec(page)[1] };
}

test('every route with every role', async t => {
  const home = await Home.start({ sim: null,
    modems: 'modems = ( { name = "none"; device = "/dev/notehome-nowhere"; } );' });
  t.after(() => home.stop());
  const routes = table();
  assert.ok(routes.length > 60, `${routes.length} routes were read`);
  const roles = ['reader', 'staff', 'safeguarding', 'admin'];
  for (const role of roles) await add(home, role, role);

  const ask = async (route, who, headers = {}) => {
    const answer = await fetch(home.address.replace(/\/$/, '') + address(route.path), {
      method: route.method, redirect: 'manual', signal: AbortSignal.timeout(120000),
      headers: { ...(who ? { cookie: who.cookie } : {}),
        ...(route.method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
      body: route.method === 'POST' ? (who ? `csrf=${who.csrf}` : '') : undefined,
    });
    const type = answer.headers.get('content-type') ?? '';
    if (/event-stream/.test(type)) await answer.body.cancel();
    else await answer.arrayBuffer();
    return { status: answer.status, to: answer.headers.get('location') };
  };
  // The way in and out; and what only the control socket may, whoever asks.
  const skip = route => ['/sign-out', '/sign-in', '/api/v1/restore'].includes(route.path);

  await t.test('nobody gets in but where the table says so', async () => {
    for (const route of routes.filter(r => r.role > 0)) {
      const { status, to } = await ask(route, null);
      assert.ok(status === 401 || (status === 303 && /^\/sign-in(\?next=|$)/.test(to)),
        `${route.method} ${route.path}: ${status} ${to}`);
    }
  });

  for (const role of roles)
    await t.test(`${role}: what the table says and no more`, async () => {
      const who = await signIn(home, role);
      for (const route of routes.filter(r => !skip(r))) {
        const { status, to } = await ask(route, who);
        const what = `${role} ${route.method} ${route.path}: ${status} ${to ?? ''}`;
        if (rank[role.toUpperCase()] < route.role) assert.equal(status, 403, what);
        else {
          assert.notEqual(status, 403, what);
          assert.notEqual(status, 401, what);
          assert.notEqual(status, 500, what);
        }
      }
    });

  await t.test('a note for one person alone stands on no page and in no answer for others', async () => {
    await add(home, 'musa', 'staff');
    const words = 'Amina sleeps at her aunt since Sunday';
    const writer = await signIn(home, 'staff'), musa = await signIn(home, 'musa');
    const post = (who, path, fields) => fetch(`${home.address}${path}`, { method: 'POST', redirect: 'manual',
      headers: { cookie: who.cookie }, body: new URLSearchParams({ csrf: who.csrf, ...fields }) });
    const child = (await home.api('children?q=Amina')).body[0], family = child.family_id;
    const to = (await post(writer, 'write', { child: `${family}.${child.id}` })).headers.get('location');
    const thread = Number(/threads\/(\d+)/.exec(to)[1]);
    const ids = (await home.api('staff')).body;
    const only = ids.find(s => s.name === 'musa').id;
    const today = async () => (await fetch(home.address, { headers: { cookie: musa.cookie } })).text();
    assert.match(await today(), /Nobody waits for you/);
    assert.equal((await post(writer, `threads/${thread}/note`, { note: words, for: only })).status, 303);
    assert.equal((await post(writer, `threads/${thread}/note`, { note: words, for: 4711 })).status, 404);
    /** Which routes show the words to this person; every id there is, is tried. */
    const shown = async who => {
      const found = [];
      for (const route of routes.filter(r => r.method === 'GET' && !/events$/.test(r.path)))
        for (const id of new Set(route.path.includes('#') ? [thread, family, child.id, 1, 2] : [0])) {
          const path = route.path.replaceAll('#', id).replaceAll('*', 'nobody-has-this');
          const more = /\/(search|find)$/.test(route.path) ? '?q=aunt' : '';
          const answer = await fetch(home.address.replace(/\/$/, '') + path + more,
            { redirect: 'manual', headers: { cookie: who.cookie } });
          if ((await answer.text()).includes('sleeps at her aunt')) found.push(path);
        }
      return found;
    };
    const page = `/threads/${thread}`;
    assert.deepEqual(await shown(writer), [page]);
    assert.deepEqual(await shown(musa), [page]);
    assert.deepEqual(await shown(await signIn(home, 'reader')), []);
    await add(home, 'ruth', 'staff');
    assert.deepEqual(await shown(await signIn(home, 'ruth')), []);
    assert.ok((await shown(await signIn(home, 'safeguarding'))).includes(page));
    assert.match(await today(), /Notes for you alone[^]*<bdi>Amina Ali 4B[^<]*<\/bdi> <span class="soft">&middot; <bdi>Salma Ali/);
    assert.doesNotMatch(await today(), /Nobody waits for you/);
  });

  await t.test('a session without its token changes nothing', async () => {
    const who = await signIn(home, 'admin');
    for (const route of routes.filter(r => r.method === 'POST' && r.role > 0)) {
      const { status } = await ask(route, { cookie: who.cookie, csrf: '0'.repeat(64) });
      assert.equal(status, 403, `${route.method} ${route.path}`);
    }
  });

  await t.test('a form from another site is refused, whoever is signed in', async () => {
    const who = await signIn(home, 'admin');
    for (const route of routes.filter(r => r.method === 'POST')) {
      const { status } = await ask(route, who, { origin: 'http://elsewhere.example' });
      assert.equal(status, 403, `${route.method} ${route.path}`);
    }
  });
});
