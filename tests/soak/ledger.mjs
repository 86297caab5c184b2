// ledger.mjs - counts what went on the air against what the store says. The two
// sides share nothing: the on-air log of the practice network, and the API.
const trays = ['notices', 'unknown', 'shared', 'safeguarding', 'quarantine'];
const tagOf = text => /\b[nr]\d+\b/.exec(text)?.[0];

async function get(home, path) {
  const { status, body } = await home.api(path);
  if (status !== 200) throw new Error(`${path}: ${status}`);
  return body;
}

async function threads(home, tray) {
  const all = [];
  for (;;) {
    const page = await get(home, `threads?limit=200${tray ? `&tray=${tray}` : ''}`
      + (all.length ? `&before=${all.at(-1).id}` : ''));
    all.push(...page);
    if (page.length < 200) return all;
  }
}

/** Every message of the store: { ...message, tray, sender, children }. */
async function stored(home) {
  const all = [];
  for (const tray of [null, ...trays])
    for (const { id } of await threads(home, tray))
      for (let before = 0; ; ) {
        const t = await get(home, `threads/${id}?limit=500${before ? `&before=${before}` : ''}`);
        all.push(...t.messages.map(m => ({ ...m, tray: t.tray, sender: t.number,
          children: t.children.map(c => c.name) })));
        if (t.messages.length < 500) break;
        before = Math.min(...t.messages.map(m => m.id));
      }
  return all;
}

function count(list, key) {
  const seen = new Map();
  for (const x of list) seen.set(key(x), (seen.get(key(x)) ?? 0) + 1);
  return seen;
}

/** The notes' parts on the air, each with its tag. The tail of a long text may
 *  hold none: it belongs to the part before it of that reference. */
function notes(air) {
  const parts = [], last = new Map();
  for (const e of air) {
    if (e.ev !== 'submit' || e.error) continue;
    const text = `${e.to} ${e.ref} ${e.total}`;
    const tag = tagOf(e.text) ?? (e.part > 1 ? last.get(text) : undefined);
    last.set(text, tag);
    if (tag?.[0] === 'n') parts.push({ to: e.to, tag, n: e.part || 1 });
  }
  return parts;
}

function outgoing(term, store, air, ledger) {
  const rows = new Map(store.filter(m => m.direction === 'out').map(m => [m.id, m]));
  const parts = notes(air);
  const onAir = count(parts, p => `${p.to} ${p.tag} ${p.n}`);
  const shown = new Set(air.filter(e => e.ev === 'display').map(e => `${e.phone} ${tagOf(e.text)}`));
  const states = {};
  ledger.asked = term.asked.length;
  ledger.onAir = parts.length;
  ledger.doubled = [...onAir].filter(([, n]) => n > 1).map(([key]) => key);
  ledger.lost = [];
  ledger.open = [];
  ledger.falselySent = [];
  ledger.falselyDelivered = [];
  ledger.falselyFailed = [];
  ledger.unsureOnAir = 0;
  for (const { id, tag } of term.asked) {
    const m = rows.get(id);
    if (!m) {
      ledger.lost.push(`${id} ${tag}`);
      continue;
    }
    states[m.state] = (states[m.state] ?? 0) + 1;
    const gone = m.parts.filter(p => onAir.has(`${m.number} ${tag} ${p.n}`)).length;
    const all = gone === m.parts.length;
    const words = `${id} ${tag} ${m.state}: ${m.reason}`;
    if (['sent', 'delivered'].includes(m.state) && !all) ledger.falselySent.push(words);
    if (m.state === 'delivered' && !shown.has(`${m.number} ${tag}`)) ledger.falselyDelivered.push(words);
    if (['failed', 'expired', 'cancelled'].includes(m.state) && all) ledger.falselyFailed.push(words);
    if (['queued', 'sending'].includes(m.state)) ledger.open.push(words);
    if (m.state === 'unsure' && all) ledger.unsureOnAir++;
  }
  ledger.states = states;
}

