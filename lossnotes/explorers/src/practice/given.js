/**
 * What the question gives: a table of its numbers, and the formula.
 *
 * takes    a question; text, common: strings
 * returns  an element
 */
import { html } from "../shared/dom.js";
import { fixed } from "../shared/format.js";
import { block, frac, row, sub, sup } from "../shared/mathml.js";

const MINUS = "\u2212";
const shifted = (of) => sup("e", row(sub("s", of), MINUS, "max", "(", "s", ")"));
const sum = () => sub("∑", "j");
const FORMULAS = {
  hinge: () => ["L", "=", sub("∑", row("j", "≠", "y")), "max", "(", "0", ",", sub("s", "j"), MINUS, sub("s", "y"), "+", "Δ", ")"],
  softmax: () => [sub("p", "y"), "=", frac(shifted("y"), row(sum(), shifted("j")))],
  "cross-entropy": () => ["H", "(", "P", ",", "Q", ")", "=", MINUS, sum(), sub("P", "j"), "log", sub("Q", "j"), ",", sub("D", "KL"), "=",
    "H", "(", "P", ",", "Q", ")", MINUS, "H", "(", "P", ")"],
  psi: () => ["ψ", "(", "θ", ")", "=", sup(row("(", MINUS, "1", ")"), "k"), "cos", "(", "m", "θ", ")", MINUS, "2", "k"],
};

/** Rows of [name, numbers, index of the correct class or null]. */
function rows({ kind, given }, text) {
  switch (kind) {
    case "hinge": return given.images.map(({ scores, label }, i) => [text.image(i + 1), scores, label]);
    case "softmax": return [[text.score, given.scores, null]];
    case "cross-entropy": return [["P", given.p, null], ["Q", given.q, null]];
    default: return [];
  }
}

const cell = (x, right, text) => html("td", right ? { class: "is-right" } : {},
  right ? "✓ " : "", fixed(x, 1), right ? html("span", { class: "lnx-spoken" }, ` ${text.correct}`) : "");

export function givenOf(question, text, common) {
  const lines = rows(question, text);
  const table = html("table", { class: "lnx-practice-table" },
    html("thead", {}, html("tr", {}, html("td"), ...common.animals.slice(0, 3).map((name) => html("th", { scope: "col" }, name)))),
    html("tbody", {}, ...lines.map(([name, numbers, label]) => html("tr", {},
      html("th", { scope: "row" }, name), ...numbers.map((x, j) => cell(x, j === label, text))))));
  return html("div", { class: "lnx-practice-given" }, lines.length ? table : null,
    html("div", { class: "lnx-practice-formula" }, block(...FORMULAS[question.kind]())));
}
