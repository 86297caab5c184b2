// What a person asks of the board, by the command line and the API, on the real
// firmware in simavr.
import test from 'node:test';
import assert from 'node:assert/strict';
import { until } from './lib/home.mjs';
import { present, withBoard } from './lib/board.mjs';

const flag = home => home.cli('board').then(b => b.service);

test('each command of a board does on the chip what it says', async t => {
  const { board, home } = await withBoard(t, { speed: 20 });
  await present(home);
  const say = async (...words) => {
    const { code, out, err } = await home.say('board', ...words);
    return { code, text: (out + err).replace(/\s+/g, ' ') };
  };

  let said = await say('get');
  assert.equal(said.code, 0, said.text);
  assert.match(said.text, /batlow: 11800 mV \(5000 to 16000\)/);
  assert.match(said.text, /rescue: 30 min/);
  assert.match((await say('set', 'batlow', '11900')).text, /batlow: 11900 mV/);
  assert.match((await say('get', 'batlow')).text, /^batlow: 11900 mV/);
  said = await say('set', 'batlow', '4000');
  assert.equal(said.code, 1);
  assert.match(said.text, /did not do it: out of range/);
  assert.equal((await say('set', 'nothing', '1')).code, 1);
  assert.equal((await say('set', 'batlow')).code, 2);

  said = await say('service');
  assert.match(said.text, /hands off this computer/);
  await until(() => flag(home), 'service in the status', 15000);
  assert.match((await home.say('status')).out, /somebody works on this computer/);
  assert.match((await say('service', 'off')).text, /watches over/);
  await until(async () => !await flag(home), 'the end of it', 15000);

  // The meter shows 12.9 V where the board reads 12.7.
  said = await say('calibrate', 'battery', '12.9');
  assert.equal(said.code, 0, said.text);
  assert.match(said.text, /calbat: it read 12\.[67]\d V, and reads 12\.(8[5-9]|9[0-5]) V now/);
  said = await say('calibrate', 'battery', '20');
  assert.equal(said.code, 1);
  assert.match(said.text, /too .*?corrected|corrected, not more/);

  const cuts = () => board.pins('MODEM_EN').filter(l => l.value === '0').length;
  said = await say('cut', '2');
  assert.equal(said.code, 0, said.text);
  assert.match(said.text, /power was cut for 2\.\d s/);
  assert.equal(cuts(), 1);
  assert.match((await say('cut', '90')).text, /1 to 60 seconds/);

  // 30 s of the board's until the next cut is allowed.
  const rested = await board.now() + 40;
  await until(async () => await board.now() > rested, 'the dongle has rested', 30000);
  board.tell('clock off');
  const testing = say('test');
  await until(() => board.lines.some(l => l.what === 'BUZZER' && l.value === '1'), 'the beep', 15000);
  board.tell('press 200');
  said = await testing;
  assert.equal(said.code, 1, said.text);
  assert.match(said.text, /5 V supply: [45]\.[09]\d V.*The button works.*power was cut for 3\.\d s/);
  assert.match(said.text, /Clock: does not answer.*U2/);
  assert.match(said.text, /1 thing to look at/);
  assert.equal(cuts(), 2);
});
