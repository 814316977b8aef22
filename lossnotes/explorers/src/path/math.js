/**
 * Ridge regression with Legendre polynomials, for every lambda at once. Pure, no DOM; checked against Python.
 *
 * takes    y: the 12 measurements; degree 1 to 11; lam >= 0
 * returns  fit(y, degree, lam): { weights, train, test, penalty, freedom }
 *          curve(weights, x): the polynomial at x
 *
 * The columns less their means, so that the bias goes free, are U S V' once a degree; then each lambda only
 * damps: w = V s / (s^2 + N lambda) U'y. Normal equations would square the condition of the columns (67 at
 * degree 11), and a difference y - A w would lose what is left of a small training error.
 */
import { factor, rest, x as places } from "./data.js";

const N = places.length;
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const mean = (a) => a.reduce((sum, value) => sum + value, 0) / a.length;

/** P_0(x) to P_degree(x). */
export function legendre(x, degree) {
  const values = [1, x];
  for (let k = 2; k <= degree; k += 1) values.push(((2 * k - 1) * x * values[k - 1] - (k - 1) * values[k - 2]) / k);
  return values.slice(0, degree + 1);
}

export const curve = (weights, x) => dot(weights, legendre(x, weights.length - 1));

/** One-sided Jacobi: turns pairs of columns until all are orthogonal; their lengths are the singular values. */
function jacobi(columns) {
  const u = columns.map((column) => [...column]);
  const v = columns.map((_, i) => columns.map((__, j) => Number(i === j)));
  for (let sweep = 0, turned = true; turned && sweep < 40; sweep += 1) {
    turned = false;
    for (let i = 0; i < u.length; i += 1) {
      for (let j = i + 1; j < u.length; j += 1) {
        const [a, b, c] = [dot(u[i], u[i]), dot(u[j], u[j]), dot(u[i], u[j])];
        if (Math.abs(c) <= 1e-16 * Math.sqrt(a * b)) continue;
        turned = true;
        const z = (b - a) / (2 * c);
        const t = (z < 0 ? -1 : 1) / (Math.abs(z) + Math.hypot(1, z));
        const cos = 1 / Math.hypot(1, t);
        for (const m of [u, v]) {
          const [p, q] = [m[i], m[j]];
          m[i] = p.map((value, k) => cos * (value - t * q[k]));
          m[j] = q.map((value, k) => cos * (value + t * p[k]));
        }
      }
    }
  }
  const size = u.map((column) => Math.sqrt(dot(column, column)));
  return { u: u.map((column, i) => column.map((value) => value / size[i])), v, size };
}

const known = new Map();

function parts(degree) {
  if (!known.has(degree)) {
    const rows = places.map((x) => legendre(x, degree).slice(1));
    const middle = rows[0].map((_, k) => mean(rows.map((row) => row[k])));
    known.set(degree, { middle, ...jacobi(middle.map((m, k) => rows.map((row) => row[k] - m))) });
  }
  return known.get(degree);
}

/**
 * Mean squared error on the 300 test points. Their columns are Q R, so it is |R w - q|^2 and a rest: 91 numbers
 * stand for 600, and of a lower degree the first columns serve.
 */
function testError(weights) {
  const { R, q } = factor;
  return q.reduce((sum, value, i) => {
    const row = weights.reduce((part, w, k) => (k >= i ? part + R[k][i] * w : part), 0);
    return sum + (row - value) ** 2;
  }, rest);
}

export function fit(y, degree, lam) {
  const { middle, u, v, size } = parts(degree);
  const level = mean(y);
  const moved = y.map((value) => value - level);
  const along = u.map((column) => dot(column, moved));
  const damping = size.map((s) => s * s + N * lam);
  const slopes = v[0].map((_, k) => v.reduce((sum, column, i) => sum + column[k] * size[i] / damping[i] * along[i], 0));
  // What no weight could reach (degree 11 reaches all), and what lambda gives up of the rest.
  const beyond = degree < N - 1 ? moved.map((value, n) => value - u.reduce((sum, column, i) => sum + column[n] * along[i], 0)) : [0];
  const givenUp = along.map((a, i) => N * lam / damping[i] * a);
  const weights = [level - dot(middle, slopes), ...slopes];
  return {
    weights,
    train: (dot(beyond, beyond) + dot(givenUp, givenUp)) / N,
    test: testError(weights),
    penalty: dot(slopes, slopes),
    freedom: 1 + size.reduce((sum, s, i) => sum + s * s / damping[i], 0),
  };
}
