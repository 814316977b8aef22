/**
 * Logits by lengths and angles, and which direction of the plane goes to which class. Pure, no DOM; checked
 * against Python's lossnotes.
 *
 * takes    state: { kind, label, feature: [x, y], vectors: [[x, y], ...], m_factor, lam, m_cosine, m_angle, s }
 *          kind: "softmax", "normalized" (both without a margin), "lsoftmax", "asoftmax", "amsoftmax", "arcface"
 * returns  numbers; angles in radians, losses in nats
 */
import { softmax, softmaxLoss } from "../shared/losses.js";
import { targetCosine } from "../shared/margins.js";
import { between, unit } from "../shared/vectors.js";

/** Which margin each kind has: the trait that holds it. */
export const MARGIN = { lsoftmax: "m_factor", asoftmax: "m_factor", amsoftmax: "m_cosine", arcface: "m_angle" };
/** The lengths that count towards the logits of each kind; where none does, the scale s stands in their place. */
export const LENGTHS = { softmax: "both", lsoftmax: "both", asoftmax: "feature" };

const dot = (v, w) => v[0] * w[0] + v[1] * w[1];

/** Where the largest value stands, or -1 where two are equally large but for rounding. */
function first(values) {
  const most = Math.max(...values);
  const place = values.indexOf(most);
  const near = most - 1e-12 * Math.max(1, Math.abs(most));
  return values.every((value, j) => j === place || value < near) ? place : -1;
}

/**
 * All that the figure says of a feature:
 * { lengths: |W_j|, length: |x|, thetas, plain: logits of the rule at test time, logits: those of the loss,
 *   target: what stands for cos(theta_y), counted: the angle with that cosine, or null below -1,
 *   winner: the class by the plain rule, or -1 in a tie, right, paid: whether the target logit is the largest }
 */
export function read(state, x = state.feature) {
  const { kind, label, vectors, s } = state;
  const [direction, length] = unit(x);
  const units = vectors.map(unit);
  const thetas = units.map(([w]) => between(direction, w));
  const scale = (j) => ({ both: units[j][1] * length, feature: length })[LENGTHS[kind]] ?? s;
  const plain = vectors.map((w, j) => (LENGTHS[kind] === "both" ? dot(w, x) : scale(j) * dot(units[j][0], direction)));
  const target = targetCosine(kind, thetas[label], { m: state[MARGIN[kind]], lam: state.lam });
  const logits = plain.map((f, j) => (j === label && MARGIN[kind] ? scale(j) * target : f));
  const winner = first(plain);
  return {
    lengths: units.map(([, size]) => size), length, thetas, plain, logits, target,
    counted: target < -1 ? null : Math.acos(Math.min(1, target)),
    winner, right: winner === label, paid: first(logits) === label,
  };
}

export const probabilities = ({ logits }) => softmax(logits);
export const lossOf = ({ logits }, label) => softmaxLoss(logits, label);

const TURN = 2 * Math.PI;
const SAMPLES = 720;

/**
 * Which class wins in each direction, by the plain rule, and where the margin still charges the target class
 * although it wins. The length of x multiplies all logits or none, so that a direction says it all.
 *
 * returns  [{ from, to, winner, charged }], counterclockwise, from < to; one with to - from = 2 pi where all are alike
 */
export function sectors(state) {
  const at = (turn) => {
    const { winner, right, paid } = read(state, [Math.cos(turn), Math.sin(turn)]);
    return { winner, charged: right && !paid, key: `${winner} ${right && !paid}` };
  };
  /** The border between two directions of different kinds. */
  const border = (low, high, key) => {
    let [a, b] = [low, high];
    for (let i = 0; i < 40; i += 1) {
      const middle = (a + b) / 2;
      if (at(middle).key === key) a = middle;
      else b = middle;
    }
    return (a + b) / 2;
  };
  // Half a step beside the round angles, where borders like to be.
  const turns = Array.from({ length: SAMPLES + 1 }, (_, i) => ((i + 0.5) / SAMPLES) * TURN);
  const found = [];
  let last = at(turns[0]);
  for (let i = 1; i <= SAMPLES; i += 1) {
    const next = at(turns[i]);
    if (next.key !== last.key) found.push({ from: border(turns[i - 1], turns[i], last.key), winner: next.winner, charged: next.charged });
    last = next;
  }
  if (!found.length) return [{ from: 0, to: TURN, winner: last.winner, charged: last.charged }];
  return found.map((sector, i) => ({ ...sector, to: i + 1 < found.length ? found[i + 1].from : found[0].from + TURN }));
}
