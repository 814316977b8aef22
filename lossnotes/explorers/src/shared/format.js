/**
 * Numbers as the reader sees them: a true minus sign, no late digits, no "-0".
 *
 * takes    numbers
 * returns  strings
 */
const MINUS = "\u2212";
const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** Digits after the point that show all of these numbers in full, between least and most. */
export function decimals(values, least = 1, most = 4) {
  for (let d = least; d < most; d += 1) {
    if (values.every((x) => Math.abs(Number(x.toFixed(d)) - x) < 1e-9 * Math.max(1, Math.abs(x)))) return d;
  }
  return most;
}

/** [mantissa, exponent] of ten; from the natural logarithm, so that e^789 has a shape too. */
function scientific(log, digits) {
  const log10 = log / Math.LN10;
  const exponent = Math.floor(log10);
  const mantissa = (10 ** (log10 - exponent)).toFixed(digits);
  return Number(mantissa) === 10 ? [(1).toFixed(digits), exponent + 1] : [mantissa, exponent];
}

const power = (log, digits = 1) => {
  const [mantissa, exponent] = scientific(log, digits);
  return `${mantissa}×10${[...String(exponent)].map((c) => SUPERSCRIPT[c]).join("")}`;
};

/** 5.1 with one digit after the point: "5.1"; -0.04: "0.0". */
export function fixed(x, digits) {
  if (Number.isNaN(x)) return "?"; // an explorer says in words what is no number; this is the last resort
  if (!Number.isFinite(x)) return x > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(x);
  const text = size >= 1e6 ? power(Math.log(size)) : size.toFixed(digits);
  return (x < 0 && /[1-9]/.test(text) ? MINUS : "") + text;
}

/** An angle in radians: "36.9°". */
export const degrees = (angle, digits = 1) => `${fixed(angle * 180 / Math.PI, digits)}°`;

/** A decimal without zeros at its end: "1", "2.9", "0". */
export const trimmed = (text) => text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** As fixed, without zeros at the end. */
export const short = (x, digits) => trimmed(fixed(x, digits));

/** Free of late digits: 0.4 − 1.7 + 1.3 is 2.2e-16 in doubles, and nobody's loss. */
export const rounded = (x, digits) => (Number.isFinite(x) ? Number(x.toFixed(digits)) : x);

/** A part of a sum: "2.9", "6.0", and plain "0" for nothing. */
export function term(x, digits) {
  return rounded(x, digits) === 0 ? "0" : fixed(x, digits);
}

/** A number after a minus sign: "3.2", but "(−3.1)". */
export function subtrahend(x, digits) {
  const text = fixed(x, digits);
  return text.startsWith(MINUS) ? `(${text})` : text;
}

/** A loss: two decimals, or two significant digits where that would print 0.00. */
export function loss(x) {
  if (x > -0.005 && x <= 0) return "0"; // what rounding leaves of 0, too
  if (!(x < 0.1) || x < 0) return fixed(x, 2);
  if (x < 1e-4) return power(Math.log(x));
  return x.toFixed(1 - Math.floor(Math.log10(x)));
}

/** e^score: "24.5", "0.18", "2981", "4.6×10³⁴²". */
export function exponential(score) {
  if (Math.abs(score) > 1e5) return score > 0 ? "∞" : "0";
  const x = Math.exp(score);
  if (x >= 1e5 || x < 1e-4) return power(score);
  if (x >= 1000) return x.toFixed(0);
  return x >= 1 ? x.toFixed(1) : x.toFixed(Math.max(2, 1 - Math.floor(Math.log10(x))));
}

/**
 * The p in "−log p = loss": as few digits as still give the loss that stands behind it, so that a
 * reader with a calculator finds the same. p near 1 is written as 1 − q.
 */
export function logArgument(p, missing, lossValue) {
  if (lossValue === 0 || !Number.isFinite(lossValue)) return lossValue === 0 ? "1" : "0";
  if (missing < 1e-4) return `(1 ${MINUS} ${power(Math.log(missing))})`;
  const wanted = loss(lossValue);
  if (p < 1e-4) {
    const digits = [1, 2, 3, 4].find((d) => {
      const [mantissa, exponent] = scientific(-lossValue, d);
      return loss(-Math.log(mantissa) - exponent * Math.LN10) === wanted;
    });
    return power(-lossValue, digits ?? 4);
  }
  const first = Math.max(2, -Math.floor(Math.log10(p)));
  const digits = [0, 1, 2, 3, 4].find((more) => loss(-Math.log(Number(p.toFixed(first + more)))) === wanted);
  return p.toFixed(first + (digits ?? 5));
}

/** "unchanged", "up from 0.11": what a move of the reader has made of a number so far. said: the common strings. */
export function change(said, now, before, write) {
  if (before === null) return "";
  const [is, was] = [write(now), write(before)];
  if (is === was) return said.same;
  return now > before ? said.more(was) : said.less(was);
}
