/**
 * The map: the loss as ground and contours, the way downhill, the start to drag.
 *
 * takes    text, common: strings; el: where the colours are asked for; edit: { value(), input(w), start() }; signal
 * returns  { node, layout(width), draw(state, way, lowest), repaint(): after a change of light or dark }
 */
import { arrow } from "../shared/arrow.js";
import { palette } from "../shared/colours.js";
import { point, speak } from "../shared/drag.js";
import { svg } from "../shared/dom.js";
import { knob } from "../shared/handle.js";
import { plot } from "../shared/plot.js";
import { contour } from "./contours.js";
import { EDGE, grid, size } from "./math.js";
import { pair } from "./marks.js";

const CELLS = 64;
const LEVELS = Array.from({ length: 10 }, (_, k) => 0.02 * 2 ** k); // above the lowest point
const FAR = 40; // what has flown further off is not drawn: it is off the map, whichever way

export function map({ text, common, el, edit, signal }) {
  const axis = (name) => ({ domain: [-EDGE, EDGE], title: name, ticks: [-3, -2, -1, 0, 1, 2, 3] });
  const axes = plot({ label: text.map, x: axis("w₁"), y: axis("w₂"), equal: true, raster: true, pad: { left: 34, right: 16 } });
  const lines = svg("path", { class: "lnx-surface-contour" });
  const zero = svg("path", { class: "lnx-surface-zero" });
  const [ahead, gone, dots] = ["ahead", "gone", "dots"].map((kind) => svg("path", { class: `lnx-surface-${kind}` }));
  const star = svg("path", { class: "lnx-surface-star", d: "M0-10L2.4-3.2 9.5-3.1 3.8 1.2 5.9 8.1 0 4-5.9 8.1-3.8 1.2-9.5-3.1-2.4-3.2Z" });
  const starName = svg("text", { class: "lnx-surface-name" }, text.lowest);
  const here = svg("circle", { class: "lnx-surface-here", r: 6 });
  const slope = arrow("lnx-surface-slope", "−∇L");
  const startName = svg("text", { class: "lnx-surface-name is-middle" }, text.start);
  const start = knob(text.startOf, { twoWays: common.point, kind: "lnx-surface-start", round: 10 });
  axes.under.append(lines);
  axes.over.append(zero, ahead, gone, dots, slope.node, star, starName, here);
  axes.marks.append(startName, start.node);
  point(start.node, { ...edit, range: () => [[-EDGE, EDGE], [-EDGE, EDGE]], pixel: axes.to, at: axes.from, signal });

  let ground = {}; // heights of the data by loss: only what changes is computed again
  let painted = "";
  let colour = null;

  function paint({ loss, penalty, lam }, best) {
    const key = [loss, penalty, lam, axes.width].join();
    if (key === painted) return;
    painted = key;
    colour ??= palette(el, ["blue"])[0];
    const { places, heights } = ground[loss] ??= grid(loss, CELLS + 2);
    const own = places.map((w) => lam * size(penalty, [w, 0])); // either penalty is a sum over the weights
    const total = heights.map((height, i) => height + own[i % own.length] + own[Math.floor(i / own.length)]);
    const [r, g, b] = colour;
    let at = -1;
    axes.paint(CELLS, CELLS, () => {
      at += 1; // the canvas goes through its rows from above, the grid from below
      const height = total[(CELLS - Math.floor(at / CELLS)) * places.length + at % CELLS + 1] - best.total;
      return [r, g, b, 150 * Math.max(0, 1 - Math.log2(1 + height / 0.02) / LEVELS.length)];
    });
    lines.setAttribute("d", LEVELS.map((level) => contour(places, total, best.total + level).map((piece) => axes.path(piece)).join("")).join(""));
  }

  const near = ({ w }) => Math.max(Math.abs(w[0]), Math.abs(w[1])) < FAR;

  return {
    node: axes.node,
    layout(width) {
      axes.layout(width);
      zero.setAttribute("d", axes.path([[-EDGE, 0], [EDGE, 0]]) + axes.path([[0, -EDGE], [0, EDGE]]));
    },
    repaint() { colour = null; painted = ""; },
    draw(state, way, best) {
      paint(state, best);
      const lost = way.findIndex((place) => !near(place));
      const seen = lost < 0 ? way : way.slice(0, lost + 1).map(({ w }, i) => ({ w: i < lost ? w : w.map((x) => Math.min(FAR, Math.max(-FAR, x))) }));
      ahead.setAttribute("d", axes.path(seen.map(({ w }) => w)));
      gone.setAttribute("d", axes.path(seen.slice(0, state.step + 1).map(({ w }) => w)));
      dots.setAttribute("d", seen.slice(1).map(({ w }) => { const [x, y] = axes.to(w); return `M${x.toFixed(1)} ${y.toFixed(1)}h0`; }).join(""));
      const [x, y] = axes.to(best.w);
      star.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      starName.setAttribute("x", x + 12);
      starName.setAttribute("y", y + 16);
      const now = way[state.step];
      const shown = near(now);
      here.toggleAttribute("hidden", !shown);
      slope.node.toggleAttribute("hidden", !shown);
      if (shown) {
        const [px, py] = axes.to(now.w);
        here.setAttribute("cx", px);
        here.setAttribute("cy", py);
        slope.put([px, py], axes.to(now.w.map((w, i) => w - now.gradient[i])));
      }
      const [sx, sy] = axes.to(state.start);
      start.put(sx, sy);
      startName.setAttribute("x", sx - Math.max(0, state.start[0] - 2.7) * 50);
      startName.setAttribute("y", sy + (state.start[1] > 2.4 ? 30 : -17));
      speak(start.node, state.start[0], [-EDGE, EDGE], pair(state.start));
    },
  };
}
