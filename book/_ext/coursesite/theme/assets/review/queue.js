// Which cards come today, and in which order. Nothing here knows a browser.
import { isDue } from "../record/schedule.js";

/** So many cards that were never seen come on a day, unless the reader asks for more. */
export const NEW_A_DAY = 10;

const byDay = (one, other) => (one.due < other.due ? -1 : one.due > other.due ? 1 : 0);
const bySeen = (one, other) => Date.parse(one.seen) - Date.parse(other.seen);

/**
 * takes    ids of the cards in the order of the course; the record's cards; the day; how many new ones more;
 *          which of the ids are wanted
 * returns  today: ids, first those due from earlier days, then new ones, last those to be asked again today;
 *          fresh: how many of them are new; unseen: how many more are new; next: the day of the next card, or null
 */
export function queue(ids, cards, day, { extra = 0, wanted = () => true } = {}) {
  const begun = ids.filter((id) => cards[id]?.first === day).length;
  const mine = ids.filter(wanted);
  const seen = mine.filter((id) => cards[id]);
  const due = seen.filter((id) => isDue(cards[id], day));
  const again = due.filter((id) => cards[id].step === 0 && cards[id].due === day);
  const earlier = due.filter((id) => !again.includes(id));
  const unseen = mine.filter((id) => !cards[id]);
  const fresh = unseen.slice(0, Math.max(0, NEW_A_DAY + extra - begun));
  earlier.sort((one, other) => byDay(cards[one], cards[other]));
  again.sort((one, other) => bySeen(cards[one], cards[other]));
  const waiting = seen.filter((id) => !due.includes(id)).map((id) => cards[id].due);
  return {
    today: [...earlier, ...fresh, ...again],
    fresh: fresh.length,
    unseen: unseen.length - fresh.length,
    next: waiting.length ? waiting.reduce((one, other) => (one < other ? one : other)) : null,
  };
}
