/**
 * What is to be said to an answer.
 *
 * takes    typed: what stands in a field; step: one of a question, see math.js
 * returns  read(typed): a number, null for an empty field, NaN for what is no number
 *          verdict(step, number): "right", the name of a mistake, "close" or "wrong"
 */
import { HALF, INVISIBLE, NEAR } from "./tolerance.js";

/** A comma or a point, any minus sign, spaces, and fractions such as 1/3. */
export function read(typed) {
  const text = typed.replace(/\s/g, "").replace(/[\u2212\u2013\uff0d]/g, "-").replaceAll(",", ".");
  if (text === "") return null;
  const [, above, below = "1"] = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:\/(\d+\.?\d*|\.\d+))?$/.exec(text) ?? [];
  const number = above === undefined ? NaN : Number(above) / Number(below);
  return Number.isFinite(number) ? number : NaN;
}

export function verdict({ answer, mistakes, digits }, number) {
  const same = (x) => Math.abs(number - x) <= HALF + INVISIBLE;
  if (same(answer)) return "right";
  const name = Object.keys(mistakes).find((one) => same(mistakes[one]));
  return name ?? (digits > 0 && Math.abs(number - answer) < NEAR ? "close" : "wrong");
}
