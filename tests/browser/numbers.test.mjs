// The number of every country, against the newest metadata there is: Debian 12's
// library is of 2022, and numbering plans move. (No browser; its packages are.)
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from '../system/lib/home.mjs';

const lib = createRequire(import.meta.url)('google-libphonenumber');
const util = lib.PhoneNumberUtil.getInstance();

/** How the program reads each: { canonical, e164, doubtful }. */
function read(rows) {
  const { stdout } = spawnSync(join(build, 'tests/system/phonetool'),
    { input: rows.map(r => `${r.region}\t${r.raw}\n`).join(''), encoding: 'utf8' });
  return stdout.trim().split('\n').map(line => {
    const [canonical, form, doubt] = line.split('\t');
    return { canonical, e164: form === 'E.164', doubtful: doubt === 'doubtful' };
  });
}

/** Each country's example of a type, as people there write it, abroad, and on the air. */
function examples(type) {
  return util.getSupportedRegions().flatMap(region => {
    const n = util.getExampleNumberForType(region, lib.PhoneNumberType[type]);
    const as = form => util.format(n, lib.PhoneNumberFormat[form]);
    return n ? ['NATIONAL', 'INTERNATIONAL', 'E164']
      .map(form => ({ region, form, raw: as(form), want: as('E164') })) : [];
  });
}

const differ = rows => read(rows).map((got, i) => ({ ...rows[i], ...got }))
  .filter(r => r.canonical !== r.want || r.doubtful);

test('the mobile number of every country is one number however it is written', () => {
  const rows = examples('MOBILE');
  assert.ok(rows.length > 3 * 235, 'all countries');
  assert.deepEqual(differ(rows), []);
});

test('of fixed lines only short ones of islands, Argentina and two new plans differ', () => {
  const left = differ(examples('FIXED_LINE'));
  // Six digits or fewer are a service's number but where they are a mobile's; no
  // fixed line takes texts.
  const short = left.filter(r => r.form === 'NATIONAL' && r.raw.replace(/\D/g, '').length <= 6);
  const rest = left.filter(r => !short.includes(r));
  assert.ok(short.every(r => !r.e164));
  // Argentina's fixed lines are read as mobiles: only those take texts, and people
  // leave out the 9.
  const [argentina, others] = [rest.filter(r => r.region === 'AR'), rest.filter(r => r.region !== 'AR')];
  assert.ok(argentina.length && argentina.every(r => r.canonical === r.want.replace('+54', '+549')));
  // Chile and Nigeria: taken and right, only told as numbers to check.
  assert.deepEqual([...new Set(others.map(r => r.region))].sort(), ['CL', 'NG']);
  assert.ok(others.every(r => r.canonical === r.want && r.doubtful));
});
