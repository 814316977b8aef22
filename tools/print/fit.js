// Nothing runs over the edge of the paper: what is too wide is set smaller, as a whole. Takes nothing; runs on the
// document as it is laid out for print; returns what is wider than the text all the same.

() => {
  const SMALLEST_CODE = 0.72; // below that its lines are broken instead
  const widest = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect().width;
  };
  const shrink = (element, factor) => {
    element.style.fontSize = `${parseFloat(getComputedStyle(element).fontSize) * factor}px`;
  };
  const inner = (element) => {
    const style = getComputedStyle(element);
    return element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  };

  for (const formula of document.querySelectorAll(".formula, .long")) {
    const math = formula.querySelector("math");
    const room = inner(formula.matches(".long") ? formula.closest("p, li, dd, td, div") : formula);
    math.style.display = "inline math"; // one that stands alone is as wide as its line, whatever it needs
    const needed = math.getBoundingClientRect().width;
    math.style.display = "";
    if (needed > room) shrink(math, (room / needed) * 0.99);
  }
  for (const pre of document.querySelectorAll("pre:not(.sentence)")) {
    const needed = widest(pre);
    const room = inner(pre);
    if (needed > room) {
      const factor = (room / needed) * 0.995;
      if (factor < SMALLEST_CODE) pre.classList.add("broken");
      else shrink(pre, factor);
    }
  }
  for (const frame of document.querySelectorAll(".table")) {
    const table = frame.firstElementChild;
    for (let tries = 0; tries < 6 && table.getBoundingClientRect().width > frame.clientWidth + 0.5; tries++) {
      shrink(table, Math.max(0.85, (frame.clientWidth / table.getBoundingClientRect().width) * 0.99));
    }
  }
  const edge = document.body.getBoundingClientRect().right + 1;
  return [...document.querySelectorAll("article *")]
    .filter((e) => !e.closest("svg, .hidden, math") && e.getBoundingClientRect().right > edge)
    .map((e) => `${e.closest("article").id}: ${e.outerHTML.slice(0, 150)}`);
}
