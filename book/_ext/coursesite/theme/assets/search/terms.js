// Which terms of the course a query means, by any of their variants (terms.toml), in either language.
import { hasHangul, squeeze, stems } from "./words.js";
import { distance, keys, likeness } from "./spelling.js";

const LONGEST = 6; // words that one variant may be typed in
const SHORT = 3; // of so few letters, one that is wrong may be any
const AT_ONCE = 3; // as many terms may be as near as the nearest

/** Takes the rows of terms.js; returns terms with their variants ready to be compared. */
export function termsOf(rows) {
  return rows.map(([id, en, ko, at, variants]) => {
    const words = [...new Set([en, ko, ...variants].map(squeeze))];
    return { id, en, ko, at, words, typed: words.map(keys), url: `glossary.html#term-${id}` };
  });
}

/** Terms of which this is a variant, whatever ending it has. */
export function exactly(terms, typed) {
  const word = squeeze(typed);
  const last = /[a-z]s$/.test(word) ? [word, word.slice(0, -1)] : stems(word);
  for (const stem of last) {
    const found = terms.filter(({ words }) => words.includes(stem));
    if (found.length) return found;
  }
  return [];
}

/** Terms of which this is the beginning, as the keys were struck: 손싫 is on the way to 손실 함수. */
export function begunBy(terms, typed) {
  const begun = keys(squeeze(typed));
  if (begun.length < 3) return [];
  return terms.filter((term) => term.typed.some((word) => word.startsWith(begun)));
}

/** Terms that this is nearest to, one letter, key or syllable off; the nearest ones only. */
export function nearly(terms, typed) {
  const far = (term, word) => Math.min(...term.words.map((other, at) => apart(word, other, term.typed[at])));
  const tried = stems(squeeze(typed), 2);
  const measured = terms
    .map((term) => ({ term, by: Math.min(...tried.map((word, at) => far(term, word) + at / 8)) }))
    .filter(({ by }) => by < Infinity)
    .sort((a, b) => a.by - b.by);
  return measured.filter(({ by }) => by === measured[0].by).slice(0, AT_ONCE).map(({ term }) => term);
}

/** Key strokes between a word and a variant that may be the same word misspelt; else infinite. */
function apart(word, other, otherKeys) {
  if (word.length < SHORT && !hasHangul(word)) return Infinity;
  if (Math.abs(word.length - other.length) > 1) return Infinity;
  const typed = keys(word);
  const byKeys = distance(typed, otherKeys, 1);
  if (byKeys <= 1) return byKeys;
  // A whole syllable: of two, one must stand where it should.
  const bySyllables = hasHangul(word) || hasHangul(other) ? distance(word, other, 1) : 2;
  if (bySyllables > 1 || Math.min(word.length, other.length) < 2) return Infinity;
  return 1 + distance(typed, otherKeys, 8) / 10;
}

/** The words most like one that nothing is like enough to: for a reader to choose from. */
export function alike(terms, typed, language, most) {
  const word = keys(squeeze(typed));
  return terms
    .map((term) => ({ term, by: Math.max(...term.typed.map((other) => likeness(word, other))) }))
    .filter(({ by }) => by > 0.3)
    .sort((a, b) => b.by - a.by)
    .slice(0, most)
    .map(({ term }) => term[language]);
}

/**
 * Takes the runs of a query; returns its parts in order: { terms, typed, how } for what is a term ("exact"),
 * { typed } for any other word. A term of more words goes before one of less.
 */
export function partsOf(terms, words) {
  const parts = [];
  for (let at = 0; at < words.length; ) {
    let [found, length] = [[], 1];
    for (let size = Math.min(LONGEST, words.length - at); size > 0 && !found.length; size -= 1) {
      found = exactly(terms, words.slice(at, at + size).join(" "));
      if (found.length) length = size;
    }
    const typed = words.slice(at, at + length).join(" ");
    parts.push(found.length ? { typed, terms: found, how: "exact" } : { typed });
    at += length;
  }
  return parts;
}
