/**
 * What is chosen and not dragged: the loss, the class of x, how many classes, the margin in its own unit, the scale.
 *
 * takes    text; change(changes, how): writes, as a step of the present gesture or a jump of its own; start(); signal
 * returns  { kinds: node, node, draw(state) }
 */
import { choice, range } from "../shared/controls.js";
import { html } from "../shared/dom.js";
import { short } from "../shared/format.js";
import { LENGTHS, MARGIN } from "./math.js";
import { MOST } from "./stage.js";

/** Where a class vector stands that is added. */
const MORE = [[2, 0], [0, 2], [-2, -1], [1, -2]];

export function controls({ text, read, change, start, signal }) {
  const jump = (changes) => { start(); change(changes, "jump"); };
  const kind = choice({ label: text.kind, options: Object.entries(text.kinds), pick: (value) => jump({ kind: value }), signal, hidden: true });
  const label = choice({ label: text.label, options: Array.from({ length: MOST }, (_, j) => [j, String(j)]), pick: (j) => jump({ label: j }), signal });
  const resize = (count) => {
    const { vectors, label: own } = read();
    jump({ vectors: [...vectors, ...MORE.slice(vectors.length)].slice(0, count), label: Math.min(own, count - 1) });
  };
  const count = choice({ label: text.count, options: [2, 3, 4].map((c) => [c, String(c)]), pick: resize, signal });
  const slide = (name, label_, least, most, step, more = {}) => range({
    label: label_, least, most, step, start, signal, format: (value) => short(value, 2), input: (value) => change({ [name]: value }, "step"), ...more,
  });
  const ranges = {
    m_factor: slide("m_factor", text.margins.m_factor, 1, 4, 1),
    m_cosine: slide("m_cosine", text.margins.m_cosine, 0, 1, 0.05),
    m_angle: slide("m_angle", text.margins.m_angle, 0, 1.5, 0.05),
    // From 0 to 1000, with room for the small ones.
    lam: slide("lam", text.lam, 0, 10, 0.1, { from: (place) => Number((place ** 3).toFixed(2)), to: (value) => Number(Math.cbrt(value).toFixed(1)) }),
    s: slide("s", text.s, 1, 64, 1),
  };
  return {
    kinds: html("div", { class: "lnx-tools lnx-angles-kinds" }, kind.node),
    node: html("div", { class: "lnx-angles-tools" }, label.node, count.node, ...Object.values(ranges).map((each) => each.node)),
    draw(state) {
      kind.draw(state.kind);
      label.draw(state.label);
      label.node.querySelectorAll("label").forEach((node, j) => { node.hidden = j >= state.vectors.length; });
      count.draw(state.vectors.length);
      const used = { [MARGIN[state.kind]]: true, lam: MARGIN[state.kind] === "m_factor", s: !LENGTHS[state.kind] };
      for (const [name, each] of Object.entries(ranges)) {
        each.node.hidden = !used[name];
        each.draw(state[name]);
      }
    },
  };
}
