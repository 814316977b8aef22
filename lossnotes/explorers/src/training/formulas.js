/**
 * The cost and the next step (each in two parts, for the narrowest page), filled with the numbers of the present epoch.
 *
 * takes    text: strings
 * returns  { node, draw(state, now) }
 */
import { html, write } from "../shared/dom.js";
import { short } from "../shared/format.js";
import { blank, frac, math, mtext, row, sub } from "../shared/mathml.js";
import { amount } from "./words.js";

export function formulas({ text }) {
  const sums = [false, true].map((double) => {
    const [sum, cost] = [blank(), blank()];
    const given = double ? row("softmax", "(", "p", ")") : "p";
    const term = sub(given, sub("y", "i"));
    return { sum, cost, nodes: [math("L", "=", frac("1", "8"), sub("∑", "i"), mtext("−log\u00a0"), term), math("=", frac(sum, "8"), "=", cost)] };
  });
  const [rate, slope, length] = [blank(), blank(), blank()];
  const line = (name, ...nodes) => html("p", { class: "lnx-training-sum" }, html("span", { class: "lnx-caption" }, name), ...nodes);
  return {
    node: html("div", { class: "lnx-training-sums" },
      line(text.sum, ...sums[0].nodes, ...sums[1].nodes),
      line(text.step, math("η", "‖", "∇", "L", "‖"), math("=", rate, "·", slope, "=", length))),
    draw({ rate: eta, double }, { cost, slope: gradient }) {
      const norm = Math.hypot(...gradient);
      sums.forEach((one, k) => {
        for (const node of one.nodes) node.classList.toggle("is-off", double !== Boolean(k));
        write(one.sum, amount(8 * cost));
        write(one.cost, amount(cost));
      });
      write(rate, short(eta, 4));
      write(slope, amount(norm));
      write(length, amount(eta * norm));
    },
  };
}
