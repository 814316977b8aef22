/**
 * A straight axis.
 *
 * takes    values and pixels
 * returns  a scale { to(value), from(pixel) }, ticks, a domain; a number held between two ends
 */

export const clamp = (x, [least, most]) => Math.min(most, Math.max(least, x));

/** Halves before subtracting: the ends may be as far apart as doubles go. */
export function linear([lo, hi], [left, right]) {
  const half = hi / 2 - lo / 2;
  return {
    to: (value) => left + ((value / 2 - lo / 2) / half) * (right - left),
    from: (pixel) => lo + ((pixel - left) / (right - left)) * half * 2,
  };
}

/** The usual domain, wider only where a value asks for it. */
export function domain(values, [lo, hi]) {
  const least = Math.min(...values);
  const most = Math.max(...values);
  return [least < lo ? Math.floor(least) - 1 : lo, most > hi ? Math.ceil(most) + 1 : hi];
}

/** Round numbers (1, 2 or 5 times a power of ten apart, and at least `least`), at most count of them. */
export function ticks([lo, hi], count, least = 0) {
  const raw = (hi / 2 - lo / 2) * 2 / Math.max(1, count);
  if (!Number.isFinite(raw)) return [0];
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(least, [1, 2, 5, 10].find((k) => k * unit >= raw * (1 - 1e-9)) * unit);
  const first = Math.ceil(lo / step);
  return Array.from({ length: Math.floor(hi / step) - first + 1 }, (_, i) => (first + i) * step);
}
