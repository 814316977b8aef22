// A record as text, and two records as one. Nothing here knows a browser.
import { INTERVALS, isDay } from "./schedule.js";

const VERSION = 1;
const NAME = /^[a-z][\w-]{0,79}$/i;
const PROGRESS = /^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d {2}([\w-]+) {2}(correct|not yet)(?: {2}[\w-]+)?$/;

/** A table without a prototype: no name that a file brings along means anything to JavaScript. */
const table = (entries = []) => Object.assign(Object.create(null), Object.fromEntries(entries));

export const empty = () => ({ exercises: table(), cards: table() });

export const isEmpty = (record) => !Object.keys(record.exercises).length && !Object.keys(record.cards).length;

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isMoment = (value) => typeof value === "string" && !Number.isNaN(Date.parse(value));

const exerciseOf = ({ tries, solved = null }) =>
  isCount(tries) && (solved === null || isDay(solved)) ? { tries, solved } : null;

const cardOf = ({ due, step, seen, first }) =>
  isDay(due) && isCount(step) && step <= INTERVALS.length && isMoment(seen) && isDay(first) ? { due, step, seen, first } : null;

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What of a table can be understood, and whether that is all of it. */
function sifted(said, read) {
  if (!isObject(said)) return [table(), said === undefined];
  const pairs = Object.entries(said).map(([name, entry]) => [name, isObject(entry) && NAME.test(name) ? read(entry) : null]);
  return [table(pairs.filter(([, entry]) => entry)), pairs.every(([, entry]) => entry)];
}

/** Takes a text; returns the record in it and whether all of it was understood ("newer": of a later form). */
export function parsed(text) {
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    return { record: empty(), sound: false };
  }
  if (!isObject(said) || !isCount(said.version)) return { record: empty(), sound: false };
  if (said.version > VERSION) return { record: empty(), sound: false, newer: true };
  const [exercises, all] = sifted(said.exercises, exerciseOf);
  const [cards, whole] = sifted(said.cards, cardOf);
  return { record: { exercises, cards }, sound: all && whole };
}

export const written = (record, indent) => JSON.stringify({ version: VERSION, ...record }, null, indent);

/** A workspace's progress.txt: a line a try. Returns the same as ``parsed``; a line that says nothing is left out. */
export function progress(text) {
  const record = empty();
  let sound = true;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (!line || line.startsWith("#")) continue;
    const [, day, name, outcome] = PROGRESS.exec(line) ?? [];
    if (!day || !isDay(day) || !NAME.test(name)) {
      sound = false;
      continue;
    }
    const entry = (record.exercises[name] ??= { tries: 0, solved: null });
    entry.tries += 1;
    if (outcome === "correct" && !(entry.solved <= day)) entry.solved = day;
  }
  return { record, sound };
}

const earlier = (one, other) => (one && other ? (one < other ? one : other) : (one ?? other));

const bothExercises = (one, other) => ({
  tries: Math.max(one.tries, other.tries),
  solved: earlier(one.solved, other.solved),
});

function bothCards(one, other) {
  const [a, b] = [Date.parse(one.seen), Date.parse(other.seen)];
  const newest = a > b || (a === b && one.step >= other.step) ? one : other;
  return { ...newest, first: earlier(one.first, other.first) };
}

function joined(one, other, both) {
  const result = table(Object.entries(one));
  for (const [name, entry] of Object.entries(other)) result[name] = name in result ? both(result[name], entry) : entry;
  return result;
}

/** Two records as one in which nothing is lost, whichever comes first. */
export const merged = (one, other) => ({
  exercises: joined(one.exercises, other.exercises, bothExercises),
  cards: joined(one.cards, other.cards, bothCards),
});
