// A USB stick that somebody has prepared: a real file system on a loop device.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Home, until } from './lib/home.mjs';
import { root } from './lib/sim.mjs';

const backups = dir => readdirSync(dir).filter(f => /^notehome-\d{8}-\d{6}\.nhb$/.test(f));
const run = (...words) => spawnSync(words[0], words.slice(1), { encoding: 'utf8' });
const skip = (process.getuid() !== 0 || !existsSync('/dev/loop-control'))
  && 'only root mounts a file system on a loop device';
const unit = readFileSync(join(root, 'host/daemon/notehome-stick@.service'), 'utf8');
// As the unit mounts one; whose it is only FAT can be told.
const options = unit.match(/^ExecStart=mount .*? -o (\S+)/m)[1]
  .split(',').filter(o => !/^[ug]id=|^umask=/.test(o)).join(',');

/** The folder where a stick is mounted as usb0, with what fill() put there; by
 * itself it is mounted as others may do it: links are followed. */
function plug(t, fill, how = 'nosuid') {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-stick-'));
  const content = join(dir, 'content'), image = join(dir, 'image'), place = join(dir, 'media/usb0');
  mkdirSync(content);
  fill(content);
  const made = run('mkfs.ext4', '-q', '-d', content, '-N', '4096', image, '32M');
  assert.equal(made.status, 0, made.stderr);
  mkdirSync(place, { recursive: true });
  const mounted = run('mount', '-o', `loop,${how}`, image, place);
  assert.equal(mounted.status, 0, mounted.stderr);
  t.after(() => {
    run('umount', '--lazy', place);
    rmSync(dir, { recursive: true });
  });
  return join(dir, 'media');
}

/** Names of backups of the next minutes, in any time zone of a whole hour. */
function* names(minutes) {
  const pad = n => String(n).padStart(2, '0');
  for (const zone of [0, 3])
    for (let s = -5; s < minutes * 60; s++) {
      const d = new Date(Date.now() + (zone * 3600 + s) * 1000);
      yield `notehome-${d.getUTCFullYear()}${pad(d.getUTCMonth() + 1)}${pad(d.getUTCDate())}-${
        pad(d.getUTCHours())}${pad(d.getUTCMinutes())}${pad(d.getUTCSeconds())}.nhb`;
    }
}

test('a prepared stick gets its copy, and writes over nothing and leads nowhere', { skip }, async t => {
  const home = await Home.start({ sim: null, start: false });
  t.after(() => home.stop());
  const outside = mkdtempSync(join(tmpdir(), 'notehome-outside-'));
  t.after(() => rmSync(outside, { recursive: true }));
  const victim = join(outside, 'victim');
  writeFileSync(victim, 'kept');
  writeFileSync(join(outside, 'notehome-backup'), '');
  const media = plug(t, dir => {
    writeFileSync(join(dir, 'notehome-backup'), '');
    for (const name of names(8)) symlinkSync(victim, join(dir, `${name}.part`));
    symlinkSync(outside, join(dir, 'out'));
    symlinkSync('..', join(dir, 'round'));
    mkdirSync(join(dir, 'inner'));
    symlinkSync(victim, join(dir, 'inner/notehome-backup'));
  });
  const stick = join(media, 'usb0');
  await home.configure(`backup = { look_seconds = 1; sticks = "${media}"; };`);
  await home.boot();
  await until(() => backups(stick).length === 1, 'the backup on the stick');
  const [made] = backups(stick);
  assert.ok(lstatSync(join(stick, made)).isFile());
  assert.ok(lstatSync(join(stick, made)).size > 1000);
  // One more look: nothing came by a link, and nothing where only a link asks.
  writeFileSync(join(stick, 'inner/second'), '');
  mkdirSync(join(stick, 'deep'));
  writeFileSync(join(stick, 'deep/notehome-backup'), '');
  await until(() => backups(join(stick, 'deep')).length === 1, 'the backup of the next look');
  assert.deepEqual(readdirSync(outside).sort(), ['notehome-backup', 'victim']);
  assert.equal(readFileSync(victim, 'utf8'), 'kept');
  assert.deepEqual(readdirSync(join(stick, 'inner')).sort(), ['notehome-backup', 'second']);
  assert.ok(!readdirSync(stick).some(f => f === `${made}.part`));
});

