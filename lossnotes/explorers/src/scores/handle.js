/**
 * What can be held: a circle on a class' line, or the grip of the margin, with its number beside it.
 *
 * takes    kind: "score" or "margin"; of: whose numbers it belongs to
 * returns  { node, put(x, y, number, [dx, dy]) }
 */
import { svg, write } from "../shared/dom.js";
import { move } from "../shared/handle.js";

export const BESIDE = 21; // from a handle to its number

const SHAPES = {
  score: () => [
    svg("circle", { class: "lnx-ring", r: 15.5 }),
    svg("circle", { class: "lnx-knob", r: 10 }),
    svg("path", { class: "lnx-check", d: "M-4.5 .5l3.2 3.4 5.8-7" }),
  ],
  margin: () => [
    svg("rect", { class: "lnx-ring", x: -13, y: -18, width: 26, height: 36, rx: 9 }),
    svg("rect", { class: "lnx-knob", x: -8, y: -13, width: 16, height: 26, rx: 5 }),
    svg("path", { class: "lnx-grip", d: "M-2.5-5v10M2.5-5v10" }),
  ],
};

export function handle(kind, of) {
  const value = svg("text", { class: "lnx-value", dy: "0.35em" });
  const node = svg("g", { class: `lnx-handle lnx-${kind}`, role: "slider", tabindex: 0, "data-of": of, "aria-orientation": "horizontal" },
    svg("rect", { class: "lnx-touch", x: -22, y: -22, width: 44, height: 44 }), ...SHAPES[kind](), value);
  return {
    node,
    put(x, y, number, [dx, dy]) {
      move(node, x, y);
      value.setAttribute("x", dx);
      value.setAttribute("y", dy);
      value.classList.toggle("is-left", dx < 0);
      write(value, number);
    },
  };
}
