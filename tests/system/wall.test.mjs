// A teacher who sees her own classes alone: every address of the table is asked by her, with every
// id of another class, and nothing of that class comes back.
import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Home, build, until } from './lib/home.mjs';

const families = `child,class,guardian,phone,family,relation,language
Amina Ali,4B,Salma Ali,0712 000 001,ali,mother,en
Kamau Njoroge,4B,Peter Njoroge,0712 000 003,njoroge,father,en
Zebulon Quaresma,9Z,Wilhelmina Quaresma,0712 777 001,quaresma,mother,en
Ottoline Quaresma,9Z,Peter Njoroge,0712 000 003,ottoline,uncle,en
`;
const salma = '+254712000001', both = '+254712000003', other = '+254712777001', stranger = '+254712777009';
// Names, numbers and words that belong to the other class or to nobody yet.
const secrets = ['Zebulon', 'Quaresma', 'Wilhelmina', 'Ottoline', '712777001', '712777009',
  'kangaroo', 'wombat', 'platypus', 'bandicoot'];

const routes = [...readFileSync(new URL('../../host/web/routes.c', import.meta.url), 'utf8')
  .matchAll(/\{ (GET|POST),\s+((?:API\s+)?"[^"]+"),\s+ROLE_(\w+),/g)]
  .map(([, method, path, role]) => ({ method, role,
    path: (path.startsWith('API') ? '/api/v1' : '') + path.match(/"(.*)"/)[1] }));

const password = 'a long enough password';
const add = (home, name, role) => new Promise((done, failed) => {
  const child = spawn(join(build, 'notehome'), ['--socket', home.socket, 'staff', 'add', name, '--role', role],
    { stdio: ['pipe', 'ignore', 'inherit'] });
  child.on('exit', code => (code ? failed(new Error(`staff add: ${code}`)) : done()));
  child.stdin.end(`${password}\n`);
});

async function signIn(home, name) {
  const answer = await fetch(`${home.address}sign-in`, { method: 'POST', redirect: 'manual',
    body: new URLSearchParams({ name, password }) });
  assert.equal(answer.status, 303);
  const cookie = answer.headers.get('set-cookie').split(';')[0];
  const page = await (await fetch(`${home.address}account`, { headers: { cookie } })).text();
  return { cookie, csrf: /name="csrf" value="(\w+)"/.exec(page)[1], to: answer.headers.get('location') };
}

test('a teacher who sees her own classes alone', async t => {
  const home = await Home.start({ families });
  t.after(() => home.stop());
  await home.working();
  for (const name of ['mwalimu', 'head']) await add(home, name, name === 'head' ? 'admin' : 'staff');
  const ids = (await home.cli('send', '--class', '9Z', '--text', 'The wombat trip is on Friday', '--ask', 'yes,no')).ids;
  await home.state(ids[0], 'sent', 'delivered');
  await home.sim.command(`text ${salma} "May Amina stay longer today"`);
  await home.sim.command(`text ${other} "Our kangaroo is ill, can we come late"`);
  await home.sim.command(`text ${other} "yes"`);
  await home.sim.command(`text ${both} "Kamau is late"`);
  await home.sim.command(`text ${stranger} "A platypus wrote this"`);
  await home.sim.command(`ring ${other}`);
  const shared = await home.arrived(/Kamau is late/);
  const own = await home.arrived(/May Amina/), theirs = await home.arrived(/kangaroo/);
  const strange = await home.arrived(/platypus/);
  await home.arrived('yes');
  const call = await until(async () => (await home.get('tasks'))[0], 'a call to make');
  const children = (await home.api('children?q=Quaresma')).body, child = children.find(c => /Zebulon/.test(c.child));
  const family = child.family_id, mine = (await home.api('children?q=Amina')).body[0];
  const question = (await home.get('questions'))[0];
  const list = (await home.get('behaviour')).list ?? [];
  const event = await home.api('behaviour', { method: 'POST',
    body: { child: child.id, event: list[0]?.id ?? 1 } });
  assert.equal(event.status, 200);
  const everything = () => Promise.all([theirs.thread, strange.thread].map(async id => {
    const thread = (await home.get(`threads/${id}`));
    return JSON.stringify({ ...thread, promise: null });
  }));

  await t.test('it is set by the CLI, and signs her out', async () => {
    const before = await signIn(home, 'mwalimu');
    const seen = await fetch(`${home.address}threads/${theirs.thread}`, { headers: { cookie: before.cookie } });
    assert.match(await seen.text(), /kangaroo/);
    const { out } = await home.say('staff', 'set', 'mwalimu', 'classes=4B', 'sees=own');
    assert.match(out, /classes 4B; sees these alone/);
    const after = await fetch(`${home.address}threads/${theirs.thread}`,
      { headers: { cookie: before.cookie }, redirect: 'manual' });
    assert.equal(after.status, 303);
    const bad = await home.say('staff', 'set', 'mwalimu', 'sees=nothing');
    assert.equal(bad.code, 1);
    assert.match(bad.err, /own \(its classes alone\) or all/);
    const admin = await home.say('staff', 'set', 'head', 'sees=own');
    assert.equal(admin.code, 1);
    assert.match(admin.err, /Admins and safeguarding staff see all/);
  });

  const who = await signIn(home, 'mwalimu');
  const ask = async (method, path, form) => {
    const answer = await fetch(home.address.replace(/\/$/, '') + path, { method, redirect: 'manual',
      signal: AbortSignal.timeout(60000), headers: { cookie: who.cookie },
      body: form ? new URLSearchParams({ csrf: who.csrf, ...form }) : undefined });
    if (/event-stream/.test(answer.headers.get('content-type') ?? '')) {
      await answer.body.cancel();
      return { status: answer.status, to: '', text: '' };
    }
    return { status: answer.status, to: answer.headers.get('location') ?? '', text: await answer.text() };
  };
  // Numbers are written with spaces too.
  const told = text => {
    const digits = text.replace(/(?<=\d)[\s-]+(?=\d)/g, '');
    return secrets.filter(s => text.includes(s) || digits.includes(s));
  };
  const skip = r => ['/sign-out', '/account/out', '/account/password', '/sign-in'].includes(r.path);

  await t.test('no page, file or answer tells of another class, whatever id and words she asks with', async () => {
    const before = await everything();
    const foreign = [...new Set([family, child.id, ...children.map(c => c.id), ...children.map(c => c.family_id),
      theirs.thread, strange.thread, theirs.id, strange.id, call.id, question.id, ...ids,
      event.body.id, 1, 2])];
    const more = new URLSearchParams({ view: 'all', q: 'q', find: 'Quaresma', class: '9Z', family, child: child.id,
      thread: theirs.thread, at: theirs.id, number: other, tray: 'unknown', since: 0, waiting: 1 });
    const words = new URLSearchParams({ q: 'Zebulon', view: 'unknown', now: 1, order: 'child' });
    const form = { family, child: `${family}.${child.id}`, about: child.id, class: '9Z', group: 1, to: other,
      number: other, thread: `${theirs.thread}.${theirs.id}`, staff: 1, do: 'assign', upto: theirs.id,
      option: 'yes', text: '{child} bandicoots', find: 'Zebulon', q: 'Zebulon', outcome: 'spoke', note: 'x', name: 'x' };
    const leaks = [];
    let asked = 0, open = 0;
    for (const route of routes.filter(r => !skip(r))) {
      const numbers = route.path.includes('#') ? [...foreign, own.thread, own.id, shared.thread, shared.id, mine.id, mine.family_id] : [0];
      for (const id of numbers) {
        if (/hand$/.test(route.path) && [own, shared].some(m => id === m.thread || id === m.id)) continue; // it goes out of her sight
        const path = route.path.replace('#', id).replace('*', 'add');
        for (const query of route.method === 'GET' ? ['', `?${more}`, `?${words}`] : [`?${more}`]) {
          const { status, text, to } = await ask(route.method, path + query, route.method === 'POST' ? form : null);
          asked++;
          open += status < 300;
          assert.notEqual(status, 429, 'asked too fast for the test');
          assert.ok(status !== 500, `${route.method} ${path}${query}: 500 ${text}`);
          // What she typed herself may come back in a field or an address.
          const shown = told(text.replaceAll(/value="[^"]*"/g, '').replaceAll(/(href|action|formaction)="[^"]*"/g, '') + (
            to.includes('?') ? '' : to));
          if (shown.length) leaks.push(`${route.method} ${path}${query}: ${status} ${shown}`);
        }
      }
    }
    assert.deepEqual(leaks, []);
    assert.ok(asked > 1000 && open > 20, `${asked} asked, ${open} answered`);
    assert.deepEqual(await everything(), before, 'nothing of them was changed');
  });

  await t.test('her own families she sees, answers and writes to', async () => {
    const inbox = await ask('GET', '/inbox?view=all');
    assert.match(inbox.text, /Amina Ali/);
    assert.match(inbox.text, /Kamau Njoroge/);
    assert.doesNotMatch(inbox.text, /All classes|Unknown numbers|href="\/(tell|search|families|dashboard)"/);
    assert.equal(who.to, '/');
    assert.equal((await ask('GET', '/')).to, '/inbox');
    assert.match((await ask('GET', `/threads/${own.thread}`)).text, /May Amina stay/);
    assert.doesNotMatch((await ask('GET', `/threads/${own.thread}`)).text, /Another family|\/unfile|\/file"/);
    assert.equal((await ask('GET', `/threads/${theirs.thread}`)).status, 404);
    assert.equal((await ask('GET', '/dashboard')).status, 403);
    assert.match((await ask('GET', '/write?q=a')).text, /Amina/);
    const to = await ask('POST', '/write', { child: `${mine.family_id}.${mine.id}` });
    assert.match(to.to, new RegExp(`^/threads/${own.thread}\\?child=`));
    const sent = await ask('POST', `/threads/${own.thread}/send`,
      { do: 'send', text: 'Yes, {child} may', about: child.id, to: salma, once: 'a1' });
    const texts = (await home.get(`threads/${own.thread}`)).messages.map(m => m.text);
    assert.doesNotMatch(texts.join('\n'), /Zebulon/, 'a child of another family is not named');
    assert.equal((await ask('POST', `/threads/${own.thread}/send`,
      { do: 'send', text: 'Yes, she may', to: salma, once: 'a2' })).status, 303, sent.text);
    await until(async () => (await home.get(`threads/${own.thread}`)).messages.some(m => m.text === 'Yes, she may'),
      'her answer');
  });

  await t.test('who was given a family to answer sees it, and who lost it does not', async () => {
    const give = staff => home.api(`threads/${theirs.thread}/assign`, { method: 'POST', body: { staff } });
    assert.equal((await give('mwalimu')).status, 200);
    assert.match((await ask('GET', `/threads/${theirs.thread}`)).text, /kangaroo/);
    assert.match((await ask('GET', '/inbox')).text, /Zebulon/);
    assert.equal((await give(null)).status, 200);
    assert.equal((await ask('GET', `/threads/${theirs.thread}`)).status, 404);
  });

  await t.test('she does not choose other classes herself', async () => {
    const answer = await ask('POST', '/account/work', { classes: '1', class: '9Z', subjects: '', signature: '', language: '' });
    assert.equal((await home.get('staff')).find(s => s.name === 'mwalimu').classes.join(), '4B', answer.text);
    assert.equal((await ask('GET', `/threads/${theirs.thread}`)).status, 404);
  });
});
