/**
 * Formulas that fill with the numbers of the moment.
 *
 * takes    parts: elements, or strings: letters become <mi>, numbers <mn>, anything else <mo>
 * returns  MathML elements; `blank()` returns a number to keep, and to fill by `write` of dom.js
 */
const MATH = "http://www.w3.org/1998/Math/MathML";

function element(tag, attributes, ...children) {
  const node = document.createElementNS(MATH, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) node.setAttribute(name, value);
  node.append(...children.map(part));
  return node;
}

function part(said) {
  if (said instanceof Node) return said;
  const text = String(said);
  const tag = /^[−∞]?[\d.]+/.test(text) ? "mn" : /^\p{L}+$/u.test(text) ? "mi" : "mo";
  const node = document.createElementNS(MATH, tag);
  node.textContent = text;
  return node;
}

export const math = (...parts) => element("math", null, ...parts);
export const block = (...parts) => element("math", { display: "block" }, ...parts);
export const row = (...parts) => element("mrow", null, ...parts);
export const frac = (above, below) => element("mfrac", null, above, below);
export const sup = (base, raised) => element("msup", null, base, raised);
export const sub = (base, lowered) => element("msub", null, base, lowered);
export const sqrt = (...parts) => element("msqrt", null, ...parts);
/** Rows of entries, in brackets. */
export const matrix = (...rows) => row("(", element("mtable", null, ...rows.map((entries) => element("mtr", null, ...entries.map((entry) => element("mtd", null, entry))))), ")");
export const mtext = (text) => { const node = element("mtext"); node.textContent = text; return node; };
/** A number of the figure; of: a class for its colour, such as "is-right". */
export function blank(of = "") {
  return element("mn", of ? { class: of } : null);
}
