/**
 * The costs of all epochs, the published ones, and the epoch as a handle on the curve.
 *
 * takes    text: strings; epoch(value): to be called with a new one; start, signal
 * returns  { node, resize(width), draw(state, run, now, anew) }
 */
import { html, svg, unique, write } from "../shared/dom.js";
import { slider, speak } from "../shared/drag.js";
import { fixed } from "../shared/format.js";
import { knob } from "../shared/handle.js";
import { plot } from "../shared/plot.js";
import { PUBLISHED } from "./data.js";
import { EPOCHS, FLOOR } from "./math.js";
import { amount, saying, TOP } from "./words.js";

export function curve({ text, epoch, start, signal }) {
  const clip = unique();
  const past = svg("rect", { y: 0 });
  const [whole, gone] = ["is-coming", ""].map((kind) => svg("path", { class: `lnx-curve ${kind}` }));
  const floor = svg("path", { class: "lnx-training-floor" });
  const cursor = svg("path", { class: "lnx-training-cursor" });
  const published = PUBLISHED.map(() => svg("circle", { class: "lnx-training-published", r: 4.5 }));
  const handle = knob(text.epoch);
  const value = svg("text", { class: "lnx-training-value", "aria-hidden": "true" });
  const axes = plot({
    label: text.cost,
    x: { domain: [0, EPOCHS], title: text.epoch },
    y: { domain: [0, TOP], title: text.cost, ticks: [0, 1, 2, 3] },
    ratio: 0.62, tallest: 230, pad: { right: 22 },
  });
  axes.over.append(svg("defs", {}, svg("clipPath", { id: clip }, past)), floor, cursor, whole, svg("g", { "clip-path": `url(#${clip})` }, gone));
  axes.marks.append(...published, value, handle.node);
  const key = (sign, said) => html("span", {}, svg("svg", { class: "lnx-training-key", width: 18, height: 12, "aria-hidden": "true" }, sign), said);
  const floorKey = key(svg("path", { class: "lnx-training-floor", d: "M0 6h16" }), text.floor(fixed(FLOOR, 4)));
  const legend = html("p", { class: "lnx-legend" },
    key(svg("circle", { class: "lnx-training-published", cx: 7, cy: 6, r: 4.5 }), text.published), " ", floorKey);
  let now = 0;
  let costs = null;

  slider(handle.node, {
    value: () => now,
    range: () => [0, EPOCHS],
    pixel: (x) => axes.x.to(x),
    at: (x) => axes.x.from(x),
    input: epoch,
    step: 1,
    leap: 100,
    start,
    signal,
  });

  function wholeCurve() {
    const points = Array.from(costs, (cost, at) => [at, cost]);
    const d = axes.path(points);
    whole.setAttribute("d", d);
    gone.setAttribute("d", d);
  }

  return {
    node: html("div", {}, axes.node, legend),
    resize(width) {
      axes.layout(width);
      const { left, right, bottom } = axes.box;
      past.setAttribute("height", bottom + 9); // the thickness of the line too
      past.setAttribute("x", left);
      PUBLISHED.forEach((cost, k) => {
        const [cx, cy] = axes.to([100 * k, cost]);
        published[k].setAttribute("cx", cx);
        published[k].setAttribute("cy", cy);
      });
      floor.setAttribute("d", `M${left} ${axes.y.to(FLOOR)}H${right}`);
    },
    draw(state, run, one, anew) {
      const { cost } = one;
      ({ costs } = run);
      now = state.epoch;
      if (anew) wholeCurve();
      const { left, top, bottom } = axes.box;
      const [x, true_] = axes.to([now, cost]);
      const y = Math.max(top, true_); // what is above the picture is held at its edge, and said
      past.setAttribute("width", Math.max(0, x - left));
      cursor.setAttribute("d", `M${x.toFixed(1)} ${top}V${bottom}`);
      floor.classList.toggle("is-off", !state.double);
      floorKey.classList.toggle("is-off", !state.double);
      handle.put(x, y);
      write(value, amount(cost) + (cost > TOP ? " ↑" : ""));
      const after = now < EPOCHS * 0.7;
      value.setAttribute("x", x + (after ? 14 : -14));
      value.setAttribute("y", y < top + 24 ? y + 5 : y - 14);
      value.classList.toggle("is-left", !after);
      speak(handle.node, now, [0, EPOCHS], saying(text, now, one));
    },
  };
}
