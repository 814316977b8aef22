/**
 * The numbers of the moment: both errors, the penalty, the weights, and how the objective is made of them.
 *
 * takes    text, common: strings
 * returns  { node, draw(state, fit, before) }, and of `bars` { node, layout(width), draw(fit) }; before: the fit
 *          when the gesture began, or null
 */
import { html, svg, write } from "../shared/dom.js";
import { change, fixed } from "../shared/format.js";
import { blank, math } from "../shared/mathml.js";
import { plot } from "../shared/plot.js";
import { said } from "./axis.js";

export const three = (x) => fixed(x, 3);

function cell(kind, title) {
  const amount = html("span", { class: "lnx-path-amount" });
  const note = html("span", { class: "lnx-path-note" });
  return { node: html("p", { class: `lnx-path-cell is-${kind}` }, html("span", { class: "lnx-path-name" }, title), amount, note), amount, note };
}

export function numbers(text, common) {
  const cells = Object.fromEntries(["train", "test", "penalty", "freedom"].map((kind) => [kind, cell(kind, text[kind])]));
  const [train, lam, penalty, total] = ["is-train", "", "", ""].map(blank);
  const formula = html("div", { class: "lnx-path-formula" },
    html("span", { class: "lnx-caption" }, text.objective),
    math("L", "=", train, "+", lam, "×", penalty, "=", total));
  return {
    node: html("div", {}, html("div", { class: "lnx-path-cells" }, ...Object.values(cells).map((one) => one.node)), formula),
    draw({ lam: now, degree }, fit, before) {
      for (const kind of ["train", "test"]) {
        write(cells[kind].amount, three(fit[kind]));
        write(cells[kind].note, change(common, fit[kind], before?.[kind] ?? null, three));
      }
      write(cells.penalty.amount, three(fit.penalty));
      write(cells.penalty.note, text.penaltyNote);
      write(cells.freedom.amount, fixed(fit.freedom, 1));
      write(cells.freedom.note, text.freedomNote(degree + 1));
      write(train, three(fit.train));
      write(lam, said(now));
      write(penalty, three(fit.penalty));
      write(total, three(fit.train + now * fit.penalty));
    },
  };
}

const BOUNDS = [5, 20, 100, 1000]; // a scale that stays while lambda shrinks the weights

export function bars(text) {
  let bound = BOUNDS[0];
  let across = 0;
  const axes = plot({
    label: text.weights, ratio: 0.32, tallest: 96,
    x: { domain: [0.4, 11.6], ticks: Array.from({ length: 11 }, (_, i) => i + 1), format: String },
    y: { domain: [-bound, bound], title: text.weight },
    pad: { bottom: 26 },
  });
  const shown = svg("path", { class: "lnx-path-bars" });
  const base = svg("path", { class: "lnx-base" });
  axes.over.append(shown);
  axes.under.append(base);
  function layout(width) {
    across = width;
    axes.layout(width);
    base.setAttribute("d", axes.path([[0.4, 0], [11.6, 0]]));
  }
  return {
    node: axes.node,
    layout,
    draw({ weights }) {
      const most = Math.max(...weights.slice(1).map(Math.abs));
      const wanted = BOUNDS.find((b) => most <= b);
      if (wanted !== bound) {
        bound = wanted;
        axes.domain(null, [-bound, bound]);
        layout(across);
      }
      shown.setAttribute("d", weights.slice(1).map((w, k) => axes.path([[k + 1, 0], [k + 1, w]])).join(""));
    },
  };
}
