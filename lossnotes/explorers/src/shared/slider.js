/**
 * Makes an SVG group a slider along x: pointer, touch and keyboard.
 *
 * takes    node: the group; and in one object
 *          value(): the number now        range(): [least, most]
 *          pixel(value), at(pixel): number to x in the svg and back
 *          input(value): a new number, on the grid of STEP     start(): a gesture begins
 *          signal: AbortSignal
 * returns  nothing; what the slider says of itself (aria-*) is the caller's
 */
const STEP = 0.1;
const LEAP = 1;
const PAUSE = 1000; // keys further apart than this are a new gesture

const clamp = (x, [least, most]) => Math.min(most, Math.max(least, x));
// Division by 10 gives the double nearest to the decimal; multiplying by 0.1 does not.
const onGrid = (x) => Math.round(x / STEP) / Math.round(1 / STEP);

export function slider(node, { value, range, pixel, at, input, start, signal }) {
  let grip = null; // where inside the handle the pointer holds it
  let lastKey = -Infinity;
  const x = (event) => event.clientX - node.ownerSVGElement.getBoundingClientRect().left;
  const change = (next) => {
    const number = clamp(next, range());
    if (Math.abs(number - value()) > 1e-9) input(number);
  };
  const listen = (type, listener) => node.addEventListener(type, listener, { signal });

  listen("pointerdown", (event) => {
    if (event.button !== 0) return;
    grip = x(event) - pixel(value());
    node.setPointerCapture(event.pointerId);
    node.focus({ preventScroll: true });
    event.preventDefault(); // no text selection
    start();
  });
  listen("pointermove", (event) => {
    if (grip !== null) change(onGrid(at(x(event) - grip)));
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) listen(type, () => { grip = null; });

  listen("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Left and right go where they point, also on an axis whose value grows to the left.
    const right = Math.sign(pixel(1) - pixel(0));
    const towards = { ArrowRight: right, ArrowLeft: -right, ArrowUp: 1, ArrowDown: -1 }[event.key];
    const leap = { PageUp: 1, PageDown: -1 }[event.key];
    const end = { Home: 0, End: 1 }[event.key];
    if (towards === undefined && leap === undefined && end === undefined) return;
    event.preventDefault();
    if (event.timeStamp - lastKey > PAUSE) start();
    lastKey = event.timeStamp;
    if (end !== undefined) change(range()[end]);
    else change(onGrid(value() + (leap ?? towards) * (leap || event.shiftKey ? LEAP : STEP)));
  });
}

const OURS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", "Enter", " "]);

/** Keeps the keys that work the controls in root from the notebook, which would move to another cell. */
export function keepKeys(root, signal) {
  root.addEventListener("keydown", (event) => {
    const control = event.target.closest("[role=slider], input, button");
    const running = event.key === "Enter" && event.shiftKey;
    if (control && OURS.has(event.key) && !running && !event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  }, { signal });
}
