/**
 * Weights and small numbers in words.
 *
 * takes    numbers
 * returns  pair: "w₁ = −2.00, w₂ = 2.00"      plain: as few digits as say the number, "0.001", "0.13"
 */
import { fixed } from "../shared/format.js";

export const pair = ([w1, w2], digits = 2) => `w₁ = ${fixed(w1, digits)}, w₂ = ${fixed(w2, digits)}`;
export const plain = (x) => String(Number(x.toPrecision(2)));
