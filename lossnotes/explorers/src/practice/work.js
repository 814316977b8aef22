/**
 * The arithmetic of each step, written out with numbers rounded as the reader has them: each line adds up as it stands.
 *
 * takes    a question of math.js
 * returns  one text a step
 */
import { fixed, short, subtrahend, term } from "../shared/format.js";

const MINUS = "\u2212";
const one = (x) => fixed(x, 1);
const two = (x) => fixed(x, 2);
const RAISED = ["⁰", "¹", "²", "³", "⁴"];

/** Shares times surprises, without those that count nothing. */
const weighed = (p, of) => p.map((share, i) => [share, of[i]]).filter(([share]) => share > 0)
  .map(([share, x]) => `${one(share)} · ${two(-Math.log(x))}`).join(" + ");

const WORKS = {
  hinge({ margin, images }, [first, second, loss0, loss1, mean]) {
    const cost = ({ scores, label }, j) => `max(0, ${one(scores[j])} ${MINUS} ${subtrahend(scores[label], 1)} + ${short(margin, 1)})`;
    const costs = images.map((image) => [0, 1, 2].filter((j) => j !== image.label).map((j) => cost(image, j)));
    const parts = [first, second].map((x) => term(x, 1)).join(" + ");
    return [...costs[0], parts, costs[1].join(" + "), `(${term(loss0, 1)} + ${term(loss1, 1)}) / 2`]
      .map((text, i) => `${text} = ${term([first, second, loss0, loss1, mean][i], i === 4 ? 2 : 1)}`);
  },
  softmax({ scores, top, label }, [shifted, power, all, probability]) {
    const other = [0, 1, 2].find((j) => j !== top);
    const powers = scores.map((score) => Math.exp(score - scores[top]));
    return [
      `${one(scores[other])} ${MINUS} ${subtrahend(scores[top], 1)} = ${one(shifted)}`,
      `exp(${one(shifted)}) = ${two(power)}`,
      `${powers.map(two).join(" + ")} = ${two(all)}`,
      `${two(powers[label])} / ${two(all)} = ${two(probability)}`,
    ];
  },
  "cross-entropy"({ p, q, label }, [surprise, cross, entropy, divergence]) {
    return [
      `${MINUS}log ${one(q[label])} = ${two(surprise)}`,
      `${weighed(p, q)} = ${two(cross)}`,
      `${weighed(p, p)} = ${two(entropy)}`,
      `${two(cross)} ${MINUS} ${two(entropy)} = ${two(divergence)}`,
    ];
  },
  psi({ m, theta }, [multiple, k, cosine, value]) {
    return [
      `${m} · ${theta}° = ${multiple}°`,
      `${k} · 180° < ${multiple}° < ${k + 1} · 180°`,
      `cos ${multiple}° = ${two(cosine)}`,
      `(${MINUS}1)${RAISED[k]} · ${subtrahend(cosine, 2)} ${MINUS} 2 · ${k} = ${two(value)}`,
    ];
  },
};

export const works = ({ kind, given, steps }) => WORKS[kind](given, steps.map(({ answer }) => answer));
