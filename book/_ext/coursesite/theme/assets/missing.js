// The page for a wrong address says it in every language; the reader's comes first, and the others stay.
import { wished } from "./wished.js";

const known = document.currentScript.dataset.languages.split(" ");
const asked = location.pathname.split("/").find((part) => known.includes(part));
const first = wished(["lossnotes-edition"], asked).find((name) => known.includes(name)) ?? known[0];
const section = document.querySelector(`section[lang="${first}"]`);
section.parentElement.prepend(section);
document.documentElement.lang = first;
