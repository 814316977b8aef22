/**
 * Explorer "scores": the class scores of one image as handles, the hinge and softmax losses they give, and where
 * gradient descent would move them.
 *
 * takes    a model with scores (2 to 10 numbers), label (an index), margin (>= 0), temperature (0.1 to 10),
 *          gradients ("none", "hinge", "softmax" or "both": the arrows that are drawn), class_names (strings, or
 *          none for cat, car, frog and so on), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./scores.css";
import { choice, head, stepper } from "./shared/controls.js";
import { html, write } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { change, decimals, loss, term } from "./shared/format.js";
import { hingeLoss, softmaxLoss } from "./shared/losses.js";
import { sample } from "./scores/arrows.js";
import { correctness } from "./scores/controls.js";
import { hingePanel, softmaxPanel } from "./scores/panels.js";
import { stage } from "./scores/stage.js";
import strings from "./scores/strings.js";
import { ours, pictures } from "./shared/images.js";
import { integer, list, number, oneOf, words } from "./shared/state.js";

const schema = {
  scores: list(number(-1e308, 1e308), [2, 10]),
  label: integer(0, 9),
  margin: number(0, 1e308),
  temperature: number(0.1, 10),
  gradients: oneOf("none", "hinge", "softmax", "both"),
  class_names: list(words(), [0, 10]),
};

const check = ({ scores, label, class_names: given }) => label < scores.length && (!given.length || given.length === scores.length);
const losses = ({ scores, label, margin, temperature }) => ({ hinge: hingeLoss(scores, label, margin), softmax: softmaxLoss(scores, label, temperature) });

function build({ state: read, text, common, set, start: begin, signal }) {
  let before = null; // the losses when the reader's present move began
  const start = () => { before = losses(read()); begin(); };
  const jump = (state) => { start(); set(state, "jump"); };

  /** One class more, at score 0, or the last one less. */
  function resize(by) {
    const { scores, label, class_names: given } = read();
    const count = scores.length + by;
    const fit = (values, next) => (by > 0 ? [...values, next] : values.slice(0, count));
    jump({
      scores: fit(scores, 0),
      label: Math.min(label, count - 1),
      class_names: given.length ? fit(given, common.animals[count - 1]) : given,
    });
  }

  const counter = stepper({ label: text.classes, less: text.remove, more: text.add, least: 2, most: 10, change: resize, signal });
  const axis = stage({
    text, signal,
    count: counter.node,
    label: correctness({ signal, choose: (j) => { start(); set({ label: j }, "step"); } }),
    edit: {
      start,
      score: (j, x) => set({ scores: read().scores.map((old, i) => (i === j ? x : old)) }, "step"),
      margin: (x) => set({ margin: x }, "step"),
    },
  });
  const bar = pictures({ caption: common.image, names: common.animals, signal, show: (state) => jump({ ...state, class_names: [] }) });
  const named = (kind) => html("span", { class: "lnx-kind" }, sample(kind), text[`${kind}Short`]);
  const arrows = choice({
    label: text.arrows,
    options: [["none", text.none], ["hinge", named("hinge")], ["softmax", named("softmax")], ["both", text.both]],
    pick: (gradients) => { start(); set({ gradients }, "jump"); },
    signal,
  });
  const hinge = hingePanel({ text, common });
  const softmax = softmaxPanel({ text, common, signal, start, input: (temperature) => set({ temperature }, "step") });
  const [question, hint] = head(["", ""], common.hint);
  const legend = html("p", { class: "lnx-legend" });
  const node = html("div", { class: "lnx-scores", role: "group", "aria-label": text.figure },
    question, hint, bar.node, axis.node, legend, arrows.node,
    html("div", { class: "lnx-panels" }, hinge.node, softmax.node));

  /** Underlines the numbers that belong to the handle under the pointer or in focus. */
  function light() {
    const held = node.querySelector(".lnx-handle:hover") ?? node.querySelector(".lnx-handle:focus");
    for (const number of node.querySelectorAll(".lnx-of")) number.classList.toggle("is-lit", number.dataset.of === held?.dataset.of);
  }
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) node.addEventListener(type, light, { signal });

  /** What the losses are and what became of them, for those who listen. */
  function summary(state) {
    const digits = decimals([...state.scores, state.margin]);
    const now = losses(state);
    const say = (kind, write) => `${text[kind]} ${write(now[kind])}, ${change(common, now[kind], before[kind], write)}.`;
    return `${say("hinge", (x) => term(x, digits))} ${say("softmax", loss)}`;
  }

  let drawn = false;
  return {
    node,
    resize: axis.resize,
    spoken: (state) => (before ? summary(state) : ""),
    draw(state, how) {
      if (how === "outside") before = null;
      if (how !== "step" && how !== "resize") axis.fit(state);
      const known = ours(state.class_names);
      const names = state.scores.map((_, j) => (known ? common.animals : state.class_names)[j]);
      const asked = state.gradients === "none" ? text.question(known ? names[1] : text.wrong) : text.vanish;
      [...question.children].forEach((sentence, i) => write(sentence, `${asked[i]} `));
      write(legend, state.gradients === "none" ? text.legend : text.step);
      bar.node.hidden = !known;
      axis.draw(state, names, (how === "jump" || how === "outside") && drawn);
      counter.draw(state.scores.length);
      bar.draw(state);
      arrows.draw(state.gradients);
      hinge.draw(state, names, before?.hinge ?? null);
      softmax.draw(state, names, before?.softmax ?? null);
      light();
      drawn = true;
    },
  };
}

export default explorer({ schema, check, strings, css, build });
