/**
 * The run of the PyTorch chapter: its eight rows, where it starts, and what was published of it.
 *
 * returns  X: rows of four features; Y: their classes; START: theta, see math.js; PUBLISHED: the cost at each
 *          hundredth epoch. The same as in lossnotes.examples, which a test compares.
 */
export const X = [[1, 2, 1, 1], [2, 1, 3, 2], [3, 1, 3, 4], [4, 1, 5, 5], [1, 7, 5, 5], [1, 2, 5, 6], [1, 6, 6, 6], [1, 7, 7, 7]];
export const Y = [2, 2, 2, 1, 1, 1, 0, 0];

/** Nine digits tell a float32 from its neighbours, and the run starts from float32. */
export const START = [
  -0.31261656, 0.044599984, -0.18539786, -0.31550112, -0.07354387,
  0.31261656, 0.32021615, 0.17784205, 0.31550112, -0.057174675,
  -0.13729386, -0.32021615, 0.18539786, -0.10665017, 0.07354387,
].map(Math.fround);

export const PUBLISHED = [3.246066, 0.70349, 0.62085, 0.563644, 0.513388, 0.465922, 0.419682, 0.373925, 0.328385, 0.283776, 0.247032];
