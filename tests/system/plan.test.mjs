// The plan of a child, by command line and API with a practice dongle: 48 hours
// of silence make the next step, an answer stops the clock, and who sees it.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Home, build, preload, until, classList, rose } from './lib/home.mjs';

const hours = 3600;
// A Monday at nine in the morning, Nairobi, some weeks ahead: no school day is
// missed whenever this runs.
const monday = new Date();
monday.setUTCDate(monday.getUTCDate() + (8 - monday.getUTCDay()) % 7 + 14);
monday.setUTCHours(6, 0, 0, 0);
const ahead = (monday - Date.now()) / 1000;
const day = n => new Date(monday.getTime() + n * 86400000).toISOString().slice(0, 10);

const password = 'a long enough password';
const account = (home, name, role) => new Promise((done, failed) => {
  const child = spawn(join(build, 'notehome'), ['--socket', home.socket, 'staff', 'add', name, '--role', role],
    { stdio: ['pipe', 'ignore', 'inherit'] });
  child.on('exit', code => (code ? failed(new Error(`staff add: ${code}`)) : done()));
  child.stdin.end(`${password}\n`);
});
const cookie = async (home, name) => (await fetch(`${home.address}sign-in`, { method: 'POST', redirect: 'manual',
  body: new URLSearchParams({ name, password }) })).headers.get('set-cookie').split(';')[0];

