/**
 * The guess: a handle on a number line, and, once all is worked out, the answer beside it.
 *
 * takes    text: strings; edit: { start(), guess(x) }; axis(): { range, step, digits } of the present question;
 *          value(): the guess; signal
 * returns  { node, layout(width), draw(guess, answer): answer is null until it is known }
 */
import { svg, html, write } from "../shared/dom.js";
import { slider, speak } from "../shared/drag.js";
import { fixed, short } from "../shared/format.js";
import { knob, move } from "../shared/handle.js";
import { clamp, linear, ticks } from "../shared/scale.js";

const [EDGE, BASE, HEIGHT] = [24, 38, 68];

export function line({ text, edit, axis, value, signal }) {
  let width = 0;
  const handle = knob(text.guess, { kind: "lnx-practice-guess" });
  const number = svg("text", { class: "lnx-practice-number", y: 14 });
  const answer = svg("path", { class: "lnx-practice-answer", d: `M0 ${BASE}l6 11h-12z` });
  const axes = svg("g", { class: "lnx-axes" });
  const picture = svg("svg", { class: "lnx-plot", height: HEIGHT }, axes, answer, number, handle.node);
  const scale = () => linear(axis().range, [EDGE, Math.max(EDGE + 1, width - EDGE)]);
  const now = () => clamp(value(), axis().range);
  // The grid of a handle is fixed when it is made: it counts steps, whatever the question.
  slider(handle.node, {
    value: () => Math.round(now() / axis().step),
    range: () => axis().range.map((x) => Math.round(x / axis().step)),
    pixel: (steps) => scale().to(steps * axis().step),
    at: (x) => scale().from(x) / axis().step,
    input: (steps) => edit.guess(steps / Math.round(1 / axis().step)),
    start: edit.start, step: 1, signal,
  });

  return {
    node: html("div", { class: "lnx-practice-line" }, picture),
    layout(given) {
      width = given;
      picture.setAttribute("width", width);
    },
    draw(given) {
      const { range, digits } = axis();
      const { to } = scale();
      const guess = now();
      const shown = `${text.guess} ${fixed(guess, digits)}`;
      axes.replaceChildren(svg("path", { class: "lnx-base", d: `M${to(range[0])} ${BASE}H${to(range[1])}` }),
        ...ticks(range, Math.min(9, width / 50)).map((tick) => svg("text", { class: "is-x", x: to(tick), y: BASE + 27 }, short(tick, 2))));
      handle.put(to(guess), BASE);
      write(number, shown);
      const half = 5 * shown.length + 2; // about half as wide as the text
      move(number, clamp(to(guess), [half, Math.max(half, width - half)]), 0);
      speak(handle.node, Number(guess.toFixed(digits)), range, fixed(guess, digits));
      answer.setAttribute("visibility", given === null ? "hidden" : "visible");
      move(answer, to(given ?? range[0]), 0);
    },
  };
}
