/**
 * The softmax loss of one row of scores in three forms, each operation done in float64 and rounded to nearest,
 * ties to even, in a smaller format. Pure, no DOM; checked against NumPy, PyTorch and mpmath.
 *
 * takes    scores: number[]; label: index of the correct class; format: a name in FORMATS
 * returns  numbers of that format, infinities and NaN among them
 */

/** bits: of the significand, with the hidden one; least: log2 of the smallest number above 0; most: the largest.
 *  ends: the last scores of the format whose exponential is above 0 and finite; digits: decimals that it keeps. */
export const FORMATS = {
  float16: { bits: 11, least: -24, most: 65504, ends: [-17.328125, 11.0859375], digits: 3 },
  bfloat16: { bits: 8, least: -133, most: (2 - 2 ** -7) * 2 ** 127, ends: [-92.5, 88.5], digits: 2 },
  float32: { bits: 24, least: -149, most: (2 - 2 ** -23) * 2 ** 127, ends: [-103.97207641601562, 88.72283172607422], digits: 7 },
  float64: { bits: 53, least: -1074, most: Number.MAX_VALUE, ends: [-745.1332191019411, 709.782712893384], digits: 15 },
};

/** The exponent of 2 of a number above 0: log2 alone may miss it next to a power of 2. */
function exponent(size) {
  const guess = Math.floor(Math.log2(size));
  return 2 ** guess > size ? guess - 1 : 2 ** (guess + 1) <= size ? guess + 1 : guess;
}

const WHOLE = 1.5 * 2 ** 52; // a sum with it has no room for a fraction, and float64 rounds ties to even

/** The number of the format nearest to x. */
export function round(x, format) {
  if (format === "float64" || x === 0 || !Number.isFinite(x)) return x;
  const { bits, least, most } = FORMATS[format];
  const step = 2 ** Math.max(exponent(Math.abs(x)) - bits + 1, least);
  const nearest = ((x / step + WHOLE) - WHOLE) * step;
  return Math.abs(nearest) > most ? Math.sign(x) * Infinity : nearest;
}

/** The smallest number of the format with all its digits. */
export const smallestNormal = (format) => 2 ** (FORMATS[format].least + FORMATS[format].bits - 1);

/** All three forms, step by step. */
export function forms(given, label, format) {
  const to = (x) => round(x, format);
  const sum = (terms) => terms.reduce((total, term) => to(total + term));
  const scores = given.map(to);

  const powers = scores.map((s) => to(Math.exp(s)));
  const total = sum(powers);
  const p = to(powers[label] / total);
  const naive = { powers, sum: total, part: p, loss: to(0 - Math.log(p)) };

  const max = Math.max(...scores);
  const top = scores.indexOf(max);
  const gaps = scores.map((s) => to(s - max));
  const small = gaps.map((gap) => to(Math.exp(gap)));
  const whole = sum(small);
  const log = to(Math.log(whole));
  const shifted = { gaps, powers: small, sum: whole, part: log, loss: to(log - gaps[label]) };

  const rest = sum(small.filter((_, j) => j !== top));
  const log1p = to(Math.log1p(rest));
  const lag = 0 - gaps[label];
  const precise = { gaps, powers: small, top, sum: rest, part: log1p, lag, loss: to(log1p + lag) };

  return { scores, naive, shifted, log1p: precise };
}

/** a - b as float64 has it, and what that is short of. */
function difference(a, b) {
  const gap = a - b;
  const back = gap - a;
  return { gap, short: (a - (gap - back)) - (b + back) };
}

/** The loss itself, by the log1p form in float64, with the rounding of s - m put right; and its logarithm, which
 *  lives on where the loss underflows. */
export function truth(scores, label) {
  const max = Math.max(...scores);
  const top = scores.indexOf(max);
  const gaps = scores.map((s) => difference(s, max));
  const others = gaps.filter((_, j) => j !== top);
  const sum = (from) => others.reduce((total, { gap, short }) => total + Math.exp(gap - from) * (1 + short), 0);
  const loss = Math.log1p(sum(0)) - gaps[label].gap - gaps[label].short;
  if (loss > 1e-290) return { loss, log: Math.log(loss), next: null };
  const next = Math.max(...others.map(({ gap }) => gap));
  const more = sum(next);
  return { loss, log: next + Math.log(more), next, more };
}

/** |found / true - 1|. Next to the end of float64 the true loss is divided out in four parts, none of them subnormal. */
function error(found, { loss, next, more }) {
  if (next === null) return Math.abs(found / loss - 1);
  const part = Math.exp(next / 4);
  return Math.abs(found / part / part / part / part / more - 1);
}

/** How many decimal digits of the true loss a result has, at most those that its format keeps. */
export function digits(found, exact, format) {
  const wrong = error(found, exact);
  if (!Number.isFinite(found) || wrong >= 1) return 0;
  return Math.min(FORMATS[format].digits, Math.max(0, Math.floor(-Math.log10(wrong))));
}
