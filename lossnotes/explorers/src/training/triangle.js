/**
 * The decision picture: the probabilities of each row as a point of a triangle, on the way it has come.
 *
 * A classifier of four features cannot be drawn in the plane of its features. In the triangle of what it answers
 * nothing is left out: a corner is certainty, the three regions never move, the rows do.
 *
 * takes    text: strings
 * returns  { node, light(row, or null), resize(width), draw(state, run, now, anew) }
 */
import { html, svg } from "../shared/dom.js";
import { Y } from "./data.js";
import { EPOCHS } from "./math.js";

const HEIGHT = Math.sqrt(3) / 2;
const PAD = { side: 18, top: 34, bottom: 34 };
// Even epochs, as those of the published log: in between a run zigzags.
const STOPS = [0, 2, 4, 6, 8, 10, 14, 20, 30, 40, 60, 80, 100, 140, 180, 240, 300, 400, 500, 600, 700, 800, 900, EPOCHS];
export const SHAPES = [
  () => svg("circle", { class: "lnx-training-shape is-class-0", r: 9 }),
  () => svg("rect", { class: "lnx-training-shape is-class-1", x: -8.5, y: -8.5, width: 17, height: 17, rx: 1 }),
  () => svg("path", { class: "lnx-training-shape is-class-2", d: "M0-12.5 11.5 7.5h-23z" }),
];

export function triangle({ text }) {
  const regions = [0, 1, 2].map((c) => svg("path", { class: `lnx-training-region is-class-${c}` }));
  const names = [0, 1, 2].map((c) => svg("text", { class: `lnx-training-corner is-${["left", "top", "right"][c]}` }, text.className(c)));
  const trails = Y.map((c) => svg("path", { class: `lnx-training-trail is-class-${c}` }));
  const points = Y.map((c, row) => svg("g", { class: "lnx-training-point" }, SHAPES[c](), svg("text", { dy: "0.35em" }, row)));
  const picture = svg("svg", { class: "lnx-plot", "aria-hidden": "true" }, ...regions, ...names, ...trails, ...points);
  const node = html("div", { class: "lnx-training-triangle" }, html("p", { class: "lnx-training-title" }, text.triangle), picture,
    html("p", { class: "lnx-legend" }, text.triangleHint));
  let side = 0;

  /** Class 0 at the left, class 1 on top, class 2 at the right, as in the chapter. */
  function place(p, row = 0) {
    const [b, c] = [p[3 * row + 1], p[3 * row + 2]];
    return [PAD.side + side * (c + b / 2), PAD.top + side * HEIGHT * (1 - b)];
  }
  const line = (pairs) => `M${pairs.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;

  return {
    node,
    light(row) {
      points.forEach((point, i) => point.classList.toggle("is-lit", i === row));
      trails.forEach((trail, i) => trail.classList.toggle("is-lit", i === row));
    },
    resize(width) {
      side = Math.min(width < 600 ? width - 2 * PAD.side : 260, 300);
      picture.setAttribute("width", side + 2 * PAD.side);
      picture.setAttribute("height", side * HEIGHT + PAD.top + PAD.bottom);
      const centre = [1 / 3, 1 / 3, 1 / 3];
      regions.forEach((region, c) => {
        const corner = [0, 1, 2].map((k) => Number(k === c));
        const edges = [1, 2].map((shift) => corner.map((x, k) => (k === c || k === (c + shift) % 3 ? 0.5 : 0)));
        region.setAttribute("d", `${line([corner, edges[0], centre, edges[1]].map((q) => place(q)))}Z`);
        const [x, y] = place(corner);
        names[c].setAttribute("x", x + [-18, 0, 18][c]);
        names[c].setAttribute("y", y + [23, -17, 23][c]);
      });
    },
    draw({ epoch }, run, { p }) {
      const stops = STOPS.filter((stop) => stop < epoch);
      Y.forEach((_, row) => {
        const [x, y] = place(p, row);
        points[row].style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
        trails[row].setAttribute("d", line([...stops.map((stop) => place(run.p[stop], row)), [x, y]]));
      });
    },
  };
}
