// Hatched areas as lines: Chromium prints a pattern as a picture of pixels, so each area becomes an outline that the
// pattern's own lines are cut to, tile beside tile. Takes nothing; runs on the document before it is printed.

() => {
  const SVG = "http://www.w3.org/2000/svg";
  const make = (name, attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  let count = 0;

  for (const area of document.querySelectorAll("svg.figure :is(path, rect, circle, use)")) {
    const named = /^url\("?#([^")]+)/.exec(getComputedStyle(area).fill);
    const pattern = named && !area.closest("defs, pattern, clipPath") && document.getElementById(named[1]);
    if (!pattern || pattern.localName !== "pattern") continue;

    const outline = make("clipPath", { id: `hatched-${++count}` });
    const shape = area.cloneNode();
    for (const name of ["id", "clip-path", "fill", "stroke"]) shape.removeAttribute(name);
    outline.append(shape);

    const lines = make("g", { "clip-path": `url(#hatched-${count})` });
    const [width, height] = ["width", "height"].map((side) => pattern[side].baseVal.value);
    const box = area.getBBox();
    for (let x = Math.floor(box.x / width) * width; x < box.x + box.width; x += width) {
      for (let y = Math.floor(box.y / height) * height; y < box.y + box.height; y += height) {
        const tile = make("g", { transform: `translate(${x} ${y})` });
        tile.append(...[...pattern.children].map((child) => child.cloneNode(true)));
        lines.append(tile);
      }
    }
    const cut = make("g", area.hasAttribute("clip-path") ? { "clip-path": area.getAttribute("clip-path") } : {});
    cut.append(outline, lines);
    area.before(cut);
    area.style.fill = "none";
  }
}
