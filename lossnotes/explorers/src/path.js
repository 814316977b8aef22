/**
 * Explorer "path": a polynomial fitted to points under a penalty; its training and test error as lambda moves.
 *
 * takes    a model with y (12 numbers from -2.5 to 2.5), degree (1 to 11), lam (0 to 100), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./path.css";
import { button, head, range } from "./shared/controls.js";
import { html } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { change } from "./shared/format.js";
import { integer, list, number } from "./shared/state.js";
import { lambdaAt, PLACES } from "./path/axis.js";
import { noise, truth, x as places } from "./path/data.js";
import { errors } from "./path/errors.js";
import { fits, LARGEST } from "./path/fits.js";
import { fit } from "./path/math.js";
import { bars, numbers, three } from "./path/panels.js";
import strings from "./path/strings.js";

const schema = { y: list(number(-LARGEST, LARGEST), 12), degree: integer(1, 11), lam: number(0, 100) };
const LAMBDAS = Array.from({ length: PLACES + 1 }, (_, place) => lambdaAt(place));
const NARROW = 560; // below this the two pictures stand one above the other

const now = ({ y, degree, lam }) => fit(y, degree, lam);

/** New measurements on the same curve; a sum of twelve uniform numbers is near enough to a normal one. */
function measure() {
  const normal = () => Array.from({ length: 12 }, Math.random).reduce((a, b) => a + b) - 6;
  return places.map((x) => Math.min(LARGEST, Math.max(-LARGEST, Number((truth(x) + noise * normal()).toFixed(2)))));
}

function build({ state: read, text, common, set, start: begin, signal }) {
  let before = null; // the fit when the reader's present move began
  let sweep = [];
  let swept = "";
  const start = () => { before = now(read()); begin(); };
  const jump = (changes) => { start(); set(changes, "jump"); };
  const edit = {
    start,
    y: (i, value) => set({ y: read().y.map((old, j) => (j === i ? value : old)) }),
    lam: (value) => set({ lam: value }),
  };

  /** Both errors along the axis; they stay while only lambda moves. */
  function along({ y, degree }) {
    const key = `${y} ${degree}`;
    if (key !== swept) sweep = LAMBDAS.map((lam) => ({ lam, ...fit(y, degree, lam) }));
    swept = key;
    return sweep;
  }

  const degree = range({
    label: text.degree, least: 1, most: 11, step: 1, format: String, signal,
    start, input: (value) => set({ degree: value }),
  });
  const tools = html("div", { class: "lnx-tools lnx-path-tools" }, degree.node,
    button(text.least, () => jump({ lam: along(read()).reduce((best, one) => (one.test < best.test ? one : best)).lam }), signal),
    button(text.again, () => jump({ y: measure() }), signal));
  const left = fits({ text, edit, read, signal });
  const right = errors({ text, edit, read, signal });
  const panel = numbers(text, common);
  const strip = bars(text);
  const node = html("div", { role: "group", "aria-label": text.figure },
    ...head(text.question, text.hint), tools,
    html("div", { class: "lnx-path-pictures" }, left.node, right.node),
    html("p", { class: "lnx-legend" }, text.legend),
    panel.node, strip.node);

  return {
    node,
    resize(width) {
      const half = width < NARROW ? width : (width - 16) / 2;
      left.layout(half);
      right.layout(half);
      strip.layout(width);
    },
    spoken(state) {
      if (!before) return "";
      const fitted = now(state);
      return ["train", "test"].map((kind) => `${text[kind]} ${three(fitted[kind])}, ${change(common, fitted[kind], before[kind], three)}.`).join(" ");
    },
    draw(state, how) {
      if (how === "outside") before = null;
      const fitted = now(state);
      left.draw(state, fitted);
      right.draw(state, fitted, along(state));
      panel.draw(state, fitted, before);
      strip.draw(fitted);
      degree.draw(state.degree);
    },
  };
}

export default explorer({ schema, strings, css, build });
