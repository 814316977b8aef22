/**
 * The right picture: both errors against lambda, and lambda as a handle on its axis.
 *
 * takes    text: strings; edit: { start(), lam(value) }; read: the state now; signal
 * returns  { node, layout(width), draw(state, fit, sweep) }; sweep: [{ lam, train, test }, ...], first lambda = 0
 */
import { svg, write } from "../shared/dom.js";
import { slider, speak } from "../shared/drag.js";
import { fixed } from "../shared/format.js";
import { knob } from "../shared/handle.js";
import { plot } from "../shared/plot.js";
import { alongAxis, lambdaAt, placeAt, placeOf, PLACES, said, tick } from "./axis.js";
import { noise } from "./data.js";

const [FLOOR, CEILING] = [0.001, 10];
const KINDS = ["train", "test"];
const BESIDE = 10; // from a mark to its number
const APART = 17; // between the two numbers, at least

export function errors({ text, edit, read, signal }) {
  const axes = plot({
    label: text.errors, ratio: 0.74, tallest: 270,
    x: { domain: [-7.3, 2.2], ticks: [-7, -6, -4, -2, 0, 2], format: tick },
    y: { domain: [FLOOR, CEILING], log: true, ticks: [0.001, 0.01, 0.1, 1, 10], format: String, title: text.error },
  });
  const floor = svg("path", { class: "lnx-path-noise" });
  const noted = svg("text", { class: "lnx-path-noted" });
  write(noted, text.noise);
  const line = svg("path", { class: "lnx-path-now" });
  const gap = svg("path", { class: "lnx-path-gap" });
  const curves = KINDS.map((kind) => svg("path", { class: `lnx-curve is-${kind}` }));
  const zeros = KINDS.map((kind) => svg("path", { class: `lnx-path-zero is-${kind}` }));
  const marks = [svg("circle", { class: "lnx-path-mark is-train", r: 5 }), svg("path", { class: "lnx-path-mark is-test", d: "M-5-5h10v10h-10z" })];
  const numbers = KINDS.map((kind) => svg("text", { class: `lnx-path-number is-${kind}`, dy: "0.35em" }));
  const value = svg("text", { class: "lnx-path-lam" });
  const lambda = knob(text.lam, { kind: "is-lambda", round: 8 });
  slider(lambda.node, {
    value: () => placeOf(read().lam), range: () => [0, PLACES], step: 1, leap: 10,
    pixel: (place) => axes.x.to(alongAxis(lambdaAt(place))), at: (pixel) => placeAt(axes.x.from(pixel)),
    input: (place) => edit.lam(lambdaAt(place)), start: edit.start, signal,
  });
  axes.under.append(floor, noted, line);
  axes.over.append(...curves, ...zeros, gap);
  axes.marks.append(...marks, ...numbers, value, lambda.node);

  /** Inside the picture, also where an error is 0 or beyond what it shows. */
  const height = (error) => axes.y.to(Math.min(CEILING, Math.max(FLOOR, error)));

  return {
    node: axes.node,
    layout(width) {
      axes.layout(width);
      floor.setAttribute("d", axes.path([[-7.3, noise ** 2], [2.2, noise ** 2]]));
      noted.setAttribute("x", axes.box.right - 2);
      noted.setAttribute("y", axes.y.to(noise ** 2) + 14);
    },
    draw({ lam }, fit, sweep) {
      const x = axes.x.to(alongAxis(lam));
      KINDS.forEach((kind, k) => {
        // As far as the floor, and not along it: a curve that leaves the picture ends there.
        curves[k].setAttribute("d", axes.path(sweep.slice(1).map((one) => [alongAxis(one.lam), Math.max(FLOOR / 10, one[kind])])));
        const zero = height(sweep[0][kind]).toFixed(1);
        zeros[k].setAttribute("d", `M${axes.x.to(-7.25).toFixed(1)} ${zero}H${axes.x.to(-6.75).toFixed(1)}`);
      });
      const tops = KINDS.map((kind) => height(fit[kind]));
      line.setAttribute("d", `M${x.toFixed(1)} ${axes.box.top}V${axes.box.bottom}`);
      gap.setAttribute("d", `M${x.toFixed(1)} ${tops[0].toFixed(1)}V${tops[1].toFixed(1)}`);
      const left = x > axes.box.right - 96;
      const push = Math.max(0, (APART - Math.abs(tops[0] - tops[1])) / 2) * (fit.test >= fit.train ? 1 : -1);
      KINDS.forEach((kind, k) => {
        marks[k].style.transform = `translate(${x.toFixed(1)}px, ${tops[k].toFixed(1)}px)`;
        numbers[k].setAttribute("x", x + (left ? -BESIDE : BESIDE));
        const low = axes.box.bottom - (k === 0 ? 18 : 36);
        numbers[k].setAttribute("y", Math.min(low, tops[k] + (k === 0 ? push : -push)));
        numbers[k].classList.toggle("is-left", left);
        write(numbers[k], `${text[`${kind}Short`]} ${fixed(fit[kind], 3)}`);
      });
      lambda.put(x, axes.box.bottom - 2);
      write(value, `λ = ${said(lam)}`);
      value.setAttribute("x", Math.min(axes.box.right - 24, Math.max(axes.box.left + 16, x)));
      value.setAttribute("y", axes.box.bottom + 36);
      speak(lambda.node, lam, [0, 100], text.lamIs(said(lam), fixed(fit.train, 3), fixed(fit.test, 3)));
    },
  };
}
