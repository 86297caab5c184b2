// The encrypted page: its certificate from the first start on.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { Home, build, until } from './lib/home.mjs';

/** A handshake at the port: { certificate, protocol }, or the error. */
const shake = (port, options = {}) => new Promise(done => {
  const s = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...options }, () => {
    done({ certificate: s.getPeerX509Certificate?.() ?? new X509Certificate(s.getPeerCertificate().raw),
      protocol: s.getProtocol() });
    s.end();
  });
  s.on('error', error => done({ error }));
});
const get = (url, headers = {}) => new Promise((done, failed) => {
  (url.startsWith('https') ? https : http).get(url, { rejectUnauthorized: false, headers }, answer => {
    answer.resume();
    answer.on('end', () => done(answer));
  }).on('error', failed);
});
const check = (file, options = {}) => spawnSync(join(build, 'notehomed'), ['-c', file, '--check'],
  { encoding: 'utf8', ...options });

async function start(t, options = {}) {
  const home = await Home.start({ sim: null, families: null, ...options });
  t.after(() => home.stop());
  return home;
}

test('the first start makes a certificate, and TLS 1.2 and 1.3 alone are spoken beside the plain page', async t => {
  const home = await start(t);
  const facts = await home.cli('tls', 'show');
  for (const version of ['TLSv1.2', 'TLSv1.3']) {
    const { certificate, protocol } = await shake(facts.port, { minVersion: version, maxVersion: version });
    assert.equal(protocol, version);
    assert.equal(certificate.fingerprint256, facts.fingerprint);
    assert.equal(certificate.publicKey.asymmetricKeyDetails.namedCurve, 'prime256v1');
    assert.ok(certificate.verify(certificate.publicKey), 'signed by itself');
    for (const name of ['DNS:notehome.local', 'DNS:localhost', 'IP Address:127.0.0.1'])
      assert.ok(certificate.subjectAltName.includes(name), name);
    const years = (new Date(certificate.validTo) - Date.now()) / (365 * 86400e3);
    assert.ok(years > 9.9 && years < 10.1, String(years));
    assert.ok(new Date(certificate.validFrom) < Date.now());
  }
  for (const version of ['TLSv1', 'TLSv1.1'])
    assert.ok((await shake(facts.port, { minVersion: version, maxVersion: version,
      ciphers: 'ALL:@SECLEVEL=0' })).error, version);
  assert.equal(statSync(join(home.dir, 'data/tls.key.pem')).mode & 0o777, 0o600);
  // Both doors serve, and both say how it is called.
  assert.equal((await get(home.address)).statusCode, 303);
  assert.equal((await get(`https://127.0.0.1:${facts.port}/`)).statusCode, 303);
  const status = (await home.api('status')).body;
  assert.equal(status.tls.fingerprint, facts.fingerprint);
  assert.ok((await home.say('status')).out.replace(/\s+/g, '').includes(facts.fingerprint));
  assert.ok((await home.say('tls')).out.includes(facts.fingerprint));
});

test('a restart keeps the certificate, renew makes another at once', async t => {
  const home = await start(t);
  const { fingerprint } = await home.cli('tls', 'show');
  await home.kill('SIGTERM');
  await home.boot();
  assert.equal((await home.cli('tls', 'show')).fingerprint, fingerprint);
  const renewed = await home.cli('tls', 'renew');
  assert.notEqual(renewed.fingerprint, fingerprint);
  assert.equal((await shake(renewed.port)).certificate.fingerprint256, renewed.fingerprint);
  await home.kill('SIGKILL');
  // Power failed between key and certificate: a new pair, not no page.
  writeFileSync(join(home.dir, 'data/tls.key.pem'), '');
  await home.boot();
  assert.notEqual((await home.cli('tls', 'show')).fingerprint, renewed.fingerprint);
});

/** Two pairs of certificate and key, a folder each. */
async function pairs(t) {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-pairs-'));
  t.after(() => rmSync(dir, { recursive: true }));
  chmodSync(dir, 0o755);
  const home = await start(t);
  for (const name of ['one', 'two']) {
    mkdirSync(join(dir, name));
    await home.cli('tls', 'renew');
    for (const file of ['cert', 'key'])
      copyFileSync(join(home.dir, `data/tls.${file}.pem`), join(dir, name, `${file}.pem`));
  }
  await home.stop();
  return dir;
}

test('--check refuses a key that does not fit or cannot be read', async t => {
  const dir = await pairs(t);
  const home = await start(t, { start: false });
  const says = (cert, key, options) => {
    writeFileSync(home.file, readFileSync(home.file, 'utf8').replace(/port = 0;.*};/,
      `port = 0; tls = { cert = "${cert}"; key = "${key}"; port = 0; }; };`));
    return check(home.file, options);
  };
  const [one, two] = ['one', 'two'].map(n => [join(dir, n, 'cert.pem'), join(dir, n, 'key.pem')]);
  assert.equal(says(...one).status, 0);
  for (const [cert, key, why] of [
    [one[0], two[1], /does not belong to the certificate/],
    [one[0], join(dir, 'none.pem'), /none\.pem cannot be read: No such file/],
    [join(dir, 'none.pem'), one[1], /none\.pem cannot be read/],
    [one[1], one[1], /is no certificate/],
    [one[0], one[0], /is no key/],
    [one[0], dir, /cannot be read: Is a directory/],
    ['/dev/null', one[1], /it is empty/],
  ]) {
    const said = says(cert, key);
    assert.equal(said.status, 2, `${cert} ${key}`);
    assert.match(said.stderr, why);
  }
  if (process.getuid() !== 0) return;   // who else may become another
  chmodSync(home.dir, 0o755);
  chmodSync(home.file, 0o644);
  const said = says(...one, { uid: 65534, gid: 65534 });
  assert.equal(said.status, 2);
  assert.match(said.stderr, /key\.pem cannot be read: Permission denied/);
});

test('SIGHUP reads a new certificate, and a bad one leaves the old in force', async t => {
  const dir = await pairs(t);
  const put = name => ['cert', 'key'].forEach(f => copyFileSync(join(dir, name, `${f}.pem`), join(dir, `${f}.pem`)));
  put('one');
  const home = await start(t, { webMore: `tls = { cert = "${dir}/cert.pem"; key = "${dir}/key.pem"; port = 0; };` });
  const { port, fingerprint, own } = await home.cli('tls', 'show');
  assert.equal(own, false);
  const now = async () => (await shake(port)).certificate.fingerprint256;
  assert.equal(await now(), fingerprint);
  const told = async () => (await home.cli('tls', 'show')).fingerprint;
  put('two');
  home.daemon.kill('SIGHUP');
  await until(async () => await told() !== fingerprint, 'the new one');
  const second = await told();
  assert.equal(await now(), second);
  copyFileSync(join(dir, 'one/key.pem'), join(dir, 'key.pem'));
  home.daemon.kill('SIGHUP');
  await until(() => /certificate is not changed: .*does not belong/.test(home.log), 'the fault in the log');
  assert.equal(await now(), second);
  // It is not ours to renew.
  const refused = await home.say('tls', 'renew');
  assert.equal(refused.code, 1);
  assert.match(refused.err, /put a new one there/);
});

test('without a free port for it there is no encrypted page, and all else works', async t => {
  const first = await start(t);
  const { port } = await first.cli('tls', 'show');
  const home = await start(t, { webMore: `tls = { port = ${port}; };` });
  assert.match(home.log, /error tls: there is no encrypted door: port \d+ is taken/);
  assert.equal((await get(home.address)).statusCode, 303);
  assert.equal((await home.cli('status')).tls?.port ?? 0, 0);
});
