// What a typed answer is, and what it is worth: apart from the page, so that tests can ask it too. The keys come
// from coursesite/questions.py, which does the same sums; the sentences are those of lossnotes.exercises.check.

/** Takes an ASCII text; returns 32 bits of it: FNV-1a, then the last mixing of MurmurHash3. */
export function hashed(text) {
  let value = 0x811c9dc5;
  for (const sign of text) value = Math.imul(value ^ sign.charCodeAt(0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const IN_THREES = /^[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d*)?$/;
const THOUSANDS = /^[+-]?\d{1,3}((,\d{3})+\.\d*|(,\d{3}){2,})$/;
const EITHER = /^[+-]?[1-9]\d{0,2},\d{3}$/; // 1,234: a thousand or a little more than one?

/** One side of a fraction. */
function plain(side) {
  let text = side.trim().replace(/^([+-])\s+/, "$1");
  if (IN_THREES.test(text)) text = text.replace(/\s/g, "");
  if (THOUSANDS.test(text)) text = text.replaceAll(",", "");
  if (EITHER.test(text)) return { fault: "comma" };
  if (!text.includes(".")) text = text.replace(",", ".");
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? { value } : { fault: "word" };
}

/** Takes what a reader typed; returns {value}, or {fault}: "empty", "percent", "comma", "zero" (a fraction's) or "word". */
export function numberOf(typed) {
  const text = typed
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)) // of a Korean keyboard
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[\u2044\u2215]/g, "/")
    .trim();
  if (!text) return { fault: "empty" };
  if (text.includes("%")) return { fault: "percent" };
  const sides = text.split("/").map(plain);
  if (sides.length > 2) return { fault: "word" };
  const bad = sides.find(({ fault }) => fault);
  if (bad) return bad;
  if (sides[1]?.value === 0) return { fault: "zero" };
  const value = sides.length === 2 ? sides[0].value / sides[1].value : sides[0].value;
  return Number.isFinite(value) ? { value } : { fault: "word" };
}

const HAIR = 1e-6; // of a step: just between two steps, either will do

/** Whether a number's nearest step is that of the key, or lies `beside` it. */
function fits(key, name, part, number, decimals, beside = 0) {
  if (!key) return false;
  const [hash, shift = 0] = key;
  const steps = number * 10 ** decimals - shift;
  const near = [Math.ceil(steps - 0.5 - HAIR), Math.floor(steps + 0.5 + HAIR)];
  return near.some((step) => hashed(`${name}:${part}:${step + beside}`) === hash);
}

/**
 * Takes an exercise of questions.py, its name and a number for each part (for a choice, the answer's);
 * returns {correct, wrong: parts from 0, said, about: [before, title, after, address] of a misconception or null}.
 */
export function verdict(exercise, name, numbers) {
  const { keys, decimals, said, mistakes } = exercise;
  const is = (key, part, beside) => fits(key, name, part, numbers[part], decimals, beside);
  const wrong = [...keys.keys()].filter((part) => !is(keys[part], part));
  if (!wrong.length) return { correct: true, wrong, said: said.right, about: null };
  const close = wrong.every((part) => is(keys[part], part, 1) || is(keys[part], part, -1));
  const sentence = (wrong.length > 1 && said.several) || said.wrong;
  const parts = wrong.map((part) => part + 1).join(", ");
  // The misconception that explains most of the wrong parts, and the first part that it explains.
  let explained = [];
  let about = null;
  for (const [values, ...telling] of mistakes) {
    const fitting = wrong.filter((part) => is(values[part], part));
    if (fitting.length > explained.length) [explained, about] = [fitting, telling];
  }
  return {
    correct: false,
    wrong,
    said: sentence.replace("{parts}", parts).replace("{number}", numbers[0]) + ((close && said.close) || ""),
    about: about && [about[0].replace("{part}", explained[0] + 1), ...about.slice(1)],
  };
}
