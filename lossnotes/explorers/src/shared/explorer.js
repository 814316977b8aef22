/**
 * What every explorer shares: language, style sheet, life and death, the way to and from the model, the way back,
 * a link to the present state, and a word when something is wrong.
 *
 * takes    schema: what the traits may be, see state.js     strings: { en, ko }     css
 *          check(state): false where single traits are possible but do not go together (optional)
 *          parts(state, text): what a drawing is built for, such as names; another one is built when it changes
 *          build({ state, text, parts, set, start, signal, el }): returns
 *            { node, draw(state, how), resize(width), spoken(state) }
 *            state(): what the traits are now      start(): a gesture begins, and can be undone from here
 *            set(changes, how): writes to the model and draws; how is "step", "jump" or "outside"
 *            spoken: what changed, for those who listen, once the reader pauses
 * returns  an anywidget front-end module
 */
import base from "./base.css";
import { announcer } from "./announce.js";
import { button } from "./controls.js";
import { adopt, html, write } from "./dom.js";
import { keepKeys } from "./drag.js";
import { history } from "./history.js";
import { language } from "./language.js";
import { sane } from "./state.js";
import common from "./strings.js";

export function explorer({ schema, strings, css, check = () => true, parts = () => null, build }) {
  const traits = Object.keys(schema);

  function render({ model, el, signal: given }) {
    const ending = new AbortController();
    const signal = given ? AbortSignal.any([given, ending.signal]) : ending.signal;
    const read = () => Object.fromEntries(traits.map((name) => [name, model.get(name)]));
    const past = history();
    const { state: first } = sane(schema, read(), null);
    let refused = [];
    let ours = false; // a change that we make is drawn by set, not as one from outside
    let waiting = false;
    let view = null;
    let kept = false; // whether the present gesture can be undone

    function write_(changes) {
      ours = true;
      for (const [name, value] of Object.entries(changes)) model.set(name, value);
      ours = false;
      model.save_changes();
    }

    function set(changes, how = "step") {
      if (!kept) start();
      write_(changes);
      show(how);
      const said = view.spoken?.(read());
      if (said) view.voice.say(said);
    }

    function start() {
      past.keep(read());
      kept = true;
    }

    function draw(how) {
      try {
        view.draw(read(), how);
      } catch (error) {
        view.tell(common[view.node.lang].broken);
        console.error("explorer:", error);
      }
      view.undo.setAttribute("aria-disabled", String(!past.any(read())));
    }

    function undo() {
      const state = past.back(read());
      if (!state) return;
      kept = true; // the way back is no gesture: kept in its turn, it would lead here again
      set(state, "jump");
      kept = false; // what comes next is a gesture of its own
    }

    /** The bar below the figure: the way back, and a link where the page can have one. */
    function bar(lang, during) {
      const said = common[lang];
      const note = html("p", { class: "lnx-message", role: "status" });
      const tell = (text) => write(note, text);
      const back = button(said.undo, undo, during, "is-quiet");
      const again = button(said.reset, () => { start(); set(first, "jump"); }, during, "is-quiet");
      const link = model.host && button(said.link, async () => {
        const address = model.host.link(read(), first);
        try {
          await navigator.clipboard.writeText(address);
          tell(said.linked);
        } catch {
          tell(said.linkIs(address)); // a page read from disk may not write to the clipboard
        }
      }, during, "is-quiet");
      return { node: html("div", { class: "lnx-foot" }, back, again, link || null, note), tell, undo: back };
    }

    function make(key, lang, made) {
      view?.life.abort();
      const life = new AbortController();
      const during = AbortSignal.any([signal, life.signal]);
      const voice = announcer(during);
      const foot = bar(lang, during);
      const root = html("div", { class: "lnx", lang });
      el.replaceChildren(root); // in the page before it is built: it may ask for its colours
      const built = build({ state: read, text: strings[lang], common: common[lang], parts: made, set, start, signal: during, el: root });
      view = { ...built, key, life, voice, tell: foot.tell, undo: foot.undo, content: built.node, node: root };
      root.append(built.node, foot.node, voice.node);
      keepKeys(root, during);
      root.addEventListener("keydown", (event) => {
        if (event.key.toLowerCase() !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        undo();
      }, { signal: during });
      // In the next frame: a new height inside the observer's own call would be an error of the page.
      let width = null;
      const sizes = new ResizeObserver(([{ contentRect }]) => {
        if (contentRect.width === width) return;
        width = contentRect.width;
        requestAnimationFrame(() => {
          if (during.aborted) return;
          view.resize(root.clientWidth);
          draw("resize");
        });
      });
      sizes.observe(root);
      during.addEventListener("abort", () => sizes.disconnect());
      view.resize(root.clientWidth);
      if (refused.length) foot.tell(common[lang].refused(refused.join(", ")));
    }

    /** Draws; builds another drawing first where the state asks for one. */
    function show(how) {
      const lang = language(model, el);
      const made = parts(read(), strings[lang]);
      const key = JSON.stringify([lang, made]);
      if (view?.key !== key) make(key, lang, made);
      draw(how);
    }

    function refresh() {
      waiting = false;
      if (!signal.aborted) show("outside");
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
    if (model.host?.asked) {
      const asked = sane(schema, model.host.asked, first);
      const whole = check(asked.state);
      refused = whole ? asked.refused : traits.filter((name) => name in model.host.asked);
      if (whole) write_(asked.state);
    }
    for (const sheet of [base, css]) adopt(el, sheet); // apart: a second base would undo the first explorer's own
    refresh();
    return () => ending.abort();
  }
  return { render };
}
