// What is found for a query, and in which order. Apart from the page, so that tests can ask it too.
import { indexWords, queryWords } from "./words.js";

/** MiniSearch's options: the fields of an entry of the index, and how they are cut. */
export const engineOptions = {
  fields: ["title", "page", "text", "also"],
  storeFields: ["url", "title", "page", "text", "language"],
  tokenize: indexWords,
  processTerm: (term) => term,
};

// Pages that list what stands elsewhere: what they name is to be found there first.
const LIST = /^(exercises|review)\.html/;

const latin = (word) => /^[a-z]/.test(word);
const search = {
  tokenize: queryWords,
  combineWith: "AND",
  prefix: (word) => latin(word) || word.length === 1,
  fuzzy: (word) => (latin(word) && word.length > 4 ? 0.2 : false),
  boost: { title: 4, page: 2, also: 1.5 },
  boostDocument: (id, term, { url }) => (LIST.test(url) ? 0.5 : 1),
};

/** Takes an engine and a query; returns entries, best first. A last syllable that is still being typed may be wrong. */
export function find(engine, query) {
  const found = engine.search(query, search);
  if (found.length || !/[가-힣]$/.test(query) || query.length < 2) return found;
  return engine.search(query.slice(0, -1), search);
}
