/**
 * One distribution as bars whose tops can be dragged.
 *
 * takes    name: "p" or "q"; title; ghost: what the marks behind the bars are, if there are any; edit: { start(), move(i, x) }; signal
 * returns  { node, resize(width), draw({ values, behind, names, say }, easing) }
 *          values: number[]; behind: where the marks are; say(i): a handle's value in words
 */
import { slider, speak } from "../shared/drag.js";
import { html, svg, write } from "../shared/dom.js";
import { knob } from "../shared/handle.js";
import { linear } from "../shared/scale.js";
import { share } from "./numbers.js";
import { put, several } from "./put.js";

const TOP = 32; // room for a knob and its number at probability 1
const TRAVEL = 112;
const NAMES = 32;
const LEFT = 28;
const y = linear([0, 1], [TOP + TRAVEL, TOP]);

export function bars({ name, title, ghost, edit, signal }) {
  const slots = several(slot);
  let used = [];
  let now = null;
  let width = 0;

  function slot(i) {
    const held = knob("", { vertical: true, kind: `lnx-entropy-${name}`, round: 8 });
    const number = svg("text", { class: "lnx-entropy-number", y: -15 });
    held.node.append(number);
    slider(held.node, {
      axis: "y",
      step: 0.005,
      leap: 0.05,
      value: () => now.values[i],
      range: () => [0, 1],
      pixel: y.to,
      at: y.from,
      start: edit.start,
      input: (x) => edit.move(i, x),
      signal,
    });
    return {
      held, number,
      bar: svg("rect", { class: `lnx-entropy-bar is-${name}` }),
      mark: svg("path", { class: "lnx-entropy-ghost" }),
      label: svg("text", { class: "lnx-entropy-name", y: TOP + TRAVEL + 24 }),
    };
  }

  const lines = [0, 0.5, 1].map((x) => svg("line", { class: x === 0 ? "lnx-base" : "lnx-grid", x1: LEFT, y1: y.to(x), y2: y.to(x) }));
  const scale = [0, 0.5, 1].map((x) => svg("text", { class: "is-y", x: LEFT - 6, y: y.to(x), dy: "0.35em" }, String(x)));
  const under = svg("g", { "aria-hidden": "true" });
  const over = svg("g", {});
  const picture = svg("svg", { class: "lnx-plot", role: "group", "aria-label": title, height: TOP + TRAVEL + NAMES },
    svg("g", { class: "lnx-axes", "aria-hidden": "true" }, ...lines, ...scale), under, over);
  const node = html("div", { class: "lnx-entropy-chart" },
    html("p", { class: "lnx-entropy-title" }, html("span", {}, title), ghost ? html("span", { class: "lnx-caption" }, ghost) : null), picture);

  function fill(count) {
    used = slots(count);
    under.replaceChildren(...used.flatMap((s) => [s.bar, s.label]));
    over.replaceChildren(...used.map((s) => s.mark), ...used.map((s) => s.held.node));
  }

  return {
    node,
    resize(wide) {
      width = wide;
      picture.setAttribute("width", width);
      for (const line of lines) line.setAttribute("x2", width);
    },
    draw(given, easing = false) {
      const count = given.values.length;
      if (used.length !== count) fill(count);
      now = given;
      node.classList.toggle("is-easing", easing);
      const step = (width - LEFT) / count;
      const wide = Math.min(46, step * 0.62);
      now.values.forEach((x, i) => {
        const { bar, mark, label, held, number } = used[i];
        const middle = LEFT + step * (i + 0.5);
        put(bar, middle - wide / 2, y.to(x), wide, y.to(0) - y.to(x));
        if (now.behind) {
          const reach = Math.min(step / 2 - 2, wide / 2 + 8);
          mark.setAttribute("d", `M${(middle - reach).toFixed(1)} ${y.to(now.behind[i]).toFixed(1)}h${(2 * reach).toFixed(1)}`);
        }
        held.put(middle, y.to(x));
        write(number, share(x));
        label.setAttribute("x", middle.toFixed(1));
        write(label, now.names[i]);
        held.node.setAttribute("aria-label", `${name.toUpperCase()}, ${now.names[i]}`);
        speak(held.node, x, [0, 1], now.say(i));
      });
    },
  };
}
