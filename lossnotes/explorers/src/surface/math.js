/**
 * A classifier with two weights: its loss, the gradient, the way downhill. Pure, no DOM; checked against lossnotes.
 *
 * takes    what: { loss: "hinge" or "softmax", penalty: "l2", "l1" or "none", lam, learning_rate, start }
 *          w: [w1, w2]
 * returns  numbers; the score of an image is f = w1 x1 + w2 x2, and the scores of its two classes are 0 and f
 */
import { images } from "./data.js";

export const EDGE = 3; // the weights on the map run from -EDGE to EDGE
export const STEPS = 50;
const COUNT = images.length;

/** The loss of one image by m = t f, its score on the right side, and the slope of that loss. The exponential is
 *  never more than 1: nothing overflows, and log1p keeps a small loss from being 0. */
const LOSSES = {
  hinge: { value: (m) => Math.max(0, 1 - m), slope: (m) => (m < 1 ? -1 : 0) },
  softmax: {
    value: (m) => Math.max(0, -m) + Math.log1p(Math.exp(-Math.abs(m))),
    slope: (m) => (m >= 0 ? -Math.exp(-m) / (1 + Math.exp(-m)) : -1 / (1 + Math.exp(m))),
  },
};

/** Score and loss of every image: [[f, loss], ...]. */
export function eachImage({ loss }, [w1, w2]) {
  return images.map(([x1, x2, t]) => {
    const f = w1 * x1 + w2 * x2;
    return [f, LOSSES[loss].value(t * f)];
  });
}

function dataLoss(loss, w1, w2) {
  const { value } = LOSSES[loss];
  let sum = 0;
  for (let i = 0; i < COUNT; i += 1) {
    const image = images[i];
    sum += value(image[2] * (w1 * image[0] + w2 * image[1]));
  }
  return sum / COUNT;
}

/** R(w), without its factor lambda. */
export function size(penalty, [w1, w2]) {
  if (penalty === "none") return 0;
  return penalty === "l1" ? Math.abs(w1) + Math.abs(w2) : w1 * w1 + w2 * w2;
}

/** The slope of R by one weight; of the slopes at the kink of L1, 0. */
function pull(penalty, w) {
  if (penalty === "none") return 0;
  return penalty === "l1" ? Math.sign(w) : 2 * w;
}

/** { data, penalty, total, gradient: [by w1, by w2] } at w. */
export function at({ loss, penalty, lam }, w) {
  const [data, cost] = [dataLoss(loss, w[0], w[1]), lam * size(penalty, w)];
  let [g1, g2] = [0, 0];
  for (const [x1, x2, t] of images) {
    const slope = LOSSES[loss].slope(t * (w[0] * x1 + w[1] * x2));
    g1 += slope * t * x1;
    g2 += slope * t * x2;
  }
  return {
    data,
    penalty: cost,
    total: data + cost,
    gradient: [g1 / COUNT + lam * pull(penalty, w[0]), g2 / COUNT + lam * pull(penalty, w[1])],
  };
}

/** The start and where each step of gradient descent leads: [{ w, data, penalty, total, gradient }, ...]. */
export function walk(what, steps = STEPS) {
  const way = [];
  for (let w = what.start; way.length <= steps;) {
    const here = { w, ...at(what, w) };
    way.push(here);
    w = w.map((x, i) => x - what.learning_rate * here.gradient[i]);
  }
  return way;
}

/** The loss of the data on a square grid, row by row; its outermost places lie half a cell beyond the map, so that
 *  contours reach the edge. The penalty is added later: it alone changes while lambda does. */
export function grid(loss, count) {
  const places = Float64Array.from({ length: count }, (_, i) => EDGE * (2 * (i - 0.5) / (count - 2) - 1));
  const heights = new Float64Array(count * count);
  places.forEach((w2, row) => places.forEach((w1, column) => { heights[row * count + column] = dataLoss(loss, w1, w2); }));
  return { places, heights };
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Where a convex function of one number is least on the map, to 2e-7. */
function least(f) {
  let [a, b] = [-EDGE, EDGE];
  let [c, d] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
  let [fc, fd] = [f(c), f(d)];
  for (let i = 0; i < 36; i += 1) {
    if (fc <= fd) {
      [b, d, fd] = [d, c, fc];
      c = b - GOLDEN * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + GOLDEN * (b - a);
      fd = f(d);
    }
  }
  return (a + b) / 2;
}

/** The lowest point of the map, { w, total }. The loss is convex: the least of the least finds it, kinks or not. */
export function lowest(what) {
  const height = (w1, w2) => dataLoss(what.loss, w1, w2) + what.lam * size(what.penalty, [w1, w2]);
  const second = (w1) => least((w2) => height(w1, w2));
  const w1 = least((x) => height(x, second(x)));
  const found = [w1, second(w1)];
  let best = { w: found, total: height(...found) };
  for (const w of [[found[0], 0], [0, found[1]], [0, 0]]) { // L1 puts weights at 0, and the search only next to it
    if (height(...w) <= best.total) best = { w, total: height(...w) };
  }
  return best;
}
