/**
 * The two losses with their arithmetic, written out with the numbers of the moment.
 *
 * takes    text, common: strings; for softmax what to call when the temperature is moved
 * returns  { node, draw(state, names, before) }; before: the loss when the gesture began, or null
 */
import { range } from "../shared/controls.js";
import { change, decimals, exponential, fixed, logArgument, loss, rounded, short, subtrahend, term } from "../shared/format.js";
import { hingeTerms, missingProbability, softmax, softmaxLoss } from "../shared/losses.js";
import { html, write } from "../shared/dom.js";

const MINUS = "\u2212";

/** A number in a formula that belongs to class j; it lights up while that score is held. */
const of = (j, number, kind = "") => html("span", { class: `lnx-of ${kind}`, "data-of": j }, number);
const power = (...exponent) => html("span", { class: "lnx-power" }, "e", html("sup", {}, ...exponent));

function joined(nodes, separator) {
  return nodes.flatMap((node, i) => (i === 0 ? [node] : [separator, node]));
}

/**
 * Title, loss and what became of it; below, rows and their sum. Where it is narrow the two titles stand side
 * by side under the axis, so that both losses can be seen while a finger drags: the body then says whose it is.
 */
function panel(kind, title, column, ...between) {
  const amount = html("span", { class: "lnx-amount" });
  const note = html("span", { class: "lnx-caption lnx-note" });
  const rows = html("div", { class: "lnx-rows" });
  const sum = html("p", { class: "lnx-sum" });
  const node = html("div", { class: `lnx-panel lnx-${kind}`, role: "group", "aria-label": title },
    html("p", { class: "lnx-title" }, html("span", {}, title), note, amount),
    html("div", { class: "lnx-body" },
      html("p", { class: "lnx-caption lnx-columns", "aria-hidden": "true" }, html("span", {}, title), html("span", {}, ...column)),
      rows, ...between, sum));
  return { node, amount, note, rows, sum };
}

export function hingePanel({ text, common }) {
  const { node, amount, note, rows, sum } = panel("hinge", text.hinge, [text.part]);
  return {
    node,
    draw({ scores, label, margin }, names, before) {
      const digits = decimals([...scores, margin]);
      const terms = hingeTerms(scores, label, margin);
      const wrong = scores.map((_, j) => j).filter((j) => j !== label);
      const total = terms.reduce((a, b) => a + b, 0);
      write(amount, term(total, digits));
      write(note, change(common, total, before, (x) => term(x, digits)));
      rows.replaceChildren(...wrong.map((j) => html("p", { class: "lnx-term" },
        html("span", { class: "lnx-name" }, names[j]),
        html("span", { class: "lnx-work" }, "max(0, ", of(j, fixed(scores[j], digits)), ` ${MINUS} `,
          of(label, subtrahend(scores[label], digits), "is-right"), " + ", of("margin", short(margin, digits)), ")"),
        html("span", { class: `lnx-result${rounded(terms[j], digits) > 0 ? " is-costly" : ""}` }, `= ${term(terms[j], digits)}`))));
      sum.replaceChildren(...joined(wrong.map((j) => html("span", {}, term(terms[j], digits))), " + "), " = ",
        html("strong", {}, term(total, digits)));
    },
  };
}

/** Places on the slider are powers of ten; two digits of the temperature are enough. */
const SCALE = { least: -1, most: 1, step: 0.05, from: (x) => Number((10 ** x).toPrecision(2)), to: Math.log10 };

export function softmaxPanel({ text, common, signal, start, input }) {
  const warmth = range({ ...SCALE, label: text.temperature, format: (x) => short(x, 4), start, input, signal });
  const { node, amount, note, rows, sum } = panel("softmax", text.softmax, [power("s/T"), ` ${text.share}`], warmth.node);
  return {
    node,
    draw({ scores, label, temperature }, names, before) {
      const digits = decimals(scores);
      const chances = softmax(scores, temperature);
      const value = softmaxLoss(scores, label, temperature);
      const kind = (j) => (j === label ? "is-right" : "");
      const by = temperature === 1 ? "" : `/${short(temperature, 4)}`;
      const exps = () => scores.map((score, j) => power(of(j, fixed(score, digits), kind(j)), by));
      warmth.draw(temperature);
      write(amount, loss(value));
      write(note, change(common, value, before, loss));
      rows.replaceChildren(...exps().map((exp, j) => {
        const bar = html("span", { class: `lnx-chance ${kind(j)}` });
        bar.style.transform = `scaleX(${chances[j].toFixed(4)})`;
        return html("p", { class: "lnx-share" },
          html("span", { class: "lnx-name" }, names[j]),
          html("span", { class: "lnx-work" }, exp, ` = ${exponential(scores[j] / temperature)}`),
          html("span", { class: "lnx-track", "aria-hidden": "true" }, bar),
          html("span", { class: "lnx-result" }, fixed(chances[j], 2)));
      }));
      sum.replaceChildren(
        html("span", { class: "lnx-step" }, `${MINUS}log `,
          html("span", { class: "lnx-fraction" }, html("span", {}, exps()[label]), html("span", { class: "lnx-spoken" }, " / "),
            html("span", {}, ...joined(exps(), " + ")))),
        html("span", { class: "lnx-step" },
          `= ${MINUS}log ${logArgument(chances[label], missingProbability(scores, label, temperature), value)} = `,
          html("strong", {}, loss(value))));
    },
  };
}
