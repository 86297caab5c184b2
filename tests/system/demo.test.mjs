// The first of README's two commands: what it shows, once.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './lib/sim.mjs';

const demo = fileURLToPath(new URL('../../host/practice/demo.sh', import.meta.url));

test('make demo tells a round trip to its end', () => {
  const { status, stdout, stderr } = spawnSync(demo, ['once'],
    { env: { ...process.env, BUILD: build }, encoding: 'utf8', timeout: 120000 });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /delivered to the phone:[^]*the green book/);
  assert.match(stdout, /in her family's thread:[^]*Thank you teacher[^]*here because/);
  assert.match(stdout, /by the name Kamau:[^]*Kamau is sick today/);
  assert.match(stdout, /tray of shared phones:[^]*He comes tomorrow/);
  assert.match(stdout, /One round trip, nothing lost\.\n$/);
});
