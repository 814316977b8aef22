/**
 * Explorer "entropy": two distributions as bars that can be dragged; entropy, cross-entropy and KL divergence as
 * areas under their code lengths.
 *
 * takes    a model with p and q (2 to 6 probabilities each, as many of one as of the other), unit ("bits" or
 *          "nats"), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./entropy.css";
import { areas } from "./entropy/areas.js";
import { bars } from "./entropy/bars.js";
import { certain, crossEntropy, divergence, entropy, extraTerms, lengths, moved, whole } from "./entropy/math.js";
import { amount, share } from "./entropy/numbers.js";
import presets from "./entropy/presets.js";
import strings from "./entropy/strings.js";
import { sums } from "./entropy/sums.js";
import { button, choice, head } from "./shared/controls.js";
import { html, write } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { list, number, oneOf } from "./shared/state.js";

const schema = {
  p: list(number(0, 1), [2, 6]),
  q: list(number(0, 1), [2, 6]),
  unit: oneOf("bits", "nats"),
};
const check = ({ p, q }) => p.length === q.length && whole(p) && whole(q);

const SIDE_BY_SIDE = 560;
const GAP = 24;

const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);

/** All that is drawn, computed once a drawing. */
function measured({ p, q, unit }) {
  return {
    p, q, unit, own: lengths(p, unit), used: lengths(q, unit), extra: extraTerms(p, q, unit),
    log: unit === "bits" ? "log₂" : "log", h: entropy(p, unit), cross: crossEntropy(p, q, unit), divergence: divergence(p, q, unit),
  };
}

function build({ state: read, text, set, start: begin, signal }) {
  let before = read(); // what was shown when the reader's present move began
  let from = null; // the distribution that the held bar's move began with: its proportions come back
  let shown = null; // what was drawn last

  function start() {
    from = null;
    before = read();
    begin();
  }
  const jump = (changes) => { start(); set(changes, "jump"); };

  /** One bar to x. From where its gesture began, so that going to 1 and back keeps the others' proportions. */
  const edit = (name) => ({
    start,
    move(i, x) {
      if (from?.name !== name || from.i !== i) from = { name, i, values: read()[name] };
      set({ [name]: moved(from.values, i, x) }, "step");
    },
  });

  const charts = ["p", "q"].map((name) => bars({ name, title: text[name], ghost: name === "q" && text.ghost, edit: edit(name), signal }));
  const picture = areas({ text });
  const table = sums({ text });
  const unit = choice({ label: text.unit, hidden: true, options: Object.entries(text.units), pick: (value) => jump({ unit: value }), signal });
  const examples = presets.map((pair, i) => button(text.presets[i], () => jump(pair), signal));
  const swap = button(text.swap, () => { const { p, q } = read(); jump({ p: q, q: p }); }, signal);
  const equal = button("Q = P", () => jump({ q: read().p }), signal);
  const note = html("p", { class: "lnx-entropy-note" });
  const pair = html("div", { class: "lnx-entropy-pair" }, ...charts.map((one) => one.node));
  const node = html("div", { role: "group", "aria-label": text.figure },
    ...head(text.question, text.hint),
    html("div", { class: "lnx-tools lnx-entropy-examples", role: "group", "aria-label": text.example }, ...examples),
    pair,
    html("div", { class: "lnx-tools lnx-entropy-acts" }, equal, swap, unit.node),
    picture.node,
    html("p", { class: "lnx-legend lnx-entropy-legend" }, ...text.legend.map((words, i) => html("span", {}, html("span", { class: `lnx-entropy-key is-${["base", "lost", "saved"][i]}` }), words))),
    note,
    table.node);

  const withUnit = (x, of) => (x === Infinity ? text.infinite : `${amount(x)} ${text.units[of]}`);

  /** The answer to the question, or what stands in its way. */
  function remark({ p, q, used, h, divergence: waste, unit: of, log }, names) {
    const ruled = p.findIndex((x, i) => x > 0 && q[i] === 0);
    if (ruled >= 0) return text.rules(names[ruled]);
    if (same(p, q)) return text.equals(withUnit(h, of));
    const only = certain(p);
    if (only >= 0) return text.oneHot(names[only], log, share(q[only]), withUnit(used[only], of));
    return text.wasted(withUnit(waste, of));
  }

  return {
    node,
    resize(width) {
      const wide = width >= SIDE_BY_SIDE;
      pair.classList.toggle("is-wide", wide);
      for (const one of charts) one.resize(wide ? (width - GAP) / 2 : width);
      picture.resize(width);
    },
    spoken(state) {
      const { h, cross, divergence: waste, unit: of } = measured(state);
      const [is, was] = [cross, crossEntropy(before.p, before.q, before.unit)].map((x, i) => withUnit(x, i ? before.unit : of));
      return `${text.sums(is, withUnit(h, of), withUnit(waste, of))}${is === was ? "" : ` ${text.was(was)}`}`;
    },
    draw(state, how) {
      const now = measured(state);
      const names = text.names[state.p.length];
      const jumps = how === "jump" || how === "outside";
      const easing = jumps && shown?.p.length === state.p.length;
      if (jumps) [from, before] = [null, shown ?? state];
      shown = state;
      const say = (values, codes) => (i) => text.value(share(values[i]), withUnit(codes[i], state.unit));
      charts[0].draw({ values: state.p, names, say: say(state.p, now.own) }, easing);
      charts[1].draw({ values: state.q, behind: state.p, names, say: say(state.q, now.used) }, easing);
      picture.draw({ ...now, names }, how !== "step", easing);
      table.draw({ ...now, names });
      unit.draw(state.unit);
      examples.forEach((one, i) => one.setAttribute("aria-pressed", same(presets[i].p, state.p) && same(presets[i].q, state.q)));
      equal.setAttribute("aria-pressed", same(state.p, state.q));
      write(note, remark(now, names));
    },
  };
}

export default explorer({ schema, check, strings, css, build });
