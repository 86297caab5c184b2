// Data that were there yesterday and are not today: a disk that is not plugged
// in, a folder that somebody moved. It says what to do, and never serves an
// empty school in their place.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, readdirSync, renameSync, rmSync,
  writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Home, build, salma } from './lib/home.mjs';

/** A school with a text, stopped again. */
async function school(t, more = {}) {
  const home = await Home.start({ sim: null, start: false, ...more });
  t.after(() => home.stop());
  home.data = join(home.dir, 'data');
  home.known = join(home.dir, 'known');
  mkdirSync(home.known);
  home.options.args = ['--known', home.known];
  await home.boot();
  await home.import('child,class,guardian,phone\nA,1,B,0712000001\n');
  await home.send(salma, 'of yesterday');
  return home;
}
/** A start that is refused: what it said. */
function refused(home, wrap = [], ...more) {
  const [program, ...args] = [...wrap, join(build, 'notehomed'), '-c', home.file,
    ...home.options.args, ...more];
  const r = spawnSync(program, args, { encoding: 'utf8', timeout: 60000 });
  assert.equal(r.status, 1, r.stderr);
  assert.doesNotMatch(r.stdout, /ready/);
  return r.stderr;
}
const there = async home => (await home.cli('search', 'yesterday')).length === 1;

test('an empty folder where a school was is refused, and taken when it is back', async t => {
  const home = await school(t);
  await home.kill('SIGTERM');
  const away = join(home.dir, 'away');
  renameSync(home.data, away);
  assert.match(refused(home), /were in \S+data, and are not there now.*plug it in and mount it/);
  assert.ok(!existsSync(home.data), 'nothing was made in its place');
  mkdirSync(home.data);
  mkdirSync(join(home.data, 'backups'));        // as systemd makes them
  assert.match(refused(home), /are not there now/);
  assert.deepEqual(readdirSync(home.data), ['backups']);
  rmSync(home.data, { recursive: true });
  renameSync(away, home.data);
  await home.boot();
  assert.ok(await there(home));
});

test('after a power cut the data are as well known as after a clean end', async t => {
  const home = await school(t);
  await home.kill('SIGKILL');
  renameSync(home.data, join(home.dir, 'away'));
  assert.match(refused(home), /are not there now/);
});

test('other settings begin no second school, and a keeper can begin anew', async t => {
  const home = await school(t);
  await home.kill('SIGTERM');
  writeFileSync(home.file, readFileSync(home.file, 'utf8').replace(home.data, `${home.data}2`));
  const said = refused(home);
  assert.match(said, /the settings now say \S+data2, and nothing is there/);
  const command = said.match(/rm (\S+)/);
  rmSync(command[1]);
  await home.boot();
  assert.equal((await home.cli('search', 'yesterday')).length, 0);
});

test('a disk that /etc/fstab has and that is not mounted is named, old files below or not', async t => {
  const home = await school(t);
  await home.kill('SIGTERM');
  const fstab = join(home.dir, 'fstab');
  writeFileSync(fstab, `LABEL=school ${home.dir} ext4 nofail 0 2\n`);
  const inside = (...commands) => ['unshare', '-m', 'sh', '-ec',
    `${commands.join(';')}; exec "$0" "$@"`];
  const covered = `touch /etc/fstab; mount --bind ${fstab} /etc/fstab`;
  assert.match(refused(home, inside(covered)), new RegExp(`${home.dir} is not mounted.*mount ${home.dir}`));
  home.options.args = ['--known', home.known];
  await home.boot({ wrap: inside(`mount --bind ${home.dir} ${home.dir}`, covered) });
  assert.ok(await there(home));
});

test('backups without a database: the command that brings it back is said, and works', async t => {
  const home = await school(t);
  const made = await home.api('backups', { method: 'POST', body: {} });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  await home.kill('SIGTERM');
  for (const name of readdirSync(home.data).filter(n => /^notehome\.db/.test(n)))
    rmSync(join(home.data, name));
  const said = refused(home);
  assert.match(said, /are not there now.*newest backup is \S+\.nhb: notehomed --restore/);
  rmSync(join(home.known, 'data'));
  const [, backup] = refused(home).match(/There is no database.*--restore (\S+\.nhb)/);
  // What is refused leaves no empty school behind.
  const wrong = join(home.dir, 'wrong');
  writeFileSync(wrong, 'not this one\n');
  assert.match(refused(home, [], '--restore', backup, '--passphrase-file', wrong), /not its passphrase/);
  assert.match(refused(home), /There is no database/);
  const back = spawnSync(join(build, 'notehomed'), ['-c', home.file, '--restore', backup],
    { encoding: 'utf8', timeout: 60000, stdio: ['ignore', 'pipe', 'pipe'] });
  assert.equal(back.status, 0, back.stderr);
  await home.boot();
  assert.ok(await there(home));
});

test('a database of a newer Notehome is left alone, and no older copy is offered', async t => {
  const home = await school(t);
  await home.api('backups', { method: 'POST', body: {} });
  await home.kill('SIGTERM');
  const file = join(home.data, 'notehome.db');
  const fd = openSync(file, 'r+');
  writeSync(fd, Buffer.from([0, 0, 3, 231]), 0, 4, 60);         // user_version
  closeSync(fd);
  const bytes = readFileSync(file);
  const said = refused(home);
  assert.match(said, /made by a newer Notehome/);
  assert.doesNotMatch(said, /restore|backup|damaged/i);
  const [backup] = readdirSync(join(home.data, 'backups'));
  for (const more of [[], ['--replace']])
    assert.match(refused(home, [], '--restore', join(home.data, 'backups', backup), ...more),
      /made by a newer Notehome/);
  assert.deepEqual(readFileSync(file), bytes, 'it is as it was');
});
