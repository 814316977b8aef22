/**
 * The vote in the middle, and the distance to the nearest leaf written out with the numbers of the moment.
 *
 * takes    text: strings
 * returns  { node, draw(state, view) }; view: what math.js found of the state
 */
import { html, write } from "../shared/dom.js";
import { fixed } from "../shared/format.js";
import { blank, math, matrix as table, row, sqrt, sup } from "../shared/mathml.js";
import { OLD, labels } from "./leaves.js";
import { dress, icon } from "./marks.js";
import { matrix } from "./math.js";

const MOST = 5;

export function votes({ text }) {
  const title = html("p", { class: "lnx-metric-title" });
  const chips = Array.from({ length: MOST }, () => {
    const mark = icon();
    const said = html("span", {});
    const far = html("span", { class: "lnx-metric-far" });
    return { mark: mark.path, said, far, node: html("li", {}, mark.node, said, far) };
  });
  const rows = html("ol", {});
  return {
    node: html("div", { class: "lnx-metric-votes" }, title, html("p", { class: "lnx-caption" }, text.nearest), rows),
    draw(state, { found, far, answer, name }) {
      const own = labels(state.question, OLD.length);
      write(title, text.answer(name(answer)));
      found.forEach((leaf, i) => {
        dress(chips[i].mark, own[leaf]);
        write(chips[i].said, name(own[leaf]));
        write(chips[i].far, fixed(far[i], 2));
      });
      if (rows.childElementCount !== found.length) rows.replaceChildren(...chips.slice(0, found.length).map((chip) => chip.node));
    },
  };
}

export function formula({ text }) {
  const m = [blank(), blank(), blank(), blank()];
  const steps = [[blank(), blank()], [blank(), blank()]];
  const result = blank("lnx-metric-result");
  const gap = () => row("(", row("x", "−", "y"), ")");
  const node = html("div", {},
    html("p", { class: "lnx-metric-title" }, text.formula),
    html("div", { class: "lnx-metric-lines" },
      math("d", "=", sqrt(sup(gap(), "⊤"), "M", gap())),
      math("=", sqrt(table(steps[0]), table(m.slice(0, 2), m.slice(2)), table(steps[1].slice(0, 1), steps[1].slice(1)))),
      math("=", result)));
  return {
    node,
    draw(state, { form, found, far }) {
      const entries = matrix(form);
      const digits = entries.some((x) => Math.abs(x) >= 10) ? 2 : 3;
      [0, 1, 1, 2].forEach((entry, i) => write(m[i], fixed(entries[entry], digits)));
      const [x, y] = OLD[found[0]];
      for (const pair of steps) [state.length - x, state.width - y].forEach((gone, i) => write(pair[i], fixed(gone, 2)));
      write(result, fixed(far[0], 2));
    },
  };
}
