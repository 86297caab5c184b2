// term.mjs - weeks of a school's life on the practice network, with what goes
// wrong in them. Days are shortened to their busy stretch and run on a fast
// clock; the nights between are left out, most of them with the power off.
import { Home, sleep, until } from '../system/lib/home.mjs';
import { Fast } from './fast.mjs';
import { Plug, canCut, canMove } from './plug.mjs';
import { answer, classList, dice, longAnswer, note, number, school } from './school.mjs';
import * as faults from './trouble.mjs';

const second = 1000, minute = 60 * second, day = 24 * 60 * minute;
// A Monday, eight in the morning in Nairobi.
const opening = Date.parse('2027-01-04T05:00:00Z');

export class Term {
  /** options: seed, weeks, families, phones, speed, busy (seconds of a
   *  day), moves (the dongle comes back by other names), cuts (there is a
   *  board), say (told of each day), weekly (called on Fridays). */
  constructor(options) {
    Object.assign(this, { seed: 1, weeks: 1, families: 110, phones: 100, speed: 30, busy: 600,
      moves: canMove, cuts: canCut, say: () => {}, weekly: () => {} }, options);
    this.d = dice(this.seed);
    this.late = dice(this.seed + 1); // of what depends on the machine
    this.people = school(this.families, this.phones);
    this.asked = [];            // { id, tag }
    this.replies = [];          // { tag, from, family, tray, gap }
    this.stops = [];            // { from }
    this.refused = [];          // { family, why }
    this.answers = [];          // { family, text, means }
    this.later = [];            // [day] of [at, what]: answers that take days
    this.shown = new Set();     // "phone tag" of notes that a phone showed
    this.questions = 0;
    this.off = [];              // phones switched off
    this.tags = this.x = this.calls = this.unanswered = this.longestOutage = 0;
    this.faults = {};
    this.up = false;
  }

  async run() {
    this.clock = new Fast(this.speed, opening);
    this.plug = new Plug(this.clock, this);
    this.home = await Home.start({ start: false, ...(this.moves ? { modems: '' } : {}),
      sim: { env: this.clock.env(), seed: this.seed, ...this.plug.sim }, config: '' });
    await this.plug.start(this.home);
    await this.home.configure('quiet = { from = "21:00"; to = "06:00"; };');
    this.sim = this.home.sim;
    this.sim.watchers.add(e => {
      const tag = e.ev === 'display' && /\bn\d+\b/.exec(e.text)?.[0];
      if (tag) this.shown.add(`${e.phone} ${tag}`);
    });
    await this.sim.command('dongle d1 latency=3000');
    await this.sim.command('habit transit=4000');
    await this.boot();
    await this.home.import(classList(this.people));
    this.watching = this.watch();
    for (let i = 0; i < this.weeks * 5; i++) {
      await this.day(i);
      if (i % 5 === 4) await this.weekly(this);
      await this.night(i);
    }
    await this.settle();
  }

  // --- power --------------------------------------------------------------
  async boot(off = 0) {
    await this.home.boot(this.plug.around(this.clock.env(off)));
    this.up = true;
    this.lastWorking = this.clock.now();
  }

  async cut() {
    this.up = false;
    await this.home.kill();
  }

  /** The power fails for ms, and perhaps the clock is wrong afterwards. */
  async powerCut(ms, off) {
    if (!this.up) return;
    await this.cut();
    await this.plug.mains(Math.min(ms, 20 * second));
    await this.clock.until(this.clock.now() + ms);
    await this.boot(off);
  }

  /** Notes how long no dongle works while the power is on. */
  async watch() {
    while (!this.done) {
      await sleep(300);
      if (!this.up) continue;
      const modems = await this.home.api('modems').catch(() => null);
      if (!this.up || !modems) continue;
      const now = this.clock.now();
      if (modems.body.some?.(m => m.state === 'working')) this.lastWorking = now;
      this.longestOutage = Math.max(this.longestOutage, now - this.lastWorking);
    }
  }

