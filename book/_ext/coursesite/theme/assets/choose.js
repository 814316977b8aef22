// The root page: the remembered edition or the side-by-side view first, then the browser's languages, then the first one.
import { wished } from "./wished.js";

const { languages, page } = document.currentScript.dataset;
const known = [...languages.split(" "), "both"];
const chosen = wished(["lossnotes-view", "lossnotes-edition"]).find((name) => known.includes(name)) ?? known[0];
location.replace(`${chosen}/${page}${location.hash}`);
