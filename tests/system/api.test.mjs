// The front doors: API, CLI, events and the plain pages, without a dongle.
import test from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home, build, until, salma, rose, shared, fresh } from './lib/home.mjs';

const nowhere = 'modems = ( { name = "none"; device = "/dev/notehome-nowhere"; } );';
const start = (more = {}) => Home.start({ sim: null, modems: nowhere, ...more });

/** Raw bytes to the TCP door; what comes back: the head of an answer, or what
 *  there was when it closed. */
function raw(home, text) {
  const { hostname, port } = new URL(home.address);
  return new Promise(done => {
    const socket = net.connect(Number(port), hostname, () => socket.write(text));
    let got = '';
    const end = () => { socket.destroy(); done(got); };
    socket.on('data', data => { got += data; if (/\r\n\r\n/.test(got)) end(); });
    socket.on('close', end);
    socket.on('error', end);
  });
}
const status = answer => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);

/** A command that reads its standard input. */
function typed(home, input, ...words) {
  return new Promise(done => {
    const child = spawn(join(build, 'notehome'), ['--socket', home.socket, ...words]);
    let out = '';
    child.stdout.on('data', data => { out += data; });
    child.on('exit', code => done({ code, out }));
    child.stdin.end(input);
  });
}

/** An event stream; events() are those heard so far. */
function listen(home, { token } = {}) {
  const options = token
    ? { host: '127.0.0.1', port: new URL(home.address).port,
      headers: { authorization: `Bearer ${token}` } }
    : { socketPath: home.socket, headers: { host: 'localhost' } };
  const heard = [];
  return new Promise((done, failed) => {
    const request = http.get({ ...options, path: '/api/v1/events', agent: false }, answer => {
      let text = '';
      let over = false;
      answer.on('data', data => {
        text += data;
        for (let at; (at = text.indexOf('\n\n')) >= 0; text = text.slice(at + 2)) {
          const event = {};
          for (const line of text.slice(0, at).split('\n')) {
            const [name, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)];
            event[name] = name === 'data' ? JSON.parse(value) : value;
          }
          heard.push(event);
        }
      });
      answer.on('close', () => { over = true; });
      answer.on('error', () => { over = true; });
      done({ status: answer.statusCode, heard, over: () => over,
        close: () => request.destroy() });
    });
    request.on('error', failed);
  });
}

