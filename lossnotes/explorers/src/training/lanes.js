/**
 * When each row was right: a lane a row below the loss curve, on the same epochs.
 *
 * takes    text: strings
 * returns  { node, resize(width), draw(state, run, now, anew) }
 */
import { html, svg } from "../shared/dom.js";
import { linear } from "../shared/scale.js";
import { EPOCHS, wrongStretches } from "./math.js";

const LANE = 13;
const ROWS = 8;

export function lanes({ text }) {
  const wrong = Array.from({ length: ROWS }, () => svg("path", { class: "lnx-training-wrong" }));
  const right = svg("path", { class: "lnx-training-right" });
  const cursor = svg("path", { class: "lnx-training-cursor" });
  const names = wrong.map((_, row) => svg("text", { class: "is-y", x: 37, y: LANE * row + LANE / 2, dy: "0.35em" }, row));
  const unit = svg("text", { class: "lnx-axis-title", x: 8, y: -5 }, text.row);
  const picture = svg("svg", { class: "lnx-plot", height: ROWS * LANE + 2, "aria-hidden": "true" },
    svg("g", { class: "lnx-axes" }, unit, ...names), right, ...wrong, cursor);
  let scale = linear([0, EPOCHS], [0, 1]);
  return {
    node: html("div", { class: "lnx-training-lanes" }, picture, html("p", { class: "lnx-legend" }, text.lanes)),
    resize(width) {
      picture.setAttribute("width", width);
      scale = linear([0, EPOCHS], [44, width - 22]);
      right.setAttribute("d", wrong.map((_, row) => `M44 ${LANE * (row + 0.5)}H${width - 22}`).join(""));
    },
    draw({ epoch }, { p }, _, anew) {
      cursor.setAttribute("d", `M${scale.to(epoch).toFixed(1)} 0V${ROWS * LANE}`);
      if (!anew) return;
      const half = (scale.to(1) - scale.to(0)) / 2;
      wrong.forEach((lane, row) => lane.setAttribute("d", wrongStretches(p, row)
        .map(([first, last]) => `M${Math.max(44, scale.to(first) - half).toFixed(1)} ${LANE * (row + 0.5)}H${(scale.to(last) + half).toFixed(1)}`).join("")));
    },
  };
}
