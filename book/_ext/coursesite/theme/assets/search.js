// The search: a dialog with results as one types, page by page. What is found, and in which order, is decided in
// search/find.js; the words to mark and the piece of the text to show, in search/excerpt.js.
import { element, fill } from "./element.js";
import { createSearch } from "./search/find.js";
import { shower } from "./search/excerpt.js";

const STRINGS = __STRINGS__;
const base = new URL("./search/", document.currentScript.src);
const version = new URL(document.currentScript.src).search;
const parallel = document.documentElement.classList.contains("parallel");
const language = document.documentElement.lang;
const editions = parallel ? Object.keys(STRINGS) : [language];
const s = STRINGS[language];

/** Loads a part of the index: a classic script, since a page opened from a folder may not fetch. */
function load(name) {
  return new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = new URL(`${name}.js${version}`, base);
    script.onload = () => loaded(globalThis.__lossnotesSearch[name]);
    script.onerror = () => failed(new Error(`cannot load ${script.src}`));
    document.head.append(script);
  });
}

let find; // a promise, from the first time that the search is opened
function ready() {
  find ??= Promise.all(["terms", ...editions].map(load)).then(([terms, ...indexes]) =>
    createSearch({ terms, language, indexes: Object.fromEntries(editions.map((edition, at) => [edition, indexes[at]])) }),
  );
  find.catch(() => {
    find = undefined; // so that it is tried again
  });
  return find;
}

const input = element("input", {
  // Not type=search: there Escape would empty the field instead of closing the dialog.
  type: "text", inputmode: "search", enterkeyhint: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "search-results",
  "aria-autocomplete": "list", "aria-label": s.search, placeholder: s.search_hint, autocomplete: "off", spellcheck: "false",
});
const results = element("div", { id: "search-results", class: "results", role: "listbox", "aria-label": s.search });
const status = element("p", { class: "status", role: "status" });
const near = element("p", { class: "near" });
const close = element("button", { type: "button", class: "close", "aria-label": s.close }, "×");
const dialog = element(
  "dialog", { class: "search", "aria-label": s.search },
  element("div", { class: "field" }, input, close), status, near, results, element("p", { class: "help" }, s.search_help),
);
document.body.append(dialog);

const options = () => [...results.querySelectorAll("[role=option]")];
let chosen = -1;
function choose(at) {
  const all = options();
  all[chosen]?.setAttribute("aria-selected", "false");
  chosen = all.length ? (at + all.length) % all.length : -1;
  const option = all[chosen];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (chosen === 0) results.scrollTop = 0; // the page's name above it, too
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
}

function open(url) {
  dialog.close();
  location.assign(url);
}

const withMarks = (pieces) => pieces.map(([text, is]) => (is ? element("mark", {}, text) : text));

function option(entry, at, show) {
  const { title, other, text } = show(entry);
  // A glossary entry says its word in the other language, too.
  const lang = entry.language === "en" ? "ko" : "en";
  const also = entry.other ? [" ", element("span", { class: "other", lang }, ...withMarks(other))] : [];
  const made = element(
    "li", { id: `search-result-${at}`, role: "option", "aria-selected": "false", lang: entry.language, "data-url": entry.url },
    element("span", { class: "title" }, ...withMarks(title)),
    ...also,
    element("span", { class: "snippet" }, ...withMarks(text)),
  );
  made.addEventListener("click", () => open(entry.url));
  return made;
}

function groups(found, show) {
  let at = 0;
  return found.map((group) =>
    element(
      "div", { role: "group", "aria-label": group.page, lang: group.language },
      // The label says it already.
      element("p", { class: "where", "aria-hidden": "true" }, ...withMarks(show(group.entries[0]).page)),
      element("ul", { role: "none" }, ...group.entries.map((entry) => option(entry, at++, show))),
    ),
  );
}

/** Words to go on with, when what was typed leads nowhere. */
function helpOn(words, nothing) {
  near.replaceChildren();
  if (!words.length && !nothing) return;
  const choices = words.map((word) => {
    const button = element("button", { type: "button" }, word);
    button.addEventListener("click", () => {
      input.value = word;
      input.focus();
      show();
    });
    return button;
  });
  if (choices.length) near.append(s.search_near, ...choices.flatMap((button) => [" ", button]));
  near.append(" ", element("a", { href: "glossary.html" }, s.search_terms));
}

async function show() {
  const query = input.value;
  if (!query.trim()) {
    results.replaceChildren();
    status.textContent = "";
    helpOn([], false);
    choose(-1);
    input.setAttribute("aria-expanded", "false");
    return;
  }
  if (!results.childElementCount) status.textContent = s.search_loading;
  let answer;
  try {
    answer = (await ready())(query);
  } catch {
    status.textContent = s.search_failed;
    return;
  }
  if (query !== input.value) return; // more was typed meanwhile
  const { groups: found, count, marks, read } = answer;
  results.replaceChildren(...groups(found, shower(marks)));
  const counted = count ? fill(s.search_some, count) : `${s.search_none} “${query.trim()}”`;
  status.textContent = count && read.length ? `${counted}. ${fill(s.search_read, read.join(", "))}` : counted;
  helpOn(answer.near, !count);
  input.setAttribute("aria-expanded", String(count > 0));
  chosen = -1;
  choose(0);
}

input.addEventListener("input", show);
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return; // Enter and arrows belong to the Korean input method
  if (event.key === "ArrowDown") choose(chosen + 1);
  else if (event.key === "ArrowUp") choose(chosen - 1);
  else if (event.key === "Enter" && chosen >= 0) open(options()[chosen].dataset.url);
  else return;
  event.preventDefault();
});
close.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

globalThis.__lossnotesOpenSearch = () => {
  if (!dialog.open) dialog.showModal();
  input.select();
  ready().catch(() => {}); // said when something is typed
};
