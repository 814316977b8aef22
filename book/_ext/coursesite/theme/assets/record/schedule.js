// When a card comes back. Days are the reader's own, as text: "2026-11-21" sorts by itself and knows no time zone.

/** Days until a card comes back, each time that it was known once more; the last one stays. */
export const INTERVALS = [1, 3, 7, 16, 35, 90];

const pad = (number) => String(number).padStart(2, "0");

/** The day of a moment where the reader is. */
export const dayOf = (date) => `${String(date.getFullYear()).padStart(4, "0")}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

export const today = () => dayOf(new Date());

/** Noon: no change to summer time moves it to another day. */
export function later(day, days) {
  const [year, month, date] = day.split("-").map(Number);
  return dayOf(new Date(year, month - 1, date + days, 12));
}

export const isDay = (text) => typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text) && later(text, 0) === text;

/**
 * A card's place after an answer. ``step`` counts how often in a row it was known; one that was not known begins anew
 * and stays due today.
 */
export function graded(card, known, now = new Date()) {
  const day = dayOf(now);
  const step = known ? Math.min((card?.step ?? 0) + 1, INTERVALS.length) : 0;
  return {
    due: known ? later(day, INTERVALS[step - 1]) : day,
    step,
    seen: now.toISOString(),
    first: card?.first ?? day,
  };
}

/** Whether a card that was seen is due; one from a clock that ran ahead does not wait for years. */
export const isDue = (card, day = today()) => card.due <= day || card.due > later(day, INTERVALS.at(-1));
