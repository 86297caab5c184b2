// make install under any prefix gives a Notehome that works, and uninstall
// leaves only the settings.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Home, build, salma } from './lib/home.mjs';
import { root } from './lib/sim.mjs';

const files = dir => readdirSync(dir).flatMap(name => {
  const path = join(dir, name);
  return statSync(path).isDirectory() ? files(path) : [path];
});

/** What a rule of polkit(8) says to a user's wish; undefined: nothing. */
function polkitSays(rule, user, id) {
  let answer;
  runInNewContext(rule, { polkit: { Result: { YES: 'yes' },
    addRule: fn => { answer = fn({ id }, { user }); } } });
  return answer;
}

test('installed under a prefix of its own, it sends a text', async t => {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-install-'));
  const home = await Home.start({ start: false });
  t.after(async () => { await home.stop(); rmSync(dir, { recursive: true }); });
  const make = target => spawnSync('make', [target, `DESTDIR=${dir}`, 'PREFIX=/opt/notehome',
    `BUILD=${build}`], { cwd: root, encoding: 'utf8', env: { ...process.env, MAKEFLAGS: '' } });
  const installed = make('install');
  assert.equal(installed.status, 0, installed.stderr);
  home.program = join(dir, 'opt/notehome/sbin/notehomed');
  await home.boot();
  await home.import('child,class,guardian,phone\nAmina,4B,Salma,0712000001\n');
  await home.working();
  const [id] = await home.send(salma, 'from an installed Notehome');
  await home.state(id, 'delivered');
  const rule = readFileSync(join(dir, 'etc/polkit-1/rules.d/50-notehome-power.rules'), 'utf8');
  const login = 'org.freedesktop.login1';
  for (const what of ['power-off', 'power-off-multiple-sessions']) {
    assert.equal(polkitSays(rule, 'notehome', `${login}.${what}`), 'yes');
    assert.equal(polkitSays(rule, 'nobody', `${login}.${what}`), undefined);
  }
  for (const what of ['reboot', 'power-off-ignore-inhibit', 'halt'])
    assert.equal(polkitSays(rule, 'notehome', `${login}.${what}`), undefined);
  assert.equal(make('uninstall').status, 0);
  assert.deepEqual(files(dir).map(f => f.slice(dir.length)), ['/etc/notehome/notehome.conf']);
});

// In an empty root of its own: what README has a keeper do once.
test('the user of the daemon is made, with the groups of its ports', t => {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-users-'));
  t.after(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'etc'));
  const made = spawnSync('systemd-sysusers',
    [`--root=${dir}`, join(root, 'host/daemon/notehome.sysusers')], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const etc = name => readFileSync(join(dir, 'etc', name), 'utf8');
  assert.match(etc('passwd'), /^notehome:.*:\/var\/lib\/notehome:/m);
  assert.match(etc('group'), /^dialout:.*\bnotehome$/m);

  if (process.getuid() !== 0) return;   // nobody else gives files away
  const settings = join(dir, 'etc/notehome/notehome.conf');
  mkdirSync(join(dir, 'etc/notehome'));
  writeFileSync(settings, '', { mode: 0o644 });
  const given = spawnSync('systemd-tmpfiles',
    [`--root=${dir}`, '--create', join(root, 'host/daemon/notehome.tmpfiles')], { encoding: 'utf8' });
  assert.equal(given.status, 0, given.stderr);
  assert.equal(statSync(settings).mode & 0o777, 0o640);
  assert.equal(statSync(settings).uid, 0);
  assert.match(etc('group'), new RegExp(`^notehome:x:${statSync(settings).gid}:`, 'm'));
});

test('the units are understood, and need no root that can be written', t => {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-unit-'));
  t.after(() => rmSync(dir, { recursive: true }));
  for (const name of ['daemon/notehomed.service', 'practice/notehome-practice.service']) {
    const unit = readFileSync(join(root, 'host', name), 'utf8').replace(/@s?bindir@/, build);
    const file = join(dir, name.split('/')[1]);
    writeFileSync(file, unit);
    const said = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
    assert.equal(said.status, 0, said.stderr);
    assert.doesNotMatch(said.stderr, /notehome/);
    // Only the program itself runs, and it may write to its own folders only.
    assert.deepEqual(unit.match(/^Exec(Start|Stop|Condition).*?=/gm), ['ExecStart=']);
    assert.match(unit, /^ProtectSystem=strict$/m);
  }
});

test('the Tab key knows commands, options and what options take', () => {
  const tab = (...words) => spawnSync('bash', ['-c', `. host/cli/completion.sh
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _notehome ${build}/notehome
    echo "\${COMPREPLY[*]}"`, 'bash', ...words], { cwd: root, encoding: 'utf8' }).stdout.trim();
  assert.equal(tab('notehome', 'st'), 'status staff');
  assert.equal(tab('notehome', '--json', 'bal'), 'balance');
  assert.equal(tab('notehome', 'send', '--pr'), '--priority');
  assert.equal(tab('notehome', 'send', '--priority', 'u'), 'urgent');
  assert.equal(tab('notehome', 'staff', 'add', 'x', '--role', '=', 'ad'), 'admin');
  assert.equal(tab('notehome', 'send', '--to', ''), '');
  assert.equal(tab('notehome', 'thread', ''), '');
});

test('settings where 0.2.0 had them are found by the next version', t => {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-moved-'));
  t.after(() => rmSync(dir, { recursive: true }));
  mkdirSync(join(dir, 'etc'));
  writeFileSync(join(dir, 'etc/notehome.conf'), 'school = { name = "Ours"; };');
  const make = spawnSync('make', ['install', `DESTDIR=${dir}`, `BUILD=${build}`],
    { cwd: root, encoding: 'utf8', env: { ...process.env, MAKEFLAGS: '' } });
  assert.equal(make.status, 0, make.stderr);
  assert.match(readFileSync(join(dir, 'etc/notehome/notehome.conf'), 'utf8'), /Ours/);
  assert.equal(existsSync(join(dir, 'etc/notehome.conf')), false);
});

test('all programs, the archive, the package and the changelog tell one version', () => {
  const [, version] = /^VERSION\s*= (.+)$/m.exec(readFileSync(join(root, 'Makefile'), 'utf8'));
  for (const program of ['notehomed', 'notehome', 'notehome-modem', 'notehome-sim']) {
    const { stdout } = spawnSync(join(build, program), ['--version'], { encoding: 'utf8' });
    assert.equal(stdout, `${program} ${version}\n`);
  }
  const dist = spawnSync('make', ['-n', 'dist'],
    { cwd: root, encoding: 'utf8', env: { ...process.env, MAKEFLAGS: '' } });
  assert.match(dist.stdout, new RegExp(`notehome-${version.replaceAll('.', '\\.')}\\.tar\\.gz`));
  const [, newest] = /^## (\S+) - \d{4}-\d\d-\d\d$/m.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'));
  assert.equal(newest, version);
  const [, packaged] = /^notehome \(([^)]+)\)/.exec(readFileSync(join(root, 'debian/changelog'), 'utf8'));
  assert.equal(packaged, version);
});
