/**
 * What the losses with an angular margin put in the place of cos(theta). Pure, no DOM; checked against
 * Python's lossnotes.
 *
 * takes    theta: an angle from 0 to pi, in radians; m: the margin, a whole number >= 1 for psi, "lsoftmax" and
 *          "asoftmax", cosine units for "amsoftmax", radians for "arcface"; lam: how much of the plain cosine
 *          is mixed into psi, >= 0
 * returns  numbers: psi, its slope by theta, and the factor of the target class' logit
 */

/** Which of the m equal parts of [0, pi] the angle lies in: 0 to m - 1, also at pi itself. */
const part = (theta, m) => Math.min(m - 1, Math.max(0, Math.floor((m * theta) / Math.PI)));

/** (-1)^k cos(m theta) - 2k: falls from 1 at 0 to 1 - 2m at pi. At a border both neighbours give the same. */
export function psi(theta, m) {
  const k = part(theta, m);
  return (k % 2 ? -1 : 1) * Math.cos(m * theta) - 2 * k;
}

/** d psi / d theta: 0 at every border, nowhere positive. */
export function psiSlope(theta, m) {
  return (part(theta, m) % 2 ? 1 : -1) * m * Math.sin(m * theta);
}

export function targetCosine(kind, theta, { m, lam = 0 }) {
  switch (kind) {
    case "lsoftmax":
    case "asoftmax":
      return (lam * Math.cos(theta) + psi(theta, m)) / (1 + lam);
    case "amsoftmax":
      return Math.cos(theta) - m;
    case "arcface":
      return Math.cos(theta + m);
    default:
      return Math.cos(theta);
  }
}
