/**
 * A number with the digits that its format has a say in.
 *
 * takes    numbers of at least 0, the format, words
 * returns  strings
 */
import { fixed, loss, trimmed } from "../shared/format.js";
import { FORMATS } from "./math.js";

/** One more digit than the format is sure of, at most six: "2.039", "188.8", "4.2×10⁻¹⁸", "∞", "not a number".
 *  Zeros at the end go only where the number is exactly what is left. */
export function written(x, format, text) {
  if (Number.isNaN(x)) return text.nothing;
  if (x >= 1e5) return fixed(x, 0);
  if (x !== 0 && x < 1e-4) return loss(x);
  const digits = Math.min(6, FORMATS[format].digits + 1);
  const before = x === 0 ? 1 : Math.floor(Math.log10(x)) + 1;
  const shown = fixed(x, Math.min(7, Math.max(0, digits - before))); // a small phone has room for seven
  const short = trimmed(shown);
  return Number(short) === x ? short : shown;
}
