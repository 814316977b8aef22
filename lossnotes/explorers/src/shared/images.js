/**
 * The three images of the course, each with its scores, its correct class and a small drawing, and a button for each.
 *
 * takes    names: of the classes; caption; show({ scores, label }): called when one is chosen; signal
 * returns  images: [{ scores, label, icon: SVG path data in a 24 by 24 box }]
 *          ours(class_names): whether they are none or the course's own, which have names in every language
 *          pictures(): { node, draw({ scores, label }) }
 */
import { button } from "./controls.js";
import { html, svg } from "./dom.js";
import strings from "./strings.js";

export const images = [
  {
    scores: [3.2, 5.1, -1.7],
    label: 0,
    icon: "M5 4v8a7 7.5 0 0 0 14 0V4l-4 3.2a9 9 0 0 0-6 0zM9.3 12v.8M14.7 12v.8M11 15.6l1 .8 1-.8",
  },
  {
    scores: [1.3, 4.9, 2.0],
    label: 1,
    icon: "M3 16.5v-3.2q0-1.6 1.6-2l1.6-.4 2-3.4q.6-1 1.8-1h4.4q1.1 0 1.8.9l2.4 3.1q2.4.4 2.4 2.4v3.6h-1.7M8.8 16.5h6M5 16.5H3M8.5 10.8h6.6M6.9 14.8a1.9 1.9 0 1 0 .01 0M17 14.8a1.9 1.9 0 1 0 .01 0",
  },
  {
    scores: [2.2, 2.5, -3.1],
    label: 2,
    icon: "M4.6 9.6a3 3 0 1 1 5.6-2 8 8 0 0 1 3.6 0 3 3 0 1 1 5.6 2q1.6 2 1.6 4.4 0 4.6-9 4.6T3 14q0-2.4 1.6-4.4M7.3 7.4v.6M16.7 7.4v.6M7 13.6q5 3 10 0",
  },
];

export const ours = (names) => names.every((name, j) => name === strings.en.animals[j]);

export function pictures({ caption, names, show, signal }) {
  const presets = images.map(({ scores, label, icon }, j) => {
    const node = button("", () => show({ scores, label }), signal);
    node.append(svg("svg", { class: "lnx-icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: icon })), names[j]);
    return node;
  });
  return {
    node: html("div", { class: "lnx-tools" }, html("span", { class: "lnx-caption", "aria-hidden": "true" }, caption),
      html("div", { class: "lnx-presets", role: "group", "aria-label": caption }, ...presets)),
    draw(state) {
      presets.forEach((one, j) => one.setAttribute("aria-pressed",
        images[j].label === state.label && images[j].scores.join() === state.scores.join()));
    },
  };
}
