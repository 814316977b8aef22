/**
 * Explorer "angles": a feature and class vectors in the plane, the regions of six losses, and what the margin asks.
 *
 * takes    a model with kind, label, feature [x, y], vectors (2 to 4 of them), m_factor, lam, m_cosine, m_angle, s, lang
 * returns  an anywidget front-end module
 */
import css from "./angles.css";
import { controls } from "./angles/controls.js";
import { formulaPanel } from "./angles/formulas.js";
import { LENGTHS, lossOf, MARGIN, read as measure } from "./angles/math.js";
import { panel, standing } from "./angles/panel.js";
import { MOST, REACH, stage } from "./angles/stage.js";
import strings from "./angles/strings.js";
import { head } from "./shared/controls.js";
import { html, write } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { fixed, loss } from "./shared/format.js";
import { integer, list, number, oneOf } from "./shared/state.js";

const coordinate = number(-REACH, REACH);
const schema = {
  kind: oneOf("softmax", "normalized", "lsoftmax", "asoftmax", "amsoftmax", "arcface"),
  label: integer(0, MOST - 1),
  feature: list(coordinate, 2),
  vectors: list(list(coordinate, 2), [2, MOST]),
  m_factor: integer(1, 4),
  lam: number(0, 1000),
  m_cosine: number(0, 1),
  m_angle: number(0, 1.5),
  s: number(1, 64),
};

const check = ({ label, vectors }) => label < vectors.length;

function build({ state: read, text, common, set, start, signal }) {
  const bar = controls({ text, read, change: set, start, signal });
  const plane = stage({
    text, common, signal,
    edit: {
      start,
      feature: (to) => set({ feature: to }, "step"),
      vector: (j, to) => set({ vectors: read().vectors.map((old, i) => (i === j ? to : old)) }, "step"),
    },
  });
  const numbers = panel({ text });
  const work = formulaPanel();
  const legend = html("p", { class: "lnx-legend" });
  const [question, hint] = head(["", ""], text.hint);
  const node = html("div", { role: "group", "aria-label": text.figure },
    question, hint, bar.kinds,
    html("div", { class: "lnx-angles-main" }, plane.node, html("div", { class: "lnx-angles-side" }, bar.node, numbers.node)),
    legend, work.node);

  function explain({ kind, label }) {
    const asked = text.question[kind in MARGIN ? "margin" : "plain"];
    asked.forEach((sentence, i) => write(question.children[i], `${sentence} `));
    write(legend, [
      text.regions[LENGTHS[kind] === "both" ? "both" : "cosine"],
      ...(kind in MARGIN ? [text.zone(label), text.ghost(label)] : []),
      ...(LENGTHS[kind] === "both" ? [] : [text.free]),
    ].join(" "));
  }

  return {
    node,
    resize: plane.resize,
    spoken(state) {
      const now = measure(state);
      return text.said(standing(text, state, now), fixed(now.logits[state.label], 2), loss(lossOf(now, state.label)));
    },
    draw(state) {
      const now = measure(state);
      explain(state);
      bar.draw(state);
      plane.draw(state, now);
      numbers.draw(state, now);
      work.draw(state, now);
    },
  };
}

export default explorer({ schema, check, strings, css, build });
