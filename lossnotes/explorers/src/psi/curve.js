/**
 * The picture: psi with lambda, the present angle as a handle on it with its tangent, and the rest of the family.
 *
 * takes    text: strings; edit: { start(), theta(degrees) }; read: the state now; signal
 * returns  { node, layout(width), draw(state) }
 */
import { svg, write } from "../shared/dom.js";
import { slider, speak } from "../shared/drag.js";
import { fixed, short } from "../shared/format.js";
import { knob } from "../shared/handle.js";
import { psi } from "../shared/margins.js";
import { plot } from "../shared/plot.js";
import { mixed, mixedSlope, piece, target } from "./math.js";

const TURN = Math.PI / 180;
const GRID = Array.from({ length: 181 }, (_, i) => i);
const OTHERS = ["softmax", "amsoftmax", "arcface"];
const REACH = 24; // degrees that the tangent goes to either side, less where it is steep

/** The lowest number on the axis: psi ends at 1 - 2m, and the others need a little room of their own. */
const bottom = (m) => Math.min(-1.8, 0.6 - 2 * m);

export function curve({ text, edit, read, signal }) {
  const axes = plot({
    label: text.curve, ratio: 0.62, tallest: 300,
    x: { domain: [0, 180], ticks: [0, 30, 60, 90, 120, 150, 180], title: text.x },
    y: { domain: [bottom(4), 1.3], title: text.y },
  });
  const band = svg("rect", { class: "lnx-psi-band" });
  const joints = svg("path", { class: "lnx-psi-joints" });
  const pieces = Array.from({ length: 5 }, () => svg("text", { class: "lnx-psi-piece" }));
  const plain = svg("path", { class: "lnx-psi-plain" });
  const own = svg("path", { class: "lnx-curve" });
  const others = OTHERS.map((kind) => svg("path", { class: `lnx-psi-line is-${kind}` }));
  const down = svg("path", { class: "lnx-psi-down" });
  const tangent = svg("path", { class: "lnx-psi-tangent" });
  const dots = OTHERS.map((kind) => svg("circle", { class: `lnx-psi-dot is-${kind}`, r: 4 }));
  const slope = svg("text", { class: "lnx-psi-slope" });
  const handle = knob(text.theta, { kind: "lnx-psi-handle", round: 9 });
  slider(handle.node, {
    value: () => read().theta, range: () => [0, 180], step: 1, leap: 10,
    pixel: (theta) => axes.x.to(theta), at: (pixel) => axes.x.from(pixel),
    input: edit.theta, start: edit.start, signal,
  });
  axes.under.append(band, joints);
  axes.over.append(down, ...others, plain, own, tangent, ...dots);
  axes.marks.append(...pieces, slope, handle.node);

  let width = 0;
  let drawn = 0; // the m that the axes are laid out for

  function layout(across, m = drawn || 4) {
    [width, drawn] = [across, m];
    axes.domain(null, [bottom(m), 1.3]);
    axes.layout(width);
    band.setAttribute("y", axes.box.top);
    band.setAttribute("height", axes.height);
    OTHERS.forEach((kind, i) => others[i].setAttribute("d", axes.path(GRID.map((x) => [x, target(kind, x * TURN, { m: 1 })]))));
    const ends = Array.from({ length: m + 1 }, (_, j) => axes.x.to(j * 180 / m));
    joints.setAttribute("d", ends.slice(1, -1).map((x) => `M${x.toFixed(1)} ${axes.box.top}V${axes.box.bottom}`).join(""));
    pieces.forEach((label, k) => {
      write(label, k < m ? `${width < 420 && m > 3 && k > 0 ? "" : "k = "}${k}` : "");
      if (k >= m) return;
      label.setAttribute("x", (ends[k] + ends[k + 1]) / 2);
      label.setAttribute("y", axes.box.bottom - 9);
    });
  }

  return {
    node: axes.node,
    layout,
    draw({ theta, m, lam }) {
      if (m !== drawn) layout(width, m);
      const angle = theta * TURN;
      const value = mixed(angle, m, lam);
      const steep = mixedSlope(angle, m, lam);
      own.setAttribute("d", axes.path(GRID.map((x) => [x, mixed(x * TURN, m, lam)])));
      plain.setAttribute("d", lam > 0 ? axes.path(GRID.map((x) => [x, psi(x * TURN, m)])) : "");
      const [x, y] = axes.to([theta, value]);
      const k = piece(Math.cos(angle), m);
      band.setAttribute("x", axes.x.to(k * 180 / m));
      band.setAttribute("width", axes.width / m);
      pieces.forEach((label, j) => label.classList.toggle("is-now", j === k));
      // As long on the screen wherever it touches.
      const rise = axes.y.to(steep * TURN) - axes.y.to(0);
      const run = axes.x.to(1) - axes.x.to(0);
      const reach = REACH * run / Math.hypot(run, rise);
      tangent.setAttribute("d", axes.path([-reach, reach].map((off) => [theta + off, value + steep * TURN * off])));
      down.setAttribute("d", `M${x.toFixed(1)} ${axes.box.top}V${axes.box.bottom}`);
      OTHERS.forEach((kind, i) => {
        dots[i].style.transform = `translate(${x.toFixed(1)}px, ${axes.y.to(target(kind, angle, { m: 1 })).toFixed(1)}px)`;
      });
      handle.put(x, y);
      write(slope, text.slope(fixed(steep, 2)));
      const left = x > axes.box.left + 116; // below a falling curve there is room on this side
      slope.setAttribute("x", x + (left ? -16 : 16));
      slope.setAttribute("y", Math.min(axes.box.bottom - 26, Math.max(axes.box.top + 34, y + (left ? 26 : -10))));
      slope.classList.toggle("is-left", left);
      speak(handle.node, theta, [0, 180], text.thetaIs(short(theta, 1), fixed(value, 3), fixed(steep, 3)));
    },
  };
}
