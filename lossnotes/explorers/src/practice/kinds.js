/**
 * What each kind of question asks: its numbers, and its steps with what mistakes make of them. Pure, no DOM; the
 * same as lossnotes/explorers/_questions/, which takes its right answers from lossnotes.
 *
 * takes    a generator of random.js; or the numbers that it drew
 * returns  KINDS[kind] = { draw(random): numbers, steps(numbers): [{ name, answer, carried, digits, mistakes }] }
 *          carried: the answer again, from the rounded numbers of the steps before it, as the reader has them
 *          mistakes: { name: the number that comes out }, infinite or NaN where the mistake cannot be made
 */
import { hingeTerms } from "../shared/losses.js";
import { psi } from "../shared/margins.js";

const THREE = [0, 1, 2];
const sum = (values) => values.reduce((all, one) => all + one, 0);
export const round = (x, digits = 2) => Number(x.toFixed(digits));
const tenths = (values) => values.map((x) => x / 10);
const step = (name, digits, answer, mistakes, carried = answer) => ({ name, digits, answer, carried, mistakes });

/** Two images of three scores; the correct score is near the others, so that the margin matters. */
const hinge = {
  draw({ between, among }) {
    const margin = among([5, 10, 10, 15, 20]) / 10;
    const images = [0, 1].map(() => {
      const label = between(0, 2);
      const own = between(-20, 45);
      return { label, scores: tenths(THREE.map((j) => (j === label ? own : own + between(-35, 25)))) };
    });
    return { margin, images };
  },
  steps({ margin, images }) {
    const rivals = images.map(({ label }) => THREE.filter((j) => j !== label));
    const behind = images.map(({ scores, label }, i) => rivals[i].map((j) => scores[j] - scores[label]));
    const costs = images.map(({ scores, label }, i) => rivals[i].map((j) => hingeTerms(scores, label, margin)[j]));
    const plain = (gaps) => Math.max(0, ...gaps); // of one gap
    const variants = (gaps) => {
      const subtracted = sum(gaps.map((gap) => plain([gap - margin])));
      return {
        "margin-forgotten": sum(gaps.map((gap) => plain([gap]))),
        "margin-subtracted": subtracted > 0 ? subtracted : NaN, // a 0 is what forgetting the margin gives
        "no-hinge": sum(gaps.map((gap) => gap + margin)),
        "sign-swapped": sum(gaps.map((gap) => plain([margin - gap]))),
      };
    };
    const image = (i) => {
      const common = variants(behind[i]);
      return {
        ...common,
        "hinge-after-sum": common["no-hinge"] < 0 ? 0 : NaN, // above 0 it is the same as no hinge at all
        "correct-class-counted": sum(costs[i]) + margin,
        "strongest-rival-only": Math.max(...costs[i]),
      };
    };
    const both = [image(0), image(1)];
    const losses = costs.map(sum);
    const mean = sum(losses) / 2;
    const means = Object.fromEntries(["margin-forgotten", "no-hinge", "correct-class-counted", "sign-swapped"]
      .map((name) => [name, (both[0][name] + both[1][name]) / 2]));
    return [
      step("cost0", 1, costs[0][0], variants([behind[0][0]])),
      step("cost1", 1, costs[0][1], variants([behind[0][1]])),
      step("loss0", 1, losses[0], both[0]),
      step("loss1", 1, losses[1], both[1]),
      step("mean", 2, mean, { ...means, "sum-for-mean": sum(losses), "mean-over-classes": mean / 3 }),
    ];
  },
};

/** Three scores, at times so large that exp overflows without the shift. */
const softmax = {
  draw({ between }) {
    const largest = between(0, 3) === 0 ? between(1000, 9000) : between(5, 45);
    const top = between(0, 2);
    return { scores: tenths(THREE.map((j) => (j === top ? largest : largest - between(2, 40)))), top, label: between(0, 2) };
  },
  steps({ scores, top, label }) {
    const [other, third] = THREE.filter((j) => j !== top);
    const shifted = scores.map((score) => score - scores[top]);
    const power = shifted.map(Math.exp);
    const all = sum(power);
    const own = power[label];
    const to = (base) => shifted.map((x) => base ** x);
    const rounded = power.map((x) => round(x));
    const carried = 1 + rounded[other] + rounded[third];
    const flipped = shifted.map((x) => Math.exp(-x));
    return [
      step("shifted", 1, shifted[other], {
        "shift-added": scores[other] + scores[top],
        "smallest-subtracted": scores[other] - Math.min(...scores),
        "shift-backwards": -shifted[other],
      }),
      step("power", 2, power[other], {
        "exp-left-out": shifted[other],
        "shift-left-out": Math.exp(scores[other]),
        "power-of-10": to(10)[other],
        "power-of-2": to(2)[other],
        "exponent-sign-lost": flipped[other],
      }, Math.exp(round(shifted[other], 1))),
      step("sum", 2, all, {
        "largest-left-out": all - 1,
        "exp-left-out": sum(shifted),
        "shift-left-out": sum(scores.map(Math.exp)),
        "power-of-10": sum(to(10)),
        "power-of-2": sum(to(2)),
        "mean-for-sum": all / 3,
      }, carried),
      step("probability", 2, own / all, {
        "not-exponentiated": scores[label] / sum(scores),
        "not-divided": own,
        "odds": own / (all - own),
        "lowest-wins": flipped[label] / sum(flipped),
        "power-of-10": to(10)[label] / sum(to(10)),
      }, rounded[label] / round(carried)),
    ];
  },
};

