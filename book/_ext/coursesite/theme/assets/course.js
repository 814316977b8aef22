// The page's own behaviour: theme, menus, place on the page, copying, printing, opening the search.
import { load } from "./load.js";
import { keepPlace } from "./place.js";

const own = document.currentScript.dataset;
const root = document.documentElement;
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be closed to a page; the choice then holds for this page alone.
  }
}

// --- light and dark
document.querySelector("button.theme").addEventListener("click", () => {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
  remember("lossnotes-theme", root.dataset.theme);
});

// --- chapters on a phone, contents of the page on anything narrow
function unfolds(button, panel) {
  if (!button || !panel) return;
  const set = (open) => {
    panel.classList.toggle("open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => set(!panel.classList.contains("open")));
  panel.addEventListener("click", (event) => event.target.closest("a") && set(false));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.classList.contains("open")) return;
    set(false);
    button.focus();
  });
}
const contents = document.querySelector("nav.contents");
unfolds(document.querySelector("button.menu"), document.querySelector("nav.chapters"));
unfolds(contents?.querySelector(".unfold"), contents);

// --- the current section, marked in the page's contents
if (contents) {
  const links = new Map(all("a[href*='#']", contents).map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const sections = all("article section[id]").filter((section) => links.has(section.id));
  links.set("", contents.querySelector("a"));
  let marked = null;
  const mark = () => {
    const line = innerHeight * 0.25;
    const current = sections.filter((section) => section.getBoundingClientRect().top <= line).pop();
    const link = links.get(current?.id ?? "") ?? null;
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    // Not scrollIntoView: that would scroll the page too.
    const [box, at] = [contents, link].map((element) => element?.getBoundingClientRect());
    if (at) contents.scrollTop += Math.min(0, at.top - box.top) + Math.max(0, at.bottom - box.bottom);
    marked = link;
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  }, { passive: true });
  mark();
}

// --- another edition: same place, and remembered
keepPlace(all("nav.editions a"), (edition) => {
  remember("lossnotes-view", edition === "both" ? "both" : "one");
  if (edition !== "both") remember("lossnotes-edition", edition);
});

// --- side by side: what is opened in one language opens in the other
for (const row of all(".row")) {
  const pair = all("details", row);
  if (pair.length !== 2) continue;
  for (const [at, details] of pair.entries()) {
    details.addEventListener("toggle", () => {
      pair[1 - at].open = details.open;
    });
  }
}

// --- copying code
for (const block of all(".cell_input .highlight, article .highlight-python .highlight")) {
  if (block.querySelector(".copy")) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = own.copy;
  const said = document.createElement("span");
  said.className = "hidden";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("pre").textContent.trimEnd());
    button.textContent = said.textContent = own.copied;
    setTimeout(() => {
      button.textContent = own.copy;
      said.textContent = "";
    }, 1600);
  });
  block.append(button, said);
}

// --- a formula that is longer than the line scrolls, and the keyboard must reach it
const lengths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const formula of all(".long")) lengths.observe(formula);

// --- a printed page shows what is folded
let opened = [];
addEventListener("beforeprint", () => {
  opened = all("details:not([open])");
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});

// --- exercises answer in the page: what it takes is fetched when a reader comes near the first of them
if (own.questions) {
  const near = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    near.disconnect();
    load(own.questions, { page: own.page });
  }, { rootMargin: "600px" });
  for (const exercise of all(".exercise")) near.observe(exercise);
}

// --- the search is fetched when it is first asked for
let search;
function openSearch() {
  search ??= load(own.search);
  search.then(() => globalThis.__lossnotesOpenSearch());
}
document.querySelector("button.find").addEventListener("click", openSearch);
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (!slash && !k) return;
  event.preventDefault();
  openSearch();
});
