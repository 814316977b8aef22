/**
 * The images as points, and what the present weights make of them: the line f = 0, the vector w across it, and round
 * each image a ring as large as what it adds to the loss.
 *
 * takes    text: strings
 * returns  { node, legend, layout(width), draw(state, w) }
 */
import { arrow } from "../shared/arrow.js";
import { html, svg } from "../shared/dom.js";
import { plot } from "../shared/plot.js";
import { images } from "./data.js";
import { eachImage } from "./math.js";

const EDGE = 2.4;

export function plane({ text }) {
  const axis = (title) => ({ domain: [-EDGE, EDGE], title, ticks: [-2, -1, 0, 1, 2] });
  const axes = plot({ label: text.data, x: axis(text.middle), y: axis(text.ring), equal: true, pad: { left: 34, right: 16 } });
  const side = svg("path", { class: "lnx-surface-side" });
  const [border, margins] = ["border", "margins"].map((kind) => svg("path", { class: `lnx-surface-${kind}` }));
  const normal = arrow("lnx-surface-normal", "w");
  const rings = images.map(() => svg("circle", { class: "lnx-surface-ring" }));
  const mark = (t) => (t > 0
    ? svg("path", { class: "lnx-surface-one", d: "M-5-5h10v10h-10z" })
    : svg("circle", { class: "lnx-surface-zero-image", r: 5 }));
  const dots = images.map(([, , t]) => mark(t));
  const key = (t, name) => html("span", {}, svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, mark(t)), name);
  const legend = html("p", { class: "lnx-legend lnx-surface-key" }, key(-1, text.zeros), key(1, text.ones), html("span", {}, text.legend));
  axes.under.append(side);
  axes.over.append(margins, border, ...rings, ...dots, normal.node);

  /** The part of the line f = value that may be seen; it is drawn far beyond the edge. */
  function line([w1, w2], value) {
    const square = w1 * w1 + w2 * w2;
    const [fx, fy] = [value * w1 / square, value * w2 / square];
    const [dx, dy] = [-w2, w1].map((x) => 9 * x / Math.sqrt(square));
    if (!(Math.hypot(fx, fy) < 9)) return null;
    return [[fx - dx, fy - dy], [fx + dx, fy + dy]];
  }

  return {
    node: axes.node,
    legend,
    layout(width) {
      axes.layout(width);
      images.forEach(([x1, x2], i) => {
        const [x, y] = axes.to([x1, x2]);
        dots[i].setAttribute("transform", `translate(${x} ${y})`);
        rings[i].setAttribute("cx", x);
        rings[i].setAttribute("cy", y);
      });
    },
    draw(state, w) {
      const zero = line(w, 0);
      const path = (points) => (points ? axes.path(points) : "");
      border.setAttribute("d", path(zero));
      margins.setAttribute("d", path(line(w, 1)) + path(line(w, -1)));
      const long = Math.hypot(...w);
      side.setAttribute("d", zero ? `${path([...zero, ...zero.toReversed().map((p) => p.map((x, i) => x + 9 * w[i] / long))])}Z` : "");
      const scale = Math.min(1, 2 / long); // a long vector is shortened so that its head is seen
      normal.put(axes.to([0, 0]), axes.to(w.map((x) => (long > 0 ? x * scale : 0))));
      eachImage(state, w).forEach(([, loss], i) => rings[i].setAttribute("r", loss > 1e-3 ? 6 + Math.min(24, 6 * Math.sqrt(loss)) : 0));
    },
  };
}
