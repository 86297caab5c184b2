// school.mjs - a made-up school and what its people write, all from one seed.

/** Random numbers of a seed (mulberry32). */
export function dice(seed) {
  let a = seed >>> 0;
  const next = () => {
    a = (a + 0x6D2B79F5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = n => Math.floor(next() * n);
  return { next, below, chance: p => next() < p, from: (a, b) => a + next() * (b - a),
    pick: list => list[below(list.length)] };
}

const first = ['Ba', 'De', 'Fi', 'Go', 'Ju', 'Ka', 'Lo', 'Mi', 'Na', 'Pe', 'Ru', 'Sa', 'To', 'Wa', 'Ye', 'Zi'];
const next = ['ba', 'de', 'fi', 'go', 'ju', 'ka', 'lo', 'mi', 'na', 'pe', 'ru', 'sa', 'to', 'wa', 'ye', 'zi'];
const name = (i, end) => first[i % 16] + next[(i >> 4) % 16] + next[(i >> 8) % 16] + end;

export const number = i => `+2547120${String(i).padStart(5, '0')}`;

/** families with index, child, phone, phone2, sharing (how many use the phone).
 *  Families beyond the phones share, three to a phone. */
export function school(families, phones) {
  const list = [];
  for (let i = 0; i < families; i++) {
    const phone = i < phones ? i : Math.floor((i - phones) / 2);
    list.push({ index: i, child: name(i, 'ri'), guardian: `${name(i, 'mo')} ${name(i, 'ndo')}`,
      phone: number(phone), phone2: i < phones && i % 4 === 3 ? number(50000 + i) : '' });
  }
  for (const f of list) f.sharing = list.filter(g => g.phone === f.phone).length;
  return list;
}

export function classList(families) {
  return 'child,class,guardian,phone,phone2,family,relation,language\n' + families.map(f =>
    `${f.child},${1 + f.index % 8}A,${f.guardian},${f.phone},${f.phone2},f${f.index},parent,en\n`).join('');
}

const words = ['we', 'come', 'tomorrow', 'thank', 'you', 'teacher', 'the', 'bus', 'was', 'late',
  'fees', 'on', 'friday', 'please', 'ask', 'book', 'lost', 'he', 'is', 'home'];

/** A text of some length in which the tag stands in every part. */
function filled(d, tag, length) {
  let text = tag;
  for (let i = 1; text.length < length; i++) text += ` ${i % 6 ? d.pick(words) : tag}`;
  return text;
}

/** What a teacher writes: 12 % over one part. */
export const note = (d, tag) =>
  filled(d, tag, d.chance(0.12) ? d.from(165, 300) : d.from(60, 145));

/** What a parent writes: short, 6 % long, 13 % in UCS-2, some with an emoji. */
export function answer(d, tag, family) {
  const named = family?.sharing > 1 && d.chance(0.5) ? ` ${family.child}` : '';
  let text = filled(d, tag, d.chance(0.3) ? 3 : d.from(5, 90)) + named;
  if (d.chance(0.13)) text += d.chance(0.4) ? ' \u{1F600}' : ' ሰላም';
  return text;
}
export const longAnswer = (d, tag) => filled(d, tag, d.from(170, 420));
