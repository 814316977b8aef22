/**
 * The reader's record: which exercises were tried and solved, when each review card is due. It stands in the browser's
 * own storage and nowhere else; this is the only code that touches it.
 *
 * An ES module that esbuild puts into each script that asks for it, so a page may have several copies: what they must
 * share is in ``shared``, and a change is told to all of them, in this tab and in others.
 */
import { empty, isEmpty, merged, parsed, progress, written } from "./record/format.js";
import { dayOf, graded } from "./record/schedule.js";

const KEY = "lossnotes-record";
const ASIDE = "lossnotes-record-damaged-";
const CHANGED = "lossnotes-record-changed";

/** held: what the browser does not keep, for as long as the page is open; kept: whether it kept the last change. */
const shared = (globalThis.__lossnotesRecord ??= { held: null, kept: true });

/** The stored text; null if there is none, or none to be had (a browser may close its storage to a page). */
function stored() {
  try {
    return globalThis.localStorage.getItem(KEY);
  } catch {
    shared.kept = false;
    return null;
  }
}

function load() {
  const text = stored();
  const record = text === null ? empty() : parsed(text).record;
  return shared.held ? merged(record, shared.held) : record;
}

const asideKeys = () => Object.keys(globalThis.localStorage).filter((key) => key.startsWith(ASIDE));

/** A record that cannot be read is not lost when a new one takes its place: it moves to a key of its own. */
function setAside() {
  const storage = globalThis.localStorage;
  const text = storage.getItem(KEY);
  if (text === null || parsed(text).sound) return;
  const keys = asideKeys();
  if (keys.some((key) => storage.getItem(key) === text)) return;
  let number = 1;
  while (keys.includes(`${ASIDE}${number}`)) number += 1;
  storage.setItem(`${ASIDE}${number}`, text);
}

function save(record) {
  try {
    setAside();
    globalThis.localStorage.setItem(KEY, written(record));
    shared.held = null;
    shared.kept = true;
  } catch {
    shared.held = record;
    shared.kept = false;
  }
  announce();
}

const announce = () => globalThis.dispatchEvent?.(new Event(CHANGED));

/** {tries, solved: "2026-11-21" | null} of one exercise. */
export function exercise(name) {
  return { tries: 0, solved: null, ...load().exercises[name] };
}

/** Counts a try, and keeps the day on which it was first solved. */
export function noteAnswer(name, correct) {
  const record = load();
  const { tries = 0, solved = null } = record.exercises[name] ?? {};
  record.exercises[name] = { tries: tries + 1, solved: solved ?? (correct ? dayOf(new Date()) : null) };
  save(record);
}

/** {due: "2026-11-21", step, seen, first}; null if the reader never answered it. */
export function card(id) {
  return load().cards[id] ?? null;
}

/** Schedules a card anew; returns it. */
export function gradeCard(id, known) {
  const record = load();
  record.cards[id] = graded(record.cards[id], known);
  save(record);
  return { ...record.cards[id] };
}

/** A copy of everything: {exercises: {name: ...}, cards: {id: ...}}. */
export function whole() {
  return load();
}

/** The text of the file that a reader takes along. */
export function exported() {
  return `${written(load(), 2)}\n`;
}

/**
 * Takes the text of such a file, or of a workspace's progress.txt, and adds it to the record; nothing is lost.
 * Returns {exercises, cards, complete}: how many of each, and whether all of the file could be read.
 * Throws an Error whose ``code`` is "empty", "unreadable" or "newer", and then changes nothing.
 */
export function imported(text) {
  const plain = text.replace(/^\uFEFF/, "").trim(); // an editor may have left a mark of the encoding
  const refuse = (code) => {
    throw Object.assign(new Error(`record: ${code}`), { code });
  };
  if (!plain) refuse("empty");
  const file = plain.startsWith("{") ? parsed(plain) : progress(plain);
  if (file.newer) refuse("newer");
  if (isEmpty(file.record)) refuse(file.sound ? "empty" : "unreadable");
  save(merged(load(), file.record));
  const count = (entries) => Object.keys(entries).length;
  return { exercises: count(file.record.exercises), cards: count(file.record.cards), complete: file.sound };
}

/** Everything goes, what was set aside as well. */
export function forget() {
  shared.held = null;
  try {
    for (const key of [KEY, ...asideKeys()]) globalThis.localStorage.removeItem(key);
    shared.kept = true;
  } catch {
    shared.kept = false;
  }
  announce();
}

/** False if the browser keeps nothing: its storage is closed or full. The record then lasts as long as the page. */
export function kept() {
  stored();
  return shared.kept;
}

/** The texts of records that could not be read, or not all of them; they are kept until the reader says otherwise. */
export function damaged() {
  const text = stored();
  const unsound = text !== null && !parsed(text).sound ? [text] : [];
  try {
    return [...new Set([...unsound, ...asideKeys().map((key) => globalThis.localStorage.getItem(key))])];
  } catch {
    return unsound;
  }
}

/** Drops those texts; what could be understood of them stays. */
export function dropDamaged() {
  try {
    save(load());
    if (shared.kept) for (const key of asideKeys()) globalThis.localStorage.removeItem(key);
  } catch {
    shared.kept = false;
  }
  announce();
}

/** Calls the listener after each change, of this tab or another; returns what ends that. */
export function onChange(listener) {
  const told = () => listener();
  const elsewhere = ({ key, newValue }) => {
    if (key !== KEY && key !== null) return;
    if (newValue === null) shared.held = null; // forgotten there, forgotten here
    listener();
  };
  const back = ({ persisted }) => persisted && listener(); // a page that was put away heard nothing meanwhile
  const events = { [CHANGED]: told, storage: elsewhere, pageshow: back };
  for (const [event, handler] of Object.entries(events)) globalThis.addEventListener?.(event, handler);
  return () => {
    for (const [event, handler] of Object.entries(events)) globalThis.removeEventListener?.(event, handler);
  };
}
