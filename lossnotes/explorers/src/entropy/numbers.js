/**
 * Numbers as this figure writes them, and whether what is written is all of the number.
 *
 * takes    a number
 * returns  a string; share: a probability, amount: bits or nats; exact(values, write): false where a digit is left out
 */
import { loss, short } from "../shared/format.js";

const TINY = 0.0005;

export function share(x) {
  if (x !== 0 && x < TINY) return loss(x);
  return x < 1 && x >= 1 - TINY ? short(x, 6) : short(x, 3);
}

export function amount(x) {
  const size = Math.abs(x);
  if (size < 1e-12) return "0"; // two equal distributions, and the rounding of their sums
  const said = size < TINY ? loss(size) : short(size, 3);
  return x < 0 ? `\u2212${said}` : said;
}

/** A number with its sign, for what may be lost or saved. */
export const signed = (x) => (x > 0 && amount(x) !== "0" ? `+${amount(x)}` : amount(x));

export const exact = (values) => values.includes(Infinity) || values.every((x) => Math.abs(x - Number(x.toFixed(3))) < 1e-9);
