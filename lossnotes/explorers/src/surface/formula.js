/**
 * The loss and the next step, written out with the numbers of the moment.
 *
 * takes    text: strings
 * returns  { node, draw(state, here) }   here: one place of `walk`
 */
import { html, write } from "../shared/dom.js";
import { fixed, subtrahend } from "../shared/format.js";
import { blank, frac, math, row, sub, sup } from "../shared/mathml.js";
import { plain } from "./marks.js";
import { size } from "./math.js";

const w = (i) => sub("w", String(i));
const bars = (i) => row("|", w(i), "|");
const LOSS = {
  softmax: () => ["log", "(", "1", "+", sup("e", row("−", "t", "f")), ")"],
  hinge: () => ["max", "(", "0", ",", "1", "−", "t", "f", ")"],
};
const PENALTY = {
  l2: () => ["+", "λ", "(", sup(w(1), "2"), "+", sup(w(2), "2"), ")"],
  l1: () => ["+", "λ", "(", bars(1), "+", bars(2), ")"],
  none: () => [],
};

export function formula({ text }) {
  const [data, lam, norm, total] = ["is-data", "", "", "is-total"].map(blank);
  const [general, filled] = [html("p", {}), html("p", {})];
  const steps = [1, 2].map(() => ["", "", "is-slope", ""].map(blank)); // from, learning rate, slope, to
  const lines = steps.map(([from, rate, slope, to], i) => html("p", {}, math(w(i + 1), "←", from, "−", rate, "×", slope, "=", to)));
  const node = html("div", { class: "lnx-surface-formula" },
    general,
    filled,
    html("p", { class: "lnx-caption" }, text.next),
    ...lines);
  let kind = "";
  return {
    node,
    draw({ loss, penalty, lam: strength, learning_rate: rate }, here) {
      if (kind !== loss + penalty) {
        kind = loss + penalty;
        general.replaceChildren(math("L", "=", frac("1", "16"), "∑", ...LOSS[loss](), ...PENALTY[penalty]()));
        filled.replaceChildren(penalty === "none" ? math("L", "=", data) : math("L", "=", data, "+", lam, "×", norm, "=", total));
      }
      write(data, fixed(here.data, 3));
      write(lam, plain(strength));
      write(norm, fixed(size(penalty, here.w), 3));
      write(total, fixed(here.total, 3));
      steps.forEach(([from, factor, slope, to], i) => {
        write(from, fixed(here.w[i], 2));
        write(factor, plain(rate));
        write(slope, subtrahend(here.gradient[i], 3));
        write(to, fixed(here.w[i] - rate * here.gradient[i], 2));
      });
    },
  };
}
