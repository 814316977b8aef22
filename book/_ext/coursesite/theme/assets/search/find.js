// What is found for a query, in which order. Apart from the page, so that tests and the benchmark can ask it too.
import MiniSearch from "minisearch";
import { cut, hasHangul, indexWords, runs, spread, squeeze, tokens } from "./words.js";
import { alike, exactly, nearly, termsOf } from "./terms.js";
import { createReader } from "./read.js";
import { densest, marker } from "./excerpt.js";
import { koreanKeys, latinLetters } from "./layout.js";

const engineOptions = {
  fields: ["title", "page", "text", "names"],
  tokenize: indexWords,
  processTerm: (term) => term,
  searchOptions: { boost: { title: 4, page: 1.5, names: 0.5 }, tokenize: (word) => [word] },
};
const AT_A_TIME = 40; // entries that are indexed before the page may draw again

// Pages that list what stands elsewhere, and sections that open a chapter: what they name is explained in others.
const LISTS = /^(exercises|review|practice|references)\.html|#glossary-choices$|-goals$/;
const HELPS = /^(misconceptions|api|index|notation|glossary|overview)\.html|#ex-|-(summary|exercises)$/;
const place = (url) => (LISTS.test(url) ? 0.2 : HELPS.test(url) ? 0.6 : 1);

const MOST = 24; // entries shown
const ON_A_PAGE = 4; // of one page
const LOOKED_INTO = 40; // entries whose text is looked into for words that stand close to each other
const NEAR = 5; // words that may help on
const TYPED_OTHERWISE = 4; // keys that are not struck by chance

