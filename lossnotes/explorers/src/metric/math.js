/**
 * A Mahalanobis distance in the plane by its ellipse, and what nearest neighbours answer under it. Pure, no DOM;
 * checked against Python's lossnotes.
 *
 * takes    a state with angle (degrees), log_along, log_across (log2 of the half axes); points [x, y]; labels 0, 1, ...
 * returns  shape(state), the ellipse; matrix(shape), distances, neighbours, votes and counts of right answers
 */

/** Half axes a, along the angle, and b, across it. Any three finite numbers give a positive definite matrix. */
export function shape({ angle, log_along, log_across }) {
  const turn = angle * Math.PI / 180;
  return { cos: Math.cos(turn), sin: Math.sin(turn), a: 2 ** log_along, b: 2 ** log_across };
}

/** What answers depend on, as a text: all but the leaf in the middle. */
export const keyOf = ({ question, k, angle, log_along, log_across }) => [question, k, angle, log_along, log_across].join();

/** [M11, M12, M22] of M = R diag(1/a², 1/b²) Rᵀ. */
export function matrix({ cos, sin, a, b }) {
  const [along, across] = [1 / (a * a), 1 / (b * b)];
  return [cos * cos * along + sin * sin * across, cos * sin * (along - across), sin * sin * along + cos * cos * across];
}

/** (x − y)ᵀ M (x − y), along the axes of the ellipse, where nothing cancels. */
function squared({ cos, sin, a, b }, x, y) {
  const u = x[0] - y[0];
  const v = x[1] - y[1];
  const along = (u * cos + v * sin) / a;
  const across = (v * cos - u * sin) / b;
  return along * along + across * across;
}

export const distance = (form, x, y) => Math.sqrt(squared(form, x, y));

/**
 * Indices of the k points nearest to x, the nearest first; not that of `skip`. Distances count to nine decimals:
 * equal ones differ by their rounding, and then the point with the lower index comes first.
 */
export function nearest(form, points, x, k, skip = -1) {
  const found = [];
  const keys = [];
  let far = Infinity; // a square beyond those of the k: no need to look closer
  for (let i = 0; i < points.length; i += 1) {
    if (i === skip) continue;
    const square = squared(form, x, points[i]);
    if (square > far) continue;
    const key = Math.floor(Math.sqrt(square) * 1e9 + 0.5);
    if (found.length === k && key >= keys[k - 1]) continue;
    let at = Math.min(found.length, k - 1);
    for (; at > 0 && keys[at - 1] > key; at -= 1) {
      keys[at] = keys[at - 1];
      found[at] = found[at - 1];
    }
    keys[at] = key;
    found[at] = i;
    if (found.length === k) far = ((keys[k - 1] + 1) / 1e9) ** 2;
  }
  return found;
}

/** The class with most votes; of several, the one whose first voter is nearest. */
export function vote(found, labels) {
  let winner = labels[found[0]];
  let most = 0;
  for (const i of found) {
    let votes = 0;
    for (const j of found) votes += labels[j] === labels[i];
    if (votes > most) {
      most = votes;
      winner = labels[i];
    }
  }
  return winner;
}

/** For each point, whether the others answer its label. */
export const leaveOneOut = (form, points, labels, k) => points.map((x, i) => vote(nearest(form, points, x, k, i), labels) === labels[i]);

/** How many of the new points get their label. */
export function heldOut(form, points, labels, fresh, k) {
  return fresh.points.reduce((right, x, i) => right + (vote(nearest(form, points, x, k), labels) === fresh.labels[i]), 0);
}
