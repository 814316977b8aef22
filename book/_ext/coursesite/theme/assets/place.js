// Keeps the reader's place from edition to edition. Sections and blocks bear the same ids in all of
// them, and a block has the same paragraphs: so block, paragraph and distance from the top are a place.
const KEY = "lossnotes-place";
const TOP = 90; // below the header, in CSS pixels

/** Paragraphs of a block, in whichever edition: in the side-by-side one each is a row. */
const parts = (block) => [...block.children];

/** Takes nothing; returns {id, part, offset} of what is being read, or null at the top of the page. */
export function here() {
  if (scrollY < 60) return null;
  let best = null;
  for (const element of document.querySelectorAll("article section[id], article .block")) {
    const head = element.matches("section") ? element.querySelector("h1, h2, h3, h4") : null;
    const candidates = head ? [head] : element.matches("section") ? [] : parts(element);
    candidates.forEach((candidate, part) => {
      const top = candidate.getBoundingClientRect().top;
      if (top <= TOP + 4) best = { id: element.id, part: head ? -1 : part, offset: Math.round(top) };
    });
  }
  return best;
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
    if (place && location.hash === `#${place.id}`) requestAnimationFrame(() => go(place));
  } catch {
    // As above.
  }
}
