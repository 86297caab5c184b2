// soak.mjs - a term without a person: `make soak`. The default is a term of 13
// weeks of 500 families at 30 times the clock, 40 minutes; WEEKS, SEED,
// FAMILIES, PHONES, SPEED and BUSY (seconds of a day) change it, KEEP=PATH
// keeps the logs. Run as root, the dongle comes back under other names, and the
// board's real firmware cuts its power. Ends with the ledger; exit 1 when it names a wrong. Equal
// seeds give equal weeks of asking and of trouble; where in a text a fault
// strikes depends on the machine.
import { writeFileSync } from 'node:fs';
import { countUp, print, wrongs } from './ledger.mjs';
import { Term } from './term.mjs';

const given = (name, usual) => Number(process.env[name] ?? usual);
const term = new Term({ weeks: given('WEEKS', 13), seed: given('SEED', 1),
  families: given('FAMILIES', 500), phones: given('PHONES', 440),
  speed: given('SPEED', 30), busy: given('BUSY', 600), say: words => console.log(words),
  weekly: async t => {
    for (const w of wrongs(await countUp(t), true)) console.log(`WRONG so far  ${w}`);
  } });
const begun = Date.now();
await term.run();
const ledger = await countUp(term);
console.log(`\n${term.weeks} weeks, ${term.families} families, ${term.phones} phones, seed ${term.seed}, `
  + `${term.speed} times the clock, ${Math.round((Date.now() - begun) / 1000)} s\n`);
print(ledger);
if (process.env.KEEP) {
  writeFileSync(`${process.env.KEEP}.log`, term.home.log);
  writeFileSync(`${process.env.KEEP}.air`, term.sim.air().map(e => JSON.stringify(e)).join('\n'));
  writeFileSync(`${process.env.KEEP}.json`, JSON.stringify(ledger, null, 1));
}
await term.stop();
process.exit(wrongs(ledger).length ? 1 : 0);