test('api and cli', async t => {
  const home = await start({ families: null });
  t.after(() => home.stop());

  await t.test('a class list comes in once, bad rows come back with a reason', async () => {
    const file = join(home.dir, 'class.csv');
    writeFileSync(file, '\ufeffchild;class;guardian;phone;family;language\r\n'
      + 'Amina Ali;4B;Salma Ali;0712 000 001;ali;sw\r\n'
      + 'Juma Otieno;4B;Rose Otieno;0712 000 002;otieno;en\r\n'
      + 'Kamau Njoroge;4B;Peter Njoroge;0712 000 003;njoroge;en\r\n'
      + 'Wanjiru Maina;2A;Peter Njoroge;0712 000 003;maina;en\r\n'
      + 'No Phone;4B;Somebody;;;\r\n'
      + 'Bad Phone;4B;Somebody;12;;\r\n');
    const dry = await home.cli('import', file, '--dry-run');
    assert.deepEqual([dry.rows, dry.rejected, dry.families], [6, 1, 5]);
    assert.deepEqual(await home.cli('families'), []);
    const real = await home.cli('import', file);
    assert.deepEqual([real.rows, real.rejected, real.families], [6, 1, 5]);
    assert.match(readFileSync(join(home.dir, 'class.rejected.csv'), 'utf8'), /Bad Phone/);
    assert.deepEqual((await home.cli('unreached')).map(u => [u.child, u.class, u.guardians, u.why]),
      [['No Phone', '4B', 'Somebody', 'no_phone']]);
    assert.match((await home.say('unreached', '--class', '4B')).out, /No Phone +Somebody \(has no phone\)/);
    const again = await home.cli('import', file);
    assert.deepEqual([again.added, again.unchanged, again.families], [0, 5, 0]);
    writeFileSync(file, 'child,class,guardian,phone\nZuri Kamau,5B,Ann,0712 000 099\n');
    await home.cli('import', file);
    const [last, , first] = await home.cli('imports');
    assert.deepEqual([last.taken, last.can_undo, first.can_undo], [1, true, false]);
    assert.equal((await home.say('unimport', String(first.id))).code, 1);
    assert.deepEqual(await home.cli('unimport', String(last.id)), { kept: 0 });
    assert.equal((await home.cli('families')).length, 5);
    assert.match((await home.say('imports')).out, /taken back/);
    const { out: blank } = await home.say('template', 'sw');
    assert.match(blank, /^\ufeffJina la mwanafunzi,/);
    writeFileSync(file, blank);
    assert.equal((await home.cli('import', file, '--dry-run')).added, 1);
    assert.equal((await home.say('import', '/nowhere.csv')).code, 1);
    writeFileSync(file, 'a,b\n1,2\n');
    const useless = await home.say('import', file);
    assert.equal(useless.code, 1);
    assert.match(useless.err, /child/);
  });

  await t.test('a message and a thread have the shape of the contract', async () => {
    const [id] = await home.send(salma, 'Amina read well.');
    const m = await home.message(id);
    for (const key of ['id', 'direction', 'kind', 'text', 'number', 'state', 'reason', 'tray',
      'at', 'parts', 'match', 'answer', 'modem', 'child'])
      assert.ok(key in m, key);
    assert.deepEqual([m.id, m.direction, m.kind, m.text, m.number, m.state, m.tray],
      [id, 'out', 'text', 'Amina read well.', salma, 'queued', null]);
    assert.deepEqual(m.parts, [{ n: 1, state: 'queued', reference: null }]);
    assert.match(m.at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:00$/);
    const [row] = await home.cli('threads');
    assert.deepEqual([row.family, row.unread, row.snippet], ['Salma Ali', 0, 'Amina read well.']);
    const thread = await home.cli('thread', String(row.id));
    assert.equal(thread.family, 'Salma Ali');
    assert.deepEqual(thread.children.map(c => [c.name, c.class]), [['Amina Ali', '4B']]);
    const [guardian] = thread.guardians;
    assert.deepEqual([guardian.name, guardian.language], ['Salma Ali', 'sw']);
    assert.deepEqual(guardian.phones, [{ number: salma, state: 'working', tried: false, arrived: null }]);
    assert.equal(thread.messages.at(-1).id, id);
    assert.ok((await home.cli('queue')).some(q => q.id === id));
    await home.send(rose, 'A newer one');
    const [newest] = (await home.api('threads?limit=1')).body;
    assert.equal(newest.family, 'Rose Otieno');
    assert.deepEqual((await home.api(`threads?before=${newest.id}`)).body.map(r => r.id), [row.id]);
    assert.equal((await home.cli('search', 'read'))[0].id, id);
  });

  await t.test('a text is about the child that is said, or that it names', async () => {
    const about = async (...words) => {
      const { ids } = await home.cli('send', '--text', ...words);
      const m = await home.message(ids[0]);
      await home.cli('cancel', String(m.id));
      return [m.child, m.child_ids.length, m.tone];
    };
    assert.deepEqual(await about('Read aloud', '--child', 'amina ali', '--kind', 'praise'),
      ['Amina Ali', 1, 'praise']);
    assert.deepEqual(await about('Amina read aloud', '--to', salma), ['Amina Ali', 1, null]);
    const { ids: [told] } = await home.cli('send', '--family', String((await home.cli('families', 'Salma'))[0].id), '--text', 'Shule inafungwa saa sita.', '--none');
    assert.equal((await home.message(told)).text, 'Shule inafungwa saa sita. Si lazima kujibu.');
    assert.deepEqual(await about('Ok', '--to', salma), [null, 0, null]);
    for (const [words, code] of [[['--child', 'Nobody'], 1], [['--child', '1', '--all'], 1],
      [['--child', '1', '--kind', 'joy'], 1], [[], 2]])
      assert.equal((await home.say('send', '--text', 'x', ...words)).code, code, words.join(' '));
  });

  await t.test('one is one, and not ones', async () => {
    const list = join(home.dir, 'one.csv');
    writeFileSync(list, 'child,class,guardian,phone,family\nZuri Only,9A,Neema Only,0712 777 001,only\n');
    const { out } = await home.say('import', '--dry-run', list);
    assert.match(out, /^1 row: 1 would be taken, 0 unchanged, 0 rejected\nnew: 1 family, 1 child, 1 guardian, 1 phone$/m);
  });

  await t.test('what people read fits 80 columns', async () => {
    await home.send(rose, `${'word '.repeat(40)}ሰላም ${'x'.repeat(100)}\nnext line`);
    for (const words of [['threads'], ['review'], ['duties'], ['queue'], ['families'], ['status'], ['thread', '1']]) {
      const { out } = await home.say(...words);
      for (const line of out.split('\n')) {
        assert.ok([...line].length <= 80, line);
        assert.equal(line, line.trimEnd());
      }
    }
  });

  await t.test('the school calendar, by a list, by a line and in the API', async () => {
    assert.match((await home.say('calendar')).out, /^We answer within 3 school days: Mon Tue Wed Thu Fri$/m);
    const list = join(home.dir, 'holidays.csv');
    writeFileSync(list, 'date,name\n2026-12-12,Jamhuri Day\nterm,2027-01-04,2027-04-09,Term 1\n');
    assert.equal((await home.cli('calendar', 'import', list)).added, 2);
    assert.equal((await home.cli('calendar', 'add', '2026-12-24', '2027-01-02', 'Christmas')).added, 1);
    const { out } = await home.say('calendar', 'set', 'promise=2', 'week=12346');
    assert.match(out, /^We answer within 2 school days: Mon Tue Wed Thu Sat$/m);
    assert.match(out, /no school {2}2026-12-24 to 2027-01-02 {2}Christmas$/m);
    const { days } = (await home.api('calendar')).body;
    const { kept } = (await home.api('calendar?class=4B')).body;
    assert.deepEqual([kept.term.asked, kept.weeks.percent], [0, null]);
    assert.deepEqual(days.map(d => [d.kind, d.first]), [['term', '2027-01-04'], ['off', '2026-12-24'], ['off', '2026-12-12']]);
    assert.equal((await home.say('calendar', 'remove', String(days[2].id))).code, 0);
    const { err, code } = await home.say('calendar', 'add', '25/12/2026');
    assert.deepEqual([code, /Line 1: begins with no day/.test(err)], [1, true]);
    const { families, reached, classes, unpraised } = await home.cli('review', '--class', '4B');
    assert.deepEqual([classes.map(c => [c.name, c.of, c.reached]), unpraised.count > 0], [[['4B', families, reached]], true]);
    assert.match((await home.say('review')).out, /^\d{4}-\d\d-\d\d to .* reached, \d+ wrote or rang\.\n.*\nClass +of +reached +heard$/m);
    assert.equal((await home.say('review', '2026-12-12')).code, 1);
    assert.equal((await home.say('calendar', 'set', 'promise=31')).code, 1);
    assert.equal((await home.say('calendar', 'set', 'pledge=1')).code, 2);
    assert.equal((await home.api('calendar')).body.days.length, 2);
  });

  await t.test('whom to ask, by command, in the API and as a text', async () => {
    assert.match((await home.say('duties')).out, /^Nobody is on the list yet/);
    assert.equal((await home.cli('duties', 'set', ' Fees\u00a0 ', 'Mrs Otieno', 'office, 8 to 12')).duties[0].what, 'Fees');
    await home.cli('duties', 'set', 'Health', 'Sister Ruth');
    const { duties, text } = await home.cli('duties', 'set', 'fees', 'Mr Abdi');
    assert.deepEqual(duties.map(d => [d.what, d.who, d.how]), [['fees', 'Mr Abdi', ''], ['Health', 'Sister Ruth', '']]);
    assert.match(text, /(^|\. )fees: Mr Abdi\. Health: Sister Ruth\.$/);
    assert.match((await home.say('duties')).out, /^ +\d+ {2}fees +Mr Abdi\n +\d+ {2}Health +Sister Ruth\n$/);
    for (const words of [['set', 'Fees', ' '], ['set', 'x'.repeat(241), 'y'], ['remove', '99']])
      assert.equal((await home.say('duties', ...words)).code, 1, words[1]);
    assert.equal((await home.say('duties', 'set', 'Fees')).code, 2);
    assert.equal((await home.cli('duties', 'remove', String(duties[0].id))).duties.length, 1);
  });

  await t.test('the first text goes to phones that had none', async () => {
    const { phones, most, text } = await home.cli('welcome', '--class', '4b', '--dry-run');
    assert.deepEqual([phones, most], [3, 2]);
    assert.match(text, /STOP\.$/);
    assert.match((await home.say('welcome', '--class', '4B')).out, /^3 phones get it\.$/m);
    assert.match((await home.say('welcome', '--class', '4B', '--dry-run')).out, /has had it/);
    assert.equal((await home.api('welcome?class=4B')).body.phones, 0);
    assert.equal((await home.say('welcome', '--class', '9Z')).code, 1);
    for (const q of await home.cli('queue'))
      if (/STOP\.$/.test(q.text)) await home.cli('cancel', String(q.id));
  });

  await t.test('an unknown number has a thread in its tray', async () => {
    await home.send('+254799000999', 'Who is this?');
    const [row] = await home.cli('threads', '--tray', 'unknown');
    assert.deepEqual([row.family, row.number], [null, '+254799000999']);
    assert.equal((await home.say('threads', '--tray', 'nonsense')).code, 1);
  });

  await t.test('a class gets one text a phone, with names filled in', async () => {
    const sent = await home.cli('send', '--class', '4b',
      '--text', 'Dear {guardian}, {child} of {class} at {school}. {child|x}');
    assert.equal(sent.ids.length, 3);
    const texts = await Promise.all(sent.ids.map(async id => (await home.message(id)).text));
    assert.ok(texts.some(x => /^Dear Salma Ali, Amina of 4[bB] at Hillside\. Amina$/.test(x)), texts);
    const all = await home.cli('send', '--all', '--text', '{child}', '--priority', 'urgent');
    const names = await Promise.all(all.ids.map(async id => (await home.message(id)).text));
    assert.equal(all.ids.length, 3);
    assert.ok(names.includes('Kamau, Wanjiru'), names);
  });

  await t.test('what cannot be sent is refused with a sentence, and nothing is queued', async () => {
    const before = (await home.cli('queue')).length;
    for (const [words, why] of [
      [['--class', '9Z', '--text', 'x'], /9Z/],
      [['--all', '--text', '{chlid}'], /chlid/],
      [['--to', 'M-PESA', '--text', 'x'], /number/],
      [['--to', '15001', '--text', 'x'], /service/],
      [['--to', salma, '--text', 'x', '--ask', 'only'], /2 to 9/],
      [['--to', salma, '--text', 'x', '--at', '2001-01-01 10:00'], /passed/],
      [['--to', salma, '--text', 'x', '--at', 'soon'], /no time/],
      [['--to', salma, '--text', 'x', '--expires', '2w'], /expire/],
      [['--to', salma, '--text', 'x', '--priority', 'loud'], /urgent/],
      [['--to', salma, '--text', 'x'.repeat(2000)], /too long/],
      [['--family', '999', '--text', 'x'], /family/],
    ]) {
      const { code, err } = await home.say('send', ...words);
      assert.equal(code, 1, words.join(' '));
      assert.match(err, why);
    }
    assert.equal((await home.cli('queue')).length, before);
  });

  await t.test('a question is put in the family\'s language', async () => {
    const [id] = await home.send(salma, 'Safari?', '--ask', 'yes,no');
    assert.match((await home.message(id)).text, /^Safari\? .*1 .*2 /);
  });

  await t.test('cancel and resend', async () => {
    const [id] = await home.send(rose, 'Not this one');
    await home.cli('cancel', String(id));
    assert.equal((await home.message(id)).state, 'cancelled');
    assert.equal((await home.say('cancel', String(id))).code, 1);
    const [again] = (await home.cli('resend', String(id))).ids;
    assert.equal((await home.message(again)).text, 'Not this one');
    assert.equal((await home.say('resend', String(id))).code, 1);
  });

  await t.test('what was sent stays in its thread', async () => {
    const [id] = await home.send('+254799000001', 'Who is this?');
    const { thread } = await home.message(id);
    const [family] = (await home.api('families')).body;
    const { code, err } = await home.say('file', String(id), '--family', String(family.id));
    assert.equal(code, 1);
    assert.match(err, /only what came in/);
    assert.equal((await home.message(id)).thread, thread);
  });

  await t.test('families are renamed, merged and split', async () => {
    const families = await home.cli('families', 'njoroge');
    assert.equal(families.length, 2);
    const [a, b] = families.map(f => f.id);
    const merged = await home.api(`families/${b}/merge`, { method: 'POST', body: { into: a } });
    assert.equal(merged.status, 200);
    assert.equal(merged.body.children.length, 2);
    const named = await home.api(`families/${a}/name`, { method: 'POST', body: { name: 'The Njoroges' } });
    assert.equal(named.body.family, 'The Njoroges');
    const child = merged.body.children[0].id;
    const split = await home.api(`families/${a}/split`,
      { method: 'POST', body: { children: [child], guardians: [merged.body.guardians[0].id], share: true } });
    assert.equal(split.status, 200);
    assert.deepEqual(split.body.children.map(c => c.id), [child]);
    const all = await home.cli('export', '--family', String(a));
    assert.equal(all.family, 'The Njoroges');
    assert.ok(all.messages.some(m => m.number === shared));
  });

  await t.test('a program keeps up by the last message that it has', async () => {
    const all = [];
    let last = 0, more = true;
    while (more) {
      const { body } = await home.api(`messages?since=${last}&limit=2`);
      assert.ok(body.messages.length <= 2 && body.last > last);
      all.push(...body.messages.map(m => m.id));
      ({ last, more } = body);
    }
    assert.ok(all.length > 3);
    assert.deepEqual(all, [...new Set(all)].sort((a, b) => a - b));
    assert.deepEqual((await home.api(`messages?since=${last}`)).body, { messages: [], last, more: false });
    await home.send(salma, 'One more for the program');
    const fresh = (await home.api(`messages?since=${last}`)).body;
    assert.deepEqual(fresh.messages.map(m => m.text), ['One more for the program']);
  });

  await t.test('exit codes are those of the contract', async () => {
    assert.equal((await home.say('status')).code, 0);
    assert.equal((await home.say('thread', '99999')).code, 1);
    assert.equal((await home.say('thread', 'x')).code, 2);
    assert.equal((await home.say('nonsense')).code, 2);
    assert.equal((await home.say('send', '--text', 'to nobody')).code, 2);
    assert.equal((await home.say('queue', '--unread')).code, 2);
    const long = await home.say('import', home.file, '--class', 'x'.repeat(100));
    assert.equal(long.code, 2);
    assert.match(long.err, /--class.* is too long/);
    assert.equal((await home.say('backup', join(home.dir, 'no'))).code, 1);
    assert.equal((await home.say('-s', join(home.dir, 'no'), 'status')).code, 3);
    const down = await home.say('-s', join(home.dir, 'no'), 'doctor');
    assert.equal(down.code, 3);
    assert.match(down.out, /!! daemon +it does not answer\n +-> sudo systemctl start/);
    const sick = await home.say('doctor');
    assert.equal(sick.code, 1);
    assert.match(sick.out, /^ {3}daemon +it answers[^]*^!! dongle [^]*^ +-> /m);
    const { ok, checks } = JSON.parse((await home.say('--json', 'doctor')).out);
    assert.ok(!ok && checks.length > 11, 'all is checked, and no dongle is there');
    const byFile = await new Promise(done => {
      const child = spawn(join(build, 'notehome'), ['-c', home.file, 'status']);
      child.on('exit', done);
    });
    assert.equal(byFile, 0);
  });

  await t.test('help is that of the command, and a slip of the finger is understood', async () => {
    for (const words of [['send', '--help'], ['help', 'send'], ['--json', 'send', '-?', '--to', '1']]) {
      const { code, out } = await home.say(...words);
      assert.equal(code, 0);
      assert.match(out, /^Usage: notehome send /);
      assert.match(out, /--priority=P\n {6}urgent, normal or bulk/);
      assert.doesNotMatch(out, /--tray/);
    }
    for (const [command, option, meaning] of [['whose', 'ask', 'this number of the family'],
      ['whose', 'to', 'confirm or undo'], ['whose', 'family', 'this family'],
      ['whose', 'class', 'of the child of a new family'], ['import', 'class', 'of the whole list'],
      ['unreached', 'class', 'only of this class'], ['send', 'class', 'to this class'],
      ['send', 'to', 'to this phone'], ['send', 'ask', 'these answers, as yes,no: add'],
      ['import', 'yes', 'I am sure']]) {
      const { out } = await home.say('help', command);
      assert.match(out, new RegExp(`--${option}(=\\S+)?\n {6}${meaning}`), `${command} --${option}`);
      assert.doesNotMatch(out, /send: |whose: /);
    }
    for (const words of [['--help'], ['help']]) {
      const { code, out } = await home.say(...words);
      assert.equal(code, 0);
      assert.match(out, /^Usage: notehome \[OPTION/);
      assert.match(out, /--tray=NAME[^]*\n {2}threads .*\n/);
    }
    for (const [word, meant] of [['sned', 'send'], ['stauts', 'status'], ['thread s', null],
      ['familes', 'families'], ['quueue', 'queue'], ['xx', null], ['import-list', null],
      ['a'.repeat(300), null], ['', null]]) {
      const { code, err } = await home.say(word);
      assert.equal(code, 2, word);
      if (meant)
        assert.match(err, new RegExp(`Did you mean "${meant}"\\?`));
      else
        assert.doesNotMatch(err, /Did you mean "(?!threads)/);
    }
  });

  await t.test('a field that is not known is refused, for it would set nothing', async () => {
    for (const path of ['messages', 'backups', 'restore', 'tokens', 'staff', 'menus', 'tree',
      'modems/x/sim', 'modems/-/balance', 'modems/x/ussd']) {
      const { status: code, body } = await home.api(path, { method: 'POST', body: { perday: 5 } });
      assert.equal(code, 400, path);
      assert.match(body.error, /^There is no field "perday" here\. There are: /, path);
    }
    for (const name of ['class family', '', ' ', 'clas', 'lass', 'class ']) {
      const { status: code, body } = await home.api('tree', { method: 'POST', body: { [name]: 1 } });
      assert.equal(code, 400, `"${name}"`);
      assert.ok(body.error.startsWith(`There is no field "${name}" here.`), body.error);
    }
    const { code, err } = await home.say('sim', 'x', 'perday=5');
    assert.equal(code, 1);
    assert.match(err, /no field "perday" here.* per_day /);
  });

  await t.test('bad bodies get 400 and a sentence', async () => {
    const post = (path, text) => new Promise((done, failed) => {
      const request = http.request({ socketPath: home.socket, method: 'POST',
        path: `/api/v1/${path}`, headers: { host: 'localhost' } }, answer => {
        let body = '';
        answer.on('data', data => { body += data; });
        answer.on('end', () => done({ status: answer.statusCode, body }));
      });
      request.on('error', failed);
      request.end(text);
    });
    for (const text of ['', '{', '[]', '3', '{"a":1,"a":2}', '"x"', '{"to":5,"text":"x"}',
      '{"to":"+254712000001","text":"\\u0000"}', '\xff', '{"family":1e9,"text":"x"}',
      '{"all":"yes","text":"x"}', '{"text":"x"}', '['.repeat(5000)]) {
      const { status: code, body } = await post('messages', text);
      assert.equal(code, 400, text);
      assert.ok(JSON.parse(body).error.length > 5);
    }
    assert.equal((await post('messages', 'x'.repeat(70000))).status, 413);
    assert.equal((await post('nothing', '{}')).status, 404);
    assert.equal((await post('status', '{}')).status, 405);
    assert.equal((await post('messages/99999/cancel', '')).status, 404);
  });
});

test('the TCP door', async t => {
  const home = await start();
  t.after(() => home.stop());
  const get = (path, headers = {}, more = {}) => fetch(new URL(path, home.address),
    { headers, redirect: 'manual', ...more });
  const { token } = await home.cli('token', 'add', 'till', '--role', 'reader');

  await t.test('nobody comes in without a token or a session', async () => {
    assert.equal((await get('/api/v1/status')).status, 401);
    assert.equal((await get('/api/v1/events')).status, 401);
    assert.equal((await get('/api/v1/status', { authorization: 'Bearer 00' })).status, 401);
    assert.equal((await get('/')).headers.get('location'), '/sign-in');
    const good = await get('/api/v1/status', { authorization: `Bearer ${token}` });
    assert.equal(good.status, 200);
    assert.equal((await good.json()).school, 'Hillside');
  });

  await t.test('a token does what its role may, and no more', async () => {
    const send = await get('/api/v1/messages', { authorization: `Bearer ${token}` },
      { method: 'POST', body: JSON.stringify({ to: salma, text: 'x' }) });
    assert.equal(send.status, 403);
    assert.equal((await get('/api/v1/staff', { authorization: `Bearer ${token}` })).status, 403);
    assert.equal((await get('/api/v1/threads?tray=safeguarding',
      { authorization: `Bearer ${token}` })).status, 404);
  });

  await t.test('a person signs in, reads, and signs out', async () => {
    assert.equal((await typed(home, 'correct horse\n', 'staff', 'add', 'Amina W', '--role', 'staff')).code, 0);
    assert.equal((await typed(home, 'short\n', 'staff', 'add', 'x', '--role', 'staff')).code, 1);
    for (const weak of ['Kenya2026', 'p@ssw0rd1', '0722415893', 'Amina!2026'])
      assert.equal((await typed(home, `${weak}\n`, 'staff', 'passwd', 'Amina W')).code, 1, weak);
    assert.deepEqual((await home.cli('staff', 'list')).map(s => [s.name, s.role]), [['Amina W', 'staff']]);
    const put = (body, name = 'amina%20w') => home.api(`staff/${name}/profile`, { method: 'POST', body });
    const kept = { classes: ['4B'], classes_kept: true, sees: 'all', subjects: '', signature: 'Mrs W', language: 'fr', opens: '/inbox' };
    assert.deepEqual((await put({ classes: ['4b'], signature: ' Mrs  W', language: 'fr', opens: '/inbox' })).body,
      { name: 'Amina W', ...kept });
    for (const wrong of [{ classes: ['9Z'] }, { classes: '4B' }, { language: 'xx' }, { opens: '/records' },
      { signature: 'x'.repeat(300) }, { signature: 'x'.repeat(61) }, { subjects: '\u1218'.repeat(61) }, { subjects: 7 }, { shoes: '43' }])
      assert.equal((await put(wrong)).status, 400, JSON.stringify(wrong));
    assert.equal((await put({ opens: '/' }, 'nobody')).status, 404);
    assert.equal((await put({ subjects: '\u1218'.repeat(60) })).body.subjects, '\u1218'.repeat(60));
    assert.equal((await put({ subjects: '' })).status, 200);
    const listed = (await home.cli('staff', 'list'))[0];
    assert.deepEqual({ ...listed, ...kept }, listed, 'what is refused changes nothing');
    assert.deepEqual((await put({ classes: [], language: '', opens: '/' })).body,
      { name: 'Amina W', classes: [], classes_kept: false, sees: 'all', subjects: '', signature: 'Mrs W', language: '', opens: '/' });
    await home.send(salma, 'Hello <script>alert(1)</script>');
    const signIn = (password, origin) => get('/sign-in', origin ? { origin } : {}, { method: 'POST',
      body: new URLSearchParams({ name: 'Amina W', password }) });
    assert.equal((await signIn('wrong horse')).status, 403);
    assert.equal((await signIn('correct horse', 'http://evil.example')).status, 403);
    const answer = await signIn('correct horse');
    assert.equal(answer.status, 303);
    const set = answer.headers.get('set-cookie');
    assert.match(set, /HttpOnly; SameSite=Lax/);
    const cookie = set.split(';')[0];
    const page = await (await get('/inbox?view=all', { cookie })).text();
    assert.match(page, /Salma Ali/);
    assert.match(page, /&lt;script&gt;/);
    assert.doesNotMatch(page, /<script>/);
    const id = /href="\/threads\/(\d+)\?view=all"/.exec(page)[1];
    const thread = await (await get(`/threads/${id}`, { cookie })).text();
    assert.match(thread, /Amina Ali/);
    assert.doesNotMatch(thread, /<script>/);
    assert.equal((await get('/threads/999', { cookie })).status, 404);
    const csrf = /name="csrf" value="([0-9a-f]+)"/.exec(page)[1];
    const post = fields => get('/sign-out', { cookie }, { method: 'POST', body: new URLSearchParams(fields) });
    assert.equal((await post({})).status, 403);
    assert.equal((await post({ csrf: 'x' })).status, 403);
    assert.equal((await post({ csrf })).status, 303);
    assert.equal((await get('/', { cookie })).status, 303);
  });

  await t.test('guessing a password is slowed down', async () => {
    // The wait doubles from 1 s with each failure, so on the slowest machine too one
    // of the next guesses comes within it.
    const answers = [];
    while (answers.at(-1) !== 429 && answers.length < 20)
      answers.push((await get('/sign-in', {}, { method: 'POST',
        body: new URLSearchParams({ name: 'nobody', password: `guess ${answers.length}` }) })).status);
    assert.equal(answers.at(-1), 429);
    assert.ok(answers.length > 5, 'a few slips cost nothing');
  });

  await t.test('odd requests are refused', async () => {
    const host = `Host: ${new URL(home.address).host}\r\n`;
    const form = 'Content-Type: application/json\r\n';
    assert.equal(status(await raw(home, `GET /sign-in HTTP/1.1\r\n${host}\r\n`)), 200);
    assert.equal(status(await raw(home, 'GET /sign-in HTTP/1.1\r\n\r\n')), 400);
    assert.equal(status(await raw(home, 'GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n')), 421);
    assert.equal(status(await raw(home, `GET /sign-in HTTP/1.1\r\n${host}${host}\r\n`)), 400);
    assert.equal(status(await raw(home, `GET /sign -in HTTP/1.1\r\n${host}\r\n`)), 400);
    assert.equal(status(await raw(home,
      `POST /sign-in HTTP/1.1\r\n${host}${form}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`)), 400);
    assert.equal(status(await raw(home, `POST /sign-in HTTP/1.1\r\n${host}${form}`
      + 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n')), 400);
    assert.equal(status(await raw(home, `GET /${'x'.repeat(3000)} HTTP/1.1\r\n${host}\r\n`)), 414);
    assert.equal(status(await raw(home, `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(60000)}\r\n\r\n`)), 431);
    assert.ok([400, 405].includes(status(await raw(home, `DELETE /sign-in HTTP/1.1\r\n${host}\r\n`))));
    assert.equal(status(await raw(home, `GET /sign-in?a=%zz HTTP/1.1\r\n${host}\r\n`)), 400);
    assert.equal(status(await raw(home, `GET /static/..%2f..%2fetc HTTP/1.1\r\n${host}\r\n`)), 400);
    const chunks = `POST /sign-in HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`
      + `1000\r\n${'x'.repeat(4096)}\r\n`.repeat(40);
    assert.equal(status(await raw(home, chunks)), 0, 'endless chunks are cut off');
    assert.equal((await get('/sign-in')).status, 200);
  });

  await t.test('half-sent requests from one place do not shut out the rest', async () => {
    const { hostname, port } = new URL(home.address);
    const drips = Array.from({ length: 150 }, () => {
      const socket = net.connect(Number(port), hostname,
        () => socket.write('GET /sign-in HTTP/1.1\r\nHost: loc'));
      socket.on('error', () => {});
      return socket;
    });
    await until(() => drips.every(s => !s.connecting), 'them to hold on');
    const code = await new Promise((done, failed) => http.get({ host: hostname, port,
      localAddress: '127.0.0.2', path: '/sign-in' }, answer => {
      answer.resume();
      done(answer.statusCode);
    }).on('error', failed));
    assert.equal(code, 200);
    for (const socket of drips) socket.destroy();
    await until(async () => (await get('/sign-in')).status === 200, 'room again');
  });

  await t.test('every page carries its guard', async () => {
    const { headers } = await get('/sign-in');
    assert.match(headers.get('content-security-policy'), /default-src 'self'.*frame-ancestors 'none'/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('referrer-policy'), 'same-origin');
    const css = /href="(\/static\/style\.css\?\w+)"/.exec(await (await get('/sign-in')).text())[1];
    const style = await get(css);
    assert.equal(style.headers.get('content-type'), 'text/css; charset=utf-8');
    assert.match(style.headers.get('cache-control'), /immutable/);
  });
});

test('events', async t => {
  const home = await start();
  t.after(() => home.stop());

  // In which time, `make bench` tells.
  await t.test('its commit tells a message, once and in order, and no beat is waited for', async () => {
    const stream = await listen(home);
    await until(() => stream.heard.some(e => e.event === 'hello'), 'hello');
    const sent = [], messages = () => stream.heard.filter(e => e.event === 'message');
    for (let i = 0; i < 20; i++) {
      const { body } = await home.api('messages', { method: 'POST', body: { to: salma, text: `n ${i}` } });
      sent.push(body.ids[0]);
      await until(() => messages().some(e => e.data.id === sent.at(-1)), 'the message');
    }
    // One a heartbeat would be 20 of them, 25 s each.
    assert.ok(stream.heard.filter(e => e[''] === 'here').length < 10, 'the stream tells by itself');
    assert.deepEqual(messages().map(e => e.data.id).filter(id => sent.includes(id)), sent);
    const { data } = messages()[0];
    assert.deepEqual([data.direction, data.kind, data.tray], ['out', 'text', null]);
    assert.ok(data.thread > 0);
    assert.ok(stream.heard.some(e => e.event === 'queue'));
    stream.close();
  });

  await t.test('a hundred listeners all hear it, and those that left do no harm', async () => {
    const many = await Promise.all(Array.from({ length: 100 }, () => listen(home)));
    for (const s of many.slice(0, 50)) s.close();
    await home.send(rose, 'to all');
    await until(() => many.slice(50).every(s => s.heard.some(e => e.event === 'message')), 'all to hear');
    for (const s of many) s.close();
    assert.equal((await home.api('status')).status, 200);
  });

  await t.test('the end of the daemon ends every stream', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => listen(home)));
    const { code } = await home.kill('SIGTERM');
    assert.equal(code, 0);
    await until(() => streams.every(s => s.over()), 'the streams to end');
    assert.ok(!existsSync(home.socket));
  });
});

test('a thread is given to somebody, and closed as far as one has seen', async t => {
  const home = await fresh(t);
  const deed = (id, what, body) => home.api(`threads/${id}/${what}`, { method: 'POST', body });
  const row = async id => (await home.get('threads')).find(e => e.id === id);
  await home.sim.command('text', salma, 'Is there school?');
  const first = await home.arrived('Is there school?');
  await home.sim.command('text', salma, 'And on Friday?');
  await home.arrived('And on Friday?');
  const { id } = (await home.get('threads')).find(e => e.family === first.family);
  assert.equal((await deed(id, 'close', { upto: first.id })).status, 200);
  assert.equal((await row(id)).asks, 'And on Friday?');
  assert.equal((await deed(id, 'close', { upto: 'all' })).status, 400);
  assert.equal((await deed(id, 'assign', { staff: 7 })).status, 400);
  assert.equal((await deed(id, 'assign', { staff: 'nobody of ours' })).status, 404);
  for (const what of ['close', 'assign']) assert.equal((await deed(987654321, what, {})).status, 404);
  assert.equal((await home.say('close', String(id), 'x')).code, 2);
  assert.equal((await row(id)).asks, 'And on Friday?', 'a bad word closes nothing');
  assert.equal((await home.cli('close', String(id))).id, id);
  assert.equal((await row(id)).waiting, null);
});
