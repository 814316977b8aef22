// The piece of a text that shows best why it was found, and what in it was found.

const LENGTH = { en: 170, ko: 110 };
const BEFORE = 40; // characters of the way to the first thing found

const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A word as a pattern: spaces and hyphens may be there or not; Latin words begin where a word begins. */
function pattern(mark) {
  const word = mark.replace(/\*$/, "");
  if (/[가-힣]/.test(word)) return [...word.replace(/[\s-]+/g, "")].map(plain).join("[\\s-]?");
  const inside = word.split(/[\s‐–-]+/).map(plain).join("[\\s‐–-]?");
  // One letter or number alone stands nowhere else; a word may have an ending.
  return `(?<![\\p{Letter}\\p{Number}])${inside}${word.length > 2 ? (mark.endsWith("*") ? "[a-z]*" : "(?:e?s)?(?![a-z])") : "(?![a-z0-9])"}`;
}

/** Takes the marks of what was found; returns a pattern that finds each in a text. */
export function marker(marks) {
  const longest = [...marks].filter(Boolean).sort((a, b) => b.length - a.length);
  return longest.length ? new RegExp(longest.map((mark) => `(${pattern(mark)})`).join("|"), "giu") : null;
}

/** A text in pieces [text, whether it was found]. */
export function marked(text, found) {
  const pieces = [];
  let end = 0;
  for (const match of found ? text.matchAll(found) : []) {
    if (match.index > end) pieces.push([text.slice(end, match.index), false]);
    pieces.push([match[0], true]);
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push([text.slice(end), false]);
  return pieces;
}

/** Where the stretch of a text begins that holds the most different things found, and how many these are. */
export function densest(text, found, language) {
  const width = (LENGTH[language] ?? LENGTH.en) - BEFORE;
  const places = found
    ? [...text.matchAll(found)].map((match) => [match.index, match.findIndex((group, at) => at && group !== undefined)])
    : [];
  let [start, kinds] = [0, 0];
  for (const [first, [at]] of places.entries()) {
    const inside = new Set();
    for (let next = first; next < places.length && places[next][0] < at + width; next += 1) inside.add(places[next][1]);
    if (inside.size > kinds) [start, kinds] = [at, inside.size];
  }
  return { start, kinds };
}

/** The stretch of a text that shows most of what was found, from a word's beginning to a word's end. */
export function excerpt(text, found, language) {
  const length = LENGTH[language] ?? LENGTH.en;
  if (text.length <= length) return text;
  let start = Math.max(0, Math.min(densest(text, found, language).start - BEFORE, text.length - length));
  if (start) start = text.indexOf(" ", start) + 1 || start;
  let end = Math.min(text.length, start + length);
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + length / 2);
  return `${start ? "… " : ""}${text.slice(start, end).trim()}${end < text.length ? " …" : ""}`;
}

/** The words of what is to be marked, for a text that holds them apart from each other. */
const wordsOf = (marks) => [...new Set(marks.flatMap((mark) => mark.split(/[\s‐–-]+/)).filter((word) => word.length > 1))];

/**
 * Takes the marks of an answer; returns what shows an entry: { title, other, text } in pieces [text, whether it was
 * found]. What is found in code alone is shown from its names.
 */
export function shower(marks) {
  const patterns = [marker(marks), marker(wordsOf(marks))];
  /** The first way of showing a text in which something is marked. */
  function shown(texts, piece) {
    let first;
    for (const text of texts) {
      for (const found of patterns) {
        const pieces = marked(piece(text, found), found);
        if (pieces.some(([, is]) => is)) return pieces;
        first ??= pieces;
      }
    }
    return first;
  }
  const whole = (text) => text;
  return ({ page, title, other, text, names, language }) => ({
    page: shown([page], whole),
    title: shown([title], whole),
    other: shown([other], whole),
    text: shown([text, names], (from, found) => excerpt(from, found, language)),
  });
}
