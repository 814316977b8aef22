/**
 * Where gradient descent moves a score, as an arrow under its handle: that of the hinge loss solid with a filled
 * head, that of the softmax loss dashed with an open one, on a line of its own.
 *
 * takes    kind: "hinge" or "softmax"; put: place of the handle, the move in pixels, the end of the room, the number
 * returns  { node, put(x, y, across, end, number) }; no number, no arrow
 *          sample(kind): a small one, for a legend
 */
import { svg, write } from "../shared/dom.js";
import { move } from "../shared/handle.js";

export const TRACK = 15; // from one line of arrows to the next
const HEAD = 7;
const SHORTEST = 4; // what still can be seen to point somewhere

/** [shaft, head] of an arrow from 0 to `across`; two heads say that it goes on. */
function shape(kind, across, cut) {
  const way = Math.sign(across);
  const size = Math.min(HEAD, Math.abs(across));
  const head = (x) => `M${x - way * size} ${-size * 0.6}L${x} 0L${x - way * size} ${size * 0.6}${kind === "hinge" ? "z" : ""}`;
  return [`M0 0H${across - (kind === "hinge" ? way * size : 0)}`, head(across) + (cut ? head(across - way * size) : "")];
}

export function arrow(kind) {
  const [shaft, head] = ["lnx-shaft", "lnx-tip"].map((name) => svg("path", { class: name }));
  const label = svg("text", { dy: "0.35em" });
  const node = svg("g", { class: `lnx-pull is-${kind}`, "aria-hidden": "true" }, shaft, head, label);
  return {
    node,
    put(x, y, across, end, number) {
      const way = Math.sign(across);
      const wanted = Math.max(SHORTEST, Math.abs(across));
      const room = way * (end - x);
      const length = way * Math.min(wanted, Math.max(SHORTEST, room));
      const side = room < SHORTEST ? -way : way; // no room beyond: the number stands behind
      move(node, x, y);
      const paths = number ? shape(kind, length, wanted > room) : ["", ""];
      [shaft, head].forEach((path, i) => path.setAttribute("d", paths[i]));
      label.setAttribute("x", side === way ? length + way * 6 : side * 6);
      label.classList.toggle("is-left", side < 0);
      write(label, number);
    },
  };
}

export function sample(kind) {
  const one = arrow(kind);
  one.put(1, 6, 22, 99, " ");
  return svg("svg", { width: 24, height: 12, "aria-hidden": "true" }, one.node);
}
