/**
 * The three forms side by side, each step as the format has it.
 *
 * takes    text
 * returns  { node, draw(steps, exact, kept, state) }: what math.js gives; kept: correct digits of each form
 */
import { html, write } from "../shared/dom.js";
import { short } from "../shared/format.js";
import { blank, math, row, sub, sup } from "../shared/mathml.js";
import { ofPower, ofResult, ofShare, ofSum } from "./faults.js";
import { FORMATS } from "./math.js";
import { written } from "./text.js";

const FORMS = ["naive", "shifted", "log1p"];

const of = (index) => sub("s", index);
const formulas = () => [
  math("−", "log", "(", sup("e", of("y")), "/", "∑", sup("e", of("j")), ")"),
  math("log", "∑", sup("e", row(of("j"), "−", "m")), "−", "(", of("y"), "−", "m", ")"),
  math("log1p", "r", "+", "(", "m", "−", of("y"), ")"),
];

/** One number: how it came about, what it is, and a word where it is no ordinary number. */
function cell() {
  const how = html("span", { class: "lnx-numerics-how" });
  const value = html("span", { class: "lnx-numerics-value" });
  const word = html("span", { class: "lnx-numerics-fault" });
  const node = html("div", { role: "cell", class: "lnx-numerics-cell" }, how, value, word);
  return {
    node,
    how,
    draw(said, { kind, word: fault }) {
      write(value, said);
      write(word, fault);
      const name = `lnx-numerics-cell${kind && ` is-${kind}`}`;
      if (node.className !== name) node.className = name;
    },
  };
}

/** e to a power that is filled in. */
function power(how) {
  const raised = blank();
  how.append(math(sup("e", raised)));
  return raised;
}

export function table({ text }) {
  const line = (name, cells, kind = "") => html("div", { role: "row", class: `lnx-numerics-row ${kind}` },
    html("span", { role: "rowheader", class: "lnx-numerics-name" }, name), ...cells);
  const three = () => FORMS.map(cell);
  const classes = text.names.map(() => three());
  const powers = classes.map((cells) => cells.map(({ how }) => power(how)));
  const rows = Object.fromEntries(["sum", "part", "loss"].map((name) => [name, three()]));
  const bars = FORMS.map(() => {
    const fill = html("span", { class: "lnx-numerics-fill" });
    const said = html("span", { class: "lnx-numerics-kept" });
    const node = html("div", { role: "cell", class: "lnx-numerics-cell" }, html("span", { class: "lnx-numerics-track" }, fill), said);
    return { fill, said, node };
  });
  const heads = formulas().map((formula, i) => html("div", { role: "columnheader", class: "lnx-numerics-form" }, html("span", {}, text.forms[FORMS[i]]), formula));
  const node = html("div", { role: "table", "aria-label": text.table, class: "lnx-numerics-table" },
    html("div", { role: "row", class: "lnx-numerics-row is-head" }, html("span", { role: "columnheader", class: "lnx-numerics-name" }, html("span", { class: "lnx-spoken" }, text.step)), ...heads),
    ...classes.map((cells, j) => line(text.names[j], cells.map((one) => one.node))),
    ...["sum", "part", "loss"].map((name) => line(text.rows[name], rows[name].map((one) => one.node), name === "loss" ? "is-loss" : "")),
    line(text.rows.digits, bars.map((bar) => bar.node), "is-digits"));

  return {
    node,
    draw(steps, kept, { format, label }) {
      const say = (x) => written(x, format, text);
      const give = (one, x, { kind, word }, how = null) => {
        one.draw(say(x), { kind, word: word && text[word] });
        if (how !== null) write(one.how, how);
      };
      const { naive, shifted, log1p } = steps;
      classes.forEach((cells, j) => {
        const raised = [steps.scores[j], shifted.gaps[j], log1p.gaps[j]];
        powers[j].forEach((number, i) => write(number, short(raised[i], 3)));
        [naive, shifted, log1p].forEach((form, i) => {
          if (i === 2 && j === log1p.top) cells[i].draw(text.left, { kind: "left", word: "" });
          else give(cells[i], form.powers[j], ofPower(form.powers[j], format));
        });
      });
      give(rows.sum[0], naive.sum, ofSum(naive.sum, naive.powers, format), text.sum);
      give(rows.sum[1], shifted.sum, ofSum(shifted.sum, shifted.powers, format), text.sum);
      give(rows.sum[2], log1p.sum, ofPower(log1p.sum, format), text.rest);
      give(rows.part[0], naive.part, ofShare(naive.part, format), `${say(naive.powers[label])} / ${say(naive.sum)}`);
      give(rows.part[1], shifted.part, ofResult(shifted.part, format), `log ${say(shifted.sum)}`);
      give(rows.part[2], log1p.part, ofResult(log1p.part, format), `log1p ${say(log1p.sum)}`);
      give(rows.loss[0], naive.loss, ofResult(naive.loss, format), `−log ${Number.isNaN(naive.part) ? "p" : say(naive.part)}`);
      for (const [i, form] of [[1, shifted], [2, log1p]]) give(rows.loss[i], form.loss, ofResult(form.loss, format), `${say(form.part)} + ${say(log1p.lag)}`);
      const most = FORMATS[format].digits;
      bars.forEach(({ fill, said, node: bar }, i) => {
        fill.style.transform = `scaleX(${kept[i] / most})`;
        write(said, text.of(kept[i], most));
        bar.classList.toggle("is-none", kept[i] === 0);
      });
    },
  };
}
