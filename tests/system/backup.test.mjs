// Backups: made by hand, by night and on a stick; restored into an empty
// machine; and what happens with a wrong passphrase or a damaged file.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, build, until, salma, preload } from './lib/home.mjs';

const backups = folder => readdirSync(folder).filter(n => /^notehome-\d{8}-\d{6}\.nhb$/.test(n)).sort();

/** A home with messages, a passphrase file and a backup in a folder. */
async function withBackup(t) {
  const home = await Home.start({ sim: null });
  t.after(() => home.stop());
  const pass = join(home.dir, 'pass'), folder = join(home.dir, 'copies');
  writeFileSync(pass, 'correct horse battery\n');
  mkdirSync(folder);
  for (let i = 0; i < 5; i++) await home.send(salma, `kept ${i}`);
  const made = await home.cli('backup', folder, '--passphrase-file', pass);
  return { home, pass, folder, made, file: made.file };
}

test('a backup restores into an empty machine, threads and accounts and all', async t => {
  const { home, pass, folder, made, file } = await withBackup(t);
  assert.deepEqual(backups(folder), [file.split('/').pop()]);
  assert.equal(made.messages, 5);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(!readFileSync(file).includes('kept 3'), 'nothing is readable in it');
  const before = await home.cli('threads');

  const empty = await Home.start({ sim: null, families: null });
  t.after(() => empty.stop());
  assert.deepEqual(await empty.cli('threads'), []);
  const said = await empty.say('restore', file, '--passphrase-file', pass);
  assert.equal(said.code, 0, said.err);
  assert.match(said.out, /Restored: 5 messages/);
  assert.deepEqual(await empty.cli('threads'), before);
  assert.equal((await empty.cli('search', 'kept')).length, 5);
  assert.equal(empty.daemon.exitCode, null, 'the same process goes on');
  // What waited in the backup may have gone since: nobody gets it twice.
  assert.deepEqual((await empty.cli('queue')).map(m => m.state), Array(5).fill('unsure'));
});

test('a restore over messages is refused unless it is meant, and keeps them', async t => {
  const { home, pass, file } = await withBackup(t);
  await home.send(salma, 'after the backup');
  const refused = await home.say('restore', file, '--passphrase-file', pass);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /--replace/);
  const done = await home.say('restore', file, '--passphrase-file', pass, '--replace');
  assert.equal(done.code, 0, done.err);
  assert.deepEqual(await home.cli('search', 'after'), []);
  assert.equal((await home.cli('search', 'kept')).length, 5);
  assert.ok(readdirSync(join(home.dir, 'data')).some(n => /^notehome\.db\.before-\d{8}-\d{6}$/.test(n)));
});

test('a restore lets every token sleep until an admin wakes it, and brings no erased family back', async t => {
  const home = await Home.start({ sim: null });
  t.after(() => home.stop());
  const pass = join(home.dir, 'pass'), folder = join(home.dir, 'copies');
  writeFileSync(pass, 'correct horse battery\n');
  mkdirSync(folder);
  const { token } = await home.cli('token', 'add', 'till', '--role', 'admin');
  const { file } = await home.cli('backup', folder, '--passphrase-file', pass);
  // Another port may be free after the restore.
  home.daemon.stdout.on('data', data => {
    home.address = String(data).match(/^ready (\S+)/m)?.[1] ?? home.address;
  });
  const asks = async () => (await fetch(`${home.address}api/v1/status`,
    { headers: { authorization: `Bearer ${token}` } })).status;
  assert.equal(await asks(), 200);
  await home.send(salma, 'after');
  const { id } = (await home.cli('families', 'Rose Otieno'))[0];
  const erase = more => fetch(`${home.address}families/${id}/erase`, { headers: { authorization: `Bearer ${token}` }, ...more });
  assert.match(await (await erase({})).text(), /id="copies"|What stays/);
  await erase({ method: 'POST', body: new URLSearchParams({ sure: 'erase' }), redirect: 'manual' });
  assert.deepEqual(await home.cli('families', 'Rose Otieno'), []);
  const done = await home.say('restore', file, '--passphrase-file', pass, '--replace');
  assert.equal(done.code, 0, done.err);
  await until(async () => await asks().catch(() => 0) === 401, 'the door again');
  const [till] = await home.cli('token', 'list');
  assert.equal(till.asleep, true);
  assert.equal((await home.say('token', 'wake', till.key)).code, 0);
  assert.equal(await asks(), 200);
  assert.deepEqual(await home.cli('families', 'Rose Otieno'), []);
  assert.equal((await home.cli('families', 'Salma Ali')).length, 1);
  assert.match(home.log, /families=1 were erased before/);
});

