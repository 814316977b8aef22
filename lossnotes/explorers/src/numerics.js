/**
 * Explorer "numerics": three scores as handles, and their softmax loss in three forms, each step as a
 * floating-point format has it.
 *
 * takes    a model with scores (3 numbers from -1000 to 1000), label (0 to 2), format ("float16", "bfloat16",
 *          "float32", "float64"), reach (the axis shows -reach to reach), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./numerics.css";
import { FORMATS, digits, forms, truth } from "./numerics/math.js";
import { FURTHEST, stage } from "./numerics/stage.js";
import strings from "./numerics/strings.js";
import { table } from "./numerics/table.js";
import { written } from "./numerics/text.js";
import { button, choice, head } from "./shared/controls.js";
import { html, write } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { exponential, short } from "./shared/format.js";
import { integer, list, number, oneOf } from "./shared/state.js";

const schema = {
  scores: list(number(-FURTHEST, FURTHEST), 3),
  label: integer(0, 2),
  format: oneOf(...Object.keys(FORMATS)),
  reach: integer(10, FURTHEST),
};

const REACHES = [20, 120, FURTHEST];
const PRESETS = [
  { scores: [3.2, 5.1, -1.7], label: 0, format: "float16", reach: 20 },
  { scores: [123, 456, 789], label: 2, format: "float64", reach: FURTHEST },
  { scores: [40, 0, -20], label: 0, format: "float64", reach: 120 },
  { scores: [12, 10, 3], label: 0, format: "float16", reach: 20 },
];
const NAMES = ["naive", "shifted", "log1p"];

/** The narrowest axis with the scores and the end of the format on it. */
const reachOf = (format, scores) => REACHES.find((reach) => Math.max(FORMATS[format].ends[1], ...scores.map(Math.abs)) <= reach);

function build({ state: read, text, set, start, signal }) {
  const jump = (changes) => { start(); set(changes, "jump"); };
  const formats = choice({
    label: text.format, signal,
    options: Object.keys(FORMATS).map((name) => [name, name]),
    pick: (format) => jump({ format, reach: reachOf(format, read().scores) }),
  });
  const reaches = choice({
    label: text.reach, signal,
    options: REACHES.map((reach) => [reach, `±${reach}`]),
    pick: (reach) => jump({ reach }),
  });
  const presets = PRESETS.map((preset, i) => button(text.presets[i], () => jump(preset), signal));
  const axis = stage({
    text, signal,
    edit: {
      start,
      score: (j, x) => set({ scores: read().scores.map((old, i) => (i === j ? x : old)) }),
      all(x) {
        const { scores } = read();
        const by = x - Math.max(...scores);
        // Free of late digits, so that the way back ends where it began.
        set({ scores: scores.map((score) => Math.max(-FURTHEST, Math.min(FURTHEST, Number((score + by).toFixed(6))))) });
      },
      label: (label) => { start(); set({ label }); },
    },
  });
  const ends = html("p", { class: "lnx-legend" });
  const true_ = html("strong", {});
  const about = html("span", { class: "lnx-caption" });
  const panel = table({ text });
  const node = html("div", { role: "group", "aria-label": text.figure },
    ...head(text.question, text.hint),
    html("div", { class: "lnx-tools lnx-numerics-formats" }, formats.node),
    html("div", { class: "lnx-numerics-presets", role: "group", "aria-label": text.preset }, ...presets),
    axis.node,
    html("div", { class: "lnx-numerics-under" }, ends, reaches.node),
    html("p", { class: "lnx-numerics-truth" }, html("span", {}, text.truth), true_, about),
    panel.node);

  /** The loss with the digits that the format could show; where it underflows, from its logarithm. */
  const saidTruth = ({ loss, log }, format) => (loss > 1e-300 ? written(loss, format, text) : exponential(log));
  let said = "";

  return {
    node,
    resize: axis.resize,
    spoken: () => said,
    draw(state) {
      const { scores, label, format } = state;
      const steps = forms(scores, label, format);
      const exact = truth(steps.scores, label);
      const kept = NAMES.map((name) => digits(steps[name].loss, exact, format));
      const say = (x) => written(x, format, text);
      formats.draw(format);
      reaches.draw(state.reach);
      presets.forEach((one, i) => one.setAttribute("aria-pressed", JSON.stringify({ ...PRESETS[i], reach: 0 }) === JSON.stringify({ scores, label, format, reach: 0 })));
      axis.fit(state);
      axis.draw(state, steps.naive.powers.map(say));
      const [low, high] = FORMATS[format].ends.map((end) => short(end, 2));
      write(ends, text.ends(format, low, high));
      const now = saidTruth(exact, format);
      const before = saidTruth(truth(scores, label), format);
      write(true_, now);
      write(about, now === before ? text.unrounded : text.rounded(format, before));
      panel.draw(steps, kept, state);
      said = [`${text.truth} ${now}.`, ...NAMES.map((name, i) => text.spoken(text.forms[name], say(steps[name].loss), kept[i]))].join(" ");
    },
  };
}

export default explorer({ schema, strings, css, build });
