// The keeper's papers: what notehome papers prints, and the page with the same.
import test from 'node:test';
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Home, build, until } from './lib/home.mjs';
import { root } from './lib/sim.mjs';

const papers = ['case', 'wrong', 'teacher', 'parents'];
// A sanitizer, ten times slower, sees the same code in each language of a script.
const languages = /address/.test(build) ? ['en', 'ar', 'am', 'hi']
  : ['en', ...readdirSync(join(root, 'host/web/po')).filter(f => f.endsWith('.po')).map(f => f.slice(0, -3))];
const school = 'Hillside & Sons', keeper = '+254712345678', helpline = '116 Childline';

const dir = mkdtempSync(join(tmpdir(), 'notehome-papers-'));
test.after(() => rmSync(dir, { recursive: true, force: true }));
// Fontconfig keeps its fonts until the end, which a sanitizer calls a leak.
writeFileSync(join(dir, 'lsan'), 'leak:libfontconfig\n');
process.env.LSAN_OPTIONS = `suppressions=${join(dir, 'lsan')}:print_suppressions=0`;

/** notehome papers with these words: { code, err } and what the PDF says. */
async function print(home, name, ...words) {
  const file = join(dir, `${name}.pdf`);
  return { ...await home.say('papers', ...words, '-o', file), ...read(file) };
}
/** What a reader of PDF finds: { pages, sizes, text }; text by page. */
function read(file) {
  if (!existsSync(file)) return {};
  const info = spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout;
  const text = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).stdout;
  return { file, pages: Number(/^Pages: +(\d+)$/m.exec(info)[1]), size: /^Page size: +([\d.]+ x [\d.]+)/m.exec(info)[1],
    text: text.split('\f').slice(0, -1) };
}
/** The program alone, with these facts. */
function draw(name, facts, words = [], env = {}) {
  const file = join(dir, `${name}.pdf`);
  const said = spawnSync(join(build, 'notehome-papers'), ['-o', file, ...words],
    { input: typeof facts === 'string' ? facts : JSON.stringify(facts), encoding: 'utf8', env: { ...process.env, ...env } });
  return { code: said.status, err: said.stderr, ...read(file) };
}
/** What a camera reads from a page. */
function camera(file, page) {
  const picture = join(dir, 'seen');
  spawnSync('pdftoppm', ['-r', '100', '-f', String(page), '-l', String(page), '-singlefile', '-png', file, picture]);
  return spawnSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', `${picture}.png`],
    { encoding: 'utf8' }).stdout.trim();
}

const start = async t => {
  const home = await Home.start({ families: null, start: false, config: `keeper = "${keeper}";` });
  t.after(() => home.stop());
  writeFileSync(home.file, readFileSync(home.file, 'utf8')
    .replace('name = "Hillside"', `name = "${school}"; helpline = "${helpline}"`));
  await home.boot();
  await until(async () => (await home.cli('papers')).sims[0]?.number, 'the number of the SIM');
  return home;
};

