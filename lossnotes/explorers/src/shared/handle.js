/**
 * What can be held in a plot: a round knob with a ring when in focus and a target that a finger finds.
 *
 * takes    label: what it is called      kind: a class of its own, for its colour      round: radius of the knob
 *          twoWays: moves along x and y (a point), not along one axis, and what that is called
 * returns  { node, put(x, y) }
 */
import { svg } from "./dom.js";

/** By transform, since that can be animated everywhere; stretch makes a width of a unit. */
export function move(node, x, y, stretch = null) {
  const scale = stretch === null ? "" : ` scaleX(${stretch.toFixed(3)})`;
  node.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)${scale}`;
}

export function knob(label, { kind = "", round = 9, twoWays = null, vertical = false } = {}) {
  const node = svg("g", {
    class: `lnx-handle ${kind}`, role: "slider", tabindex: 0, "aria-label": label,
    "aria-roledescription": twoWays, "aria-orientation": twoWays ? null : vertical ? "vertical" : "horizontal",
  },
    svg("rect", { class: "lnx-touch", x: -22, y: -22, width: 44, height: 44 }),
    svg("circle", { class: "lnx-ring", r: round + 5 }),
    svg("circle", { class: "lnx-knob", r: round }));
  if (twoWays) node.classList.add("is-point");
  if (vertical) node.classList.add("is-vertical");
  return {
    node,
    put(x, y) { move(node, x, y); },
  };
}
