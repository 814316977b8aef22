/**
 * The losses of one row of scores. Pure, no DOM; checked against Python's lossnotes.
 *
 * takes    scores: number[], label: index of the correct class, margin: number >= 0
 * returns  numbers in nats, or arrays as long as scores
 */

/** max(0, s_j - s_y + margin) for every wrong class, 0 for the correct one. */
export function hingeTerms(scores, label, margin = 1) {
  return scores.map((score, j) => (j === label ? 0 : Math.max(0, score - scores[label] + margin)));
}

export function hingeLoss(scores, label, margin = 1) {
  return hingeTerms(scores, label, margin).reduce((sum, term) => sum + term, 0);
}

/** The largest score, its place, and what the others add to its exponential once it is shifted to e^0 = 1. */
function shifted(scores) {
  const max = Math.max(...scores);
  const top = scores.indexOf(max);
  const rest = scores.reduce((sum, score, j) => (j === top ? sum : sum + Math.exp(score - max)), 0);
  return { max, top, rest };
}

export function softmax(scores) {
  const { max, rest } = shifted(scores);
  return scores.map((score) => Math.exp(score - max) / (1 + rest));
}

/** 1 - p_y, with its digits kept when p_y is nearly 1. */
export function missingProbability(scores, label) {
  const { top, rest } = shifted(scores);
  return label === top ? rest / (1 + rest) : 1 - softmax(scores)[label];
}

/** -log p_y. Both summands are >= 0, so nothing cancels, and log1p keeps a loss of 1e-20 from becoming 0. */
export function softmaxLoss(scores, label) {
  const { max, rest } = shifted(scores);
  return max - scores[label] + Math.log1p(rest);
}
