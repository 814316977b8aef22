/**
 * Sixteen images of the course's digits: zeros (t = -1) and ones (t = +1).
 *
 * returns  [[x1, x2, t], ...]   x1: ink of the four pixels in the middle, from 0 to 4, less 2; x2: the same of the
 *          four where the ring of a zero runs. `lossnotes/explorers/loss_surface.py` has the same numbers.
 */
export const images = [
  [-0.75, 0.3125, 1], [-1.75, 0.6875, 1], [-2, 0, -1], [-0.625, 0.25, 1],
  [-2, -0.3125, -1], [-1.375, 1.375, -1], [1.9375, -0.3125, 1], [-0.875, 1.4375, -1],
  [1.8125, -0.5, 1], [-1.625, 1.3125, -1], [1.5625, 0, 1], [-0.6875, 1.9375, -1],
  [-1.625, 1.125, -1], [1.3125, -1.875, 1], [1.5625, -1.5625, 1], [-0.4375, 1.75, -1],
];