test('a folder on the disk of the data is no stick', async t => {
  const home = await Home.start({ sim: null, start: false });
  t.after(() => home.stop());
  const media = join(home.dir, 'media');
  mkdirSync(join(media, 'here'), { recursive: true });
  writeFileSync(join(media, 'here/notehome-backup'), '');
  // Of the same look, a link to it, and a place that is one.
  const other = mkdtempSync('/dev/shm/notehome-stick-');
  t.after(() => rmSync(other, { recursive: true }));
  mkdirSync(join(other, 'usb0'));
  writeFileSync(join(other, 'usb0/notehome-backup'), '');
  symlinkSync(join(other, 'usb0'), join(media, 'link'));
  await home.configure(`backup = { look_seconds = 1; sticks = "${media} ${other}"; };`);
  await home.boot();
  await until(() => backups(join(other, 'usb0')).length === 1, 'the backup on the other disk');
  assert.deepEqual(readdirSync(join(media, 'here')), ['notehome-backup']);
  assert.equal(backups(join(other, 'usb0')).length, 1);
});

test('what lies on a stick does not run, and is no device', { skip }, async t => {
  const media = plug(t, content => {
    writeFileSync(join(content, 'run.sh'), '#!/bin/sh\nexit 0\n', { mode: 0o4755 });
    assert.equal(run('mknod', '-m', '666', join(content, 'null'), 'c', '1', '3').status, 0);
    symlinkSync('/etc/passwd', join(content, 'link'));
  }, options);
  const place = join(media, 'usb0');
  assert.equal(run(join(place, 'run.sh')).error?.code, 'EACCES');
  assert.throws(() => writeFileSync(join(place, 'null'), 'x'), { code: 'EACCES' });
  assert.throws(() => readFileSync(join(place, 'link')), { code: 'ELOOP' });
});

test('a stick is mounted by itself, the disk of the computer never', () => {
  const rule = readFileSync(join(root, 'host/daemon/90-notehome-stick.rules'), 'utf8');
  assert.match(rule, /^ENV\{ID_BUS\}!="usb", GOTO=/m);
  assert.match(rule, /^ATTRS\{removable\}!="1", GOTO=/m);
  assert.match(rule, /"vfat\|exfat".*ENV\{SYSTEMD_WANTS\}\+="notehome-stick@%k\.service"$/m);
  const options = unit.match(/^ExecStart=mount .*? -o (\S+)/m)[1].split(',');
  for (const o of ['nosuid', 'nodev', 'noexec', 'nosymfollow']) assert.ok(options.includes(o), o);
  // Its own condition, for a disk in use (that of this computer) and one that is not.
  const condition = disk => run('sh', '-c', unit.match(/^ExecCondition=\/bin\/sh -c '(.*)'$/m)[1]
    .replace(/%I/g, disk).replace(/\$\$/g, '$')).status;
  const lines = run('lsblk', '-nro', 'NAME,MOUNTPOINTS').stdout.trim().split('\n').map(l => l.split(' '));
  const used = lines.find(([, at]) => at), free = lines.find(([name, at]) => !at
    && !lines.some(([n, m]) => m && n.startsWith(name)));
  // The second part of a stick whose first is mounted here.
  const as = (disk, at) => run('sh', '-c', `lsblk() { case $* in *PKNAME*) echo ${disk};; *) printf '%s\\n' '' ${at};; esac; }; ${
    unit.match(/^ExecCondition=\/bin\/sh -c '(.*)'$/m)[1].replace(/%I/g, `${disk}2`).replace(/\$\$/g, '$')}`).status;
  assert.equal(as('sdb', '/run/media/notehome/sdb1'), 0);
  assert.equal(as('sdb', ''), 0);
  for (const at of ['/', '/boot/firmware', '[SWAP]', '/srv /run/media/notehome/sdb1'])
    assert.notEqual(as('sdb', `${at}`), 0, at);
  if (used) assert.notEqual(condition(used[0]), 0, used[0]);
  if (free) assert.equal(condition(free[0]), 0, free[0]);
});