  // --- traffic ------------------------------------------------------------
  async ask(body, tag) {
    try {
      const { status, body: answered } = await this.home.api('messages', { method: 'POST', body });
      if (status === 201) for (const id of answered.ids) this.asked.push({ id, tag });
      else if (status === 409 && body.family)
        this.refused.push({ family: this.people[this.ids.indexOf(body.family)], why: answered.error });
      else if (status < 500) throw new Error(`${status}: ${JSON.stringify(answered)}`);
      else this.unanswered++;
    } catch (error) {
      if (!/ECONN|ENOENT|socket hang up|EPIPE/.test(error.message)) throw error;
      this.unanswered++;
    }
  }

  tag(letter) {
    return `${letter}${++this.tags}`;
  }

  personal() {
    const tag = this.tag('n');
    return this.ask({ family: this.ids[this.d.below(this.families)], text: note(this.d, tag) }, tag);
  }

  /** A question to a family that has a phone of its own; about half answer at
   *  once or within the hour, the others by another day. */
  async question(i, at, length) {
    const alone = this.people.filter(f => f.sharing === 1 && !f.phone2);
    const family = alone[this.questions++];
    if (!family) return;
    const tag = this.tag('n'), { d } = this;
    await this.ask({ family: this.ids[family.index], text: `${tag} Does ${family.child} come on the trip?`,
      ask: 'yes,no' }, tag);
    const given = { family, tag, text: d.pick(['1', '2', 'yes', 'No', ' 2.', 'YES']) };
    given.means = /1|yes/i.test(given.text) ? 'yes' : 'no';
    const day = d.chance(0.5) ? i : i + 1 + d.below(3);
    this.answerAt(day, day === i ? d.from(at, length * 0.8) : d.from(0, this.busy * second * 0.8), given);
  }

  answerAt(i, at, given) {
    (this.later[i] ??= []).push([at, () => this.answer(i, given)]);
  }

  /** Nobody answers what no phone has shown: it is tried again next day. */
  answer(i, given) {
    if (!this.shown.has(`${given.family.phone} ${given.tag}`))
      return this.answerAt(i + 1, this.late.from(0, this.busy * second * 0.8), given);
    this.answers.push(given);
    return this.sim.command(`text ${given.family.phone} ${JSON.stringify(given.text)} to=d1`);
  }

  /** A parent has enough. Texts to that phone end; others may have theirs. */
  stopWord() {
    const from = this.d.pick(this.people).phone;
    this.stops.push({ from });
    return this.sim.command(`text ${from} "${this.d.pick(['STOP', 'stop', 'Stop.'])}" to=d1`);
  }

  async broadcast() {
    const tag = this.tag('n');
    const before = this.asked.length;
    await this.ask({ all: true, text: note(this.d, tag).slice(0, 150), priority: 'bulk' }, tag);
    return this.asked.length - before;
  }

  reply() {
    const { d } = this, tag = this.tag('r');
    if (d.chance(0.03)) return this.stranger(tag);
    const family = d.pick(this.people);
    const long = d.chance(0.06);
    let text = long ? longAnswer(d, tag) : answer(d, tag, family), more = '', gap = false;
    if (long && d.chance(0.15)) more = text.length <= 306 ? 'order=2,1' : 'order=3,1,2';
    else if (long && d.chance(0.04)) { more = 'missing=1'; gap = true; }
    else if (long && d.chance(0.03)) more = 'late=2:120000';
    if (d.chance(0.03)) text += ' someone hurt my child';
    if (d.chance(0.02)) text += ' please stop the bus at our gate';
    if (d.chance(0.02)) more += ' copies=2';
    const from = family.phone2 && d.chance(0.2) ? family.phone2 : family.phone;
    this.replies.push({ tag, from, family, gap });
    return this.sim.command(`text ${from} ${JSON.stringify(text)} to=d1 ${more}`);
  }

  /** A wrong number, or one of the network's own words. */
  stranger(tag) {
    const service = this.d.chance(0.5);
    const from = service ? 'MPESA' : number(90000 + this.d.below(20));
    this.replies.push({ tag, from, tray: service ? 'notices' : 'unknown' });
    return this.sim.command(`text ${number(99999)} "${tag} your bundle ends ${tag}" to=d1 `
      + `as=${from}`);
  }

  ring() {
    this.calls++;
    return this.sim.command(`ring ${this.d.pick(this.people).phone} to=d1 ms=2000`).catch(() => this.calls--);
  }

