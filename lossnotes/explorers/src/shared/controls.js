/**
 * What is not a handle in the picture: choices, switches, secondary numbers, buttons. Each at least 44 px high.
 *
 * takes    what it is called, and what to call when it is used; signal
 * returns  { node, draw(value) }; draw shows the value that the state has now
 */
import { html, unique, write } from "./dom.js";

/** One of a few: radio buttons in a row. options: [[value, label], ...]. */
export function choice({ label, options, pick, signal, hidden = false }) {
  const group = unique();
  const radios = options.map(([value]) => {
    const radio = html("input", { type: "radio", name: group });
    radio.addEventListener("change", () => pick(value), { signal });
    return radio;
  });
  const node = html("div", { class: "lnx-choice", role: "radiogroup", "aria-label": label },
    hidden ? null : html("span", { class: "lnx-caption", "aria-hidden": "true" }, label),
    html("div", { class: "lnx-options" }, ...options.map(([, name], i) => html("label", { class: "lnx-option" }, radios[i], html("span", {}, name)))));
  return { node, draw(value) { options.forEach(([own], i) => { radios[i].checked = own === value; }); } };
}

/** On or off. */
export function toggle({ label, change, signal }) {
  const box = html("input", { type: "checkbox" });
  box.addEventListener("change", () => change(box.checked), { signal });
  return { node: html("label", { class: "lnx-toggle" }, box, html("span", {}, label)), draw(on) { box.checked = on; } };
}

/** A number that has no place in the picture. `from` and `to` turn a place on the slider into the number and
 *  back, for logarithmic ones; a gesture begins when the pointer or a key goes down. */
export function range({ label, least, most, step, input, start, format, from = (x) => x, to = (x) => x, signal }) {
  const field = html("input", { type: "range", min: least, max: most, step, "aria-label": label });
  const shown = html("output", { class: "lnx-shown", "aria-hidden": "true" });
  let held = false;
  const begin = () => { if (!held) start(); held = true; };
  field.addEventListener("pointerdown", begin, { signal });
  for (const type of ["pointerup", "blur", "change"]) field.addEventListener(type, () => { held = false; }, { signal });
  field.addEventListener("input", () => { begin(); input(from(Number(field.value))); }, { signal });
  return {
    node: html("label", { class: "lnx-range" }, html("span", { "aria-hidden": "true" }, label), field, shown),
    draw(value) {
      const place = String(to(value));
      if (field.value !== place) field.value = place;
      field.setAttribute("aria-valuetext", format(value));
      write(shown, format(value));
    },
  };
}

export function button(label, press, signal, kind = "") {
  const node = html("button", { type: "button", class: `lnx-button ${kind}` }, label);
  node.addEventListener("click", press, { signal });
  return node;
}

/** How many of something: one less, the number, one more. less, more: what the buttons are called. */
export function stepper({ label, less, more, least, most, change, signal }) {
  const count = html("output", { class: "lnx-shown" });
  const buttons = [[-1, "\u2212", less], [1, "+", more]].map(([by, sign, name]) => {
    const node = button(sign, () => { if (node.getAttribute("aria-disabled") !== "true") change(by); }, signal);
    node.setAttribute("aria-label", name);
    return node;
  });
  return {
    node: html("div", { class: "lnx-stepper", role: "group", "aria-label": label },
      html("span", { class: "lnx-caption", "aria-hidden": "true" }, label), buttons[0], count, buttons[1]),
    draw(now) {
      write(count, String(now));
      buttons.forEach((one, i) => one.setAttribute("aria-disabled", String(now === [least, most][i])));
    },
  };
}

/** The question that the figure answers, and how to work it. */
export function head(question, hint) {
  return [
    html("p", { class: "lnx-question" }, ...[question].flat().map((sentence) => html("span", {}, `${sentence} `))),
    html("p", { class: "lnx-hint" }, hint),
  ];
}
