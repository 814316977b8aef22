/**
 * The plane: regions as sectors, vectors with their tips to drag, angles as arcs, and where the loss sees x.
 *
 * takes    text, common: strings; edit: { start(), feature([x, y]), vector(j, [x, y]) }; signal
 * returns  { node, draw(state, now), resize() }; now: what `read` of math.js says of the state
 */
import { html, svg, unique, write } from "../shared/dom.js";
import { point, speak } from "../shared/drag.js";
import { degrees, fixed } from "../shared/format.js";
import { knob } from "../shared/handle.js";
import { plot } from "../shared/plot.js";
import { rays, turnOf, turnTo } from "../shared/vectors.js";
import { LENGTHS, MARGIN, sectors } from "./math.js";

export const REACH = 6;
export const MOST = 4;
const SUBSCRIPTS = "₀₁₂₃";
const ENDS = [-REACH, REACH];
const BEYOND = 0.75; // of the width: a sector ends outside the corners of the frame
const ARCS = { first: 34, apart: 13 };
const NARROW = 0.25; // radians; a thinner sector has no room for its number

const isZero = ([x, y]) => x === 0 && y === 0;

export function stage({ text, common, edit, signal }) {
  const hatch = unique();
  const axis = (title) => ({ domain: ENDS, title, ticks: [-6, -4, -2, 0, 2, 4, 6] });
  const figure = plot({ label: text.plane, x: axis(text.axes[0]), y: axis(text.axes[1]), equal: true, tallest: 430, pad: { left: 34, right: 8 } });
  figure.picture.append(svg("defs", {}, svg("pattern", { id: hatch, width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("path", { class: "lnx-angles-stripe", d: "M1 0V9" }))));

  const regions = svg("g", {});
  const zone = svg("path", { fill: `url(#${hatch})` });
  const numbers = svg("g", { class: "lnx-angles-numbers", "aria-hidden": "true" });
  figure.under.append(regions, zone, numbers);

  const arrow = (kind) => svg("path", { class: `lnx-angles-arrow ${kind}` });
  const arrows = Array.from({ length: MOST }, (_, j) => arrow(`is-${j}`));
  const arcs = Array.from({ length: MOST }, (_, j) => svg("path", { class: `lnx-angles-arc is-${j}` }));
  const thetas = Array.from({ length: MOST }, (_, j) => svg("text", { class: `lnx-angles-theta is-${j}`, dy: "0.35em", "aria-hidden": "true" }, `θ${SUBSCRIPTS[j]}`));
  const ghost = svg("path", { class: "lnx-angles-ghost" });
  const feature = arrow("is-x");
  figure.over.append(...arcs, ghost, ...arrows, feature, ...thetas);

  const handles = svg("g", {});
  figure.marks.append(handles);
  let now = null;
  let shown = 0;

  function tip(label, name, kind, value, input) {
    const handle = knob(label, { kind: `lnx-angles-tip ${kind}`, round: 7, twoWays: common.point });
    const tag = svg("text", { class: "lnx-angles-name", dy: "0.35em", "aria-hidden": "true" }, name);
    handle.node.append(tag);
    point(handle.node, { value, range: () => [ENDS, ENDS], pixel: figure.to, at: figure.from, input, start: edit.start, signal });
    return { ...handle, tag };
  }
  const x = tip(text.feature, "x", "is-x is-target", () => now.feature, edit.feature);
  const tips = arrows.map((_, j) => tip(text.vector(j), `W${SUBSCRIPTS[j]}`, `is-${j}`, () => now.vectors[j], (to) => edit.vector(j, to)));

  const { at, arc, arrow: shaft } = rays(figure);

  function wedge({ from, to }) {
    const [x, y] = figure.to([0, 0]);
    // A turn less a little: a full one would end where it begins, and be no arc.
    return `${arc(from, Math.min(to - from, 6.2831), BEYOND * figure.width)}L${x} ${y}Z`;
  }

  function paint(state) {
    const all = sectors(state).filter(({ winner }) => winner >= 0);
    regions.replaceChildren(...all.map((sector) => svg("path", { class: `lnx-angles-region is-${sector.winner}`, d: wedge(sector) })));
    zone.setAttribute("d", all.filter(({ charged }) => charged).map(wedge).join(""));
    const plain = ({ winner, charged }) => !charged || !all.some((other) => other.winner === winner && !other.charged);
    numbers.replaceChildren(...all.filter((sector) => sector.to - sector.from > NARROW && plain(sector)).map(({ from, to, winner }) => {
      const [px, py] = at((from + to) / 2, figure.width / 2 - 12);
      return svg("text", { x: px, y: py, dy: "0.35em" }, winner);
    }));
  }

  function place(handle, pair) {
    handle.put(...figure.to(pair));
    const turn = isZero(pair) ? Math.PI / 2 : turnOf(pair);
    // Beyond its tip, or beside it where the picture ends.
    const out = Math.max(...pair.map(Math.abs)) < REACH - 0.8;
    const [dx, dy] = out ? [20 * Math.cos(turn), -18 * Math.sin(turn)] : [-20 * Math.cos(turn + 0.9), 18 * Math.sin(turn + 0.9)];
    handle.tag.setAttribute("x", dx);
    handle.tag.setAttribute("y", dy);
  }

  function mark(state, { thetas: found, counted }) {
    const { feature: f, vectors, label, kind } = state;
    const own = turnOf(f);
    arcs.forEach((path, j) => {
      const none = j >= vectors.length || isZero(f) || isZero(vectors[j]);
      const radius = ARCS.first + ARCS.apart * j;
      const from = none ? 0 : turnOf(vectors[j]);
      const by = none ? 0 : turnTo(from, own);
      path.setAttribute("d", none ? "" : arc(from, by, radius));
      path.classList.toggle("is-target", j === label);
      const [px, py] = at(from + by / 2, radius + 10);
      thetas[j].setAttribute("x", px);
      thetas[j].setAttribute("y", py);
      write(thetas[j], none || found[j] < 0.2 ? "" : `θ${SUBSCRIPTS[j]}`);
    });
    const seen = MARGIN[kind] && !isZero(f) && !isZero(vectors[label]) && counted !== null;
    const more = (turnTo(turnOf(vectors[label]), own) < 0 ? -1 : 1) * (counted - found[label]);
    const [cos, sin] = [Math.cos(more), Math.sin(more)];
    ghost.setAttribute("d", seen ? arc(own, more, ARCS.first + ARCS.apart * label) + shaft([f[0] * cos - f[1] * sin, f[0] * sin + f[1] * cos]) : "");
  }

  function draw(state, found) {
    now = state;
    if (!figure.box) return;
    const count = state.vectors.length;
    if (shown !== count) handles.replaceChildren(x.node, ...tips.slice(0, count).map((each) => each.node));
    shown = count;
    paint(state);
    mark(state, found);
    arrows.forEach((node, j) => {
      node.setAttribute("d", shaft(state.vectors[j] ?? [0, 0], 8));
      node.classList.toggle("is-free", LENGTHS[state.kind] !== "both");
    });
    feature.setAttribute("d", shaft(state.feature, 8));
    feature.classList.toggle("is-free", !LENGTHS[state.kind]);
    const pair = (p) => `(${p.map((u) => fixed(u, 1)).join(", ")})`;
    place(x, state.feature);
    speak(x.node, state.feature[0], ENDS, [pair(state.feature), ...found.thetas.map((theta, j) => text.from(degrees(theta), j))].join(", "));
    state.vectors.forEach((w, j) => {
      place(tips[j], w);
      tips[j].node.classList.toggle("is-target", j === state.label);
      speak(tips[j].node, w[0], ENDS, pair(w));
    });
  }

  const node = html("div", { class: "lnx-angles-stage" }, figure.node);
  return { node, draw, resize() { if (node.clientWidth > 0) figure.layout(node.clientWidth); } };
}
