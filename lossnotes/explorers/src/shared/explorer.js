/**
 * What every explorer shares: language, style sheet, life and death, and the way to and from the model.
 *
 * takes    traits: names the figure reads     strings: { en, ko }     css
 *          parts(model, text): what a drawing is built for, such as names; another one is built when it changes
 *          build({ model, text, parts, set, signal }): returns { node, draw(how), resize() };
 *            set(changes, how) writes to the model and draws; how is "step", "jump" or "outside"
 * returns  an anywidget front-end module
 */
import base from "./base.css";
import { adopt } from "./dom.js";
import { language } from "./language.js";
import { keepKeys } from "./slider.js";

export function explorer({ traits, strings, css, parts, build }) {
  function render({ model, el, signal: given }) {
    const ending = new AbortController();
    const signal = given ? AbortSignal.any([given, ending.signal]) : ending.signal;
    let ours = false; // a change that we make is drawn by set, not as one from outside
    let waiting = false;
    let view = null;

    function set(changes, how) {
      ours = true;
      for (const [name, value] of Object.entries(changes)) model.set(name, value);
      ours = false;
      model.save_changes();
      view.draw(how);
    }

    function make(key, lang, made) {
      view?.life.abort();
      const life = new AbortController();
      const during = AbortSignal.any([signal, life.signal]);
      view = { key, life, ...build({ model, text: strings[lang], parts: made, set, signal: during }) };
      view.node.classList.add("lnx");
      view.node.lang = lang;
      el.replaceChildren(view.node);
      keepKeys(view.node, during);
      // In the next frame: a new height inside the observer's own call would be an error of the page.
      let width = null;
      const sizes = new ResizeObserver(([{ contentRect }]) => {
        if (contentRect.width === width) return;
        width = contentRect.width;
        requestAnimationFrame(() => { if (!during.aborted) view.resize(); });
      });
      sizes.observe(view.node);
      during.addEventListener("abort", () => sizes.disconnect());
      view.resize();
    }

    function refresh() {
      waiting = false;
      if (signal.aborted) return;
      const lang = language(model, el);
      const made = parts(model, strings[lang]);
      const key = JSON.stringify([lang, made]);
      if (view?.key !== key) make(key, lang, made);
      view.draw("outside");
    }

    // Several traits may change in one message: draw when they all have.
    const later = () => {
      if (ours || waiting) return;
      waiting = true;
      queueMicrotask(refresh);
    };
    const changes = [...traits, "lang"].map((name) => `change:${name}`);
    for (const change of changes) model.on(change, later);
    signal.addEventListener("abort", () => { for (const change of changes) model.off(change, later); });
    adopt(el, base + css);
    refresh();
    return () => ending.abort();
  }
  return { render };
}
