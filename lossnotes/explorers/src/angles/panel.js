/**
 * What the rule and the loss make of x: is the answer right, is the margin satisfied, what does it cost.
 *
 * takes    text
 * returns  standing(text, state, now): a sentence; panel: { node, draw(state, now) }
 */
import { html, write } from "../shared/dom.js";
import { degrees, fixed, loss } from "../shared/format.js";
import { lossOf, MARGIN, probabilities } from "./math.js";
import { MOST } from "./stage.js";

export function standing(text, { kind }, { winner, right, paid }) {
  const margin = kind in MARGIN;
  const found = winner < 0 ? "tie" : !right ? (paid ? "rewarded" : "wrong") : !margin ? "right" : paid ? "paid" : "charged";
  return text.state[found].replace("#", winner);
}

export function panel({ text }) {
  const amount = html("span", { class: "lnx-angles-amount" });
  const verdict = html("p", { class: "lnx-angles-verdict" });
  const { columns } = text;
  const cell = (name) => html("td", { class: `lnx-angles-cell is-${name}` });
  const rows = Array.from({ length: MOST }, (_, j) => {
    const cells = { angle: cell("angle"), plain: cell("plain"), logit: cell("logit"), p: cell("p") };
    const own = html("span", { "aria-hidden": "true" });
    const said = html("span", { class: "lnx-spoken" });
    const name = html("th", { scope: "row" }, html("span", { class: `lnx-angles-chip is-${j}`, "aria-hidden": "true" }), `${j}`, own, said);
    return { node: html("tr", {}, name, ...Object.values(cells)), own, said, ...cells };
  });
  const body = html("tbody", {});
  const table = html("table", { class: "lnx-angles-table", "aria-label": text.caption },
    html("thead", {}, html("tr", {}, ...Object.entries(columns).map(([name, said]) => html("th", { scope: "col", class: `lnx-angles-cell is-${name}` }, said)))), body);
  let shown = 0;
  return {
    node: html("div", { class: "lnx-angles-panel" },
      html("p", { class: "lnx-angles-loss" }, html("span", {}, text.loss), amount), verdict, table),
    draw(state, now) {
      const count = state.vectors.length;
      if (shown !== count) body.replaceChildren(...rows.slice(0, count).map((row) => row.node));
      shown = count;
      const p = probabilities(now);
      const [bestPlain, bestLogit] = [Math.max(...now.plain), Math.max(...now.logits)];
      table.classList.toggle("is-plain", !(state.kind in MARGIN));
      rows.slice(0, count).forEach((row, j) => {
        write(row.own, j === state.label ? " ✓" : "");
        write(row.said, j === state.label ? ` ${text.target}` : "");
        write(row.angle, degrees(now.thetas[j]));
        write(row.plain, fixed(now.plain[j], 2));
        write(row.logit, fixed(now.logits[j], 2));
        write(row.p, p[j] > 0 && p[j] < 0.005 ? "<0.01" : fixed(p[j], 2));
        row.plain.classList.toggle("is-best", now.plain[j] === bestPlain);
        row.logit.classList.toggle("is-best", now.logits[j] === bestLogit);
      });
      write(amount, loss(lossOf(now, state.label)));
      write(verdict, standing(text, state, now));
      verdict.classList.toggle("is-off", !now.right || !now.paid);
    },
  };
}
