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

const programNames = ['notehomed', 'notehome', 'notehome-modem', 'notehome-clock', 'notehome-papers', 'notehome-sim'];

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
  assert.ok(existsSync(join(dir, 'opt/notehome/share/notehome/notehome-board.hex')), 'the board\'s firmware');
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
  const sheet = join(dir, 'case.pdf');
  const printed = spawnSync(join(dir, 'opt/notehome/bin/notehome'), ['--socket', home.socket, 'papers', 'case', '-o', sheet]);
  assert.equal(printed.status, 0, String(printed.stderr));
  rmSync(sheet);
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

test('each program is built hardened', () => {
  const programs = programNames.map(p => join(build, p));
  const said = spawnSync(join(root, 'tests/hardened.sh'), programs, { encoding: 'utf8' });
  assert.equal(said.status, 0, said.stdout + said.stderr);
  assert.equal(said.stdout.match(/^ok/mg).length, programs.length);
});

/** Whether the udev rules give the group notehome the USB device: those of
 * subsystem usb as udev reads them, GOTO and globs with | included. */
function udevGives(rules, device) {
  const glob = (pattern, value) => pattern.split('|').some(p =>
    new RegExp(`^${p.replace(/[.+^${}()\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's').test(value));
  const facts = { ACTION: 'add', SUBSYSTEM: 'usb', 'ENV{DEVTYPE}': 'usb_device',
    'ENV{ID_USB_INTERFACES}': `:${device.interfaces}:`, KERNEL: '1-1',
    'ATTR{idVendor}': device.id.slice(0, 4), 'ATTR{idProduct}': device.id.slice(5) };
  let given = {}, until;
  for (const line of rules.split('\n').filter(l => l && !l.startsWith('#'))) {
    const parts = [...line.matchAll(/([A-Z]+(?:\{[^}]+\})?)(==|!=|\+=|=)"([^"]*)"/g)].map(m => m.slice(1));
    const label = parts.find(([key]) => key === 'LABEL')?.[2];
    if (until && label !== until) continue;
    until = undefined;
    if (!parts.every(([key, op, value]) => !/^[=!]=$/.test(op)
        || glob(value, facts[key] ?? '') === (op === '=='))) continue;
    for (const [key, op, value] of parts) {
      if (key === 'GOTO') until = value;
      else if (op === '=') given[key] = value;
    }
  }
  assert.ok(!given.GROUP || given.MODE === '0660', 'others may not even look');
  return given.GROUP === 'notehome';
}

test('of USB devices only modems and the board are given to the daemon', () => {
  const rules = readFileSync(join(root, 'host/daemon/60-notehome.rules'), 'utf8');
  const yes = [
    ['12d1:1506', 'ff0201:ff0202:080650', 'Huawei E3131, with its disk'],
    ['12d1:1001', 'ffffff:080650', 'Huawei E173'],
    ['19d2:0117', 'ffffff', 'ZTE MF190'], ['1e0e:9001', 'ff0000:ff0000', 'SIM7600'],
    ['2c7c:0125', 'ff0000:ffffff', 'Quectel EC25'], ['1199:9071', 'ff0000', 'Sierra MC7455'],
    ['1bc7:1201', 'ffffff', 'Telit LE910'], ['1e2d:0061', '020201:0a0000', 'Cinterion'],
    ['1546:1102', '020201:0a0000', 'u-blox LISA'], ['1bbb:0017', 'ffffff', 'Alcatel X220'],
    ['05c6:9000', 'ffffff', 'SIM5218'], ['abcd:1234', '020201:0a0000', 'an unknown one that says it is a modem'],
    ['1a86:7523', 'ff0102', 'CH340'], ['0403:6001', 'ffffff', 'FT232'],
    ['10c4:ea60', 'ff0000', 'CP2102'], ['067b:2303', 'ff0000', 'PL2303'],
    ['2341:0043', '020201:0a0000', 'Arduino Uno'],
  ];
  const no = [
    ['1050:0407', '030101:030000:0b0000', 'YubiKey'], ['04a9:1909', 'ffffff', 'Canon scanner'],
    ['046d:0825', '0e0100:0e0200:010100', 'webcam'], ['0bda:8179', 'ffffff', 'Wi-Fi stick'],
    ['06cb:00bd', 'ff0000', 'fingerprint reader'], ['0a5c:21e8', 'e00101:ff0101', 'Bluetooth'],
    ['0951:1666', '080650', 'memory stick'], ['413c:2113', '030101', 'keyboard'],
    ['04f9:0042', '070102:ff0000', 'printer'], ['18d1:4ee7', 'ff4201', 'phone with adb'],
    ['0483:374b', 'ff0000:080650:020201', 'programmer', true], ['1d6b:0002', '090000', 'hub'],
    ['0b95:1790', 'ff0000', 'network adapter'], ['2357:0601', 'ffff00', 'network adapter'],
    ['1366:0101', 'ff0000', 'debug probe'], ['0403:6014', 'ffffff', 'FT232H'],
    ['0a12:0001', 'e00101', 'Bluetooth'], ['12d1:14db', '0202ff'.replace('0202ff', '020600'), 'HiLink network card'],
    ['12d1:1f01', '080650', 'Huawei in disk mode'], ['2341:8036', '020201:030000', 'Arduino Leonardo, a keyboard too'],
  ];
  for (const [id, interfaces, what] of yes)
    assert.ok(udevGives(rules, { id, interfaces }), what);
  for (const [id, interfaces, what, modem] of no)
    assert.equal(udevGives(rules, { id, interfaces }), Boolean(modem), what);
});

test('the unit leaves the daemon little, and says why of what it leaves', t => {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-unit-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const unit = readFileSync(join(root, 'host/daemon/notehomed.service'), 'utf8');
  writeFileSync(join(dir, 'notehomed.service'), unit.replace('@sbindir@', build));
  const said = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager',
    '--threshold=15', join(dir, 'notehomed.service')], { encoding: 'utf8' });
  assert.equal(said.status, 0, said.stdout + said.stderr);
  for (const line of [/^IPAddressDeny=any$/m, /^MemoryMax=\d+M$/m, /^TasksMax=\d+$/m])
    assert.match(unit, line);
  // No address that is not private, of this computer or of its wire.
  const allowed = unit.match(/^IPAddressAllow=.*$/mg).join(' ').replace(/IPAddressAllow=/g, '').split(' ');
  assert.deepEqual(allowed.sort(), ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7',
    'link-local', 'localhost', 'multicast']);
});

test('the units are understood, and need no root that can be written', t => {
  const dir = mkdtempSync(join(tmpdir(), 'notehome-unit-'));
  t.after(() => rmSync(dir, { recursive: true }));
  for (const name of ['daemon/notehome-clock.service', 'daemon/notehomed.service', 'practice/notehome-practice.service']) {
    const unit = readFileSync(join(root, 'host', name), 'utf8').replace(/@(s?bin|libexec)dir@/, build);
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
  for (const program of programNames) {
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
