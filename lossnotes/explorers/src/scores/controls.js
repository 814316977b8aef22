/**
 * The label of an axis' line: a radio button a class, under their common name, for the correct one.
 *
 * takes    choose(j): called when class j is chosen; signal
 * returns  a function of j that makes { node, draw(name, correct) }
 */
import { html, unique, write } from "../shared/dom.js";

export function correctness({ choose, signal }) {
  const group = unique();
  return (j) => {
    const radio = html("input", { type: "radio", name: group });
    const name = html("span");
    radio.addEventListener("change", () => choose(j), { signal });
    return {
      node: html("label", { class: "lnx-label" }, radio, name),
      draw(called, correct) { write(name, called); radio.checked = correct; },
    };
  };
}