/** Takes the rows of terms.js, { language: index } and the reader's language; returns find() when it is ready. */
export async function createSearch({ terms: rows, indexes, language }) {
  const terms = termsOf(rows);
  const otherWord = new Map(terms.map(({ url, en, ko }) => [url, { en: ko, ko: en }]));
  const entries = [];
  for (const [code, pages] of Object.entries(indexes)) {
    for (const [name, page, sections] of pages) {
      for (const [ident, title, text, names] of sections) {
        const url = ident ? `${name}.html#${ident}` : `${name}.html`;
        const other = otherWord.get(url)?.[code] ?? "";
        entries.push({ id: entries.length, url, page, home: `${name}.html`, title, text, names, language: code, other });
      }
    }
  }
  const engine = new MiniSearch(engineOptions);
  await engine.addAllAsync(entries, { chunkSize: AT_A_TIME });
  const read = createReader(engine, terms, entries);

  /** Entries by score: what they hold of the query, and whether they are where its terms are explained. */
  function scored(parts) {
    const total = parts.reduce((sum, part) => sum + part.weight, 0);
    const sums = new Map();
    for (const part of parts) {
      const share = part.weight / total;
      for (const { id, score } of part.found) {
        const sum = sums.get(id) ?? { score: 0, share: 0, told: 0 };
        sum.score += part.small ? 0.15 * score : score;
        sum.share += share;
        if (part.terms?.some(({ at }) => at === entries[id].url)) sum.told += share;
        sums.set(id, sum);
      }
    }
    const best = Math.max(0, ...[...sums.values()].map(({ share }) => share));
    return [...sums]
      .filter(([, { share }]) => share >= 0.4 * best)
      .map(([id, { score, share, told }]) => {
        const entry = entries[id];
        return { ...entry, tier: 0, score: score * share ** 2 * (1 + 1.5 * told) * place(entry.url) };
      });
  }

  /** A query for one term is answered by the glossary, then by the section that explains it, then by the rest. */
  function answered(list, part) {
    const tier = ({ url }) => (part.terms.some((term) => term.url === url) ? 2 : part.terms.some(({ at }) => at === url) ? 1 : 0);
    for (const entry of list) entry.tier = tier(entry);
    const there = new Set(list.map(({ id }) => id));
    for (const entry of entries) {
      if (!there.has(entry.id) && tier(entry)) list.push({ ...entry, tier: tier(entry), score: 0 });
    }
  }

  /** A name of the package, typed as it is written: before all, or, if it is a word as well, after what explains that. */
  function named(list, query) {
    const asked = query.trim().toLowerCase();
    const tier = asked.includes("_") ? 3 : 0.5;
    const is = ({ url, title }) => url.startsWith("api.html#lossnotes.") && title.toLowerCase() === asked;
    for (const entry of list) if (is(entry)) entry.tier = tier;
    const there = new Set(list.map(({ id }) => id));
    for (const entry of entries) if (is(entry) && !there.has(entry.id)) list.push({ ...entry, tier, score: 0 });
  }

  /** Words of the query that stand close to each other, and titles that say it all, tell more than words far apart. */
  function closer(list, parts, query, marks) {
    const found = marker(marks);
    const asked = squeeze(query);
    for (const entry of list.slice(0, LOOKED_INTO)) {
      const { kinds } = densest(entry.text, found, entry.language);
      entry.score *= 1 + 0.5 * Math.max(0, Math.min(kinds, parts) - 1) / (parts - 1);
      if (squeeze(entry.title).includes(asked)) entry.score *= 2;
    }
  }

  const byRank = (a, b) => b.tier - a.tier || b.score - a.score || a.id - b.id;

  /** Side by side a section is one thing: the reader sees it in the language of the query. */
  function once(list, query) {
    const wanted = hasHangul(query) ? "ko" : "en";
    const kept = new Map();
    for (const entry of list) {
      const other = kept.get(entry.url);
      if (!other) kept.set(entry.url, entry);
      else if (entry.language === wanted && other.language !== wanted) {
        for (const key of ["page", "title", "text", "names", "language", "other"]) other[key] = entry[key];
      }
    }
    return [...kept.values()];
  }

  function grouped(list) {
    const groups = new Map();
    let shown = 0;
    for (const entry of list) {
      const { home, page, language } = entry;
      const group = groups.get(home) ?? { page, url: home, language, entries: [] };
      if (shown >= MOST || group.entries.length >= ON_A_PAGE) continue;
      groups.set(home, group);
      group.entries.push(entry);
      shown += 1;
    }
    return [...groups.values()];
  }

  const stands = (word) => tokens(word).every((token) => engine.search(token).length);

  /** What the query would be with the keyboard in the other language; "" where it says something as it is. */
  function otherwise(query) {
    if (runs(query).some((word) => exactly(terms, word).length || stands(cut(word)))) return "";
    const korean = koreanKeys(query);
    if (korean.length >= TYPED_OTHERWISE) return terms.find(({ typed }) => typed.some((word) => word.startsWith(korean)))?.ko ?? "";
    const latin = latinLetters(query);
    const goesOn = (word) => engine.search(word, { prefix: true }).length;
    return latin.length >= TYPED_OTHERWISE && runs(latin).every(goesOn) ? latin : "";
  }

  /** Terms that may be meant: like a query that finds nothing, or a letter off one that says something else. */
  function meant(query, parts, nothing) {
    if (nothing || parts.some(strange)) return alike(terms, query, language, NEAR);
    return parts.some((part) => part.terms) ? [] : nearly(terms, query).map((term) => term[language]);
  }

  const strange = (part) => !part.terms && !part.small && !part.found.length;

  /**
   * Takes a query; returns { groups: [{ page, url, language, entries }], count, marks, read, near }: what is found by
   * page, best first; the words to mark; what a misspelt query was read as; terms like it that may help on.
   */
  return function find(query) {
    const other = otherwise(query);
    // A name from code may not stand here as it is written: its words may.
    const here = other || spread(query) === query || runs(query).every(stands);
    const parts = read(other || (here ? query : spread(query)));
    const telling = parts.filter((part) => !part.small && part.found.length);
    const marks = [...new Set(telling.flatMap((part) => part.marks))];
    let list = scored(parts.filter((part) => part.found.length));
    if (telling.length === 1 && telling[0].terms) answered(list, telling[0]);
    named(list, query);
    list.sort(byRank);
    if (telling.length > 1) {
      closer(list, telling.length, query, marks);
      list.sort(byRank);
    }
    list = once(list, query);
    return {
      groups: grouped(list),
      count: list.length,
      marks,
      read: other ? [other] : parts.flatMap((part) => (part.how === "near" ? part.terms.map((term) => term[language]) : (part.read ?? []))),
      near: meant(query, parts, !list.length),
    };
  };
}
