/**
 * How many answers are right: the present ellipse beside the Euclidean, a wrong hunch and the learned ones.
 *
 * takes    text: strings; show(name): asks for the ellipse of a row; signal
 * returns  { node, draw(state, counts, verdict) }; counts: { name: [right of OLD, right of NEW] }
 */
import { html, write } from "../shared/dom.js";
import { NEW, OLD } from "./leaves.js";

const ROWS = ["yours", "euclidean", "hunch", "nca", "lmnn"];
const percent = (right, all) => `${Math.round((100 * right) / all)}%`;

export function board({ text, show, signal }) {
  const parts = Object.fromEntries(ROWS.map((name) => {
    const bar = html("span", { class: "lnx-metric-bar", "aria-hidden": "true" });
    const cells = [html("span", { class: "lnx-metric-share" }), html("span", { class: "lnx-metric-share" })];
    const press = name === "yours" ? null : html("button", { type: "button", class: "lnx-button lnx-metric-name" }, text.names[name]);
    press?.addEventListener("click", () => show(name), { signal });
    const row = html("tr", { class: `is-${name}` },
      html("th", { scope: "row" }, press ?? text.names[name]),
      html("td", {}, html("span", { class: "lnx-metric-track", "aria-hidden": "true" }, bar), cells[0]),
      html("td", {}, cells[1]));
    return [name, { row, bar, cells, press }];
  }));
  const verdict = html("p", { class: "lnx-metric-verdict" });
  const node = html("div", { class: "lnx-metric-board" },
    html("table", {},
      html("thead", {}, html("tr", {}, html("th", { scope: "col" }, text.board), html("th", { scope: "col" }, text.out), html("th", { scope: "col" }, text.fresh))),
      html("tbody", {}, ...ROWS.map((name) => parts[name].row))),
    verdict);
  return {
    node,
    draw(counts, shown, said) {
      for (const name of ROWS) {
        const { bar, cells, press } = parts[name];
        const [right, fresh] = counts[name];
        bar.style.transform = `scaleX(${(right / OLD.length).toFixed(4)})`;
        write(cells[0], percent(right, OLD.length));
        write(cells[1], percent(fresh, NEW.length));
        press?.setAttribute("aria-pressed", String(shown === name));
      }
      write(verdict, said);
    },
  };
}