test('the plan of a child', async t => {
  const home = await Home.start({ start: false });
  t.after(() => home.stop());
  const file = join(mkdtempSync(join(tmpdir(), 'notehome-plan-')), 'offset');
  const date = more => writeFileSync(file, String(Math.round(ahead + more)));
  date(0);
  await home.boot({ env: preload('clock', { CLOCK_OFFSET: file }) });
  await home.import(classList);
  await home.working();
  for (const [name, role] of [['head', 'admin'], ['grace', 'staff'], ['otieno', 'staff'], ['supply', 'staff'], ['guest', 'reader']])
    await account(home, name, role);
  await home.cli('staff', 'set', 'grace', 'classes=4B');
  const [{ id }] = await home.cli('child', 'Juma Otieno');
  const plan = (...words) => home.cli('plan', 'Juma Otieno', ...words);
  const refused = async (...words) => {
    const { code, err } = await home.say('plan', 'Juma Otieno', ...words);
    assert.notEqual(code, 0, words.join(' '));
    return err;
  };

  await t.test('an aim, steps in the order of their days, and a day to look again', async () => {
    const begun = await plan('start', 'Juma comes each day.', day(18), 'grace');
    assert.deepEqual([begun.plan.aim, begun.plan.review, begun.plan.lead, begun.earlier],
      ['Juma comes each day.', day(18), 'grace', []]);
    await plan('step', 'call', day(3), 'otieno', 'Call the mother');
    const { plan: p } = await plan('step', 'text', day(1), 'grace', 'Ask how mornings go');
    assert.deepEqual(p.steps.map(s => [s.words, s.how, s.who, s.by, s.state]),
      [['Ask how mornings go', 'text', 'grace', day(1), 'open'], ['Call the mother', 'call', 'otieno', day(3), 'open']]);
    assert.match(await refused('start', 'Another.', day(18)), /has a plan already/);
    assert.match(await refused('step', 'call', day(5), 'grace', 'On Saturday'), /a day with school/);
    assert.match(await refused('step', 'call', day(3), 'guest', 'Call'), /may read plans/);
    assert.match(await refused('close', ' '), /is empty/);
    assert.match(await refused('tried', String(p.steps[1].id), 'maybe'), /manual/);
    assert.match(await refused('step', 'call'), /notehome\(1\)/);
    assert.match(await refused('step', 'call', day(3), 'grace', 'x'.repeat(500)), /is too long/);
    assert.equal((await home.api(`children/${id}/plan/step`, { method: 'POST', body: { words: 7 } })).status, 400);
    assert.equal((await home.api(`children/${id}/plan`, { method: 'POST', body: { odd: 'x' } })).status, 400);
    assert.equal((await home.api('children/999/plan')).status, 404);
    assert.equal((await plan()).plan.steps.length, 2);
  });

  let text, call;
  await t.test('48 hours after the text went the call is next, and nothing went by itself', async () => {
    [text, call] = (await plan()).plan.steps;
    assert.match(await refused('tried', String(text.id), 'sent'), /write it first/);
    await home.cli('send', '--child', 'Juma Otieno', '--text', 'How do the mornings go?');
    const [{ id: message }] = (await home.cli('child', String(id))).messages;
    await home.state(message, 'delivered');
    const sent = await plan('tried', String(text.id), 'sent');
    assert.deepEqual([sent.plan.steps[0].state, sent.plan.steps[0].message], ['waits', message]);
    assert.deepEqual((await home.cli('plan')).due, []);
    date(49 * hours);
    assert.equal((await plan()).plan.steps[0].state, 'silent');
    const before = (await home.sim.inbox(rose)).length;
    const as = async name => (await (await fetch(`${home.address}api/v1/plans`, { headers: { cookie: await cookie(home, name) } })).json()).due;
    assert.deepEqual((await as('otieno')).map(d => [d.child, d.why, d.before, d.words, d.how, d.by]),
      [['Juma Otieno', 'next', 'silent', 'Call the mother', 'call', day(3)]]);
    assert.deepEqual(await as('grace'), []);
    assert.deepEqual(await as('head'), []);
    assert.equal((await home.sim.inbox(rose)).length, before);
  });

  await t.test('an answer of the family stands at the plan and stops the clock', async () => {
    await home.sim.command('text', rose, 'He sleeps late.');
    await until(async () => (await plan()).plan.steps[0].state === 'answered', 'the answer at the plan');
    assert.match((await home.say('plan', 'Juma Otieno')).out, /answered.*message \d+ came/);
    assert.deepEqual((await home.cli('plan')).due, []);
  });

  await t.test('the class teacher and who does a step read it; supply teacher, reader and a token do not', async () => {
    for (const [name, status] of [['grace', 200], ['otieno', 200], ['head', 200], ['supply', 403], ['guest', 403]]) {
      const answer = await fetch(`${home.address}api/v1/children/${id}/plan`, { headers: { cookie: await cookie(home, name) } });
      assert.equal(answer.status, status, name);
      if (status === 403) assert.doesNotMatch(await answer.text(), /comes each day/);
    }
    const { token } = await home.cli('token', 'add', 'till', '--role', 'staff');
    assert.equal((await fetch(`${home.address}api/v1/children/${id}/plan`, { headers: { authorization: `Bearer ${token}` } })).status, 403);
  });

  await t.test('of a closed account the head has the step; a conversation and an outcome are kept', async () => {
    assert.equal((await home.api('staff/otieno/close', { method: 'POST', body: {} })).status, 200);
    date(24 * 5 * hours);
    assert.deepEqual((await home.cli('plan')).due.map(d => [d.why, d.words, d.who]), [['overdue', 'Call the mother', 'otieno']]);
    assert.match((await home.say('plan')).out, /Juma Otieno: overdue: Call the mother, otieno/);
    await plan('move', String(call.id), day(8), 'grace');
    await plan('tried', String(call.id), 'done');
    assert.match(await refused('tried', String(call.id), 'done'), /tried already/);
    await plan('talk', day(4), 'He walks far.', 'A lift.', 'The uncle drives.', 'In a week.');
    const { plan: none, earlier } = await plan('close', 'He comes each day.');
    assert.equal(none, null);
    assert.deepEqual(earlier.map(p => [p.outcome, p.steps.map(s => s.state), p.conversations.map(c => [c.day, c.listen, c.do])]),
      [['He comes each day.', ['answered', 'done'], [[day(4), 'He walks far.', 'The uncle drives.']]]]);
    assert.equal((await plan('start', 'Juma reads.', day(18))).plan.lead, null);
  });

  await t.test('the log has no word of it, and the child\'s export has all', async () => {
    assert.doesNotMatch(home.log, /comes each day|mornings|The uncle/);
    const zip = join(home.dir, 'juma.zip');
    const { code, err } = await home.say('export', '--child', String(id), zip);
    assert.equal(code, 0, err);
    assert.match(readFileSync(zip, 'latin1'), /plan_conversations\.csv/);
  });
});
