/**
 * What is not needed before the reader answers or asks: a file of its own on the site, loaded then.
 *
 * returns  read, verdict: see judge.js; mistakes, verdicts: { en, ko }; works(question): see work.js
 */
export { read, verdict } from "./judge.js";
export { default as mistakes } from "./mistakes.js";
export { default as verdicts } from "./verdicts.js";
export { works } from "./work.js";
