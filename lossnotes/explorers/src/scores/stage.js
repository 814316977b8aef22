/**
 * The score axis: one line a class with its score as a handle, the margin, a bar where a wrong score reaches past
 * "correct score − margin", and arrows for where gradient descent moves the scores.
 *
 * takes    text: strings; label(j): what stands beside a line; count: a control above the axis
 *          edit: { score(j, x), margin(x), start() }; signal
 * returns  { node, fit(state), draw(state, names, easing), resize() }
 */
import { decimals, fixed, loss, rounded } from "../shared/format.js";
import { hingeTerms, softmaxGradient, votes } from "../shared/losses.js";
import { domain, linear, ticks } from "../shared/scale.js";
import { slider, speak } from "../shared/drag.js";
import { html, svg, write } from "../shared/dom.js";
import { move } from "../shared/handle.js";
import { arrow, TRACK } from "./arrows.js";
import { BESIDE, handle } from "./handle.js";

const USUAL = [-6, 8];
const USUAL_MARGIN = 5;
const WIDE = { row: 50, head: 44, foot: 28, line: 25, lane: 40, left: 24, right: 48 };
const NARROW = { row: 68, head: 44, foot: 44, line: 45, lane: 36, left: 20, right: 46 };
const NARROW_BELOW = 560;
const KINDS = ["hinge", "softmax"];

/** Whole votes, and shares; nothing for 0. What is below 1 is not rounded up to it. */
function amount(x) {
  if (Number.isInteger(x)) return x ? String(x) : "";
  return x < 1 && x > 0.99 ? String(Math.floor(x * 1e4) / 1e4) : loss(x);
}

