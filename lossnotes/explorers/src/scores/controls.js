/**
 * The controls beside the axis: which class is the correct one, which image, and back to the start.
 *
 * takes    text: strings; names; what to call on a choice; signal
 * returns  nodes and draw(state)
 */
import { html, svg } from "../shared/dom.js";
import images from "./images.js";

/** The labels of the axis' lines: a radio button a class, under their common name. */
export function classes({ text, names, choose, signal }) {
  const group = Math.random().toString(36).slice(2); // radio buttons of two figures must not be one group
  const radios = names.map((_, j) => {
    const radio = html("input", { type: "radio", name: group });
    radio.addEventListener("change", () => choose(j), { signal });
    return radio;
  });
  return {
    head: html("span", { class: "lnx-head", "aria-hidden": "true" }, text.correct),
    labels: radios.map((radio, j) => html("label", { class: "lnx-label" }, radio, html("span", {}, names[j]))),
    draw({ label }) { radios.forEach((radio, j) => { radio.checked = j === label; }); },
  };
}

/** A button for each image of the course, when its three classes are the figure's, and one to start again. */
export function tools({ text, names, ours, show, restart, signal }) {
  const button = (kind, listener, ...content) => {
    const node = html("button", { type: "button", class: `lnx-button ${kind}` }, ...content);
    node.addEventListener("click", listener, { signal });
    return node;
  };
  const presets = ours ? images.map(({ scores, label, icon }, j) => button("", () => show({ scores, label }),
    svg("svg", { class: "lnx-icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: icon })), names[j])) : [];
  return {
    node: html("div", { class: "lnx-tools" },
      ...(ours ? [html("span", { class: "lnx-caption", "aria-hidden": "true" }, text.image),
        html("div", { class: "lnx-presets", role: "group", "aria-label": text.image }, ...presets)] : []),
      button("lnx-reset", restart, text.reset)),
    draw(state) {
      presets.forEach((node, j) => node.setAttribute("aria-pressed",
        images[j].label === state.label && images[j].scores.every((score, i) => score === state.scores[i])));
    },
  };
}
