/**
 * The score axis: one line a class with its score as a handle, the margin, and a bar where a wrong
 * score reaches past "correct score − margin".
 *
 * takes    text: strings; names; head, labels: what stands over and beside the lines, a node a class;
 *          edit: { score(j, x), margin(x), start() }; signal
 * returns  { node, fit(state), draw(state, easing), resize() }
 */
import { decimals, fixed, rounded } from "../shared/format.js";
import { hingeTerms } from "../shared/losses.js";
import { domain, linear, ticks } from "../shared/scale.js";
import { slider } from "../shared/slider.js";
import { html, svg, write } from "../shared/dom.js";
import { BESIDE, handle, move } from "./handle.js";

const USUAL = [-6, 8];
const USUAL_MARGIN = 5;
const WIDE = { row: 50, head: 30, foot: 28, line: 0.5, lane: 40, left: 24, right: 48 };
const NARROW = { row: 68, head: 34, foot: 44, line: 0.66, lane: 36, left: 20, right: 46 };
const NARROW_BELOW = 560;

export function stage({ text, names, head, labels, edit, signal }) {
  const count = names.length;
  const lanes = Array.from({ length: count }, () => svg("line", { class: "lnx-lane" }));
  const zones = Array.from({ length: count }, () => svg("rect", { class: "lnx-zone", width: 1 }));
  const bars = Array.from({ length: count }, () => svg("rect", { class: "lnx-bar", width: 1, y: -6, height: 12 }));
  const lengths = Array.from({ length: count }, () => svg("text", { class: "lnx-length", y: -13 }));
  const handles = names.map((name, j) => handle("score", text.scoreOf(name), j));
  const margin = handle("margin", text.margin, "margin");
  const [limit, correct] = ["lnx-limit", "lnx-correct"].map((name) => svg("path", { class: name }));
  const span = svg("rect", { class: "lnx-span", width: 1, y: -1, height: 2 });
  const axis = svg("g", { class: "lnx-axis", "aria-hidden": "true" });
  const picture = svg("svg", { class: "lnx-picture", role: "group", "aria-label": text.axes },
    ...zones, axis, ...lanes, limit, correct, span, ...bars, ...lengths, ...handles.map((h) => h.node), margin.node);
  const beside = [...labels, html("span", { class: "lnx-label", "aria-hidden": "true" }, text.margin)];
  const column = html("div", { class: "lnx-labels", role: "radiogroup", "aria-label": text.correct }, head, ...beside);
  const node = html("div", { class: "lnx-stage" }, column, picture);

  let now = null;
  let ends = USUAL;
  let most = USUAL_MARGIN;
  let width = 0;
  let shape = WIDE;
  let scale = linear(ends, [0, 1]);
  const top = (row) => shape.head + row * shape.row;
  const line = (row) => top(row) + shape.row * shape.line;

  handles.forEach((score, j) => slider(score.node, {
    value: () => now.scores[j],
    range: () => ends,
    pixel: (x) => scale.to(x),
    at: (x) => scale.from(x),
    input: (x) => edit.score(j, x),
    start: edit.start,
    signal,
  }));
  slider(margin.node, {
    value: () => now.margin,
    range: () => [0, most],
    pixel: (x) => scale.to(now.scores[now.label] - x),
    at: (x) => now.scores[now.label] - scale.from(x),
    input: (x) => edit.margin(x),
    start: edit.start,
    signal,
  });

  function layout() {
    const bottom = top(count + 1);
    picture.setAttribute("height", bottom + shape.foot);
    picture.setAttribute("width", width);
    scale = linear(ends, [shape.left, width - shape.right]);
    const place = (node, attributes) => { for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v); };
    lanes.forEach((lane, j) => place(lane, { x1: scale.to(ends[0]), x2: scale.to(ends[1]), y1: line(j), y2: line(j) }));
    zones.forEach((zone) => place(zone, { y: -shape.lane / 2, height: shape.lane }));
    // Names stand above the lines where it is narrow: what is upright makes room for them.
    const upright = shape === WIDE ? `M0 ${top(0)}V${line(count)}`
      : Array.from({ length: count + 1 }, (_, row) => `M0 ${line(row) - shape.lane / 2}V${line(row) + (row < count ? shape.lane / 2 : 0)}`).join("");
    for (const path of [limit, correct]) path.setAttribute("d", upright);
    const longest = Math.max(...ends.map((end) => fixed(end, 0).length));
    axis.replaceChildren(
      ...ticks(ends, (width - shape.left - shape.right) / (10 + 9 * longest)).flatMap((tick) => [
        svg("path", { class: "lnx-tick", transform: `translate(${scale.to(tick)} 0)`, d: `${upright}V${bottom + 4}` }),
        svg("text", { x: scale.to(tick), y: bottom + 19 }, fixed(tick, 0)),
      ]),
      svg("line", { class: "lnx-base", x1: scale.to(ends[0]), x2: scale.to(ends[1]), y1: bottom, y2: bottom }),
      shape === WIDE ? svg("text", { class: "lnx-unit", x: -column.offsetWidth, y: bottom + 19 }, text.axis)
        : svg("text", { class: "lnx-unit is-left", x: width, y: bottom + 37 }, text.axis),
    );
    beside.forEach((label, row) => { label.style.top = `${top(row)}px`; });
    node.style.setProperty("--lnx-row", `${shape.row}px`);
  }

  function draw(state, easing = false) {
    now = state;
    if (width === 0) return;
    const { scores, label } = state;
    const digits = decimals([...scores, state.margin]);
    const edge = (x) => Math.min(scale.to(ends[1]), Math.max(scale.to(ends[0]), x));
    const at = scale.to(scores[label]);
    const from = edge(scale.to(scores[label] - state.margin));
    node.classList.toggle("is-easing", easing);

    hingeTerms(scores, label, state.margin).forEach((gap, j) => {
      const x = scale.to(scores[j]);
      const costs = rounded(gap, digits) > 0;
      const number = fixed(scores[j], digits);
      const room = x + BESIDE + 9 * number.length < width;
      const part = j === label ? text.isCorrect : costs ? text.adds(fixed(gap, digits)) : text.addsNothing;
      handles[j].put(x, line(j), number, room ? [BESIDE, 0] : [-BESIDE, costs ? 18 : 0]);
      handles[j].say(scores[j], ends, `${number}, ${part}`);
      handles[j].node.classList.toggle("is-correct", j === label);
      handles[j].node.classList.toggle("is-costly", costs);
      zones[j].classList.toggle("is-off", j === label);
      move(zones[j], from, line(j), scale.to(ends[1]) - from);
      move(bars[j], from, line(j), costs ? x - from : 0);
      move(lengths[j], (from + x) / 2, line(j));
      write(lengths[j], costs ? fixed(gap, digits) : "");
    });
    move(correct, at, 0);
    move(limit, from, 0);
    move(span, from, line(count), at - from);
    const wide = fixed(state.margin, digits);
    margin.put(from, line(count), wide, from > 56 ? [-BESIDE, 0] : [Math.max(BESIDE, at - from + 10), 0]);
    margin.say(state.margin, [0, most], wide);
  }

  return {
    node,
    draw,
    /** Chooses the axis for numbers that came from outside; while the reader drags it stands still. */
    fit(state) {
      ends = domain(state.scores, USUAL);
      most = domain([state.margin], [0, USUAL_MARGIN])[1];
      if (width > 0) layout();
    },
    resize() {
      shape = node.clientWidth < NARROW_BELOW ? NARROW : WIDE;
      node.classList.toggle("is-narrow", shape === NARROW);
      width = picture.parentNode.clientWidth - (shape === WIDE ? column.offsetWidth : 0);
      if (width <= 0) { width = 0; return; }
      layout();
      if (now) draw(now);
    },
  };
}
