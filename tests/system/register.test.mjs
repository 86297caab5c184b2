// The proof of what was sent: the register of texts out, and "did we send this?",
// by all three doors.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, day, fresh, rose, salma } from './lib/home.mjs';

const ours = "Dear parent, the school's bus comes at 10.00 on Friday.";

/** notehome register check -, with the text on its standard input. */
const paste = (home, text) => new Promise(done => {
  const child = spawn(join(build, 'notehome'), ['--socket', home.socket, 'register', 'check', '-']);
  let out = '';
  child.stdout.on('data', data => { out += data; });
  child.on('exit', () => done(out));
  child.stdin.end(text);
});

test('a text that somebody was shown is found with when, by whom and to whom, or said not to be ours', async t => {
  const home = await fresh(t);
  const [id] = await home.send(salma, ours);
  await home.state(id, 'sent', 'delivered');
  const many = (await home.cli('send', '--class', '4B', '--text', 'School ends at noon, {guardian}', '--at', '23:59')).ids;
  const reader = (await home.cli('token', 'add', 'looks', '--role', 'reader')).token;
  const admin = (await home.cli('token', 'add', 'desk', '--role', 'admin')).token;
  const get = async (path, token = reader, more = {}) => {
    const answer = await fetch(new URL(path, home.address), { ...more, headers: { authorization: `Bearer ${token}`, ...more.headers } });
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };

  await t.test('on the command line', async () => {
    const list = await home.cli('register', '--to', 'salma');
    assert.deepEqual(list.filter(m => m.left === 'yes').map(m => [m.text, m.to, m.number, m.sim]), [[ours, 'Salma Ali', salma, 'sim1']]);
    assert.match(list.at(-1).author, /^cli:/);
    assert.ok(list.at(-1).went);
    assert.equal((await home.cli('register', '--class', '4B', '--text', 'noon')).length, many.length);
    assert.match((await home.say('register', '--class', '4 b', '--text', 'bus')).out, /Salma Ali.*\n +Dear parent/);
    assert.match((await home.say('register', '--who', 'nobody')).out, /No text fits/);
    assert.equal((await home.say('register', '--from', '29.11.')).code, 1);
    assert.match(await paste(home, 'FWD: dear parent,\n the school\u2019s  bus comes at 10.00 on Friday'), /^Yes: this text went from here\.\n[^]*Salma Ali/);
    assert.match((await home.say('register', 'check', ours, 'Pay', '0700 111 222')).out, /^No, not as it stands[^]*not in ours: pay 0700 111 222/);
    assert.match((await home.say('register', 'check', 'You won a car, call me')).out, /^No: nothing like it/);
    assert.match((await home.say('register', 'check', 'School ends at noon, Rose Otieno')).out, /^It was written here, and nothing of it has left/);
  });

  await t.test('by the API', async () => {
    const check = async text => JSON.parse((await get('/api/v1/register/check', reader,
      { method: 'POST', body: JSON.stringify({ text }), headers: { 'content-type': 'application/json' } })).text);
    const part = await check('bus comes at 10.00');
    assert.deepEqual([part.answer, part.found.length, part.found[0].how, part.found[0].number], ['part', 1, 'part', salma]);
    assert.equal((await check('bus comes at 11.00 on Friday, dear parent, to the school')).answer, 'other');
    assert.equal((await check('bus')).answer, 'short');
    assert.match((await check({})).error, /Send the text/);
    assert.ok(JSON.parse((await get(`/api/v1/register?until=${day()}&to=${encodeURIComponent(rose)}`)).text).length < 2);
    assert.equal((await get('/api/v1/register/csv')).status, 403);
  });

  await t.test('on the page, in print and as a file, which the records tell', async () => {
    assert.match((await get('/sent')).text, /Dear parent, the school&#39;s bus/);
    assert.doesNotMatch((await get('/sent')).text, /sent-texts\.csv/);
    assert.match((await get('/sent/check')).text, /<textarea/);
    const said = await get('/sent/check', reader, { method: 'POST', body: new URLSearchParams({ text: `"${ours}"` }) });
    assert.match(said.text, /Yes: this text went from here\.[^]*Salma Ali/);
    assert.equal((await get('/sent/print')).status, 403);
    assert.match((await get('/sent/print?to=salma', admin)).text, /Dear parent/);
    const file = await get('/sent/sent-texts.csv?class=4B', admin);
    assert.match(file.type, /^text\/csv/);
    assert.match(file.text, /^\W?id,written,went,state,left,by/);
    assert.match(file.text, /yes,[^\n]*Salma Ali/);
    assert.equal(file.text.trim().split('\r\n').length, 2 + many.length);
    for (const address of ['/sent', '/sent/print', '/sent/sent-texts.csv']) {
      const refused = await get(`${address}?from=2026-13-45`, admin);
      assert.equal(refused.status, 400, `${address}: a day that is none is not every day`);
      assert.match(refused.text, /A day is written as 2026-11-23\./);
    }
    const records = (await get('/records', admin)).text;
    assert.equal(records.match(/Took out the register of sent texts/g).length, 2);
    assert.equal(records.match(/Sent a text/g).length, 2);
  });
});
