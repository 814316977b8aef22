/**
 * A polite live region that speaks once the reader pauses, not at every step of a drag.
 *
 * takes    an AbortSignal that ends it, the pause in milliseconds
 * returns  { node, say(text) }
 */
import { html } from "./dom.js";

export function announcer(signal, pause = 600) {
  const node = html("p", { class: "lnx-spoken", "aria-live": "polite" });
  let timer = 0;
  signal.addEventListener("abort", () => clearTimeout(timer));
  return {
    node,
    say(text) {
      clearTimeout(timer);
      timer = setTimeout(() => { node.textContent = text; }, pause);
    },
  };
}
