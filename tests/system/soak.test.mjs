// A week of a small school, shortened: see tests/soak. The whole term is
// `make soak`.
import test from 'node:test';
import assert from 'node:assert/strict';
import { build } from './lib/home.mjs';
import { canBeFast } from '../soak/fast.mjs';
import { countUp, print, wrongs } from '../soak/ledger.mjs';
import { Term } from '../soak/term.mjs';

// A sanitizer must come first in a program, and so must the fast clock.
const skip = /address|thread/.test(build) ? 'a sanitizer keeps time'
  : canBeFast ? false : 'the package faketime is not installed';

test('a week with all its faults: none lost, doubled or misfiled', { skip }, async t => {
  const term = new Term({ seed: 7, weeks: 1, families: 60, phones: 50, busy: 300, speed: 30 });
  t.after(() => term.stop());
  await term.run();
  const ledger = await countUp(term);
  print(ledger, line => t.diagnostic(line));
  assert.deepEqual(wrongs(ledger), []);
});
