/**
 * An arrow in a plot, with its name beside the head.
 *
 * takes    kind: a class of its own, for its colour      name: what stands at its head
 * returns  { node, put([x, y], [x, y]): from, to, in pixels; one too short to see is not drawn }
 */
import { svg } from "./dom.js";

export function arrow(kind, name) {
  const shaft = svg("path", {});
  const label = svg("text", { dy: "0.35em" }, name);
  const node = svg("g", { class: `lnx-arrow ${kind}` }, shaft, label);
  return {
    node,
    put([x, y], [tx, ty]) {
      const long = Math.hypot(tx - x, ty - y);
      const [ux, uy] = long > 0 ? [(tx - x) / long, (ty - y) / long] : [0, 0];
      const head = Math.min(10, long);
      const [bx, by] = [tx - head * ux, ty - head * uy];
      const wing = head * 0.5;
      shaft.setAttribute("d", long < 2 ? "" : `M${x} ${y}L${tx} ${ty}M${bx - wing * uy} ${by + wing * ux}L${tx} ${ty}L${bx + wing * uy} ${by - wing * ux}`);
      // Beside the head, not before it: what the arrow points at lies there.
      label.setAttribute("x", tx - 4 * ux - 18 * uy);
      label.setAttribute("y", ty - 4 * uy + 18 * ux);
      label.toggleAttribute("hidden", long < 14);
    },
  };
}