/** Whether m may lie where it lies. */
function right(reply, m) {
  if (m.tray === null)
    return reply.family ? m.children.includes(reply.family.child) : false;
  if (m.sender !== reply.from) return false;
  if (m.tray === 'safeguarding') return true;
  if (reply.family) return m.tray === 'shared' && reply.family.sharing > 1;
  return m.tray === reply.tray;
}

function incoming(term, store, air, ledger) {
  const rows = store.filter(m => m.direction === 'in' && m.kind !== 'missed_call');
  const byTag = new Map();
  for (const m of rows) {
    const tag = tagOf(m.text);
    if (tag) byTag.set(tag, [...byTag.get(tag) ?? [], m]);
  }
  ledger.replies = term.replies.length;
  ledger.repliesStored = term.replies.filter(r => byTag.has(r.tag)).length;
  ledger.repliesLost = term.replies.filter(r => !byTag.has(r.tag)).map(r => r.tag);
  ledger.repliesDoubled = term.replies.filter(r => byTag.get(r.tag)?.length > 1)
    .map(r => `${r.tag}: ${byTag.get(r.tag).map(m => m.text.slice(0, 60)).join(' | ')}`);
  ledger.misfiled = term.replies.flatMap(r => (byTag.get(r.tag) ?? []).filter(m => !right(r, m))
    .map(m => `${r.tag} of ${r.from} in ${m.tray ?? m.children}: ${m.match}`));
  ledger.torn = term.replies.filter(r => !r.gap && /missing\]/.test(byTag.get(r.tag)?.[0].text ?? ''))
    .map(r => `${r.tag}: ${JSON.stringify(byTag.get(r.tag)[0].text)}`);
  const x = rows.filter(m => m.text === 'x').length;
  ledger.x = { sent: term.x, stored: x };
  ledger.calls = { rung: term.calls,
    stored: store.filter(m => m.kind === 'missed_call').length };
  ledger.deletedUnread = air.filter(e => e.ev === 'erase' && !e.seen).length;
}

/** From a STOP on, once it has left the SIM and so is kept, no note may go to
 *  that phone; one that was being handed over is none. */
function stopped(term, air, ledger) {
  const came = air.filter(e => e.ev === 'deliver' && /^stop\.?$/i.test(e.text));
  const kept = new Map(air.filter(e => e.ev === 'erase' && e.seen).map(e => [e.id, e.t]));
  const since = new Map(came.filter(e => kept.has(e.id)).map(e => [e.from, kept.get(e.id)]));
  ledger.stops = { sent: term.stops.length, kept: since.size };
  ledger.afterStop = air.filter(e => e.ev === 'submit' && !e.error && tagOf(e.text)?.[0] === 'n'
    && e.t > since.get(e.to) + 60000).map(e => `${e.to} ${tagOf(e.text)}`);
  ledger.confirmed = air.filter(e => e.ev === 'submit' && !e.error && !tagOf(e.text)
    && e.part <= 1 && since.has(e.to)).length;
  const reached = f => [f.phone, f.phone2].some(p => p && !since.has(p));
  ledger.falselyRefused = term.refused.filter(r => reached(r.family))
    .map(r => `${r.family.child}: ${r.why}`);
  ledger.refused = term.refused.length;
}

/** Answers bear no tag: each family is asked once. */
function answered(term, store, ledger) {
  const rows = store.filter(m => m.direction === 'in' && m.tray === null);
  ledger.answers = { sent: term.answers.length, read: 0 };
  ledger.answersLost = [];
  ledger.answersDoubled = [];
  ledger.answersWrong = [];
  for (const a of term.answers) {
    const found = rows.filter(m => m.text.trim() === a.text.trim() && m.children.includes(a.family.child));
    const words = `${a.tag} of ${a.family.phone} "${a.text}"`;
    if (!found.length) ledger.answersLost.push(words);
    if (found.length > 1) ledger.answersDoubled.push(words);
    ledger.answers.read += found.some(m => m.answer === a.means);
    for (const m of found)
      if (m.answer && m.answer !== a.means) ledger.answersWrong.push(`${words}: ${m.answer}`);
  }
}

