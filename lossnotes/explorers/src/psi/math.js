/**
 * What the figure says about psi beyond its value: pieces, Chebyshev polynomials, and the mixture with the cosine.
 * Pure, no DOM; checked against Python's lossnotes.
 *
 * takes    theta: radians from 0 to pi; c: its cosine; m: 1 to 5; lam >= 0
 * returns  thresholds(m): cosines of the joints, falling     piece(c, m): k, the number of thresholds above c
 *          chebyshev(m): [[factor, power], ...] of T_m       polynomial(c, m): its value
 *          mixed(theta, m, lam), mixedSlope(theta, m, lam): (lam cos + psi) / (1 + lam), and its slope by theta
 *          FAMILY: the losses, with what `targetCosine` of shared/margins.js takes
 */
import { psiSlope, targetCosine } from "../shared/margins.js";

export const AM = 0.35;
export const ARC = 0.5;

export const thresholds = (m) => Array.from({ length: m - 1 }, (_, j) => Math.cos((j + 1) * Math.PI / m));
export const piece = (c, m) => thresholds(m).filter((t) => t > c).length;

const POLYNOMIALS = [
  [[1, 0]],
  [[1, 1]],
  [[2, 2], [-1, 0]],
  [[4, 3], [-3, 1]],
  [[8, 4], [-8, 2], [1, 0]],
  [[16, 5], [-20, 3], [5, 1]],
];
export const chebyshev = (m) => POLYNOMIALS[m];
export const polynomial = (c, m) => chebyshev(m).reduce((sum, [factor, power]) => sum + factor * c ** power, 0);

export const mixed = (theta, m, lam) => targetCosine("lsoftmax", theta, { m, lam });
export const mixedSlope = (theta, m, lam) => (psiSlope(theta, m) - lam * Math.sin(theta)) / (1 + lam);

/** What each loss puts in the place of cos(theta); m and lam are those of psi. */
export const FAMILY = ["softmax", "lsoftmax", "asoftmax", "amsoftmax", "arcface"];
export const target = (kind, theta, { m, lam }) =>
  targetCosine(kind, theta, { m: kind === "amsoftmax" ? AM : kind === "arcface" ? ARC : m, lam });
