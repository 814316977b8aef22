/**
 * Which language a figure speaks.
 *
 * takes    the model (its lang wins when set) and the element the figure is in
 * returns  "en" or "ko"
 */
const KNOWN = ["en", "ko"];

/** The edition the reader chose last; a page may forbid storage. */
function remembered() {
  try {
    return localStorage.getItem("lossnotes-edition");
  } catch {
    return null;
  }
}

export function language(model, el) {
  const page = document.documentElement;
  const asked = model.get("lang")
    || (page.classList.contains("parallel") ? remembered() : el.closest("[lang]")?.lang ?? page.lang);
  return KNOWN.find((code) => asked?.toLowerCase().split("-")[0] === code) ?? "en";
}