const surprise = (p) => -Math.log(p);
const mean = (weights, values) => sum(weights.map((p, i) => (p === 0 ? 0 : p * values[i])));

/** P, what is so, and Q, what a model believes; P may have a 0. */
const entropy = {
  draw({ between }) {
    const least = between(0, 3) === 0 ? 0 : 1;
    const first = between(least, 8);
    const second = between(least, 10 - first - least);
    const belief = between(1, 8);
    const next = between(1, 9 - belief);
    return { p: tenths([first, second, 10 - first - second]), q: tenths([belief, next, 10 - belief - next]), label: between(0, 2) };
  },
  steps({ p, q, label }) {
    const [ofP, ofQ] = [p.map(surprise), q.map(surprise)];
    const rounded = (values) => values.map((x) => (Number.isFinite(x) ? round(x) : x));
    const based = (x) => ({ "log-base-10": x / Math.LN10, "log-base-2": x / Math.LN2 });
    const [cross, own, back, believed] = [mean(p, ofQ), mean(p, ofP), mean(q, ofP), mean(q, ofQ)];
    const carried = { cross: mean(p, rounded(ofQ)), own: mean(p, rounded(ofP)) };
    return [
      step("surprise", 2, ofQ[label], { ...based(ofQ[label]), "sign-forgotten": -ofQ[label], "probability-for-loss": 1 - q[label] }),
      step("cross", 2, cross, {
        ...based(cross), "sign-forgotten": -cross, "p-and-q-swapped": back,
        "sum-not-weighted": sum(ofQ), "plain-mean": sum(ofQ) / 3,
      }, carried.cross),
      step("entropy", 2, own, { ...based(own), "sign-forgotten": -own, "entropy-of-q": believed }, carried.own),
      step("divergence", 2, cross - own, {
        ...based(cross - own), "entropy-not-subtracted": cross, "p-and-q-swapped": back - believed,
        "divergence-backwards": own - cross, "entropy-of-the-belief": cross - believed,
      }, round(carried.cross) - round(carried.own)),
    ];
  },
};

/** An angle in whole degrees, and the factor m; not on piece 0, where psi is cos(m theta), and never on a border of two
 *  pieces, where k is a matter of taste. */
const angle = {
  draw({ between }) {
    return { m: between(2, 5), theta: between(3, 177) };
  },
  steps({ m, theta }) {
    const multiple = m * theta;
    const k = Math.floor(multiple / 180);
    const radians = (degrees) => degrees * Math.PI / 180;
    const cos = Math.cos(radians(multiple));
    const sign = k % 2 ? -1 : 1;
    const value = psi(radians(theta), m);
    return [
      step("multiple", 0, multiple, { "angle-divided": theta / m, "factor-added": theta + m }),
      step("piece", 0, k === 0 || multiple % 180 === 0 ? NaN : k, { "pieces-from-one": k + 1, "full-turns": Math.floor(multiple / 360) }),
      step("cosine", 2, cos, {
        "degrees-for-radians": Math.cos(multiple),
        "angle-not-multiplied": Math.cos(radians(theta)),
        "cosine-multiplied": m * Math.cos(radians(theta)),
        "sine-for-cosine": Math.sin(radians(multiple)),
      }),
      step("value", 2, value, {
        "plain-multiple-angle": cos,
        "odd-pieces-not-flipped": cos - 2 * k,
        "step-not-doubled": sign * cos - k,
        "pieces-from-one": -sign * cos - 2 * (k + 1),
        "piece-too-low": k > 1 ? -sign * cos - 2 * (k - 1) : NaN, // piece 0 is cos(m theta) itself
        "steps-raised": sign * cos + 2 * k,
      }, sign * round(cos) - 2 * k),
    ];
  },
};

export const KINDS = { hinge, softmax, "cross-entropy": entropy, psi: angle };
