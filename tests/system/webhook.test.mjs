// Programs elsewhere are told of messages: a real HTTP server hears them, signed
// and in order, also after it was away and after the daemon was killed.
import test from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createHmac } from 'node:crypto';
import { Home, salma, until } from './lib/home.mjs';

/** A program that hears; answer(call) gives the status. */
class Receiver {
  static async start(port = 0) {
    const r = new Receiver();
    r.calls = [];
    r.answer = () => 204;
    r.server = createServer(async (request, response) => {
      let body = '';
      for await (const piece of request) body += piece;
      const call = { path: request.url, body, signature: request.headers['notehome-signature'], ...JSON.parse(body) };
      response.writeHead(r.answer(call), { location: '/elsewhere' }).end();
      r.calls.push(call);
    });
    await new Promise(done => { r.server.listen(port, '127.0.0.1', done); });
    r.port = r.server.address().port;
    return r;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise(done => { this.server.close(done); });
  }

  /** "message 3 received", for each that was heard of messages. */
  told() {
    return this.calls.filter(c => c.message).map(c => `${c.event} ${c.message.id} ${c.message.state}`);
  }
}

function isSigned(call, secret) {
  const [, time, hash] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(call.signature);
  assert.ok(Math.abs(Date.now() / 1000 - time) < 60);
  assert.equal(createHmac('sha256', secret).update(`${time}.${call.body}`).digest('hex'), hash);
}

test('webhooks', async t => {
  const home = await Home.start();
  t.after(() => home.stop());
  let receiver = await Receiver.start();
  const { port } = receiver;
  t.after(() => receiver.stop());
  const list = async () => (await home.api('webhooks')).body;
  let secret;

  await t.test('an address is added, and a trial comes at once, signed', async () => {
    assert.match((await home.say('webhook')).out, /No program is told/);
    const wrong = await home.say('webhook', 'add', 'ftp://127.0.0.1/');
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /http:\/\//);
    const added = await home.say('webhook', 'add', `http://127.0.0.1:${port}/hear`);
    assert.equal(added.code, 0, added.err);
    assert.match(added.err, /not shown again/);
    secret = added.out.trim();
    await until(() => receiver.calls.length === 1, 'the trial');
    isSigned(receiver.calls[0], secret);
    assert.deepEqual([receiver.calls[0].event, receiver.calls[0].message], ['trial', undefined]);
    await until(async () => (await list())[0].taken, 'it to be noted');
    assert.match((await home.say('webhook')).out, /took the last at/);
    assert.ok(!JSON.stringify(await list()).includes(secret));
  });

  await t.test('what comes in and how ours fare is told, without a word of it', async () => {
    await home.sim.command('text', salma, 'We come on Monday');
    const { id } = await home.arrived('We come on Monday');
    await until(() => receiver.told().includes(`message ${id} received`), 'the text');
    const [sent] = await home.send(salma, 'Thank you');
    await home.state(sent, 'delivered');
    await until(() => receiver.told().includes(`state ${sent} delivered`), 'its way');
    assert.deepEqual(receiver.told().filter(s => s.startsWith('state')),
      ['sending', 'sent', 'delivered'].map(s => `state ${sent} ${s}`));
    for (const call of receiver.calls) {
      isSigned(call, secret);
      assert.doesNotMatch(call.body, /Monday|Thank|254/);
    }
  });

  await t.test('what was not taken is kept through a kill, and told in order', async () => {
    const heard = receiver.told().length;
    receiver.answer = () => 302;
    await home.sim.command('text', salma, 'First');
    const first = (await home.arrived('First')).id;
    await until(async () => (await list())[0].failing, 'it to fail');
    assert.match((await home.say('webhook')).out, /takes nothing since.*HTTP status 302/);
    assert.deepEqual([...new Set(receiver.calls.map(c => c.path))], ['/hear']);
    await receiver.stop();
    await home.sim.command('text', salma, 'Second');
    const second = (await home.arrived('Second')).id;
    await home.kill();
    receiver = await Receiver.start(port);
    await home.boot();
    assert.equal((await home.say('webhook', 'try', '1')).code, 0);
    await until(() => receiver.told().length === 2 && receiver.calls.length === 3, 'what waited');
    assert.deepEqual(receiver.told(), [`message ${first} received`, `message ${second} received`]);
    assert.ok(heard > 0);
    await until(async () => (await list())[0].waiting === 0, 'nothing to wait');
  });

  await t.test('harm is told to no program', async () => {
    const before = receiver.calls.length, harm = 'My uncle beats me every night, please help me';
    await home.sim.command('text', salma, harm);
    await home.arrived(harm);
    await home.sim.command('text', salma, 'See you on Friday');
    const { id } = await home.arrived('See you on Friday');
    await until(() => receiver.told().includes(`message ${id} received`), 'the next text');
    assert.equal(receiver.calls.length, before + 1);
  });

  await t.test('one that never answers does not keep the daemon from ending', async () => {
    const mute = createServer(() => {});
    await new Promise(done => { mute.listen(0, '127.0.0.1', done); });
    let asked = false;
    mute.on('connection', () => { asked = true; });
    await home.say('webhook', 'add', `http://127.0.0.1:${mute.address().port}/`);
    await until(() => asked, 'the trial to begin');
    home.daemon.kill('SIGTERM');
    await until(() => home.daemon.exitCode !== null, 'the end', 15000);
    mute.closeAllConnections();
    mute.close();
    await home.boot();
    assert.equal((await home.say('webhook', 'remove', '2')).code, 0);
    assert.equal((await list()).length, 1);
    assert.equal((await home.say('webhook', 'remove', '2')).code, 1);
  });
});
