// A keyboard that is in the other language: "thstlf" is 손실, and "ㅡㅁㄱ햐ㅜ" is margin.
import { keys } from "./spelling.js";

const LATIN = "q w e r t y u i o p a s d f g h j k l z x c v b n m Q W E R T O P".split(" ");
const KOREAN = "ㅂ ㅈ ㄷ ㄱ ㅅ ㅛ ㅕ ㅑ ㅐ ㅔ ㅁ ㄴ ㅇ ㄹ ㅎ ㅗ ㅓ ㅏ ㅣ ㅋ ㅌ ㅊ ㅍ ㅠ ㅜ ㅡ ㅃ ㅉ ㄸ ㄲ ㅆ ㅒ ㅖ".split(" ");
const toKorean = new Map(LATIN.map((letter, at) => [letter, KOREAN[at]]));
const toLatin = new Map(KOREAN.map((letter, at) => [letter, LATIN[at].toLowerCase()]));

/** The Korean keys (see spelling.js) of what was typed with Latin ones; "" if anything else was typed. */
export function koreanKeys(typed) {
  const letters = [...typed.replace(/\s/g, "")].map((letter) => toKorean.get(letter) ?? toKorean.get(letter.toLowerCase()));
  return letters.includes(undefined) ? "" : letters.join("");
}

/** What was typed with Korean keys as Latin ones would have it; "" if anything else was typed. */
export function latinLetters(typed) {
  if (!/[ㄱ-ㅣ가-힣]/.test(typed)) return "";
  const letters = [...keys(typed.normalize("NFC"))].map((letter) => (/\s/.test(letter) ? " " : toLatin.get(letter)));
  return letters.includes(undefined) ? "" : letters.join("");
}
