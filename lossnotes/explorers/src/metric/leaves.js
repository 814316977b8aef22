/**
 * The leaves of the chapter on metric learning, measured to 0.1 mm, and the ellipses to compare with; written by
 * Python's lossnotes.explorers.metric, and held against it by a test.
 *
 * returns  [length, width] in cm of the old and the new leaves, labels(question, n), the ellipses by question
 */

/** Three digits a number, length and width in turn: hundredths of a centimetre. */
const unpack = (digits) => digits.match(/.{6}/g).map((pair) => [pair.slice(0, 3) / 100, pair.slice(3) / 100]);

export const OLD = unpack(
  "323242261250222267218299553362570429518428539507707459774551754570615543961602821561939711845682" +
  "362250307262266305287365420288436320529448525502720472680482785619782636932582926645932690881729" +
  "238175338276304309268330498316566426574480476478712450670499716557672599882555966652854645921743",
);

export const NEW = unpack(
  "366265355280297309255352551367572431460404507476690456773551622503739619919564820573937685818669" +
  "344243302270373361226338558376426328474406488496779491711506659543656591966609853594836615864689" +
  "315215309265353338310368464330485376554466522493778495678499709545716608959595840585884662970771" +
  "222175355300286318356410417283477370428368526499662427734504775591637572962595825588880663888711" +
  "298207381317347324268361461298562409565481502489",
);

/** The trees take turns, and after four leaves the months. */
export const labels = (question, n) => Array.from({ length: n }, (_, i) => (question === "tree" ? i : Math.floor(i / 4)) % 4);

const ellipse = (angle, half) => ({ angle, log_along: half, log_across: -half });
const EUCLIDEAN = ellipse(0, 0);
const HUNCH = ellipse(0, 1.5);
export const ELLIPSES = {
  tree: {
    euclidean: EUCLIDEAN,
    hunch: HUNCH,
    nca: ellipse(28.99, 1.692),
    lmnn: ellipse(30.93, 2.157),
  },
  month: {
    euclidean: EUCLIDEAN,
    hunch: HUNCH,
    nca: ellipse(94.41, 2.5),
    lmnn: ellipse(99.48, 0.404),
  },
};
