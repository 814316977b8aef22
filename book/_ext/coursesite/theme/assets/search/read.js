// What a query says: its terms and its other words, each with the entries that hold it.
import { cut, isHangul, runs, squeeze, telling, tokens } from "./words.js";
import { begunBy, nearly, partsOf } from "./terms.js";

// Words that questions are asked with: they say little about where the answer is.
const SMALL = new Set(
  (
    "a an and are as at be by can could do does for from has have how i if in is it its me my of on or should so than that the " +
    "then there this to use used using was we what when where which who why will with you your " +
    "왜 어떻게 무엇 무엇인가 무슨 뭐 뭔가 뭔가요 어떤 어떨까 언제 어디 이유 까닭 방법 법 인가 인가요 일까 일까요 하나요 되나요 될까 한가요 " +
    "않나요 않는 아닌가 나요 가요 뜻 좀 그 것 때 등 안 더 쓰면 쓰나요 쓰는"
  ).split(" "),
);
const SMALL_WEIGHT = 0.15;
const BEGUN = 3; // so many terms may still be meant by their beginning
const STRETCH = 4; // words that are read as one term
const LOOKED_INTO = 20; // entries in which a word is looked up as it is written

const all = (words) => ({ combineWith: "AND", queries: words });
const any = (queries) => ({ combineWith: "OR", queries });
const termsIn = (found) => [...new Set(found.flatMap((result) => result.terms))];

/** Takes a MiniSearch engine, the terms of the course and the entries; returns a reader of queries. */
export function createReader(engine, terms, entries) {
  /** Entries that hold a word as it is typed, with whatever follows it when it may go on. */
  function plainly(word, last) {
    const [stem, latin] = [cut(word), !isHangul(word)];
    const goesOn = latin ? /^\D/.test(word) && (word.length > 3 || (last && word.length > 1)) : stem.length === 1;
    const found = engine.search(all(tokens(stem)), { prefix: goesOn });
    return { found, marks: [goesOn && latin ? `${stem}*` : stem] };
  }

  /** Entries that hold something like a word: a letter or two off, or half of its pairs of syllables. */
  function roughly(word, last) {
    if (!isHangul(word)) {
      for (const fuzzy of word.length < 4 ? [] : word.length < 6 || word.length > 12 ? [1] : [1, 2]) {
        const found = engine.search(word, { fuzzy, prefix: false });
        if (found.length) return { found, marks: termsIn(found), read: termsIn(found.slice(0, 1)) };
      }
      return { found: [], marks: [] };
    }
    // A last syllable that is still being typed may be wrong.
    if (last && word.length > 1) {
      const shorter = plainly(word.slice(0, -1), last);
      if (shorter.found.length) return shorter;
    }
    const pairs = telling(cut(word));
    const found = engine.search(any(pairs)).filter(({ queryTerms }) => 2 * queryTerms.length >= pairs.length);
    return { found, marks: termsIn(found) };
  }

  /** Entries that hold a term by its name in either language, or by the word that was typed. */
  function byName({ terms, typed, how }) {
    const words = [...new Set([...terms.flatMap(({ en, ko }) => [en, ko]), ...(how === "exact" ? [typed] : [])])];
    const found = engine.search(any(words.map((word) => all(runs(word).map(cut).flatMap(tokens)))));
    return { found, marks: words };
  }

  /** Whether a part stands somewhere as it is written: a Korean word not inside another, a Latin one whole or the last. */
  function known(part, last) {
    if (part.terms || part.small) return true;
    if (!isHangul(part.typed)) return (last ? part.found : engine.search(part.typed)).length > 0;
    const beginning = new RegExp(`(?<![가-힣])${cut(part.typed)}`);
    return part.found.slice(0, LOOKED_INTO).some(({ id }) => beginning.test(entries[id].text) || beginning.test(entries[id].title));
  }

  /** Reads stretches of words that are no terms, or no words at all, as terms a letter or a syllable off. */
  function corrected(parts) {
    const looked = new Map(parts.map((part, at) => [part, known(part, at === parts.length - 1)]));
    const isKnown = (part) => looked.get(part);
    for (let size = Math.min(parts.length, STRETCH); size > 0; size -= 1) {
      for (let from = 0; from + size <= parts.length; from += 1) {
        const stretch = parts.slice(from, from + size);
        const typed = stretch.map((part) => part.typed).join(" ");
        if (stretch.every(isKnown)) {
          // All of it can be found as it stands: only a long phrase that is no term yet is taken for another.
          const long = size > 1 && squeeze(typed).length >= (isHangul(typed) ? 4 : 6);
          if (!long || stretch.some((part) => part.terms || part.small || /^\d+$/.test(part.typed))) continue;
        }
        const found = nearly(terms, typed);
        if (!found.length) continue;
        const [before, after] = [parts.slice(0, from), parts.slice(from + size)];
        return [...corrected(before), { typed, terms: found, how: "near" }, ...corrected(after)];
      }
    }
    return parts;
  }

  /**
   * Takes a query; returns its parts: { typed, found, marks, weight, small } and, of a term, { terms, how }, of a
   * word read as another, { read }. `found`: MiniSearch's results; `weight`: how much the part tells.
   */
  return function read(query) {
    let parts = partsOf(terms, runs(query));
    for (const [at, part] of parts.entries()) {
      part.small = !part.terms && SMALL.has(part.typed);
      if (!part.terms) Object.assign(part, plainly(part.typed, at === parts.length - 1));
    }
    if (parts.every((part) => part.small)) for (const part of parts) part.small = false;
    if (!parts.every((part) => part.terms)) {
      const begun = begunBy(terms, query);
      if (begun.length && begun.length <= BEGUN) parts = [{ typed: query.trim(), terms: begun, how: "begun" }];
      else parts = corrected(parts);
    }
    for (const [at, part] of parts.entries()) {
      if (part.terms) Object.assign(part, byName(part));
      else if (!part.found.length) Object.assign(part, roughly(part.typed, at === parts.length - 1));
      part.weight = Math.log(1 + entries.length / (part.found.length + 1)) * (part.small ? SMALL_WEIGHT : 1);
    }
    return parts;
  };
}
