/**
 * Entropy, cross-entropy and KL divergence of distributions over a few symbols. Pure, no DOM; checked against
 * Python's lossnotes.
 *
 * takes    p, q: number[], each at least 0 and with sum 1; unit: "bits" or "nats"
 * returns  numbers in that unit; 0 log 0 counts as 0, and what q rules out though p allows it costs Infinity
 */
const BASE = { bits: Math.LN2, nats: 1 };

const sum = (terms) => terms.reduce((total, term) => total + term, 0);

/** Minus the logarithm: the length of the best code word for what has this probability. From 0, never −0. */
export const length = (p, unit) => (0 - Math.log(p)) / BASE[unit];
export const lengths = (p, unit) => p.map((x) => length(x, unit));

/** What each symbol adds to the cross-entropy: nothing where it never happens, whatever its code. */
const crossTerms = (p, q, unit) => p.map((x, i) => (x > 0 ? x * length(q[i], unit) : 0));
export const crossEntropy = (p, q, unit) => sum(crossTerms(p, q, unit));
export const entropy = (p, unit) => crossEntropy(p, p, unit);

/** log(p / q). Near 1 the rounded ratio has lost the digits of its logarithm, but p − q is exact there. */
function logRatio(p, q) {
  if (Math.abs(p - q) <= q / 2) return Math.log1p((p - q) / q);
  const ratio = p / q;
  // Beside a tiny q the ratio overflows though its logarithm is an ordinary number.
  return ratio === Infinity ? Math.log(p) - Math.log(q) : Math.log(ratio);
}

/** What each symbol adds to the divergence, below 0 where q's code is the shorter one. */
export const extraTerms = (p, q, unit) => p.map((x, i) => (x > 0 ? x * logRatio(x, q[i]) / BASE[unit] : 0));
export const divergence = (p, q, unit) => sum(extraTerms(p, q, unit));

/**
 * The distribution with x at place i, the others scaled so that all sum to 1. Where the others are all 0 they
 * have no proportions to keep, and share alike.
 */
export function moved(p, i, x) {
  const rest = sum(p.filter((_, j) => j !== i));
  return p.map((old, j) => (j === i ? x : (1 - x) * (rest > 0 ? old / rest : 1 / (p.length - 1))));
}

/** Whether these are probabilities that sum to 1, as far as doubles can tell. */
export const whole = (p) => p.every((x) => x >= 0) && Math.abs(sum(p) - 1) <= 1e-12;

/** The place of the only symbol that ever happens, or −1. */
export const certain = (p) => p.indexOf(1);
