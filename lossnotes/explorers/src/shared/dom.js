/**
 * Elements, and the style sheet they need.
 *
 * takes    a tag name, attributes, children
 * returns  an element
 */
const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

export const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** A name that no other figure of the page has: for clip paths, patterns, groups of radio buttons. */
export const unique = () => `lnx-${Math.random().toString(36).slice(2)}`;

/** Writes only what is new: the browser lays nothing out again for equal text. */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const adopted = new WeakMap();

/** A constructed sheet: no request, no element, and no Content-Security-Policy forbids it. Once for each root, also
 *  where several explorers, each with a sheet of its own, share this module. */
export function adopt(el, css) {
  const root = el.getRootNode() instanceof ShadowRoot ? el.getRootNode() : document;
  if (!adopted.has(root)) adopted.set(root, new Set());
  if (adopted.get(root).has(css)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  adopted.get(root).add(css);
}
