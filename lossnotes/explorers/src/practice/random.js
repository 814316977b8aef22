/**
 * Mulberry32, a generator of random numbers that fits in four lines and is the same in every language: Python
 * draws the same questions.
 *
 * takes    seed: a whole number from 0 to 2^32 - 1
 * returns  { between(least, most): a whole number, both ends possible; among(values): one of them }
 */
export function random(seed) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least, most) => least + Math.floor(next() * (most - least + 1));
  return { between, among: (values) => values[between(0, values.length - 1)] };
}
