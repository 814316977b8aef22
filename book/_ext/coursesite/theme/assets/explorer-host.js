/**
 * Mounts explorers on a page that has no kernel. Plain deferred script, so that it also runs from file://.
 *
 * takes    <div class="explorer" data-module="scores" data-state="{json}"><div class="still">...</div></div>;
 *          beside this script explorers/<module>.js and, for file://, explorers/<module>.src.js;
 *          on its own script element data-broken: what to say when a figure cannot start;
 *          in the address ?scores={json}: a state that a reader linked to (scores-2: of the second one)
 * returns  the same element with data-ready="true" and the figure after the still, which stands on paper;
 *          when anything fails, the still stays, the reader is told, and the console says why
 */
import { load } from "./load.js";

(() => {
  const own = new URL(document.currentScript.src);
  const { broken } = document.currentScript.dataset;
  const NEAR = "600px"; // start this far ahead: the figure stands before the reader arrives
  const address = (name) => Object.assign(new URL(`explorers/${name}`, own), { search: own.search });
  const modules = new Map();

  /** A page read from disk may not import a module by its address: the source comes as a classic script. */
  async function fromDisk(name) {
    await load(address(`${name}.src.js`));
    const blob = new Blob([globalThis.__lossnotesExplorers[name]], { type: "text/javascript" });
    return import(URL.createObjectURL(blob));
  }

  function moduleOf(name) {
    if (!modules.has(name)) {
      modules.set(name, location.protocol === "file:" ? fromDisk(name) : import(address(`${name}.js`).href));
    }
    return modules.get(name);
  }

  /** What an anywidget front-end module asks of its model, without a kernel behind it. */
  function createModel(state, host) {
    const values = { ...state };
    const listeners = new Map();
    const fire = (event, value) => { for (const listener of [...(listeners.get(event) ?? [])]) listener({}, value); };
    return {
      host,
      get: (name) => values[name],
      set(name, value) {
        if (Object.is(values[name], value)) return;
        values[name] = value;
        fire(`change:${name}`, value);
        fire("change", value);
      },
      on: (event, listener) => void listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
      off: (event, listener) => void listeners.get(event)?.delete(listener),
      save_changes() {},
      send() {},
    };
  }

  const all = [...document.querySelectorAll(".explorer[data-module]")];

  /** What the address of the page has to do with a figure: the state it asks for, and a link to a state. */
  function addressOf(place) {
    const { module: name } = place.dataset;
    const before = all.slice(0, all.indexOf(place)).filter((other) => other.dataset.module === name).length;
    const key = before ? `${name}-${before + 1}` : name;
    const said = new URL(location).searchParams.get(key);
    let asked = null;
    try {
      asked = said && JSON.parse(said);
    } catch (error) {
      console.warn(`explorer "${name}": the state in the address cannot be read:`, error.message);
    }
    return {
      asked: asked && typeof asked === "object" ? asked : null,
      link(state, first) {
        const url = new URL(location);
        const changed = Object.entries(state).filter(([trait, value]) => JSON.stringify(value) !== JSON.stringify(first[trait]));
        url.searchParams.delete(key);
        if (changed.length) url.searchParams.set(key, JSON.stringify(Object.fromEntries(changed)));
        const id = place.closest("[id]")?.id;
        if (id) url.hash = id;
        return url.href;
      },
    };
  }

  async function mount(place) {
    const { module: name, state } = place.dataset;
    try {
      const { default: explorer } = await moduleOf(name);
      const widget = typeof explorer === "function" ? await explorer() : explorer;
      const model = createModel(JSON.parse(state), addressOf(place));
      const { signal } = new AbortController();
      const el = document.createElement("div");
      el.className = "live";
      place.append(el); // in the page before it draws: it asks for its width and its language
      try {
        await widget.initialize?.({ model, signal });
        await widget.render({ model, el, signal });
      } catch (error) {
        el.remove();
        throw error;
      }
      place.dataset.ready = "true";
    } catch (error) {
      console.error(`explorer "${name}" keeps its still:`, error);
      const told = document.createElement("p");
      told.className = "broken";
      told.setAttribute("role", "status");
      told.textContent = broken;
      place.append(told);
    }
  }

  const watch = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watch.unobserve(target);
      mount(target);
    }
  }, { rootMargin: NEAR });
  for (const place of all) watch.observe(place);
})();
