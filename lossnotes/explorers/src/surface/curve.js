/**
 * The loss step by step; the knob on the curve winds the descent forward and back.
 *
 * takes    text: strings; edit: { value(), input(step), start() }; signal
 * returns  { node, layout(width), draw(state, way, lowest) }
 */
import { slider, speak } from "../shared/drag.js";
import { svg } from "../shared/dom.js";
import { loss } from "../shared/format.js";
import { knob } from "../shared/handle.js";
import { plot } from "../shared/plot.js";
import { pair, plain } from "./marks.js";
import { STEPS } from "./math.js";

const FLOOR = 0.2; // no weights have a lower loss: the two kinds of images overlap
const HIGHEST = 18;
const USUAL = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];

/** A tick: "0.5", "10", and from 1000 on "10³". */
const short = (value) => (value < 1000 ? plain(value) : `10${[...String(Math.round(Math.log10(value)))].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]).join("")}`);

/** Round numbers for a logarithmic axis up to 10^top. */
function ticksUpTo(top) {
  if (top <= 2) return USUAL.filter((value) => value <= 10 ** top);
  const apart = Math.ceil(top / 5);
  return Array.from({ length: Math.floor(top / apart) + 1 }, (_, i) => 10 ** (i * apart));
}

export function curve({ text, edit, signal }) {
  const x = { domain: [0, STEPS], title: text.step, ticks: [0, 10, 20, 30, 40, 50] };
  const y = { domain: [FLOOR, 10], log: true, title: text.lossAxis, format: short, ticks: ticksUpTo(1) };
  const axes = plot({ label: text.curve, x, y, ratio: 0.62, tallest: 190, pad: { left: 38, right: 18 } });
  const [floor, ahead, gone, stem] = ["floor", "ahead", "gone", "stem"].map((kind) => svg("path", { class: `lnx-surface-${kind}` }));
  const handle = knob(text.stepOf, { kind: "lnx-surface-step" });
  axes.over.append(floor, ahead, gone, stem);
  axes.marks.append(handle.node);
  slider(handle.node, { ...edit, range: () => [0, STEPS], pixel: (step) => axes.x.to(step), at: (x) => axes.x.from(x), step: 1, leap: 10, signal });
  let top = 1; // the axis ends at 10^top
  let width = 0;

  return {
    node: axes.node,
    layout(given) {
      width = given;
      axes.layout(given);
    },
    draw({ step }, way, best) {
      const wanted = Math.min(HIGHEST, Math.max(1, Math.ceil(Math.log10(Math.max(...way.map(({ total }) => total))))));
      if (wanted !== top) {
        top = wanted;
        y.ticks = ticksUpTo(top);
        axes.domain(null, [FLOOR, 10 ** top]);
        axes.layout(width);
      }
      const points = way.map(({ total }, i) => [i, total]);
      ahead.setAttribute("d", axes.path(points));
      gone.setAttribute("d", axes.path(points.slice(0, step + 1)));
      floor.setAttribute("d", axes.path([[0, best.total], [STEPS, best.total]]));
      const [px, py] = axes.to([step, Math.min(10 ** top, way[step].total)]);
      stem.setAttribute("d", `M${px} ${py}V${axes.y.to(FLOOR)}`);
      handle.put(px, py);
      speak(handle.node, step, [0, STEPS], text.at(step, pair(way[step].w), loss(way[step].total)));
    },
  };
}
