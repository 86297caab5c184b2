// kill -9 of the daemon at every step of the journal.
import test from 'node:test';
import { everyStep } from './lib/steps.mjs';

test('killed at every step, nothing is lost and nothing doubled',
  t => everyStep(t, 'kill'));
