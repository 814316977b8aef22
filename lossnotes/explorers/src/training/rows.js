/**
 * The eight rows: their probabilities as bars, their answer, what they add to the cost.
 *
 * takes    text: strings; light(row, or null): the row that is pointed at; signal
 * returns  { node, draw(now) }
 */
import { html, svg, write } from "../shared/dom.js";
import { fixed, loss as cost } from "../shared/format.js";
import { Y } from "./data.js";
import { answer } from "./math.js";
import { SHAPES } from "./triangle.js";

export function rows({ text, light, signal }) {
  const lines = Y.map((label, row) => {
    const parts = [0, 1, 2].map((c) => html("span", { class: `lnx-training-part is-class-${c}${c === label ? " is-label" : ""}` }));
    const bar = html("span", { class: "lnx-training-bar", "aria-hidden": "true" }, ...parts);
    const spoken = html("span", { class: "lnx-spoken" });
    const [chance, said, mark, loss] = Array.from({ length: 4 }, () => html("span", {}));
    const shape = svg("svg", { class: "lnx-training-mark", width: 26, height: 26, viewBox: "-13 -13 26 26", "aria-hidden": "true" },
      SHAPES[label](), svg("text", { dy: "0.35em" }, row));
    const verdict = html("td", { class: "lnx-training-answer" }, said, mark);
    const node = html("tr", {},
      html("th", { scope: "row" }, shape, html("span", { class: "lnx-spoken" }, text.className(label))),
      html("td", { class: "lnx-training-wide" }, bar, spoken), html("td", {}, chance), verdict, html("td", {}, loss));
    node.addEventListener("pointerenter", () => light(row), { signal });
    node.addEventListener("pointerleave", () => light(null), { signal });
    return { node, parts, spoken, chance, said, mark, verdict, loss };
  });
  const heads = [text.row, text.bars, html("span", {}, html("i", {}, "p"), html("sub", {}, "y")), text.answer, text.loss];
  const table = html("table", { class: "lnx-training-rows" },
    html("thead", {}, html("tr", {}, ...heads.map((name) => html("th", { scope: "col" }, name)))),
    html("tbody", {}, ...lines.map((line) => line.node)));
  return {
    node: html("div", { class: "lnx-training-table" }, html("p", { class: "lnx-training-title" }, text.rows), table,
      html("p", { class: "lnx-legend" }, text.barsHint)),
    draw({ p, losses }) {
      lines.forEach(({ parts, spoken, chance, said, mark, verdict, loss }, row) => {
        let left = 0;
        parts.forEach((part, c) => {
          const share = p[3 * row + c];
          part.style.transform = `translateX(${(100 * left).toFixed(2)}%) scaleX(${share.toFixed(4)})`;
          left += share;
        });
        const own = [0, 1, 2].map((c) => fixed(p[3 * row + c], 2));
        const given = answer(p, row);
        const right = given === Y[row];
        write(spoken, own.join(", "));
        write(chance, own[Y[row]]);
        write(said, `${given} `);
        write(mark, right ? "✓" : "✗");
        mark.setAttribute("aria-label", right ? text.right : text.wrong);
        mark.setAttribute("role", "img");
        verdict.classList.toggle("is-wrong", !right);
        write(loss, losses[row] > 0 && losses[row] < 1e-4 ? "<0.0001" : cost(losses[row]));
      });
    },
  };
}