export function stage({ text, label, count: above, edit, signal }) {
  const margin = handle("margin", "margin");
  const [limit, correct] = ["lnx-limit", "lnx-correct"].map((name) => svg("path", { class: name }));
  const span = svg("rect", { class: "lnx-span", width: 1, y: -1, height: 2 });
  const axis = svg("g", { class: "lnx-axes", "aria-hidden": "true" });
  const picture = svg("svg", { class: "lnx-plot lnx-picture" }, axis, limit, correct, span, margin.node);
  const last = html("span", { class: "lnx-label", "aria-hidden": "true" }, text.margin);
  const column = html("div", { class: "lnx-labels", role: "radiogroup", "aria-label": text.correct },
    html("span", { class: "lnx-caption lnx-head", "aria-hidden": "true" }, text.correct), last);
  const node = html("div", { class: "lnx-stage" }, above, column, picture);
  margin.node.setAttribute("aria-label", text.margin);

  const rows = [];
  let now = null;
  let ends = USUAL;
  let most = USUAL_MARGIN;
  let width = 0;
  let shape = WIDE;
  let extra = 0; // the second line of arrows
  let scale = linear(ends, [0, 1]);
  const top = (row) => shape.head + row * (shape.row + extra);
  const line = (row) => top(row) + shape.line;

  function row(j) {
    const held = handle("score", j);
    const arrows = KINDS.map(arrow);
    slider(held.node, {
      value: () => now.scores[j],
      range: () => ends,
      pixel: (x) => scale.to(x),
      at: (x) => scale.from(x),
      input: (x) => edit.score(j, x),
      start: edit.start,
      signal,
    });
    const zone = svg("rect", { class: "lnx-zone", width: 1 });
    const lane = svg("path", { class: "lnx-lane" });
    const bar = svg("rect", { class: "lnx-bar", width: 1, y: -6, height: 12 });
    const length = svg("text", { class: "lnx-length", y: -13 });
    return {
      zone, lane, bar, length, held, arrows,
      node: svg("g", {}, zone, lane, bar, length, ...arrows.map((one) => one.node), held.node),
      label: label(j),
    };
  }

  /** As many lines as classes; those that stay keep their focus. */
  function grow(count) {
    while (rows.length < count) {
      const one = row(rows.length);
      rows.push(one);
      margin.node.before(one.node);
      last.before(one.label.node);
    }
    while (rows.length > count) {
      const one = rows.pop();
      one.node.remove();
      one.label.node.remove();
    }
  }

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
    const count = rows.length;
    const bottom = top(count) + shape.row;
    picture.setAttribute("height", bottom + shape.foot);
    picture.setAttribute("width", width);
    scale = linear(ends, [shape.left, width - shape.right]);
    rows.forEach(({ lane, zone }, j) => {
      lane.setAttribute("d", `M${scale.to(ends[0])} ${line(j)}H${scale.to(ends[1])}`);
      zone.setAttribute("y", -shape.lane / 2);
      zone.setAttribute("height", shape.lane + extra);
    });
    // Names stand above the lines where it is narrow: what is upright makes room for them.
    const upright = shape === WIDE ? `M0 ${top(0)}V${line(count)}`
      : Array.from({ length: count + 1 }, (_, j) => `M0 ${line(j) - shape.lane / 2}V${line(j) + (j < count ? shape.lane / 2 + extra : 0)}`).join("");
    for (const path of [limit, correct]) path.setAttribute("d", upright);
    const longest = Math.max(...ends.map((end) => fixed(end, 0).length));
    axis.replaceChildren(
      ...ticks(ends, (width - shape.left - shape.right) / (10 + 9 * longest), 1).flatMap((tick) => [
        svg("path", { class: "lnx-grid", transform: `translate(${scale.to(tick)} 0)`, d: `${upright}V${bottom + 4}` }),
        svg("text", { class: "is-x", x: scale.to(tick), y: bottom + 19 }, fixed(tick, 0)),
      ]),
      svg("path", { class: "lnx-base", d: `M${scale.to(ends[0])} ${bottom}H${scale.to(ends[1])}` }),
      shape === WIDE ? svg("text", { x: -column.offsetWidth, y: bottom + 19 }, text.axis)
        : svg("text", { class: "is-end", x: width, y: bottom + 37 }, text.axis),
    );
    [...rows.map((one) => one.label.node), last].forEach((beside, j) => { beside.style.top = `${top(j)}px`; });
    node.style.setProperty("--lnx-row", `${shape.row}px`);
  }

  /** The arrows of line j; returns what they say to those who listen. */
  function point(j, slopes) {
    let track = 0;
    return KINDS.map((kind, i) => {
      const slope = slopes[i]?.[j] ?? 0;
      const size = amount(Math.abs(slope));
      const x = scale.to(now.scores[j]);
      const across = (scale.to(ends[0] + 1) - scale.to(ends[0])) * -slope;
      const beyond = 8 * size.length + 8; // the room of its number
      const edge = slope > 0 ? beyond : width - beyond;
      rows[j].arrows[i].put(x, line(j) + TRACK * (slopes[i] ? track += 1 : 0), across, edge, size);
      return slopes[i] ? `, ${text.moves(text[kind], size && (slope > 0 ? "\u2212" : "+") + size)}` : "";
    }).join("");
  }

  function draw(state, names, easing = false) {
    now = state;
    if (width === 0) return;
    const { scores, label: right, gradients } = state;
    const second = gradients === "both" ? TRACK : 0;
    if (rows.length !== scores.length || extra !== second) {
      extra = second;
      grow(scores.length);
      layout();
    }
    const digits = decimals([...scores, state.margin]);
    const edge = (x) => Math.min(scale.to(ends[1]), Math.max(scale.to(ends[0]), x));
    const at = scale.to(scores[right]);
    const from = edge(scale.to(scores[right] - state.margin));
    node.classList.toggle("is-easing", easing);

    const gaps = hingeTerms(scores, right, state.margin);
    const costly = gaps.map((gap) => rounded(gap, digits) > 0);
    const all = gradients === "both";
    const slopes = [ // of the hinge loss as it is shown: 0.4 − 1.7 + 1.3 costs nothing
      (all || gradients === "hinge") && votes(costly, right),
      (all || gradients === "softmax") && softmaxGradient(scores, right, state.temperature),
    ];
    rows.forEach(({ held, zone, bar, length, label: beside }, j) => {
      const x = scale.to(scores[j]);
      const number = fixed(scores[j], digits);
      const room = x + BESIDE + 9 * number.length < width;
      const mine = j === right;
      const part = mine ? text.isCorrect : costly[j] ? text.adds(fixed(gaps[j], digits)) : text.addsNothing;
      beside.draw(names[j], mine);
      held.put(x, line(j), number, room ? [BESIDE, 0] : [-BESIDE, costly[j] ? 18 : 0]);
      held.node.setAttribute("aria-label", text.scoreOf(names[j]));
      speak(held.node, scores[j], ends, `${number}, ${part}${point(j, slopes)}`);
      held.node.classList.toggle("is-correct", mine);
      held.node.classList.toggle("is-costly", costly[j]);
      zone.classList.toggle("is-off", mine);
      move(zone, from, line(j), scale.to(ends[1]) - from);
      move(bar, from, line(j), costly[j] ? x - from : 0);
      move(length, (from + x) / 2, line(j));
      write(length, costly[j] ? fixed(gaps[j], digits) : "");
    });
    move(correct, at, 0);
    move(limit, from, 0);
    move(span, from, line(rows.length), at - from);
    const wide = fixed(state.margin, digits);
    margin.put(from, line(rows.length), wide, from > 56 ? [-BESIDE, 0] : [Math.max(BESIDE, at - from + 10), 0]);
    speak(margin.node, state.margin, [0, most], wide);
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
      if (width <= 0) width = 0;
      else layout();
    },
  };
}
