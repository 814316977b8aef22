/**
 * What has become of a number, by name: the words stand in strings.js, the colours in numerics.css.
 *
 * takes    the steps of math.js' forms, and the format
 * returns  { kind: "nothing", "infinite", "zero", "worn" or "", word: a key of strings.js }
 */
import { smallestNormal } from "./math.js";

const FINE = { kind: "", word: "" };
const UNDEFINED = { kind: "nothing", word: "undefined" }; // the number itself is written in words
const zero = (word) => ({ kind: "zero", word });
const infinite = (word) => ({ kind: "infinite", word });
const worn = (word) => ({ kind: "worn", word });

export function ofPower(x, format) {
  if (x === Infinity) return infinite("overflow");
  if (x === 0) return zero("underflow");
  return x < smallestNormal(format) ? worn("subnormal") : FINE;
}

export function ofSum(x, powers, format) {
  if (x === Infinity) return infinite(powers.includes(Infinity) ? "infinite" : "overflow");
  if (x === 0) return zero("zero");
  const largest = Math.max(...powers);
  const others = powers.filter((_, j) => j !== powers.indexOf(largest));
  if (x === largest && others.some((power) => power > 0)) return worn("absorbed");
  return x < smallestNormal(format) ? worn("subnormal") : FINE;
}

/** The share p of the naive form: exactly 1 only because the rest is lost. */
export function ofShare(p, format) {
  if (Number.isNaN(p)) return UNDEFINED;
  if (p === 0) return zero("zero");
  if (p === 1) return worn("one");
  return p < smallestNormal(format) ? worn("subnormal") : FINE;
}

/** A logarithm or a loss. No loss of finite scores is 0. */
export function ofResult(x, format) {
  if (Number.isNaN(x)) return UNDEFINED;
  if (x === Infinity) return infinite("infinite");
  if (x === 0) return zero("exactly");
  return x < smallestNormal(format) ? worn("subnormal") : FINE;
}
