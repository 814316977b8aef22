// How text and queries are cut into index words. Latin words stay whole; Korean ones, which carry
// particles and are written with or without spaces, become overlapping pairs of syllables.

// Longest first: a word loses at most one of them, and keeps at least two syllables.
const PARTICLES = (
  "에서는 으로는 이라는 이라고 에게서 입니다 합니다 됩니다 하는 에서 에는 에게 으로 이란 라는 라고 까지 부터 처럼 보다 " +
  "마다 들은 들이 들을 은 는 이 가 을 를 의 에 로 와 과 도 만 란 들"
).split(" ");
const RUNS = /[가-힣]+|(?:(?![가-힣])[\p{Letter}\p{Number}_])+/gu; // "L2를" is two runs
const HANGUL = /^[가-힣]/;

const runs = (text) => text.normalize("NFC").toLowerCase().match(RUNS) ?? [];

const pairs = (word) =>
  word.length < 2 ? [word] : Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));

/** A Korean word without its particle. */
export function cut(word) {
  const particle = PARTICLES.find((end) => word.endsWith(end) && word.length - end.length >= 2);
  return particle ? word.slice(0, -particle.length) : word;
}

/** Takes a text; returns the words to index. */
export function indexWords(text) {
  return runs(text).flatMap((run) => (HANGUL.test(run) ? pairs(run) : [run]));
}

/** Takes what a reader typed; returns the words to look for. Syllables that are still being typed (ㅅ) are left out. */
export function queryWords(query) {
  const typed = query.replace(/[\u3131-\u318e]+/g, "");
  return runs(typed).flatMap((run) => (HANGUL.test(run) ? pairs(cut(run)) : [run]));
}
