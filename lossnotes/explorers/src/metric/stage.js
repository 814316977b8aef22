/**
 * The leaves by length and width, the ellipse around the one that is asked about, and the answer everywhere.
 *
 * takes    text, common: strings; el: for its colours; now(): the state; edit: { start, set(changes) }; signal
 * returns  { node, draw(state, view), layout(width), release() }; view: what math.js found of the state
 */
import { onTheme, palette } from "../shared/colours.js";
import { svg, write } from "../shared/dom.js";
import { plot } from "../shared/plot.js";
import { grips } from "./grips.js";
import { OLD, labels } from "./leaves.js";
import { HUES, dress } from "./marks.js";
import { keyOf, nearest, shape, vote } from "./math.js";

const CELLS = [60, 53]; // of the background: some 1.5 mm wide

export function stage({ text, common, el, now, edit, signal }) {
  const field = plot({
    label: `${text.length}, ${text.width}`,
    x: { domain: [1.5, 10.5], title: text.length, ticks: [2, 4, 6, 8, 10] },
    y: { domain: [1, 8.9], title: text.width, ticks: [2, 4, 6, 8] },
    equal: true,
    tallest: 440,
    raster: true,
    pad: { left: 36, right: 20 },
  });
  const ellipses = ["unit", "reach"].map((name) => svg("ellipse", { class: `lnx-metric-${name}` }));
  const turned = svg("g", {}, ...ellipses);
  const leaves = OLD.map(() => svg("path", {}));
  const [stems, spokes, rings] = ["stems", "spokes", "rings"].map((name) => svg("path", { class: `lnx-metric-${name}` }));
  const held = grips({ text, common, field, now, edit, signal });
  const answer = svg("text", { class: "lnx-metric-answer", dy: "0.36em", "aria-hidden": "true" });
  held.nodes[2].append(answer);
  field.under.append(turned);
  field.over.append(spokes, ...leaves, rings);
  field.marks.append(stems, ...held.nodes);
  for (const part of [field.under, field.over]) part.setAttribute("aria-hidden", "true");

  let colours = null; // asked for when there is something to paint: in Jupyter the figure is built outside the page
  let painted = "";
  onTheme(() => { colours = null; painted = ""; if (field.width) regions(now()); }, signal);

  /** The answer at every place; moving the leaf in the middle changes none of it. */
  function regions(state) {
    const key = keyOf(state);
    if (key === painted) return;
    painted = key;
    colours ??= palette(el, HUES);
    const form = shape(state);
    const own = labels(state.question, OLD.length);
    field.paint(...CELLS, (x, y) => [...colours[vote(nearest(form, OLD, [x, y], state.k), own)], 44]);
  }

  const draw = (path, places, mark) => path.setAttribute("d", places.map(([x, y]) => mark(x.toFixed(1), y.toFixed(1))).join(""));

  return {
    node: field.node,
    release: held.release,
    layout(width) {
      field.layout(width);
      painted = "";
      OLD.forEach((leaf, i) => {
        const [x, y] = field.to(leaf);
        leaves[i].setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      });
    },
    draw(state, { form, found, far, right, answer: said, name }) {
      if (!field.width) return;
      const own = labels(state.question, OLD.length);
      const [x, y] = field.to([state.length, state.width]);
      const scale = field.to([1, 0])[0] - field.to([0, 0])[0];
      turned.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)}) rotate(${(-state.angle).toFixed(2)})`);
      ellipses.forEach((ellipse, i) => {
        const radius = scale * (i === 0 ? 1 : far.at(-1));
        ellipse.setAttribute("rx", (form.a * radius).toFixed(2));
        ellipse.setAttribute("ry", (form.b * radius).toFixed(2));
      });
      leaves.forEach((leaf, i) => dress(leaf, own[i], !right[i]));
      const voters = found.map((i) => field.to(OLD[i]));
      const from = `M${x.toFixed(1)} ${y.toFixed(1)}L`;
      draw(spokes, voters, (u, v) => `${from}${u} ${v}`);
      draw(rings, voters, (u, v) => `M${u - 10} ${v}a10 10 0 1 0 20 0a10 10 0 1 0-20 0`);
      draw(stems, held.draw(state, name(said)), (u, v) => `${from}${u} ${v}`);
      write(answer, String(said));
      regions(state);
    },
  };
}