  /** Somebody's child plays with the phone. */
  async child() {
    for (let i = 0; i < 400; i++, this.x++)
      await this.sim.command(`text ${this.people[5].phone} "x" to=d1 delay=${i * 1100}`);
  }

  // --- days ---------------------------------------------------------------
  /** What happens on day i, as [at (ms after eight), what]. */
  plan(i) {
    const { d } = this, size = Math.max(this.families / 500, 0.4), plan = [];
    const general = i % 5 === 1;
    const length = this.busy * second + (general ? this.phones * 4 * second : 0);
    const some = (n, what) => {
      for (let k = Math.floor(n) + (d.chance(n % 1) ? 1 : 0); k > 0; k--)
        plan.push([d.from(0, length * 0.8), what]);
    };
    some(70 * size, () => this.personal());
    some(20 * size + (general ? this.phones * 0.14 : 0), () => this.reply());
    some(8 * size, () => this.ring());
    some(3 * size, at => this.question(i, at, length));
    some(i % 5 === 2 ? 1 : 0, () => this.stopWord());
    if (general) plan.push([20 * second, () => this.broadcast()]);
    if (i === 3) plan.push([30 * second, () => this.child()]);
    for (const [n, what] of faults.ofDay(this, i, length)) some(n, what);
    plan.sort((a, b) => a[0] - b[0]);
    return { length, plan };
  }

  async day(i) {
    const start = this.clock.now();
    const { length, plan } = this.plan(i);
    this.ids ??= await this.familyIds();
    const answers = () => (this.later[i] ??= []);
    while (plan.length || answers().length) {
      answers().sort((a, b) => a[0] - b[0]);
      const next = !plan.length || answers()[0]?.[0] < plan[0][0] ? answers() : plan;
      const [at, what] = next.shift();
      await this.clock.until(start + at);
      await what(at);
    }
    await this.clock.until(start + length);
    this.say(`day ${i + 1} of ${this.weeks * 5}: asked ${this.asked.length}, replies ${this.replies.length}, `
      + `outage ${Math.round(this.longestOutage / 1000)} s`);
  }

  async familyIds() {
    const ids = new Array(this.families);
    for (const f of this.people) {
      const { body } = await this.home.api(`families?q=${f.child}&limit=5`);
      ids[f.index] = body.find(b => b.children.some(c => (c.name ?? c) === f.child)).id;
    }
    return ids;
  }

  /** To the next school day at eight. In two nights of three the power fails
   *  without a word; in the others the program is ended in order. */
  async night(i) {
    this.up = false;
    await this.plug.last;
    await this.home.kill(this.d.chance(2 / 3) ? 'SIGKILL' : 'SIGTERM');
    const next = opening + (Math.floor((i + 1) / 5) * 7 + (i + 1) % 5) * day;
    const skipped = next - this.clock.now();
    await this.sim.command('fault d1 clear');
    for (const phone of this.off.splice(0)) await this.sim.command(`phone ${phone} state=on`);
    await this.plug.mains(second);
    this.clock.skip(skipped);
    await this.sim.command(`clock skip ${Math.round(skipped)}`);
    await this.boot();
  }

  /** Nothing waits to be sent, and nothing that came is left in the SIM. */
  async quiet() {
    await until(async () => {
      const queue = (await this.home.api('queue')).body;
      const [dongle] = await this.sim.command('state');
      this.left = JSON.stringify([queue.length, dongle]);
      await this.plug.last;
      return queue.every(m => m.state === 'unsure') && (await this.sim.command('slots d1 SM')).length === 0
        && !dongle.waiting;
    }, 'the queue and the SIM to be empty', 120000)
      .catch(error => this.say(`${error.message}: ${this.left}`));
  }

  /** No more trouble: what waits may go, what is late may come. */
  async settle() {
    await this.quiet();
    // Parts that never come are given up after ten minutes; what is late in the
    // network is not counted as waiting until it is there, so it is looked again.
    await this.clock.until(this.clock.now() + 11 * minute);
    await this.quiet();
    this.done = true;
    await this.watching;
  }

  async stop() {
    this.done = true;
    await this.watching;
    await this.home?.stop();
    await this.plug?.stop();
  }
}