test('each paper is one page in each language, with the facts of this Notehome and a code for cameras', async t => {
  const home = await start(t);
  const facts = await home.cli('papers');
  assert.equal(facts.addresses[0], home.address);
  const english = {};
  for (const language of languages) {
    const all = await print(home, `all-${language}`, '--language', language);
    assert.deepEqual([all.code, all.err, all.pages, all.size], [0, '', papers.length, '595.28 x 841.89'], language);
    for (const [i, text] of all.text.entries()) {
      const where = `${papers[i]} in ${language}`;
      assert.ok(text.includes(facts.school), `${where}: the school`);
      assert.ok(text.includes(facts.day), `${where}: the day`);
      const one = await print(home, `${papers[i]}-${language}`, papers[i], '--language', language);
      assert.deepEqual([one.code, one.err, one.pages], [0, '', 1], where);
      assert.equal(one.text[0], text, where);
    }
    const [onCase, wrong, teacher, parents] = all.text;
    for (const address of facts.addresses) assert.ok(onCase.includes(address), `${language}: ${address}`);
    for (const half of [facts.fingerprint.slice(0, 47), facts.fingerprint.slice(48)])
      assert.ok(onCase.includes(half), `${language}: the fingerprint`);
    for (const sim of facts.sims) {
      assert.ok(onCase.includes(sim.number), `${language}: the SIM's number`);
      assert.ok(parents.includes(sim.number), `${language}: the number that parents see`);
    }
    for (const text of [onCase, wrong]) assert.ok(text.includes(keeper), `${language}: whom to call`);
    assert.ok(teacher.includes(home.address), `${language}: where a teacher begins`);
    assert.ok(parents.includes('STOP') && parents.includes(language === 'sw' ? 'ANZA' : 'START'), language);
    assert.equal(camera(all.file, 1), home.address, `${language}: the code on the case`);
    assert.equal(camera(all.file, 3), home.address, `${language}: the code for the teacher`);
    if (language === 'en') all.text.forEach((text, i) => { english[papers[i]] = text; });
  }
});

test('no English is left on a paper of another language', async t => {
  const home = await start(t);
  const names = /Hillside & Sons|Notehome|Childline|Huawei|https?|\/\S+|sim\d|sudo.*|STOP|START|PIN|PUK|SIM|SHA|USB|GSM|BIP/gi;
  const arabic = await print(home, 'only-ar', '--language', 'ar');
  assert.deepEqual(arabic.text.join('\n').replace(names, '').match(/[A-Za-z]{3,}/g) ?? [], []);
  const french = await print(home, 'only-fr', '--language', 'fr');
  assert.deepEqual(french.text.join('\n').match(/\b(the|and|with|when|your|what|write|of|it)\b/gi) ?? [], []);
  const swahili = await print(home, 'only-sw', '--language', 'sw');
  assert.deepEqual(swahili.text.join('\n').match(/\b(the|and|with|when|your|what|write|of|it)\b/gi) ?? [], []);
});

test('a paper fits letter paper too, and each fact that is missing is a line to write on', () => {
  for (const language of languages) {
    const bare = draw(`bare-${language}`, {}, ['--language', language, '--paper', 'letter']);
    assert.deepEqual([bare.code, bare.err, bare.pages, bare.size], [0, '', 4, '612 x 792'], language);
  }
  assert.match(draw('bare', {}).text[0], /Its address[^]*Fingerprint[^]*Who looks after this box/);
});

