/**
 * The losses of one row of scores, and their derivatives by each score. Pure, no DOM; checked against Python's
 * lossnotes.
 *
 * takes    scores: number[], label: index of the correct class, margin: number >= 0; temperature: number > 0,
 *          which divides the scores before the softmax
 * returns  numbers in nats, or arrays as long as scores
 */

/** max(0, s_j - s_y + margin) for every wrong class, 0 for the correct one. */
export function hingeTerms(scores, label, margin = 1) {
  return scores.map((score, j) => (j === label ? 0 : Math.max(0, score - scores[label] + margin)));
}

export function hingeLoss(scores, label, margin = 1) {
  return hingeTerms(scores, label, margin).reduce((sum, term) => sum + term, 0);
}

/** 1 for each wrong class that costs, minus their number for the correct one. */
export function votes(costs, label) {
  const each = costs.map((one, j) => (one && j !== label ? 1 : 0));
  const all = each.reduce((sum, one) => sum + one, 0);
  return each.map((one, j) => (j === label ? 0 - all : one)); // from 0: no -0
}

/** The derivative of the hinge loss; 0 where a score stands exactly on the margin, as in lossnotes. */
export function hingeGradient(scores, label, margin = 1) {
  // s_y - margin, rounded, and what the rounding left out: which score costs is right to the last digit.
  const edge = scores[label] - margin;
  const part = edge - scores[label];
  const lost = (scores[label] - (edge - part)) - (margin + part);
  return votes(scores.map((score) => score > edge || (score === edge && lost < 0)), label);
}

/** The largest score, its place, and what the others add to its exponential once it is shifted to e^0 = 1. */
function shifted(scores, temperature) {
  const max = Math.max(...scores);
  const top = scores.indexOf(max);
  const rest = scores.reduce((sum, score, j) => (j === top ? sum : sum + Math.exp((score - max) / temperature)), 0);
  return { max, top, rest };
}

export function softmax(scores, temperature = 1) {
  const { max, rest } = shifted(scores, temperature);
  return scores.map((score) => Math.exp((score - max) / temperature) / (1 + rest));
}

/** 1 - p_y, with its digits kept when p_y is nearly 1. */
export function missingProbability(scores, label, temperature = 1) {
  const { top, rest } = shifted(scores, temperature);
  return label === top ? rest / (1 + rest) : 1 - softmax(scores, temperature)[label];
}

/** -log p_y. Both summands are >= 0, so nothing cancels, and log1p keeps a loss of 1e-20 from becoming 0. */
export function softmaxLoss(scores, label, temperature = 1) {
  const { max, rest } = shifted(scores, temperature);
  return (max - scores[label]) / temperature + Math.log1p(rest);
}

/** The derivative of the softmax loss: p_j / T, and minus the sum of the others for the correct class. */
export function softmaxGradient(scores, label, temperature = 1) {
  const missing = missingProbability(scores, label, temperature);
  return softmax(scores, temperature).map((p, j) => (j === label ? 0 - missing : p) / temperature);
}
