/**
 * A leaf by its class: a shape and a hue, so that neither is the only cue.
 *
 * takes    a class, 0 to 3
 * returns  SVG path data around 0, a class name, the name of the hue
 */
import { svg } from "../shared/dom.js";

export const HUES = ["blue", "orange", "green", "pink"];
export const SHAPES = [
  "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
  "M-4.5-4.5h9v9h-9z",
  "M0-5.8L5.6 4.4H-5.6z",
  "M0-6.2L5.4 0 0 6.2-5.4 0z",
];

/** Dresses a path as a leaf of that class; hollow where its own neighbours answer wrongly. */
export function dress(node, label, hollow = false) {
  const name = `lnx-metric-leaf is-${HUES[label]}${hollow ? " is-hollow" : ""}`;
  if (node.getAttribute("class") === name) return;
  node.setAttribute("class", name);
  node.setAttribute("d", SHAPES[label]);
}

/** The mark alone, for a line of text. */
export function icon() {
  const path = svg("path", {});
  return { path, node: svg("svg", { class: "lnx-metric-icon", viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" }, path) };
}
