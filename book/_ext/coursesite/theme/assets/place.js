// Keeps the reader's place from edition to edition. Sections and blocks bear the same ids in all of
// them, and a block has the same paragraphs: so block, paragraph and distance from the top are a place.
const KEY = "lossnotes-place";
const HEADER = 56; // its height, in CSS pixels

/** Paragraphs of a block, in whichever edition: in the side-by-side one each is a row. */
const parts = (block) => [...block.children];

/** The headings and paragraphs of the page, in order: {id, part, target}; part -1 is the heading of a section. */
function* marks() {
  for (const element of document.querySelectorAll("article section[id], article .block")) {
    if (element.matches(".block")) {
      for (const [part, target] of parts(element).entries()) yield { id: element.id, part, target };
    } else {
      const heading = element.querySelector("h1, h2, h3, h4");
      if (heading) yield { id: element.id, part: -1, target: heading };
    }
  }
}

/** Takes nothing; returns {id, part, offset} of what is being read, or null at the top of the page. */
export function here() {
  if (scrollY < HEADER) return null;
  let above = null;
  for (const { id, part, target } of marks()) {
    const offset = target.getBoundingClientRect().top;
    // What begins in the upper part of the window is being read; else the long paragraph that fills it.
    if (offset >= HEADER) return offset < innerHeight * 0.6 || !above ? { id, part, offset } : above;
    above = { id, part, offset };
  }
  return above;
}

/** Takes such a place; scrolls there. */
function go({ id, part, offset }) {
  const element = document.getElementById(id);
  if (!element) return;
  const target = part < 0 ? element.querySelector("h1, h2, h3, h4") : parts(element)[part];
  if (target) scrollTo({ top: target.getBoundingClientRect().top + scrollY - offset, behavior: "instant" });
}

/** Takes the switch's links and what to do when an edition is chosen; returns nothing. */
export function keepPlace(links, chosen) {
  for (const link of links) {
    const address = link.getAttribute("href");
    const aim = () => {
      const place = here();
      link.setAttribute("href", place ? `${address}#${place.id}` : address);
      return place;
    };
    for (const event of ["pointerdown", "focus", "mouseenter"]) link.addEventListener(event, aim);
    link.addEventListener("click", () => {
      const place = aim();
      chosen(link.dataset.edition);
      try {
        if (place) sessionStorage.setItem(KEY, JSON.stringify(place));
        else sessionStorage.removeItem(KEY);
      } catch {
        // Without storage the id in the address still leads to the block.
      }
    });
  }
  try {
    const place = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    sessionStorage.removeItem(KEY);
    if (place && location.hash === `#${place.id}`) {
      // Until the page is loaded, the browser itself keeps scrolling to the id in the address.
      go(place);
      if (document.readyState !== "complete") addEventListener("load", () => requestAnimationFrame(() => go(place)));
    }
  } catch {
    // As above.
  }
}
