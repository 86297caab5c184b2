// Those who ask slowly, hugely, ambiguously or without end, over real sockets:
// they are refused in clear words or cut off, and nobody else waits for them.
import test from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { Home, sleep, until } from './lib/home.mjs';
import { Fast, canBeFast } from '../soak/fast.mjs';

const patience = 2;             // seconds, where 45 are usual

async function start(t, env = {}) {
  const home = await Home.start({ start: false, sim: null, families: null, webMore: `patience_seconds = ${patience};`,
    modems: 'modems = ( { name = "none"; device = "/dev/notehome-nowhere"; } );' });
  t.after(() => home.stop());
  await home.boot({ env });
  const { hostname, port } = new URL(home.address);
  return { home, hostname, port: Number(port), host: `Host: ${hostname}:${port}\r\n` };
}

/** What a new connection from this address gets: the status. */
const ask = ({ hostname, port }, { from = '127.0.0.1', path = '/static/icon.svg', ...more } = {}, body) =>
  new Promise((done, failed) => {
    const request = http.request({ host: hostname, port, localAddress: from, path, agent: false, ...more },
      answer => { answer.resume(); done(answer.statusCode); });
    request.on('error', failed);
    request.end(body);
  });

/** Sends text, and what answers: until the other end closes, or has answered. */
const raw = ({ hostname, port }, text) => new Promise(done => {
  const socket = net.connect(port, hostname, () => socket.write(text));
  let got = '';
  const end = () => { socket.destroy(); done(got); };
  socket.on('data', data => { got += data; if (/\r\n\r\n/.test(got)) end(); });
  socket.on('close', end);
  socket.on('error', end);
});
const status = answer => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);

test('200 who send a byte a second keep nobody waiting, and each is cut off', async t => {
  const at = await start(t);
  const head = `GET /sign-in HTTP/1.1\r\n${at.host}X-Slow: ${'x'.repeat(1000)}`;
  const drips = Array.from({ length: 200 }, (_, i) => {
    // from five places, forty from each: none of them over its limit of connections
    const socket = net.connect({ port: at.port, host: at.hostname, localAddress: `127.0.0.${2 + i % 5}` });
    socket.begun = performance.now();
    let sent = 0;
    socket.timer = setInterval(() => socket.write(head[sent++]), 1000);
    socket.on('error', () => {});
    socket.on('close', () => { clearInterval(socket.timer); socket.ended ??= performance.now(); });
    return socket;
  });
  t.after(() => drips.forEach(s => { clearInterval(s.timer); s.destroy(); }));
  await until(() => drips.filter(s => !s.connecting && !s.ended).length >= 100, 'them to hold on');
  let slowest = 0, answered = 0;
  while (drips.some(s => !s.ended)) {
    for (const from of ['127.0.0.1', '127.0.0.2']) {    // a bystander, and one beside them
      const begun = performance.now();
      assert.equal(await ask(at, { from }), 200);
      slowest = Math.max(slowest, performance.now() - begun);
      answered++;
    }
    await sleep(20);
  }
  const lasted = Math.max(...drips.map(s => s.ended - s.begun)) / 1000;
  t.diagnostic(`${answered} requests meanwhile, the slowest ${slowest.toFixed(0)} ms; the last drip lasted ${lasted.toFixed(1)} s`);
  assert.ok(drips.filter(s => s.ended - s.begun > (patience - 1) * 1000).length >= 100, 'each had its time');
  assert.ok(lasted < patience + 10, `${lasted} s`);
});

test('a body that drips is cut off as well', async t => {
  const at = await start(t);
  const socket = net.connect(at.port, at.hostname);
  socket.on('error', () => {});
  socket.write(`POST /sign-in HTTP/1.1\r\n${at.host}Content-Length: 1000\r\n\r\nname=`);
  const timer = setInterval(() => socket.write('x'), 200);
  await new Promise(done => socket.on('close', done));
  clearInterval(timer);
});

test('what is huge or has two meanings is refused in clear words', async t => {
  const at = await start(t);
  const form = 'Content-Type: application/x-www-form-urlencoded\r\n';
  const post = `POST /sign-in HTTP/1.1\r\n${at.host}${form}`;
  const get = (more, path = '/static/icon.svg') => raw(at, `GET ${path} HTTP/1.1\r\n${at.host}${more}\r\n`);
  assert.equal(status(await get(`X: ${'x'.repeat(60000)}\r\n`)), 431);
  assert.equal(status(await get('X: y\r\n'.repeat(20000))), 431);
  assert.equal(status(await get('', `/${'x'.repeat(2000)}`)), 414);
  const huge = await raw(at, `${post}Content-Length: 999999999\r\n\r\n`);
  assert.equal(status(huge), 413);
  assert.match(huge, /text\/html/);
  assert.equal(await ask(at, { method: 'POST', path: '/sign-in' }, 'x'.repeat(70000)), 413);
  assert.equal(await ask(at, { method: 'POST', path: '/sign-in', headers: { 'transfer-encoding': 'chunked' } },
    'x'.repeat(300000)), 413);
  const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
  assert.equal(status(await raw(at, `${post}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(60)}`)), 0,
    'chunks without end are cut off');
  const list = n => raw(at, `POST /families/import HTTP/1.1\r\n${at.host}Content-Type: text/csv\r\n` +
    `Content-Length: ${n}\r\n\r\n${'x'.repeat(n)}`);
  assert.equal(status(await list(300000)), 401, 'a list from who may send none is heard out, and not kept');
  assert.equal(status(await list(4000000)), 0, 'a longer one is cut off');
  for (const lengths of ['Content-Length: 2\r\nContent-Length: 2\r\n', 'Content-Length: 2\r\nContent-Length: 3\r\n',
    'Content-Length: 2, 2\r\n', 'Content-Length: +2\r\n', 'Content-Length: -2\r\n', 'Content-Length: 0x2\r\n',
    'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n'])
    assert.equal(status(await raw(at, `${post}${lengths}\r\na=`)), 400, lengths);
  assert.equal(await ask(at), 200);
});

test('one address that asks without end is told to wait, another is answered', async t => {
  // On a clock that hardly moves, a busy computer asks as fast as any.
  const at = await start(t, canBeFast ? new Fast(0.02, Date.now()).env() : {});
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  t.after(() => agent.destroy());
  const seen = {};
  await Promise.all(Array.from({ length: 3000 }, async () => {
    const got = await ask(at, { path: '/static/nothing.css', agent });
    seen[got] = (seen[got] ?? 0) + 1;
  }));
  t.diagnostic(JSON.stringify(seen));
  assert.ok(seen[404] >= 1000, 'a burst is answered');
  assert.ok(seen[429] > 0, 'then it is enough');
  assert.equal(await ask(at, { from: '127.0.0.2' }), 200);
  await until(async () => await ask(at) === 200, 'the first to be answered again', 120000);
});