test('whatever stands in a name, a paper is one page and takes it as letters', () => {
  const long = 'W'.repeat(200), months = { keep_months: 0 };
  const facts = { school: `<b>&"%s{{ ${'Ж'.repeat(200)}`, language: 'sw', day: '2026-11-30', keeper: long, ...months,
    helpline: 'وو'.repeat(200), fingerprint: 'F'.repeat(500), addresses: Array(20).fill(`http://${long}/`),
    sims: Array(20).fill({ name: `\u202e${long}`, number: '9'.repeat(200), device: `\u0007\n\t${long}` }) };
  for (const language of languages) {
    const all = draw(`long-${language}`, facts, ['--language', language]);
    assert.deepEqual([all.code, all.err, all.pages], [0, '', 4], language);
    assert.match(all.text[0], /<b>&"%s\{\{ Ж/);
  }
  // Scripts beside each other, each with its own font.
  const many = draw('scripts', { ...facts, school: 'ሂልሳይድ हिल्साइड هيلسايد Hillside' });
  assert.deepEqual([many.code, many.err], [0, '']);
  for (const word of ['ሂልሳይድ', 'Hillside']) assert.ok(many.text[0].includes(word), word);
  for (const odd of ['', '[1]', '{"school":', '{"school": 5, "sims": {}, "addresses": [1, null, {}], "keep_months": "x"}'])
    assert.equal(draw(`odd-${odd.length}`, odd).code, odd.length > 20 ? 0 : 1, odd);
});

test('letters that no font has are told, with what to install', () => {
  const fonts = join(dir, 'fonts.conf');
  writeFileSync(fonts, '<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir>'
    + `<cachedir>${join(dir, 'cache')}</cachedir></fontconfig>`);
  const poor = draw('poor', { school: 'हिल्साइड' }, ['case'], { FONTCONFIG_FILE: fonts });
  assert.equal(poor.code, 0);
  assert.match(poor.err, /no font has \d+ of the letters.*apt install fonts-noto-core/);
  assert.deepEqual(draw('enough', { school: 'Hillside' }, ['--language', 'ar'], { FONTCONFIG_FILE: fonts }).err, '');
});

test('what cannot be printed is said, and no file is spoilt', async t => {
  const home = await start(t);
  const there = join(dir, 'there.pdf');
  writeFileSync(there, 'mine');
  for (const [words, code, said] of [
    [['-o', there], 1, /there\.pdf is there already: name another file with -o/],
    [['-o', join(dir, 'nowhere/x.pdf')], 1, /No such file or directory/],
    [['--language', 'xx', '-o', join(dir, 'xx.pdf')], 2, /no papers in "xx", but in: en .*fr.* sw/],
    [['--paper', 'a0', '-o', join(dir, 'a0.pdf')], 2, /the paper is a4 or letter, not "a0"/],
    [['cases', '-o', join(dir, 'cases.pdf')], 2, /no paper "cases": case, wrong, teacher, parents/],
  ]) {
    const answer = await home.say('papers', ...words);
    assert.equal(answer.code, code, words.join(' '));
    assert.match(answer.err, said);
  }
  assert.equal(readFileSync(there, 'utf8'), 'mine');
  assert.ok(!existsSync(join(dir, 'xx.pdf')));
  // The package that prints is not on every box.
  copyFileSync(join(build, 'notehome'), join(dir, 'notehome'));
  const alone = spawnSync(join(dir, 'notehome'), ['--socket', home.socket, 'papers'], { cwd: dir, encoding: 'utf8' });
  assert.equal(alone.status, 1);
  assert.match(alone.stderr, /install the package notehome-papers[^]*the page Help, Papers to print, has the same/);
});

test('without a daemon the papers are printed, with what the settings file knows', async t => {
  const home = await Home.start({ start: false, sim: null });
  t.after(() => home.stop());
  const file = join(dir, 'alone.pdf');
  const said = await new Promise(done => execFile(join(build, 'notehome'), ['-c', home.file, 'papers', 'case', '-o', file],
    (error, out, err) => done({ code: error?.code ?? 0, out, err })));
  assert.equal(said.code, 0);
  assert.match(said.err, /no daemon answers/);
  assert.match(said.out, /alone\.pdf: what is not known is left to be written by hand/);
  assert.match(read(file).text[0], /Hillside[^]*Its address/);
});

test('the page has the same papers for the print button of a browser', async t => {
  const home = await start(t);
  const admin = (await home.cli('token', 'add', 'desk', '--role', 'admin')).token;
  const staff = (await home.cli('token', 'add', 'room', '--role', 'staff')).token;
  const get = (path, token) => fetch(new URL(path, home.address), { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await get('/help/papers', staff)).status, 403);
  assert.doesNotMatch(await (await get('/help', staff)).text(), /\/help\/papers/);
  assert.match(await (await get('/help', admin)).text(), /href="\/help\/papers"/);
  const text = (await (await get('/help/papers', admin)).text()).replace(/<svg[^>]*aria-label="([^"]*)"[^>]*>/g, '$1').replace(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
  const words = s => s.match(/[\p{L}\p{N}+]+/gu);
  const onPage = new Set(words(text)), printed = await print(home, 'same');
  assert.deepEqual([...new Set(words(printed.text.join('\n').replace(/Notehome \d\S+|\d{4}-\d\d-\d\d/g, '')))]
    .filter(w => !onPage.has(w) && !/^\d$/.test(w)), []);   // a browser numbers the steps itself
});
