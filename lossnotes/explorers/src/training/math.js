/**
 * Gradient descent on the eight rows. Pure, no DOM; checked against lossnotes and torch.
 *
 * takes    theta: 15 numbers, for each class four weights and the bias; rate: learning rate; double: whether a
 *          softmax stands before the cross-entropy, which has one of its own
 * returns  forward(theta, double): { cost, losses: 8, p: 24, slope: 15 }; cost in nats, slope is the gradient
 *          train(rate, double): the costs at the epochs 0 to 1000, each before its update, and what is told of them
 *
 * A run passes 8008 rows, and is made anew at each move of the rate: hence no arrays inside, unlike shared/losses.js.
 */
import { PUBLISHED, START, X, Y } from "./data.js";

export const EPOCHS = 1000;
/** The lowest cost there is where a softmax too many hands the loss scores that lie between 0 and 1. */
export const FLOOR = Math.log1p(2 / Math.E);
/** Less than this is rounding, not a step uphill. */
const NOISE = 1e-9;

/** Writes softmax(a, b, c) to out from `at`, and returns -log of its entry `label`, as shared/losses.js does. */
function soften(a, b, c, label, out, at) {
  const most = Math.max(a, b, c);
  const [u, v, w] = [Math.exp(a - most), Math.exp(b - most), Math.exp(c - most)];
  const rest = a === most ? v + w : b === most ? u + w : u + v;
  const total = 1 + rest;
  out[at] = u / total;
  out[at + 1] = v / total;
  out[at + 2] = w / total;
  return most - (label === 0 ? a : label === 1 ? b : c) + Math.log1p(rest);
}

/** Fills p and slope, and losses where they are asked for; returns the cost. */
function pass(theta, double, p, slope, losses = null) {
  const q = new Float64Array(3);
  let cost = 0;
  slope.fill(0);
  for (let i = 0; i < 8; i += 1) {
    const [x0, x1, x2, x3] = X[i];
    const score = (k) => theta[k] * x0 + theta[k + 1] * x1 + theta[k + 2] * x2 + theta[k + 3] * x3 + theta[k + 4];
    const at = 3 * i;
    const label = Y[i];
    let loss = soften(score(0), score(5), score(10), label, p, at);
    if (double) loss = soften(p[at], p[at + 1], p[at + 2], label, q, 0);
    else for (let c = 0; c < 3; c += 1) q[c] = p[at + c];
    q[label] -= 1; // the gradient by what the cross-entropy was given
    if (double) { // and back through the first softmax, by its Jacobian
      const mean = q[0] * p[at] + q[1] * p[at + 1] + q[2] * p[at + 2];
      for (let c = 0; c < 3; c += 1) q[c] = p[at + c] * (q[c] - mean);
    }
    for (let c = 0; c < 3; c += 1) {
      const pull = q[c] / 8;
      const k = 5 * c;
      slope[k] += pull * x0;
      slope[k + 1] += pull * x1;
      slope[k + 2] += pull * x2;
      slope[k + 3] += pull * x3;
      slope[k + 4] += pull;
    }
    if (losses) losses[i] = loss;
    cost += loss / 8;
  }
  return cost;
}

export function forward(theta, double) {
  const [p, slope, losses] = [24, 15, 8].map((size) => new Float64Array(size));
  return { cost: pass(theta, double, p, slope, losses), losses, p, slope };
}

/** One step of the training. */
export function step(theta, slope, rate) {
  return theta.map((value, k) => value - rate * slope[k]);
}

/** The class that a row of p answers; the first of equals, as argmax does. */
export function answer(p, row) {
  const at = 3 * row;
  if (p[at] >= p[at + 1] && p[at] >= p[at + 2]) return 0;
  return p[at + 1] >= p[at + 2] ? 1 : 2;
}

export const isRight = (p, row) => answer(p, row) === Y[row];

/** One run: all of it that does not depend on the epoch that is looked at. */
export function train(rate, double, epochs = EPOCHS) {
  const costs = new Float64Array(epochs + 1);
  const [thetas, p] = [15, 24].map((size) => Array.from({ length: epochs + 1 }, () => new Float64Array(size)));
  const slope = new Float64Array(15);
  thetas[0].set(START);
  for (let epoch = 0; epoch <= epochs; epoch += 1) {
    const theta = thetas[epoch];
    costs[epoch] = pass(theta, double, p[epoch], slope);
    const next = thetas[epoch + 1];
    if (next) for (let k = 0; k < 15; k += 1) next[k] = theta[k] - rate * slope[k];
  }
  let uphill = 0;
  let highest = 1;
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    if (costs[epoch] - costs[epoch - 1] > NOISE) uphill += 1;
    if (costs[epoch] > costs[highest]) highest = epoch;
  }
  const apart = Math.max(...PUBLISHED.map((cost, k) => Math.abs(cost - costs[100 * k])));
  return { costs, thetas, p, uphill, highest, apart };
}

/** The epochs at which a row is answered wrong, as stretches [first, last]. */
export function wrongStretches(p, row) {
  const stretches = [];
  for (let epoch = 0; epoch < p.length; epoch += 1) {
    if (isRight(p[epoch], row)) continue;
    const last = stretches.at(-1);
    if (last?.[1] === epoch - 1) last[1] = epoch;
    else stretches.push([epoch, epoch]);
  }
  return stretches;
}
