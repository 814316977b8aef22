/**
 * The left picture: 12 points that can be dragged up and down, the polynomial that follows, and what it should be.
 *
 * takes    text: strings; edit: { start(), y(i, value) }; read: the state now; signal
 * returns  { node, layout(width), draw(state, fit) }
 */
import { svg } from "../shared/dom.js";
import { slider, speak } from "../shared/drag.js";
import { fixed } from "../shared/format.js";
import { knob } from "../shared/handle.js";
import { plot } from "../shared/plot.js";
import { test, truth, x as places } from "./data.js";
import { curve } from "./math.js";

export const LARGEST = 2.5;
const GRID = Array.from({ length: 121 }, (_, i) => -1 + i / 60);

export function fits({ text, edit, read, signal }) {
  const axes = plot({
    label: text.fits, ratio: 0.74, tallest: 270,
    x: { domain: [-1.06, 1.06], ticks: [-1, 0, 1], title: "x" },
    y: { domain: [-2.6, 2.6], ticks: [-2, -1, 0, 1, 2], title: text.y },
  });
  const dots = svg("path", { class: "lnx-path-dots" });
  const dashed = svg("path", { class: "lnx-path-truth" });
  const fitted = svg("path", { class: "lnx-curve" });
  axes.under.append(dots);
  axes.over.append(dashed, fitted);
  const points = places.map((x, i) => {
    const one = knob(text.point(i + 1, fixed(x, 2)), { kind: "lnx-path-point", round: 6, vertical: true });
    slider(one.node, {
      value: () => read().y[i], range: () => [-LARGEST, LARGEST], axis: "y", step: 0.05, leap: 0.5,
      pixel: (value) => axes.y.to(value), at: (pixel) => axes.y.from(pixel),
      input: (value) => edit.y(i, value), start: edit.start, signal,
    });
    return one;
  });
  axes.marks.append(...points.map((one) => one.node));

  // On a phone the points are closer together than a finger is wide: what is grasped is the nearest one.
  axes.marks.addEventListener("pointerdown", (event) => {
    if (!event.isTrusted) return;
    const { left, top } = axes.picture.getBoundingClientRect();
    const away = places.map((x, i) => Math.hypot(axes.x.to(x) - event.clientX + left, axes.y.to(read().y[i]) - event.clientY + top));
    const { node } = points[away.indexOf(Math.min(...away))];
    if (node.contains(event.target)) return;
    event.stopPropagation();
    event.preventDefault();
    node.dispatchEvent(new PointerEvent("pointerdown", event));
  }, { capture: true, signal });

  return {
    node: axes.node,
    layout(width) {
      axes.layout(width);
      dots.setAttribute("d", test.map((one) => `M${axes.to(one).map((v) => v.toFixed(1)).join(" ")}h0`).join(""));
      dashed.setAttribute("d", axes.path(GRID.map((x) => [x, truth(x)])));
    },
    draw({ y }, { weights }) {
      fitted.setAttribute("d", axes.path(GRID.map((x) => [x, curve(weights, x)])));
      points.forEach((one, i) => {
        one.put(axes.x.to(places[i]), axes.y.to(y[i]));
        speak(one.node, y[i], [-LARGEST, LARGEST], `y = ${fixed(y[i], 2)}`);
      });
    },
  };
}
