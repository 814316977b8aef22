// The languages that a reader wishes for, first the one of the address; then what was remembered, then the browser's.

/** Takes the names of stored choices and a first guess; returns names of editions, best first. */
export function wished(keys, guess = "") {
  const names = [guess];
  try {
    names.push(...keys.map((key) => localStorage.getItem(key)));
  } catch {
    // Storage may be closed to a page.
  }
  return [...names, ...(navigator.languages ?? []).map((name) => name.slice(0, 2))];
}
