// table.mjs - a row of figures: ours, and each peer's from the same run.
export const short = process.env.BENCH === 'short';
export const round = (x, digits = 2) => Number(x.toFixed(digits));
export const quantile = (list, q) =>
  [...list].sort((a, b) => a - b)[Math.floor((list.length - 1) * q)];
export const median = list => quantile(list, 0.5);
/** Texts that the network took. */
export const submits = sim => sim.air().filter(e => e.ev === 'submit' && !e.error);

export function heading(names) {
  console.log(`${''.padEnd(48)}${['notehome', ...names].map(n => n.padStart(11)).join('')}`);
}

/** others: the peers' figures in the order of the heading; better "more" or
 *  "less" adds the ratio to the best of them. */
export function show(what, ours, others = [], unit = '', better = '') {
  if ([ours, ...others].some(x => x === undefined || Number.isNaN(x)))
    throw new Error(`no figure for: ${what}`);
  const numbers = others.filter(x => typeof x === 'number');
  const best = better === 'more' ? Math.max(...numbers) : Math.min(...numbers);
  const ratio = better && numbers.length && ours > 0
    ? `${(better === 'more' ? ours / best : best / ours).toFixed(1)} times` : '';
  const cells = [ours, others[0] ?? '', others[1] ?? ''].map(x => String(x).padStart(11)).join('');
  console.log(`${what.padEnd(48)}${cells} ${unit.padEnd(9)} ${ratio}`.trimEnd());
}
