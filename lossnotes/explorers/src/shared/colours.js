/**
 * The page's colours as numbers, for what is painted and not drawn; light or dark may change at any time.
 *
 * takes    an element inside the figure; names such as "blue", "orange", "green", "pink", "bg", "fg"
 * returns  palette(el, names): [[r, g, b], ...]; onTheme(change, signal) calls when the page turns light or dark
 */
export function palette(el, names) {
  const probe = document.createElement("span");
  el.append(probe);
  const found = names.map((name) => {
    probe.style.color = `var(--lnx-${name})`;
    // "rgb(0, 114, 178)", or "color(srgb 0 0.45 0.7)" of a mixed colour
    const [, space, values] = getComputedStyle(probe).color.match(/^(color\([\w-]+|\w+\()(.*)\)$/);
    const said = values.match(/[\d.e-]+/g).slice(0, 3).map(Number);
    return space.startsWith("color(") ? said.map((x) => Math.round(x * 255)) : said;
  });
  probe.remove();
  return found;
}

export function onTheme(change, signal) {
  const watch = new MutationObserver(change);
  for (const node of [document.documentElement, document.body]) watch.observe(node, { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change, { signal });
  signal.addEventListener("abort", () => watch.disconnect());
}
