// The search: a dialog with results as one types. The engine is MiniSearch; what is ours is how Korean is cut
// (words.js), the variants of each term that the index brings along, and the dialog.
import MiniSearch from "minisearch";
import { queryWords } from "./words.js";
import { engineOptions, find } from "./find.js";

const STRINGS = __STRINGS__;
const base = new URL("./search/", document.currentScript.src);
const version = new URL(document.currentScript.src).search;
const parallel = document.documentElement.classList.contains("parallel");
const language = document.documentElement.lang;
const editions = parallel ? Object.keys(STRINGS) : [language];
const s = STRINGS[language];
const SHOWN = 12;

/** Loads an edition's index: a classic script, since a page opened from a folder may not fetch. */
function load(edition) {
  return new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = new URL(`${edition}.js${version}`, base);
    script.onload = () => loaded(globalThis.__lossnotesSearch[edition]);
    script.onerror = () => failed(new Error(`cannot load ${script.src}`));
    document.head.append(script);
  });
}

let engine;
async function ready() {
  if (!engine) {
    const entries = (await Promise.all(editions.map(load))).flatMap((list, at) =>
      list.map((entry) => ({ ...entry, language: editions[at] })),
    );
    engine = new MiniSearch(engineOptions);
    engine.addAll(entries.map((entry, id) => ({ ...entry, id })));
  }
  return engine;
}

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

/** The text around the first thing found, with what was found marked. */
function snippet(text, query) {
  const words = [...new Set(query.trim().split(/\s+/).concat(queryWords(query)))].filter(Boolean);
  const low = text.toLowerCase();
  const at = words.map((word) => low.indexOf(word.toLowerCase())).filter((place) => place >= 0);
  const start = at.length ? Math.max(0, Math.min(...at) - 40) : 0;
  const piece = (start ? "… " : "") + text.slice(start, start + 140).trim() + (text.length > start + 140 ? " …" : "");
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const line = element("span", { class: "snippet" });
  for (const [index, part] of piece.split(new RegExp(`(${pattern})`, "giu")).entries()) {
    line.append(index % 2 ? element("mark", {}, part) : part);
  }
  return line;
}

const input = element("input", {
  // Not type=search: there Escape would empty the field instead of closing the dialog.
  type: "text", inputmode: "search", enterkeyhint: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "search-results",
  "aria-autocomplete": "list", "aria-label": s.search, placeholder: s.search_hint, autocomplete: "off", spellcheck: "false",
});
const results = element("ul", { id: "search-results", role: "listbox", "aria-label": s.search });
const status = element("p", { class: "status", role: "status" });
const close = element("button", { type: "button", class: "close", "aria-label": s.close }, "×");
const dialog = element(
  "dialog", { class: "search", "aria-label": s.search },
  element("div", { class: "field" }, input, close), status, results, element("p", { class: "help" }, s.search_help),
);
document.body.append(dialog);

let chosen = -1;
function choose(at) {
  const options = [...results.children];
  options[chosen]?.setAttribute("aria-selected", "false");
  chosen = options.length ? (at + options.length) % options.length : -1;
  const option = options[chosen];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function open(url) {
  dialog.close();
  location.assign(url);
}

async function show() {
  const query = input.value;
  if (!query.trim()) {
    results.replaceChildren();
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    return;
  }
  if (!engine) status.textContent = s.search_loading;
  const found = find(await ready(), query);
  if (query !== input.value) return; // more was typed meanwhile
  results.replaceChildren(
    ...found.slice(0, SHOWN).map((entry, at) => {
      const title = element("span", { class: "title" }, entry.title);
      const where = entry.title === entry.page ? "" : element("span", { class: "where" }, entry.page);
      const option = element("li", { id: `search-result-${at}`, role: "option", "aria-selected": "false", lang: entry.language }, title, where, snippet(entry.text, query));
      option.dataset.url = entry.url;
      option.addEventListener("click", () => open(entry.url));
      return option;
    }),
  );
  status.textContent = found.length ? s.search_some.replace("{}", found.length) : `${s.search_none} “${query.trim()}”`;
  input.setAttribute("aria-expanded", String(found.length > 0));
  chosen = -1;
  choose(0);
}

input.addEventListener("input", show);
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // Enter and arrows belong to the Korean input method
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Enter" && chosen >= 0) open(results.children[chosen].dataset.url);
  else return;
  event.preventDefault();
});
close.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

globalThis.__lossnotesOpenSearch = () => {
  if (!dialog.open) dialog.showModal();
  input.select();
  ready();
};
