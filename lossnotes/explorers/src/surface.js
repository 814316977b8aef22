/**
 * Explorer "surface": the loss over the two weights of a small classifier as a map, and gradient descent on it.
 *
 * takes    a model with loss ("softmax" or "hinge"), penalty ("l2", "l1" or "none"), lam (0.001 to 1), start (two
 *          weights from -3 to 3), learning_rate (0.01 to 20), step (0 to 50), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./surface.css";
import { onTheme } from "./shared/colours.js";
import { button, choice, head } from "./shared/controls.js";
import { html, write } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { loss } from "./shared/format.js";
import { calm, player } from "./shared/play.js";
import { integer, list, number, oneOf } from "./shared/state.js";
import { curve } from "./surface/curve.js";
import { dial, LEAST, MOST } from "./surface/dial.js";
import { formula } from "./surface/formula.js";
import { map } from "./surface/map.js";
import { pair, plain } from "./surface/marks.js";
import { EDGE, lowest, STEPS, walk } from "./surface/math.js";
import { plane } from "./surface/plane.js";
import strings from "./surface/strings.js";

const schema = {
  loss: oneOf("softmax", "hinge"),
  penalty: oneOf("l2", "l1", "none"),
  lam: number(LEAST, MOST),
  start: list(number(-EDGE, EDGE), 2),
  learning_rate: number(0.01, 20),
  step: integer(0, STEPS),
};
const RATES = [0.1, 0.5, 2, 12];
const PACE = 10; // steps a second
const CLOSE = 0.01; // near enough to the lowest loss to have arrived
const SETTLED = 5; // steps that a descent must stay there: one that bounces comes by, too
const WIDE = 600;
const GAP = 24;

function build({ state: read, text, common, set, start, signal, el }) {
  const choose = (name) => (value) => { start(); set({ [name]: value }, "step"); };
  const edit = (name) => ({ value: () => read()[name], input: (value) => set({ [name]: value }), start });
  const options = (names) => Object.entries(names);
  const kind = choice({ label: text.loss, options: options(text.losses), pick: choose("loss"), signal });
  const penalty = choice({ label: text.penalty, options: options(text.penalties), pick: choose("penalty"), signal });
  const rate = choice({ label: text.rate, options: RATES.map((x) => [x, plain(x)]), pick: choose("learning_rate"), signal });

  let taken = 0; // steps since play began, in parts of one
  const run = player((seconds) => {
    taken += seconds * PACE;
    const more = Math.floor(taken);
    taken -= more;
    const step = Math.min(STEPS, read().step + more);
    if (more) set({ step });
    return step < STEPS || (write(play, text.play), false);
  }, signal);
  const halt = () => { run.stop(); write(play, text.play); };
  const play = button(text.play, () => {
    if (run.running()) return halt();
    start();
    if (calm()) return set({ step: STEPS });
    if (read().step === STEPS) set({ step: 0 });
    taken = 0;
    write(play, text.pause);
    return run.start();
  }, signal);

  const ground = map({ text, common, el, edit: edit("start"), signal });
  const points = plane({ text });
  const strength = dial({ text, edit: edit("lam"), signal });
  const past = edit("step");
  const losses = curve({ text, edit: { ...past, start: () => { halt(); start(); }, input: (step) => { halt(); past.input(step); } }, signal });
  const sum = formula({ text });
  const verdict = html("p", { class: "lnx-surface-verdict" });
  const node = html("div", { role: "group", "aria-label": text.figure, class: "lnx-surface" },
    ...head(text.question, text.hint),
    html("div", { class: "lnx-tools" }, kind.node, penalty.node),
    html("div", { class: "lnx-surface-parts" },
      html("div", { class: "lnx-surface-map" }, ground.node),
      html("div", { class: "lnx-surface-set" }, strength.node, rate.node),
      html("div", { class: "lnx-surface-run" }, html("div", { class: "lnx-surface-play" }, play, verdict), losses.node),
      html("div", { class: "lnx-surface-data" }, points.node),
      points.legend,
      sum.node));

  let [way, best, known] = [null, null, ""];

  /** All that follows from the state; the lowest point only when the map is another one. */
  function follow(state) {
    way = walk(state);
    const key = [state.loss, state.penalty, state.lam].join();
    if (key !== known) best = lowest(state);
    known = key;
  }

  function outcome(state) {
    const last = loss(way[STEPS].total);
    const off = way.findIndex(({ w }) => Math.max(...w.map(Math.abs)) > EDGE);
    const rest = way.findLastIndex(({ total }) => !(total - best.total <= CLOSE)) + 1;
    if (rest <= STEPS - SETTLED) return text.arrives(rest, CLOSE, loss(best.total));
    return off < 0 ? text.ends(STEPS, last, loss(best.total)) : text.leaves(off, STEPS, last);
  }

  onTheme(() => { ground.repaint(); if (way) ground.draw(read(), way, best); }, signal);
  return {
    node,
    resize(width) {
      const wide = width >= WIDE;
      node.classList.toggle("is-wide", wide);
      const column = wide ? (width - GAP) / 2 : width;
      for (const part of [ground, strength, losses]) part.layout(column);
      points.layout(wide ? column : Math.min(column, 300));
    },
    spoken: (state) => `${text.at(state.step, pair(way[state.step].w), loss(way[state.step].total))} ${outcome(state)}`,
    draw(state) {
      follow(state);
      const here = way[state.step];
      for (const [part, name] of [[kind, "loss"], [penalty, "penalty"], [rate, "learning_rate"]]) part.draw(state[name]);
      strength.draw(state);
      ground.draw(state, way, best);
      points.draw(state, here.w);
      losses.draw(state, way, best);
      sum.draw(state, here);
      write(verdict, outcome(state));
    },
  };
}

export default explorer({ schema, strings, css, build });
