// How text and queries are cut into index words. Latin words stay whole; Korean ones, which carry
// particles and are written with or without spaces, become overlapping pairs of syllables.

// What a Korean word may end with and still be the same word.
const ENDINGS = new Set(
  (
    // particles
    "은 는 이 가 을 를 의 에 로 와 과 도 만 란 들 나 이나 랑 이랑 요 까지 부터 처럼 보다 마다 한테 에게 에게서 에게는 " +
    "에서 에서는 에서의 에서도 에는 에도 으로 으로는 로는 으로서 로서 으로써 로써 으로의 로의 만은 만의 과는 와는 과의 와의 " +
    "들은 들이 들을 들의 들에 들과 이란 이라는 라는 이라고 라고 이라면 라면 " +
    // what turns a noun into a sentence
    "인 이고 이며 이면 이다 일 인가 인가요 인지 일까 일까요 이에요 예요 입니다 하는 하는지 한 할 할까 할까요 하나 하나요 하면 하기 하고 하지 " +
    "해서 해요 했 합니다 되는 되는지 된 될 될까 되나 되나요 되면 되지 돼요 됩니다"
  ).split(" "),
);
const LONGEST = 4;
const RUNS = /[가-힣]+|(?:(?![가-힣])[\p{Letter}\p{Number}_])+/gu; // "L2를" is two runs

export const isHangul = (text) => /^[가-힣]/.test(text);
export const hasHangul = (text) => /[가-힣]/.test(text);

const tidy = (text) => text.normalize("NFC").toLowerCase();

const pairs = (word) =>
  word.length < 2 ? [word] : Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));

/** A word as one string of letters and digits: spaces, hyphens and capitals make no other word. */
export const squeeze = (text) => tidy(text).replace(/[^\p{Letter}\p{Number}]/gu, "");

/** All that a Korean word may be without its ending, the word itself first. `least`: syllables that stay. */
export function stems(word, least = 1) {
  const found = [word];
  for (let length = 1; length <= LONGEST && word.length - length >= least; length += 1) {
    const ending = word.slice(-length);
    if (isHangul(ending) && ENDINGS.has(ending)) found.push(word.slice(0, -length));
  }
  return found;
}

/** A Korean word without the longest ending that leaves two syllables of it. */
export const cut = (word) => stems(word, 2).at(-1);

/** Takes a text; returns the words to index. */
export function indexWords(text) {
  return (tidy(text).match(RUNS) ?? []).flatMap((run) => (isHangul(run) ? pairs(run) : [run]));
}

/** The index words of one word of a query. */
export const tokens = (word) => (isHangul(word) ? pairs(word) : [word]);

/** The pairs of syllables of a Korean word that say something: endings stand everywhere. */
export const telling = (word) => pairs(word).filter((pair) => !ENDINGS.has(pair));

/** CrossEntropyLoss and cross_entropy as the words that they are made of. */
export const spread = (query) => query.replace(/_/g, " ").replace(/(\p{Lowercase})(?=\p{Uppercase})/gu, "$1 ");

/**
 * Takes what a reader typed; returns its runs of Latin or Korean letters. Syllables that are still being typed (ㅅ)
 * are left out, and so is a particle behind a Latin word ("softmax는").
 */
export function runs(query) {
  const typed = tidy(query).replace(/[\u3131-\u318e]+/g, "");
  const found = [];
  for (const { 0: run, index } of typed.matchAll(RUNS)) {
    const before = index > 0 ? typed[index - 1] : " ";
    if (isHangul(run) && /[\p{Letter}\p{Number}]/u.test(before) && ENDINGS.has(run)) continue;
    found.push(run);
  }
  return found;
}
