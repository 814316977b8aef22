/**
 * The pairs of distributions of the chapter, and what the symbols are called: each number of symbols has a world
 * of its own (2 a coin, 3 the classes, 4 the weather, 5 the temperature at noon, 6 a die).
 *
 * returns  [{ p, q }], in the order of text.presets
 */
export default [
  { p: [0.5, 0.25, 0.125, 0.125], q: [0.125, 0.5, 0.25, 0.125] },
  { p: [0.079, 0.31, 0.412, 0.175, 0.024], q: [0.082, 0.24, 0.355, 0.24, 0.083] },
  { p: [0.079, 0.31, 0.412, 0.175, 0.024], q: [0.003, 0.036, 0.188, 0.38, 0.393] },
  { p: [0.7, 0.3], q: [0.5, 0.5] },
  { p: [1, 0, 0], q: [0.13, 0.869, 0.001] },
  { p: [0.2, 0.2, 0.2, 0.2, 0.2, 0], q: [0.1, 0.1, 0.1, 0.1, 0.1, 0.5] },
];