test('a wrong passphrase and a damaged file say so and change nothing', async t => {
  const { home, file } = await withBackup(t);
  const wrong = join(home.dir, 'wrong');
  writeFileSync(wrong, 'correct horse batterz\n');
  const one = await home.say('restore', file, '--passphrase-file', wrong, '--replace');
  assert.equal(one.code, 1);
  assert.match(one.err, /Nothing was changed.*not its passphrase/);
  const bytes = readFileSync(file), pass = join(home.dir, 'pass');
  for (const [name, damage] of [['cut', b => b.subarray(0, b.length - 1000)],
    ['flipped', b => (b[b.length >> 1] ^= 4, b)], ['none', () => Buffer.from('hello')]]) {
    const bad = join(home.dir, `${name}.nhb`);
    writeFileSync(bad, damage(Buffer.from(bytes)));
    const got = await home.say('restore', bad, '--passphrase-file', pass, '--replace');
    assert.equal(got.code, 1, name);
    assert.match(got.err, /Nothing was changed.*(damaged|no backup)/, name);
  }
  assert.equal((await home.cli('search', 'kept')).length, 5);
});

test('each day has its backup, with a passphrase made for the box', async t => {
  const home = await Home.start({ sim: null, start: false });
  t.after(() => home.stop());
  await home.configure('backup = { look_seconds = 1; };');
  const noon = new Date(), offset = join(home.dir, 'offset');
  noon.setUTCHours(9, 0, 0);                            // in Nairobi, in the daytime
  writeFileSync(offset, String(Math.round((noon - Date.now()) / 1000)));
  await home.boot({ env: preload('clock', { CLOCK_OFFSET: offset }) });
  await home.import('child,class,guardian,phone\nA,1,B,0712000001\n');
  const folder = join(home.dir, 'data/backups');
  await until(() => backups(folder).length === 1, 'the backup of the day');
  await until(async () => (await home.api('backups')).body.at, 'its time in the answer');
  assert.equal((await home.api('backups')).body.files.length, 1);
  assert.match(readFileSync(join(home.dir, 'data/backup.passphrase'), 'utf8'), /^[a-z2-9]{4}(-[a-z2-9]{4}){4}\n$/);
  assert.match(home.log, /write it down/);
});

test('a stick that wants backups gets one as it is plugged in, others get none', async t => {
  const home = await Home.start({ sim: null, start: false });
  t.after(() => home.stop());
  // Another disk than that of the data.
  const media = mkdtempSync('/dev/shm/notehome-media-');
  t.after(() => rmSync(media, { recursive: true }));
  mkdirSync(join(media, 'usb0'));
  mkdirSync(join(media, 'usb1'));
  await home.configure(`backup = { look_seconds = 1; sticks = "${media}"; };`);
  await home.boot();
  writeFileSync(join(media, 'usb0/notehome-backup'), '');
  await until(() => backups(join(media, 'usb0')).length === 1, 'the backup on the stick');
  assert.deepEqual(readdirSync(join(media, 'usb1')), []);
  // The page says where it went, and whether the stick is still in.
  const { token } = await home.cli('token', 'add', 'desk', '--role', 'admin');
  const page = async () => (await fetch(`${home.address}settings/backups`, { headers: { authorization: `Bearer ${token}` } })).text();
  await until(async () => /the stick is plugged in[^]*usb0\/notehome-\d{8}-\d{6}\.nhb/.test(await page()), 'the stick on the page');
  renameSync(join(media, 'usb0'), join(media, '.pulled'));
  assert.match(await page(), /the stick is out[^]*usb0\//);
});

test('a damaged database is found at the start, and the way back is said and works', async t => {
  const home = await Home.start({ sim: null, start: false });
  t.after(() => home.stop());
  await home.configure('backup = { look_seconds = 1; };');
  await home.boot();
  await home.import('child,class,guardian,phone\nA,1,B,0712000001\n');
  for (let i = 0; i < 40; i++) await home.send(salma, `kept ${i} ${'x'.repeat(100)}`);
  const made = await home.api('backups', { method: 'POST', body: {} });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  await home.kill('SIGTERM');
  const db = join(home.dir, 'data/notehome.db');
  const bytes = readFileSync(db);
  for (let page = 2; page * 4096 < bytes.length; page += 3) bytes.fill(0xa5, page * 4096, page * 4096 + 2000);
  writeFileSync(db, bytes);
  const start = (...more) => spawnSync(join(build, 'notehomed'), ['-c', home.file, ...more], { encoding: 'utf8', timeout: 60000, stdio: ['ignore', 'pipe', 'pipe'] });
  const bad = start();
  assert.equal(bad.status, 1);
  assert.match(bad.stderr, /damaged|cannot be read/);
  const command = bad.stderr.match(/notehomed -c (\S+) --restore (\S+)/);
  assert.ok(command, bad.stderr);
  assert.ok(existsSync(command[2]));
  const mended = start('--restore', command[2]);
  assert.equal(mended.status, 0, mended.stderr);
  const kept = readdirSync(join(home.dir, 'data')).find(n => /before-\d{8}-\d{6}$/.test(n));
  assert.deepEqual(readFileSync(join(home.dir, 'data', kept)), bytes, 'the damaged file is kept as it was');
  await home.boot();
  assert.equal((await home.cli('search', 'kept')).length, 40);
});
