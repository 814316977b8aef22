/**
 * The two losses with their arithmetic, written out with the numbers of the moment.
 *
 * takes    text: strings; names
 * returns  { node, draw(state, before) }; before: the loss when the gesture began, or null
 */
import { decimals, exponential, fixed, logArgument, loss, rounded, short, subtrahend, term } from "../shared/format.js";
import { hingeTerms, missingProbability, softmax, softmaxLoss } from "../shared/losses.js";
import { html, write } from "../shared/dom.js";

const MINUS = "\u2212";

/** A number in a formula that belongs to class j; it lights up while that score is held. */
const of = (j, number, kind = "") => html("span", { class: `lnx-of ${kind}`, "data-of": j }, number);
const power = (j, number, kind) => html("span", { class: "lnx-power" }, "e", html("sup", {}, of(j, number, kind)));

function between(nodes, separator) {
  return nodes.flatMap((node, i) => (i === 0 ? [node] : [separator, node]));
}

/** "unchanged", "up from 0.11": what the gesture has done to this loss so far. */
export function change(text, now, before, write) {
  if (before === null) return "";
  const [is, was] = [write(now), write(before)];
  if (is === was) return text.same;
  return now > before ? text.more(was) : text.less(was);
}

/**
 * Title, loss and what became of it; below, rows and their sum. Where it is narrow the two titles stand side
 * by side under the axis, so that both losses can be seen while a finger drags: the body then says whose it is.
 */
function panel(kind, title, column) {
  const amount = html("span", { class: "lnx-amount" });
  const note = html("span", { class: "lnx-note" });
  const rows = html("div", { class: "lnx-rows" });
  const sum = html("p", { class: "lnx-sum" });
  const node = html("div", { class: `lnx-panel lnx-${kind}`, role: "group", "aria-label": title },
    html("p", { class: "lnx-title" }, html("span", {}, title), note, amount),
    html("div", { class: "lnx-body" },
      html("p", { class: "lnx-columns", "aria-hidden": "true" }, html("span", {}, title), html("span", {}, column)),
      rows, sum));
  return { node, amount, note, rows, sum };
}

export function hingePanel({ text, names }) {
  const { node, amount, note, rows, sum } = panel("hinge", text.hinge, text.part);
  return {
    node,
    draw({ scores, label, margin }, before) {
      const digits = decimals([...scores, margin]);
      const terms = hingeTerms(scores, label, margin);
      const wrong = scores.map((_, j) => j).filter((j) => j !== label);
      const total = terms.reduce((a, b) => a + b, 0);
      write(amount, term(total, digits));
      write(note, change(text, total, before, (x) => term(x, digits)));
      rows.replaceChildren(...wrong.map((j) => html("p", { class: "lnx-term" },
        html("span", { class: "lnx-name" }, names[j]),
        html("span", { class: "lnx-work" }, "max(0, ", of(j, fixed(scores[j], digits)), ` ${MINUS} `,
          of(label, subtrahend(scores[label], digits), "is-right"), " + ", of("margin", short(margin, digits)), ")"),
        html("span", { class: `lnx-result${rounded(terms[j], digits) > 0 ? " is-costly" : ""}` }, `= ${term(terms[j], digits)}`))));
      sum.replaceChildren(...between(wrong.map((j) => html("span", {}, term(terms[j], digits))), " + "), " = ",
        html("strong", {}, term(total, digits)));
    },
  };
}

export function softmaxPanel({ text, names }) {
  const { node, amount, note, rows, sum } = panel("softmax", text.softmax, text.probability);
  return {
    node,
    draw({ scores, label }, before) {
      const digits = decimals(scores);
      const chances = softmax(scores);
      const value = softmaxLoss(scores, label);
      const kind = (j) => (j === label ? "is-right" : "");
      const exps = () => scores.map((score, j) => power(j, fixed(score, digits), kind(j)));
      write(amount, loss(value));
      write(note, change(text, value, before, loss));
      rows.replaceChildren(...scores.map((score, j) => {
        const bar = html("span", { class: `lnx-chance ${kind(j)}` });
        bar.style.transform = `scaleX(${chances[j].toFixed(4)})`;
        return html("p", { class: "lnx-share" },
          html("span", { class: "lnx-name" }, names[j]),
          html("span", { class: "lnx-work" }, power(j, fixed(score, digits), kind(j)), ` = ${exponential(score)}`),
          html("span", { class: "lnx-track", "aria-hidden": "true" }, bar),
          html("span", { class: "lnx-result" }, fixed(chances[j], 2)));
      }));
      sum.replaceChildren(
        html("span", { class: "lnx-step" }, `${MINUS}log `,
          html("span", { class: "lnx-fraction" }, html("span", {}, exps()[label]), html("span", { class: "lnx-spoken" }, " / "),
            html("span", {}, ...between(exps(), " + ")))),
        html("span", { class: "lnx-step" },
          `= ${MINUS}log ${logArgument(chances[label], missingProbability(scores, label), value)} = `,
          html("strong", {}, loss(value))));
    },
  };
}
