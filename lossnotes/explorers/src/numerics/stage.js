/**
 * The axis: a handle for each score and one for all of them, where e^s is 0 or infinite in the format, and where
 * the shift puts the scores.
 *
 * takes    text; edit: { start(), score(j, x), all(x), label(j) }; signal
 * returns  { node, fit(state), draw(state, said), resize() }; said: what e^s is, a score a word
 */
import { choice } from "../shared/controls.js";
import { html, svg, write } from "../shared/dom.js";
import { slider, speak } from "../shared/drag.js";
import { decimals, fixed } from "../shared/format.js";
import { knob } from "../shared/handle.js";
import { linear, ticks } from "../shared/scale.js";
import { FORMATS } from "./math.js";

export const FURTHEST = 1000;
const ROW = 44;
const HEAD = 26;
const LINES = 4;
const FOOT = HEAD + LINES * ROW;

export function stage({ text, edit, signal }) {
  const [low, high] = ["is-low", "is-high"].map((side) => svg("rect", { class: `lnx-numerics-zone ${side}`, y: 0, height: FOOT }));
  const [lowWord, highWord] = [text.tooLow, text.tooHigh].map((word) => svg("text", { class: "lnx-numerics-word", y: 17 }, word));
  const axis = svg("g", { class: "lnx-axes", "aria-hidden": "true" });
  const span = svg("line", { class: "lnx-numerics-span" });
  const ghosts = text.names.map(() => svg("path", { class: "lnx-numerics-ghost", d: "M-5 0L0-5L5 0L0 5Z" }));
  const handles = text.names.map((name) => knob(text.scoreOf(name)));
  const all = knob(text.moveAll, { kind: "lnx-numerics-all", round: 11 });
  const numbers = [...handles, all].map(() => svg("text", { class: "lnx-numerics-number", dy: "0.35em" }));
  const picture = svg("svg", { class: "lnx-plot", role: "group", "aria-label": text.axes, height: FOOT + 30 },
    low, high, axis, lowWord, highWord, span, ...ghosts, ...handles.map((h) => h.node), all.node, ...numbers);
  const correct = choice({
    label: text.correct, hidden: true, signal,
    options: text.names.map((name, j) => [j, name]),
    pick: edit.label,
  });
  const column = html("div", { class: "lnx-numerics-classes" }, correct.node,
    ...[["every", text.all], ["unit", text.axis]].map(([name, said]) => html("span", { class: `lnx-numerics-${name}`, "aria-hidden": "true" }, said)));
  const node = html("div", { class: "lnx-numerics-stage" }, column, html("div", { class: "lnx-numerics-axis" }, picture));

  let now = null;
  let reach = 0;
  let width = 0;
  let scale = linear([-1, 1], [0, 1]);
  const line = (row) => HEAD + (row + 0.5) * ROW;
  const held = (x) => Math.min(reach, Math.max(-reach, x)); // a score off the axis waits at its end
  const range = (x) => [Math.min(-reach, x), Math.max(reach, x)];
  const largest = () => Math.max(...now.scores);
  const binding = { at: (px) => scale.from(px), pixel: (x) => scale.to(held(x)), start: edit.start, leap: 10, signal };
  handles.forEach((handle, j) => slider(handle.node, { ...binding, value: () => now.scores[j], range: () => range(now.scores[j]), input: (x) => edit.score(j, x) }));
  slider(all.node, { ...binding, value: largest, range: () => rangeOfAll(), input: edit.all });

  /** All scores stay where scores may be. */
  function rangeOfAll() {
    const [least, most] = range(largest());
    return [Math.max(least, Number((largest() - Math.min(...now.scores) - FURTHEST).toFixed(6))), most];
  }

  function layout() {
    picture.setAttribute("width", width);
    scale = linear([-reach, reach], [14, width - 14]);
    const at = ticks([-reach, reach], (width - 28) / 52);
    axis.replaceChildren(
      ...at.map((tick) => svg("line", { class: "lnx-grid", x1: scale.to(tick), x2: scale.to(tick), y1: HEAD, y2: FOOT })),
      ...Array.from({ length: LINES }, (_, row) => svg("line", { class: "lnx-numerics-lane", x1: scale.to(-reach), x2: scale.to(reach), y1: line(row), y2: line(row) })),
      svg("line", { class: "lnx-base", x1: scale.to(-reach), x2: scale.to(reach), y1: FOOT, y2: FOOT }),
      ...at.map((tick) => svg("text", { class: "is-x", x: scale.to(tick), y: FOOT + 18 }, fixed(tick, 0))),
    );
  }

  /** The zones of the format, as far as they are in view. */
  function zones([least, most]) {
    const [left, right] = [scale.to(-reach), scale.to(reach)];
    const [from, to] = [scale.to(held(least)), scale.to(held(most))];
    low.setAttribute("x", left);
    low.setAttribute("width", from - left);
    high.setAttribute("x", to);
    high.setAttribute("width", right - to);
    for (const [word, [a, b]] of [[lowWord, [left, from]], [highWord, [to, right]]]) {
      word.setAttribute("x", Math.max(24, Math.min(width - 24, (a + b) / 2)));
      word.classList.toggle("is-off", b - a < 6);
    }
  }

  function draw(state, said) {
    now = state;
    correct.draw(state.label);
    if (width === 0) return;
    const top = largest();
    const digits = decimals(state.scores);
    const put = (number, x, row, score) => {
      const words = fixed(score, digits);
      const left = x + 20 + 9 * words.length > width;
      const beyond = Math.abs(score) > reach;
      write(number, beyond ? (left ? `${words} ▸` : `◂ ${words}`) : words);
      number.setAttribute("x", x + (left ? -20 : 20));
      number.setAttribute("y", line(row));
      number.classList.toggle("is-left", left);
    };
    zones(FORMATS[state.format].ends);
    state.scores.forEach((score, j) => {
      const x = scale.to(held(score));
      handles[j].put(x, line(j));
      handles[j].node.classList.toggle("is-correct", j === state.label);
      put(numbers[j], x, j, score);
      speak(handles[j].node, score, range(score), `${fixed(score, digits)}, ${text.becomes(said[j])}`);
      const shifted = score - top;
      ghosts[j].style.transform = `translate(${scale.to(held(shifted)).toFixed(1)}px, ${line(j)}px)`;
      ghosts[j].classList.toggle("is-off", shifted < -reach);
    });
    const x = scale.to(held(top));
    all.put(x, line(3));
    put(numbers[3], x, 3, top);
    speak(all.node, top, rangeOfAll(), fixed(top, digits));
    for (const [name, value] of Object.entries({ x1: scale.to(held(Math.min(...state.scores))), x2: x, y1: line(3), y2: line(3) })) span.setAttribute(name, value);
  }

  return {
    node,
    draw,
    fit(state) {
      if (reach === state.reach) return;
      reach = state.reach;
      if (width > 0) layout();
    },
    resize() {
      width = Math.max(0, picture.parentNode.clientWidth);
      if (width > 0 && reach > 0) layout(); // the first state is drawn after the first width is known
    },
  };
}
