/**
 * Explorer "metric": the ellipse of a Mahalanobis distance, to turn and stretch among labelled leaves.
 *
 * takes    a model with question ("tree" or "month"), k (1 to 5), angle (0 to 180 degrees), log_along, log_across
 *          (-2.5 to 2.5, log2 of the half axes in cm), length, width (cm), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./metric.css";
import { choice, head } from "./shared/controls.js";
import { html, write } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { integer, number, oneOf } from "./shared/state.js";
import { board } from "./metric/board.js";
import { ELLIPSES, NEW, OLD, labels } from "./metric/leaves.js";
import { dress, icon } from "./metric/marks.js";
import { distance, heldOut, keyOf, leaveOneOut, nearest, shape, vote } from "./metric/math.js";
import { formula, votes } from "./metric/panels.js";
import { stage } from "./metric/stage.js";
import strings from "./metric/strings.js";

const schema = {
  question: oneOf("tree", "month"),
  k: integer(1, 5),
  angle: number(0, 180),
  log_along: number(-2.5, 2.5),
  log_across: number(-2.5, 2.5),
  length: number(2, 10),
  width: number(1.5, 8.5),
};

/** Which leaves get their label, and how many of the new ones do: known for the last ellipses that were asked for. */
function answers() {
  const known = new Map();
  return (state) => {
    const key = keyOf(state);
    if (!known.has(key)) {
      if (known.size > 60) known.clear();
      const { question, k } = state;
      const form = shape(state);
      const own = labels(question, OLD.length);
      const right = leaveOneOut(form, OLD, own, k);
      const fresh = heldOut(form, OLD, own, { points: NEW, labels: labels(question, NEW.length) }, k);
      known.set(key, { right, counts: [right.filter(Boolean).length, fresh] });
    }
    return known.get(key);
  };
}

const same = (state, ellipse) => Object.entries(ellipse).every(([name, value]) => state[name] === value);

function build({ state: read, text, common, set, start, signal, el }) {
  const judge = answers();
  const jump = (changes) => { start(); set(changes, "jump"); };
  const field = stage({ text, common, el, now: read, signal, edit: { start, set: (changes) => set(changes, "step") } });
  const table = board({ text, signal, show: (name) => jump(ELLIPSES[read().question][name]) });
  const middle = votes({ text });
  const sum = formula({ text });
  const asked = choice({ label: text.asked, options: Object.entries(text.kinds), pick: (question) => jump({ question }), signal });
  const voters = choice({ label: text.voters, options: [1, 2, 3, 4, 5].map((k) => [k, String(k)]), pick: (k) => jump({ k }), signal });
  const legend = [0, 1, 2, 3, 0].map((label, i) => { // the last one hollow
    const mark = icon();
    dress(mark.path, label, i === 4);
    return { said: html("span", {}, text.marks), mark: mark.node };
  });
  const key = html("p", { class: "lnx-legend lnx-metric-legend" },
    ...legend.map(({ mark, said }) => html("span", {}, mark, said)),
    ...text.lines.map((said, i) => html("span", {}, i < 2 ? html("i", {}) : null, said)));
  const picture = html("div", { class: "lnx-metric-picture" }, field.node);
  const node = html("div", { role: "group", "aria-label": text.figure },
    ...head(text.question, text.hint),
    html("div", { class: "lnx-tools" }, asked.node, voters.node),
    html("div", { class: "lnx-metric-columns" }, picture, table.node, key),
    html("div", { class: "lnx-metric-below" }, middle.node, sum.node));

  const naming = (question) => (label) => `${text.kinds[question]} ${label}`;

  function view(state) {
    const form = shape(state);
    const x = [state.length, state.width];
    const found = nearest(form, OLD, x, state.k);
    const far = found.map((i) => distance(form, x, OLD[i]));
    return { form, found, far, name: naming(state.question), answer: vote(found, labels(state.question, OLD.length)), right: judge(state).right };
  }

  return {
    node,
    resize() { if (picture.clientWidth > 0) field.layout(picture.clientWidth); },
    spoken(state) {
      const [right, fresh] = judge(state).counts;
      return text.spoken(right, fresh, naming(state.question)(view(state).answer));
    },
    draw(state, how) {
      if (how !== "step") field.release();
      const seen = view(state);
      const rows = ELLIPSES[state.question];
      const counts = { yours: judge(state).counts };
      for (const [name, ellipse] of Object.entries(rows)) counts[name] = judge({ ...state, ...ellipse }).counts;
      field.draw(state, seen);
      const shown = Object.keys(rows).find((name) => same(state, rows[name]));
      const against = ["euclidean", "nca"].map((name) => text.versus(text.names[name], counts.yours[0] - counts[name][0]));
      table.draw(counts, shown, text.verdict(against.join(", ")));
      legend.slice(0, 4).forEach(({ said }, label) => write(said, seen.name(label)));
      for (const part of [middle, sum]) part.draw(state, seen);
      asked.draw(state.question);
      voters.draw(state.k);
    },
  };
}

export default explorer({ schema, strings, css, build });
