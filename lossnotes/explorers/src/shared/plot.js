/**
 * A pair of axes that fits the width it is given.
 *
 * takes    label: what it is called     x, y: { domain: [lo, hi], title, format(number), ticks: [numbers], log: true }
 *          ratio: height over width of the part between the axes, or equal: true for one scale on both axes
 *          tallest: its greatest height in pixels      raster: true for a canvas below, see `paint`
 * returns  { node, under, over, marks,   groups: below the grid, of curves, of handles; all in pixels
 *            to([x, y]), from([px, py]), x, y: scales with to(value) and from(pixel)
 *            path(points), area(points, base)   d of a path through points of the plot; a point that is not
 *            finite breaks it
 *            paint(columns, rows, colour)       colour(x, y) -> [r, g, b, a] from 0 to 255, drawn on the canvas
 *            domain(x, y)                       other ends of the axes, drawn by the next layout
 *            layout(width)                      to be called from `resize`, before anything is placed }
 */
import { fixed } from "./format.js";
import { html, svg, unique } from "./dom.js";
import { linear, ticks as regular } from "./scale.js";

const PAD = { left: 44, right: 14, top: 26, bottom: 40 };

function scaleOf({ log }, ends, pixels) {
  if (!log) return linear(ends, pixels);
  const inner = linear(ends.map(Math.log10), pixels);
  return { to: (value) => inner.to(Math.log10(value)), from: (pixel) => 10 ** inner.from(pixel) };
}

const digitsOf = (values) => Math.min(4, Math.max(0, ...values.map((x) => (Number.isInteger(x) ? 0 : String(Number(x.toPrecision(6))).split(".")[1]?.length ?? 0))));

export function plot({ label, x, y, ratio = 0.62, equal = false, tallest = 420, raster = false, pad = {} }) {
  const room = { ...PAD, ...pad };
  const clip = unique();
  const window = svg("rect", {});
  const axes = svg("g", { class: "lnx-axes", "aria-hidden": "true" });
  const under = svg("g", { "clip-path": `url(#${clip})` });
  const over = svg("g", { "clip-path": `url(#${clip})` });
  const marks = svg("g", {});
  const picture = svg("svg", { class: "lnx-plot", role: "group", "aria-label": label },
    svg("defs", {}, svg("clipPath", { id: clip }, window)), under, axes, over, marks);
  const canvas = raster ? html("canvas", { class: "lnx-raster", "aria-hidden": "true" }) : null;
  const node = html("div", { class: "lnx-frame" }, canvas, picture);
  const self = { node, picture, under, over, marks, x: null, y: null, width: 0, height: 0, layout, domain, to, from, path, area, paint };
  let ends = [x.domain, y.domain];

  function domain(first, second) {
    ends = [first ?? ends[0], second ?? ends[1]];
  }

  function layout(width) {
    const across = Math.max(40, width - room.left - room.right);
    const [[x0, x1], [y0, y1]] = ends;
    const wanted = equal ? across * (y1 - y0) / (x1 - x0) : across * ratio;
    const up = Math.min(wanted, tallest);
    const wide = equal ? up * (x1 - x0) / (y1 - y0) : across;
    const box = { left: room.left, right: room.left + wide, top: room.top, bottom: room.top + up };
    Object.assign(self, { width: wide, height: up, box });
    self.x = scaleOf(x, ends[0], [box.left, box.right]);
    self.y = scaleOf(y, ends[1], [box.bottom, box.top]);
    picture.setAttribute("width", width);
    picture.setAttribute("height", box.bottom + room.bottom);
    for (const [name, value] of Object.entries({ x: box.left, y: box.top, width: wide, height: up })) window.setAttribute(name, value);
    if (canvas) Object.assign(canvas.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${wide}px`, height: `${up}px` });
    const at = [x, y].map((axis, i) => axis.ticks ?? regular(ends[i], i === 0 ? wide / 64 : up / 48));
    const write = [x, y].map((axis, i) => axis.format ?? ((value) => fixed(value, digitsOf(at[i]))));
    axes.replaceChildren(
      ...at[0].map((tick) => svg("line", { class: "lnx-grid", x1: self.x.to(tick), x2: self.x.to(tick), y1: box.top, y2: box.bottom })),
      ...at[1].map((tick) => svg("line", { class: "lnx-grid", x1: box.left, x2: box.right, y1: self.y.to(tick), y2: self.y.to(tick) })),
      svg("path", { class: "lnx-base", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }),
      ...at[0].map((tick) => svg("text", { class: "is-x", x: self.x.to(tick), y: box.bottom + 17 }, write[0](tick))),
      ...at[1].map((tick) => svg("text", { class: "is-y", x: box.left - 7, y: self.y.to(tick), dy: "0.35em" }, write[1](tick))),
      svg("text", { class: "lnx-axis-title is-end", x: box.right, y: box.bottom + 34 }, x.title ?? ""),
      svg("text", { class: "lnx-axis-title", x: Math.max(0, box.left - 36), y: box.top - 11 }, y.title ?? ""),
    );
  }

  function to([u, v]) { return [self.x.to(u), self.y.to(v)]; }
  function from([u, v]) { return [self.x.from(u), self.y.from(v)]; }

  function path(points) {
    let d = "";
    let pen = "M";
    for (const [u, v] of points) {
      const [px, py] = [self.x.to(u), self.y.to(v)];
      if (!Number.isFinite(px) || !Number.isFinite(py)) { pen = "M"; continue; }
      // Far outside the window a line need not be drawn where it truly is, and browsers lose such numbers.
      d += `${pen}${px.toFixed(1)} ${Math.min(9999, Math.max(-9999, py)).toFixed(1)}`;
      pen = "L";
    }
    return d;
  }

  function area(points, base = 0) {
    if (!points.length) return "";
    return `${path([[points[0][0], base], ...points, [points.at(-1)[0], base]])}Z`;
  }

  function paint(columns, rows, colour) {
    if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
    const context = canvas.getContext("2d");
    const image = context.createImageData(columns, rows);
    const { left, top } = self.box;
    for (let row = 0, at = 0; row < rows; row += 1) {
      const v = self.y.from(top + (row + 0.5) / rows * self.height);
      for (let column = 0; column < columns; column += 1, at += 4) {
        const [r, g, b, a] = colour(self.x.from(left + (column + 0.5) / columns * self.width), v);
        image.data[at] = r; image.data[at + 1] = g; image.data[at + 2] = b; image.data[at + 3] = a;
      }
    }
    context.putImageData(image, 0, 0);
  }
  return self;
}
