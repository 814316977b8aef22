/**
 * Explorer "psi": the function that L-Softmax and A-Softmax put in the place of the cosine, beside their relatives.
 *
 * takes    a model with theta (0 to 180 degrees), m (1 to 5), lam (0 to 1000), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./psi.css";
import { button, choice, head, range } from "./shared/controls.js";
import { html } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { fixed, short } from "./shared/format.js";
import { calm, player } from "./shared/play.js";
import { integer, number } from "./shared/state.js";
import { curve } from "./psi/curve.js";
import { mixed } from "./psi/math.js";
import { family, work } from "./psi/panels.js";
import strings from "./psi/strings.js";

const schema = { theta: number(0, 180), m: integer(1, 5), lam: number(0, 1000) };

/** Places of the slider: 0 is lambda = 0, then ten to a power of ten, from 0.1 to 1000. */
const PLACES = 41;
const lambdaAt = (place) => (place === 0 ? 0 : Number((10 ** ((place - 1) / 10 - 1)).toPrecision(2)));
const FADES = 14; // places a second
const placeOf = (lam) => (lam === 0 ? 0 : Math.max(1, Math.round(Math.log10(lam) * 10) + 11));

function build({ state: read, text, set, start: begin, signal }) {
  let place = 0; // of lambda while it fades by itself
  let last = 0; // what it was faded to; another one is the reader's, who undid it or took the slider
  const fading = player((seconds) => {
    if (read().lam !== last) return false;
    place = Math.max(0, place - FADES * seconds);
    last = lambdaAt(Math.round(place));
    set({ lam: last });
    return place > 0;
  }, signal);
  const start = () => { fading.stop(); begin(); };
  /** As in training: from almost softmax to psi alone. Without motion only one end, then the other. */
  const fade = () => {
    start();
    if (calm()) return set({ lam: read().lam > 0 ? 0 : lambdaAt(PLACES) }, "jump");
    place = PLACES;
    last = read().lam;
    return fading.start();
  };
  const edit = { start, theta: (theta) => set({ theta }) };
  const m = choice({
    label: text.m, signal, options: [1, 2, 3, 4, 5].map((value) => [value, String(value)]),
    pick: (value) => { start(); set({ m: value }, "jump"); },
  });
  m.node.setAttribute("aria-label", text.mOf);
  const lam = range({
    label: text.lam, least: 0, most: PLACES, step: 1, signal, start, from: lambdaAt, to: placeOf,
    format: (value) => short(value, 2), input: (value) => set({ lam: value }),
  });
  lam.node.querySelector("input").setAttribute("aria-label", text.lamOf);
  const picture = curve({ text, edit, read, signal });
  const table = family(text);
  const formulas = work(text);
  const node = html("div", { role: "group", "aria-label": text.figure },
    ...head(text.question, text.hint),
    html("div", { class: "lnx-tools lnx-psi-tools" }, m.node, lam.node, button(text.fade, fade, signal)),
    picture.node, html("p", { class: "lnx-legend" }, text.legend), table.node, formulas.node);
  return {
    node,
    resize: (width) => picture.layout(width),
    spoken: ({ theta, m: factor, lam: weight }) => {
      const angle = theta * Math.PI / 180;
      return `${text.now(fixed(mixed(angle, factor, weight), 3), fixed(Math.cos(angle), 3))}.`;
    },
    draw(state) {
      for (const part of [picture, table, formulas]) part.draw(state);
      m.draw(state.m);
      lam.draw(state.lam);
    },
  };
}

export default explorer({ schema, strings, css, build });
