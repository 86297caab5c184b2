// What is not written as HTTP has it, so that two servers could read it in two
// ways, is refused with 400 or 501; what browsers and programs send is not.
import test from 'node:test';
import assert from 'node:assert/strict';
import net from 'node:net';
import { spawnSync } from 'node:child_process';
import { Home, until } from './lib/home.mjs';

test('a request that two servers could read in two ways is refused', async t => {
  const home = await Home.start({ sim: null, families: null,
    modems: 'modems = ( { name = "none"; device = "/dev/notehome-nowhere"; } );' });
  t.after(() => home.stop());
  const { hostname, port } = new URL(home.address);
  const host = `Host: ${hostname}:${port}\r\n`, line = 'GET /static/icon.svg HTTP/1.1\r\n', get = line + host;
  const post = `POST /sign-in HTTP/1.1\r\n${host}Content-Type: application/x-www-form-urlencoded\r\n`;
  /** The status of what answers to these bytes. */
  const raw = text => new Promise(done => {
    const socket = net.connect(port, hostname, () => socket.write(Buffer.from(text, 'latin1')));
    let got = '';
    const end = () => { socket.destroy(); done(Number(/^HTTP\/1\.1 (\d+)/.exec(got)?.[1] ?? 0)); };
    socket.on('data', data => { got += data; if (/\r\n\r\n/.test(got)) end(); });
    socket.on('close', end);
    socket.on('error', end);
  });
  const expect = async (want, cases) => {
    const other = [];
    for (const [what, text] of Object.entries(cases)) {
      const got = await raw(text);
      if (![want].flat().includes(got)) other.push(`${what}: ${got}`);
    }
    assert.deepEqual(other, []);
  };
  // From 0.9.77 on the HTTP library is strict itself: it answers 400 to a coding that it
  // does not know, and closes the connection at once where a NUL is in the first line.
  const version = spawnSync('dpkg-query', ['-W', '-f', '${Version}\n', 'libmicrohttpd12*'], { encoding: 'utf8' }).stdout ?? '';
  const later = !/^0\.9\.7[0-6]/m.test(version);

  await t.test('each clause: 400', () => expect(400, {
    'a blank before the colon': `${get}X : y\r\n\r\n`, 'of Host': `${line}Host : ${hostname}:${port}\r\n\r\n`,
    'a tab before the colon': `${get}X\t: y\r\n\r\n`, 'a blank before the name': `${line} X: y\r\n${host}\r\n`,
    'a folded line': `${get}X: y\r\n z\r\n\r\n`, 'folded by a tab': `${get}X: y\r\n\tz\r\n\r\n`, 'folded and empty': `${get}X: y\r\n \r\n\r\n`,
    'a folded Host': `${line}Host:\r\n ${hostname}:${port}\r\n\r\n`,
    'a bare CR in a value': `${get}X: y\rz\r\n\r\n`, 'in a name': `${get}X\rY: z\r\n\r\n`, 'before the end': `${get}X: y\r\r\n\r\n`,
    'hiding a line': `${get}X: y\rHost: evil\r\n\r\n`, 'in the first line': `GET /static/icon.svg\rX HTTP/1.1\r\n${host}\r\n`,
    'a bare LF': `${get}X: y\n\r\n`, 'LF alone': get.replaceAll('\r', '') + '\n',
    'NUL in a value': `${get}X: y\0z\r\n\r\n`, 'in a name ': `${get}X\0: z\r\n\r\n`,
    'in Host': `${line}Host: ${hostname}:${port}\0.evil\r\n\r\n`,
    'a control character': `${get}X: \x01\r\n\r\n`, 'DEL': `${get}X: \x7f\r\n\r\n`, 'no colon': `${get}Xyz\r\n\r\n`, 'no name': `${get}: y\r\n\r\n`,
    'a name that is no token': `${get}X(Y): z\r\n\r\n`, 'two words as a name': `${get}X Y: z\r\n\r\n`, 'an accent in a name': `${get}X\xe9: z\r\n\r\n`,
    'two blanks in the first line': `GET  /static/icon.svg HTTP/1.1\r\n${host}\r\n`,
    ...Object.fromEntries(Object.entries({ 'a coding in HTTP/1.0': ['1.0', '', '0'], 'kept alive': ['1.0', 'Connection: keep-alive\r\n', '0'],
      'a chunk with a sign': ['1.1', '', '+3\r\na=b\r\n0'], 'with 0x': ['1.1', '', '0x3\r\na=b\r\n0'], 'longer than it says': ['1.1', '', '3\r\na=bc\r\n0'] })
      .map(([what, [version, more, body]]) => [what, `${get.replace('HTTP/1.1', `HTTP/${version}`)}${more}Transfer-Encoding: chunked\r\n\r\n${body}\r\n\r\n`])),
    'a packed body': `${post}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`,
  }));

  await t.test('a NUL in the address', () => expect(later ? [400, 0] : 400,
    { 'in the address': `GET /static/\0icon.svg HTTP/1.1\r\n${host}\r\n` }));

  await t.test('a coding that is not known: 501', () => expect(later ? [400, 501] : 501, Object.fromEntries(
    ['gzip', 'gzip, chunked', 'chunked, gzip', 'identity', 'xchunked', '"chunked"', 'chunked;q=1', '']
      .map(c => [`Transfer-Encoding: ${c}`, `${post}Transfer-Encoding: ${c}\r\n\r\n0\r\n\r\n`]))));

  await t.test('what programs send: 200, however it comes in', async () => {
    await expect(200, { plain: `${get}\r\n`, 'no blank behind the colon': line + host.replace(' ', '') + '\r\n',
      'empty values': `${get}A:\r\nB: \r\n\r\n`, 'letters of another alphabet': `${get}X: \xe9\xff\r\n\r\n`,
      'a tab within': `${get}X: y\tz\r\n\r\n`, 'an empty line before': `\r\n${get}\r\n`, 'HTTP/1.0': `${get.replace('1.1', '1.0')}\r\n`,
      'much': `${get}${Array.from({ length: 60 }, (_, i) => `X-${i}: ${'y'.repeat(i)}\r\n`).join('')}\r\n` });
    assert.equal(await raw(`${post.replace('application/x-www-form-urlencoded', 'text/plain')}Transfer-Encoding: Chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n`) % 500 < 500, true);
    // Three on one connection, byte by byte.
    const socket = net.connect(port, hostname);
    let got = '';
    socket.on('data', data => { got += data; });
    for (let n = 1; n <= 3; n++) {
      for (const byte of `${get}X-Turn: ${n}\r\n\r\n`) {
        socket.write(byte);
        await new Promise(setImmediate);
      }
      await until(() => got.match(/HTTP\/1\.1 200/g)?.length === n, `answer ${n}`);
    }
    // And two at once.
    socket.write(`${get}\r\n${get}X: y\r\n\r\n`);
    await until(() => got.match(/HTTP\/1\.1 200/g)?.length === 5, 'both answers');
    socket.destroy();
  });
});
