/**
 * Mounts explorers on a page that has no kernel. Plain deferred script, so that it also runs from file://.
 *
 * takes    <div class="explorer" data-module="scores" data-state="{json}">fallback</div>;
 *          beside this script explorers/<module>.js and, for file://, explorers/<module>.src.js
 * returns  the same element with the figure in place of the fallback and data-ready="true";
 *          when anything fails, the fallback stays and the console says why
 */
(() => {
  const own = new URL(document.currentScript.src);
  const NEAR = "600px"; // start this far ahead: the figure stands before the reader arrives
  const address = (name) => Object.assign(new URL(`explorers/${name}`, own), { search: own.search });
  const modules = new Map();

  /** A page read from disk may not import a module by its address: the source comes as a classic script. */
  function fromDisk(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address(`${name}.src.js`);
      script.onerror = () => reject(new Error(`${script.src} could not be read`));
      script.onload = () => {
        const blob = new Blob([globalThis.__lossnotesExplorers[name]], { type: "text/javascript" });
        resolve(import(URL.createObjectURL(blob)));
      };
      document.head.append(script);
    });
  }

  function load(name) {
    if (!modules.has(name)) {
      modules.set(name, location.protocol === "file:" ? fromDisk(name) : import(address(`${name}.js`).href));
    }
    return modules.get(name);
  }

  /** What an anywidget front-end module asks of its model, without a kernel behind it. */
  function createModel(state) {
    const values = { ...state };
    const listeners = new Map();
    const fire = (event, value) => { for (const listener of [...(listeners.get(event) ?? [])]) listener({}, value); };
    return {
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

  async function mount(place) {
    const { module: name, state } = place.dataset;
    try {
      const { default: explorer } = await load(name);
      const widget = typeof explorer === "function" ? await explorer() : explorer;
      const model = createModel(JSON.parse(state));
      const { signal } = new AbortController();
      const el = document.createElement("div");
      const fallback = [...place.childNodes];
      place.append(el); // in the page before it draws: it asks for its width and its language
      try {
        await widget.initialize?.({ model, signal });
        await widget.render({ model, el, signal });
      } catch (error) {
        el.remove();
        throw error;
      }
      for (const node of fallback) node.remove();
      place.dataset.ready = "true";
    } catch (error) {
      console.error(`explorer "${name}" keeps its text:`, error);
    }
  }

  const watch = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watch.unobserve(target);
      mount(target);
    }
  }, { rootMargin: NEAR });
  for (const place of document.querySelectorAll(".explorer[data-module]")) watch.observe(place);
})();
