// A long page opened at its top: sections out of sight are laid out when they come near (see page.css), so
// that a phone can be used at once. Takes nothing; marks the page, until a link leads to a place on it.

export function fresh() {
  const root = document.documentElement;
  // A place in the address, or one that the browser restores, is found by the true heights alone.
  const [how] = performance.getEntriesByType("navigation");
  if (location.hash || how?.type !== "navigate") return;
  root.classList.add("fresh");
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("a[href*='#']")) return;
    root.classList.remove("fresh");
  }, { capture: true });
}
