// Small things that every script with a face needs.

/** element("p", { class: "said" }, "text", child): an attribute that is null or false is left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** fill("{} of {}", 3, 5): each {} in turn. */
export const fill = (text, ...values) => text.replace(/\{\}/g, () => values.shift());

/** The language that is spoken at a place: side by side a column has its own. */
export const languageOf = (place) => place.closest("[lang]").lang;