/** Counts; the lists name what is wrong and are empty when all is well. */
export async function countUp(term) {
  const ledger = {};
  const store = await stored(term.home);
  const air = term.home.sim.air();
  outgoing(term, store, air, ledger);
  incoming(term, store, air, ledger);
  stopped(term, air, ledger);
  answered(term, store, ledger);
  ledger.cuts = term.plug.cutsSeen;
  ledger.outage = Math.round(term.longestOutage / 1000);
  ledger.faults = term.faults;
  ledger.unanswered = term.unanswered;
  return ledger;
}

/** What must not be, in words; empty when the term was as promised. midway:
 *  some may still be on its way. */
export function wrongs(ledger, midway = false) {
  const none = { lost: 'texts lost', open: 'texts never settled', doubled: 'parts on the air twice',
    falselySent: 'called sent, not on the air', falselyDelivered: 'called delivered, not shown',
    falselyFailed: 'called failed, on the air', repliesLost: 'replies lost',
    repliesDoubled: 'replies stored twice', misfiled: 'replies misfiled',
    torn: 'replies shown without a part that came',
    answersLost: 'answers lost', answersDoubled: 'answers stored twice',
    answersWrong: 'answers read as another', afterStop: 'notes after a STOP',
    falselyRefused: 'families called unreachable that are not' };
  const onItsWay = ['open', 'repliesLost', 'answersLost'];
  const found = Object.entries(none)
    .filter(([key]) => ledger[key].length && !(midway && onItsWay.includes(key)))
    .map(([key, words]) => `${words}: ${ledger[key].length}: ${ledger[key].slice(0, 5).join('; ')}`);
  if (!midway && ledger.x.stored !== ledger.x.sent) found.push(`x: ${ledger.x.sent} sent, ${ledger.x.stored} stored`);
  if (ledger.deletedUnread) found.push(`deleted unread: ${ledger.deletedUnread}`);
  return found;
}

export function print(ledger, say = console.log) {
  const row = (what, value) => say(`${what.padEnd(44)} ${value}`);
  row('texts asked for', ledger.asked);
  row('parts on the air', ledger.onAir);
  row('  doubled', ledger.doubled.length);
  row('texts lost', ledger.lost.length);
  row('texts never settled', ledger.open.length);
  row('texts by their last state', Object.entries(ledger.states).map(([s, n]) => `${s} ${n}`).join(', '));
  row('  called sent and not on the air', ledger.falselySent.length);
  row('  called delivered and not shown by the phone', ledger.falselyDelivered.length);
  row('  called failed and on the air', ledger.falselyFailed.length);
  row('  unsure, and on the air in truth', ledger.unsureOnAir);
  row('replies sent by phones', ledger.replies);
  row('  stored', ledger.repliesStored);
  row('  lost', ledger.repliesLost.length);
  row('  doubled', ledger.repliesDoubled.length);
  row('  misfiled', ledger.misfiled.length);
  row('  shown without a part that came', ledger.torn.length);
  row('texts of "x" sent, stored', `${ledger.x.sent}, ${ledger.x.stored}`);
  row('answers to questions sent, read by themselves', `${ledger.answers.sent}, ${ledger.answers.read}`);
  row('  lost', ledger.answersLost.length);
  row('  doubled', ledger.answersDoubled.length);
  row('  read as another', ledger.answersWrong.length);
  row('STOP sent, kept, confirmed', `${ledger.stops.sent}, ${ledger.stops.kept}, ${ledger.confirmed}`);
  row('  notes on the air after it', ledger.afterStop.length);
  row('  texts refused: nobody left to reach', ledger.refused);
  row('calls rung, noted', `${ledger.calls.rung}, ${ledger.calls.stored}`);
  row('texts deleted unread', ledger.deletedUnread);
  row('requests without an answer (power was cut)', ledger.unanswered);
  row('dongle\'s power cut by the board', ledger.cuts);
  row('longest outage', `${ledger.outage} s`);
  row('hands on the box', 0);
  row('faults', Object.entries(ledger.faults).map(([s, n]) => `${s} ${n}`).join(', '));
  for (const w of wrongs(ledger)) say(`WRONG  ${w}`);
}
