/**
 * The strength of the penalty: a knob on a logarithmic axis.
 *
 * takes    text: strings; edit: { value(), input(lam), start() }; signal
 * returns  { node, layout(width), draw(state) }
 */
import { slider, speak } from "../shared/drag.js";
import { svg, write } from "../shared/dom.js";
import { knob } from "../shared/handle.js";
import { plot } from "../shared/plot.js";
import { plain } from "./marks.js";

export const LEAST = 0.001;
export const MOST = 1;

export function dial({ text, edit, signal }) {
  const axes = plot({
    label: text.strength, x: { domain: [LEAST, MOST], log: true, ticks: [0.001, 0.01, 0.1, 1], format: plain },
    y: { domain: [0, 1], ticks: [] }, tallest: 14, pad: { left: 22, right: 22, top: 44, bottom: 22 },
  });
  const track = svg("path", { class: "lnx-surface-track" });
  const name = svg("text", { class: "lnx-surface-name", y: 14 });
  const handle = knob(text.strength, { kind: "lnx-surface-lam" });
  axes.marks.append(name, track, handle.node);
  slider(handle.node, {
    value: () => Math.log10(edit.value()),
    range: () => [Math.log10(LEAST), Math.log10(MOST)],
    pixel: (power) => axes.x.to(10 ** power),
    at: (x) => Math.log10(axes.x.from(x)),
    input: (power) => edit.input(Number((10 ** power).toPrecision(2))),
    start: edit.start,
    signal,
  });
  return {
    node: axes.node,
    layout(width) {
      axes.layout(width);
      track.setAttribute("d", `M${axes.x.to(LEAST)} ${axes.y.to(1)}H${axes.x.to(MOST)}`);
    },
    draw({ lam, penalty }) {
      axes.node.classList.toggle("is-off", penalty === "none");
      write(name, `${text.strength} = ${plain(lam)}`);
      handle.put(axes.x.to(lam), axes.y.to(1));
      speak(handle.node, lam, [LEAST, MOST], plain(lam));
    },
  };
}
