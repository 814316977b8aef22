/**
 * Makes an SVG group a handle: pointer, touch and keyboard.
 *
 * takes    node: the group; and in one object
 *          value(): the number now, for `point` the pair [x, y]
 *          range(): [least, most], for `point` a pair of them
 *          pixel(value), at(pixel): number to pixel in the svg and back, for `point` pairs
 *          input(value): a new number, on the grid of `step`      start(): a gesture begins
 *          axis: "x" (the default) or "y"      step, leap: what an arrow and a page key (or shift) moves
 *          signal: AbortSignal
 * returns  nothing; what the handle says of itself (aria-*) is the caller's, see `speak`
 */
import { clamp } from "./scale.js";

const PAUSE = 1000; // keys further apart than this are a new gesture

/** On the grid of step. Division by 10 gives the double nearest to the decimal; multiplying by 0.1 does not. */
function grid(step) {
  return step < 1 ? (x) => Math.round(x * Math.round(1 / step)) / Math.round(1 / step) : (x) => Math.round(x / step) * step;
}

/** What slider and point share: `where` reads an event's place, `moved` gets the place less the grip. */
function hold(node, { where, place, moved, start, signal, keys }) {
  let grip = null; // where inside the handle the pointer holds it
  let finger = null; // which pointer holds it
  let lastKey = -Infinity;
  const listen = (type, listener) => node.addEventListener(type, listener, { signal });
  listen("pointerdown", (event) => {
    if (event.button !== 0 || grip !== null) return; // a second finger waits
    finger = event.pointerId;
    const [x, y] = where(event);
    const [px, py] = place();
    grip = [x - px, y - py];
    node.setPointerCapture(event.pointerId);
    node.focus({ preventScroll: true });
    event.preventDefault(); // no text selection
    start();
  });
  listen("pointermove", (event) => {
    if (grip === null || event.pointerId !== finger) return;
    const [x, y] = where(event);
    moved([x - grip[0], y - grip[1]]);
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) listen(type, (event) => { if (event.pointerId === finger) grip = null; });
  listen("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const change = keys(event);
    if (!change) return;
    event.preventDefault();
    if (event.timeStamp - lastKey > PAUSE) start();
    lastKey = event.timeStamp;
    change();
  });
}

const inside = (node) => (event) => {
  const box = node.ownerSVGElement.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
};

export function slider(node, { value, range, pixel, at, input, start, axis = "x", step = 0.1, leap = 10 * step, signal }) {
  const round = grid(step);
  const side = axis === "x" ? 0 : 1;
  const change = (next) => {
    const number = clamp(next, range());
    if (Math.abs(number - value()) > 1e-9 * step) input(number);
  };
  hold(node, {
    where: inside(node),
    place: () => { const p = pixel(value()); return side === 0 ? [p, 0] : [0, p]; },
    moved: (place) => change(round(at(place[side]))),
    start,
    signal,
    keys(event) {
      // Arrows go where they point, also on an axis whose value grows to the left.
      const right = axis === "x" ? Math.sign(pixel(range()[1]) - pixel(range()[0])) || 1 : 1;
      const towards = { ArrowRight: right, ArrowLeft: -right, ArrowUp: 1, ArrowDown: -1 }[event.key];
      const far = { PageUp: 1, PageDown: -1 }[event.key];
      const end = { Home: 0, End: 1 }[event.key];
      if (end !== undefined) return () => change(range()[end]);
      if (towards === undefined && far === undefined) return null;
      return () => change(round(value() + (far ?? towards) * (far || event.shiftKey ? leap : step)));
    },
  });
}

export function point(node, { value, range, pixel, at, input, start, step = 0.1, leap = 10 * step, signal }) {
  const round = grid(step);
  const change = (next) => {
    const pair = next.map((x, i) => clamp(x, range()[i]));
    if (pair.some((x, i) => Math.abs(x - value()[i]) > 1e-9 * step)) input(pair);
  };
  hold(node, {
    where: inside(node),
    place: () => pixel(value()),
    moved: (place) => change(at(place).map(round)),
    start,
    signal,
    keys(event) {
      const to = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      const far = { PageUp: [0, 1], PageDown: [0, -1], End: [1, 0], Home: [-1, 0] }[event.key];
      if (!to && !far) return null;
      const size = far || event.shiftKey ? leap : step;
      return () => change(value().map((x, i) => round(x + (to ?? far)[i] * size)));
    },
  });
}

/** What a handle says of itself: its number now, between what, and that in words. */
export function speak(node, now, [least, most], text) {
  for (const [name, value] of Object.entries({ valuemin: least, valuemax: most, valuenow: now, valuetext: text })) {
    if (node.getAttribute(`aria-${name}`) !== String(value)) node.setAttribute(`aria-${name}`, value);
  }
}

const OURS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", "Enter", " "]);

/** Keeps the keys that work the controls in root from the notebook, which would move to another cell. */
export function keepKeys(root, signal) {
  root.addEventListener("keydown", (event) => {
    const control = event.target.closest("[role=slider], input, button, select");
    const running = event.key === "Enter" && event.shiftKey;
    const undo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey);
    if (control && (undo || (OURS.has(event.key) && !running && !event.ctrlKey && !event.metaKey && !event.altKey))) event.stopPropagation();
  }, { signal });
}
