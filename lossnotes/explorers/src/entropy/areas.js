/**
 * The code lengths as blocks, as wide as a symbol is probable: the area is the mean length. Beside them the same
 * areas poured into a column of width 1, where H(P) and the divergence stand on each other.
 *
 * takes    text: strings
 * returns  { node, resize(width), draw({ p, names, own, used, h, cross, unit }, fresh) }
 *          own, used: code lengths for P and for Q; fresh: whether the axis may become lower again
 */
import { html, svg, unique, write } from "../shared/dom.js";
import { short } from "../shared/format.js";
import { plot } from "../shared/plot.js";
import { amount } from "./numbers.js";
import { put, several } from "./put.js";

const LEAVES = 14; // how far above the plot a rectangle reaches that has no top
const COLUMN = 22;
const quarters = { ticks: [0, 0.25, 0.5, 0.75, 1], format: (x) => short(x, 2) };

/** Room for the highest block: 4, 6, 8, 12, 16, 24 and so on. */
function ceiling(lengths) {
  const highest = Math.max(...lengths.filter(Number.isFinite)) / 0.95;
  const top = 2 ** Math.max(2, Math.ceil(Math.log2(highest)));
  return top > 4 && 0.75 * top >= highest ? 0.75 * top : top;
}

export function areas({ text }) {
  const hatch = unique();
  const axes = plot({
    label: "H(P), H(P, Q), D", ratio: 0.8, tallest: 240, pad: { right: 104, top: 46 },
    x: { domain: [0, 1], title: text.across, ...quarters },
    y: { domain: [0, 4] },
  });
  const lost = () => svg("rect", { class: "lnx-entropy-lost", fill: `url(#${hatch})` });
  const [title, crossName, crossNumber, ownName, ownNumber, gap] = ["", "", "is-number", "", "is-number", "lnx-entropy-gap"].map((name) => svg("text", { class: name }));
  const level = svg("path", { class: "lnx-entropy-level" });
  const floor = svg("path", { class: "lnx-entropy-level is-own" });
  const column = { base: svg("rect", { class: "lnx-entropy-base" }), lost: lost() };
  const arrow = () => svg("path", { class: "lnx-entropy-arrow", d: "M-5 5L0-1 5 5" });
  const columnArrow = arrow();
  const blocks = several(block);
  let used = [];
  const layer = svg("g", {});
  const words = svg("g", {}); // over all lines
  axes.marks.setAttribute("aria-hidden", "true");
  axes.picture.prepend(svg("defs", {}, svg("pattern", { id: hatch, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("line", { class: "lnx-entropy-stripe", y2: 6 }))));
  axes.marks.append(layer, column.base, column.lost, columnArrow, floor, level, words, svg("g", { class: "lnx-axes" }, title), crossName, crossNumber, ownName, ownNumber, gap);
  let top = 4;
  let width = 0;

  function block() {
    return {
      base: svg("rect", { class: "lnx-entropy-base" }), lost: lost(), saved: svg("rect", { class: "lnx-entropy-saved" }),
      arrow: arrow(), name: svg("text", { class: "lnx-entropy-name" }), code: svg("text", { class: "lnx-entropy-number is-code" }),
    };
  }

  function fill(count) {
    used = blocks(count);
    layer.replaceChildren(...["base", "lost", "saved", "arrow"].flatMap((part) => used.map((b) => b[part])));
    words.replaceChildren(...used.flatMap((b) => [b.code, b.name]));
  }

  const at = (node, x, y, words) => {
    node.setAttribute("x", x.toFixed(1));
    node.setAttribute("y", y.toFixed(1));
    write(node, words);
  };

  /** Where a length ends; what has no end leaves the plot. */
  const height = (x) => (Number.isFinite(x) ? axes.y.to(x) : axes.box.top - LEAVES);

  function drawBlocks({ p, names, own, used: codes }) {
    const ground = axes.y.to(0);
    const endless = codes.map((x, i) => (p[i] > 0 && x === Infinity ? p[i] : 0));
    const widest = endless.indexOf(Math.max(...endless));
    let before = 0;
    p.forEach((share, i) => {
      const { base, lost: over, saved, arrow: tip, name, code } = used[i];
      const [left, right] = [axes.x.to(before), axes.x.to(Math.min(1, before + share))];
      before += share;
      const wide = right - left;
      const shown = share > 0;
      const [a, b] = shown ? [height(own[i]), height(codes[i])] : [ground, ground];
      put(base, left, Math.max(a, b), wide, ground - Math.max(a, b));
      put(over, left, b, wide, a - b);
      put(saved, left + 1, a, wide - 2, b - a);
      over.classList.toggle("is-off", a - b < 0.5);
      saved.classList.toggle("is-off", b - a < 0.5);
      const middle = left + wide / 2;
      tip.style.transform = `translate(${middle.toFixed(1)}px, ${b.toFixed(1)}px)`;
      tip.classList.toggle("is-off", endless[i] === 0);
      const said = endless[i] === 0 ? amount(codes[i]) : i === widest ? `∞ ${text.infinite}` : "∞";
      const room = wide >= 8 * said.length || endless[i] > 0;
      const start = Math.min(axes.box.right - 4 * said.length, Math.max(axes.box.left + 4 * said.length, middle));
      at(code, start, endless[i] > 0 ? axes.box.top + 15 : b + (ground - b > 40 ? 17 : -6), shown && room ? said : "");
      at(name, middle, ground - 8, shown && wide > 8 * names[i].length + 2 && ground - b > 40 ? names[i] : "");
    });
  }

  function drawColumn({ h, cross, divergence }) {
    const { left, right, top: upper } = axes.box;
    const ground = axes.y.to(0);
    const [low, high] = [axes.y.to(h), height(cross)];
    const x = right + 14;
    put(column.base, x, low, COLUMN, ground - low);
    put(column.lost, x, high, COLUMN, low - high);
    columnArrow.style.transform = `translate(${x + COLUMN / 2}px, ${high.toFixed(1)}px)`;
    columnArrow.classList.toggle("is-off", cross !== Infinity);
    level.classList.toggle("is-off", cross === Infinity);
    for (const [line, y] of [[floor, low], [level, high]]) line.setAttribute("d", `M${left} ${y.toFixed(1)}H${x + COLUMN}`);
    // Never on each other: the upper one keeps above its line, the lower one below, inside the picture.
    const beside = x + COLUMN + 6;
    const under = Math.min(low, ground - 24);
    const over = Math.max(upper - LEAVES + 24, Math.min(high, under - 6));
    at(crossName, beside, over - 19, "H(P, Q)");
    at(crossNumber, beside, over - 3, amount(cross));
    at(ownName, beside, under + 14, "H(P)");
    at(ownNumber, beside, under + 30, amount(h));
    at(gap, beside, (over + under) / 2 + 5, under - over > 26 ? `D ${amount(divergence)}` : "");
  }

  return {
    node: axes.node,
    resize(wide) {
      width = wide;
      axes.layout(width);
    },
    draw(state, fresh, easing) {
      if (used.length !== state.p.length) fill(state.p.length);
      const wanted = ceiling([...state.used, ...state.own].filter((_, i) => state.p[i % state.p.length] > 0));
      if (wanted > top || (fresh && wanted !== top)) {
        top = wanted;
        axes.domain(null, [0, top]);
        axes.layout(width);
      }
      axes.node.classList.toggle("is-easing", easing);
      at(title, Math.max(0, axes.box.left - 36), 14, text.up(text.units[state.unit]));
      drawBlocks(state);
      drawColumn(state);
    },
  };
}
