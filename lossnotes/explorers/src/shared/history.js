/**
 * The way back: what the figure showed before each gesture.
 *
 * takes    how many gestures to remember
 * returns  { keep(state), back(now), any() }; keep is called as a gesture begins, back returns the last state
 *          that is not the present one, or null
 */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export function history(most = 100) {
  const past = [];
  return {
    keep(state) {
      if (past.length && same(past.at(-1), state)) return;
      past.push(structuredClone(state));
      if (past.length > most) past.shift();
    },
    back(now) {
      while (past.length) {
        const state = past.pop();
        if (!same(state, now)) return state;
      }
      return null;
    },
    any: (now) => past.some((state) => !same(state, now)),
  };
}
