/**
 * Explorer "scores": the class scores of one image as handles, and the hinge and softmax losses they give.
 *
 * takes    a model with scores (2 to 10 numbers), label (an index), margin (>= 0), class_names (strings, or
 *          none for cat, car and frog), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./scores.css";
import { announcer } from "./shared/announce.js";
import { html } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { decimals, loss, term } from "./shared/format.js";
import { hingeLoss, softmaxLoss } from "./shared/losses.js";
import { classes, tools } from "./scores/controls.js";
import { change, hingePanel, softmaxPanel } from "./scores/panels.js";
import { stage } from "./scores/stage.js";
import strings from "./scores/strings.js";

const read = (model) => ({ scores: model.get("scores"), label: model.get("label"), margin: model.get("margin") });
const losses = ({ scores, label, margin }) => ({ hinge: hingeLoss(scores, label, margin), softmax: softmaxLoss(scores, label) });

/** The course's own three classes are named in the reader's language, any others as they were given. */
function naming(model, text) {
  const given = model.get("class_names") ?? [];
  const count = model.get("scores").length;
  const ours = given.length ? given.join() === strings.en.animals.join() : count === 3;
  if (ours) return { ours, names: text.animals };
  return { ours, names: given.length ? given : Array.from({ length: count }, (_, i) => text.classNumber(i)) };
}

function build({ model, text, parts: { ours, names }, set, signal }) {
  const first = read(model);
  let before = null; // the losses when the reader's present move began
  const start = () => { before = losses(read(model)); };
  const jump = (state) => { start(); set(state, "jump"); };

  const choice = classes({ text, names, signal, choose: (j) => { start(); set({ label: j }, "step"); } });
  const axis = stage({
    text, names, signal, ...choice,
    edit: {
      start,
      score: (j, x) => set({ scores: read(model).scores.map((old, i) => (i === j ? x : old)) }, "step"),
      margin: (x) => set({ margin: x }, "step"),
    },
  });
  const bar = tools({ text, names, ours, signal, show: jump, restart: () => jump(first) });
  const hinge = hingePanel({ text, names });
  const softmax = softmaxPanel({ text, names });
  const voice = announcer(signal);
  const question = text.question(ours ? names[1] : text.wrong);
  const node = html("div", { role: "group", "aria-label": text.figure },
    html("p", { class: "lnx-question" }, ...question.map((sentence) => html("span", {}, `${sentence} `))),
    html("p", { class: "lnx-hint" }, text.hint),
    bar.node,
    axis.node,
    html("p", { class: "lnx-legend" }, text.legend),
    html("div", { class: "lnx-panels" }, hinge.node, softmax.node),
    voice.node);

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
    const exact = (x) => term(x, digits);
    return [
      `${text.hinge} ${exact(now.hinge)}, ${change(text, now.hinge, before.hinge, exact)}.`,
      `${text.softmax} ${loss(now.softmax)}, ${change(text, now.softmax, before.softmax, loss)}.`,
    ].join(" ");
  }

  let drawn = false;
  return {
    node,
    resize: axis.resize,
    draw(how) {
      const state = read(model);
      if (how === "outside") before = null;
      if (how !== "step") axis.fit(state);
      axis.draw(state, how !== "step" && drawn);
      for (const part of [choice, bar]) part.draw(state);
      hinge.draw(state, before?.hinge ?? null);
      softmax.draw(state, before?.softmax ?? null);
      light();
      if (before) voice.say(summary(state));
      drawn = true;
    },
  };
}

export default explorer({ traits: ["scores", "label", "margin", "class_names"], strings, css, parts: naming, build });
