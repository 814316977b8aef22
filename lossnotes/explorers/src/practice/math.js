/**
 * A question that can be answered: its numbers are drawn until every step has one answer to two decimals, also from
 * rounded numbers, and every mistake has a number of its own.
 *
 * takes    kind: a key of KINDS; seed: a whole number from 0 to 999999
 * returns  { kind, given: its numbers, steps, draws: how many times they were drawn }, mistakes only where they show
 */
import { KINDS, round } from "./kinds.js";
import { random } from "./random.js";
import { INVISIBLE, NEAR } from "./tolerance.js";

const LARGEST = 1e4; // nobody is asked to read more digits

/** Whether rounding to two decimals could go either way, for one who computed with fewer digits. */
const onEdge = (x) => Math.abs((Math.abs(x) * 100) % 1 - 0.5) < 0.02;

/** Less the mistakes that cannot be made, or that nobody would notice. */
function visible({ mistakes, ...step }) {
  const shown = Object.entries(mistakes).filter(([, x]) => Math.abs(x) < LARGEST && Math.abs(x - step.answer) > INVISIBLE);
  return { ...step, mistakes: Object.fromEntries(shown) };
}

function clear({ answer, carried, mistakes }) {
  const numbers = [answer, ...Object.values(mistakes)];
  return Number.isFinite(answer) && ![carried, ...numbers].some(onEdge)
    && round(carried) === round(answer)
    && numbers.every((x, i) => numbers.every((y, j) => i === j || Math.abs(x - y) >= NEAR));
}

export function question(kind, seed) {
  const { draw, steps } = KINDS[kind];
  const generator = random(seed * 4 + Object.keys(KINDS).indexOf(kind));
  for (let draws = 1; ; draws += 1) {
    const given = draw(generator);
    const found = steps(given).map(visible);
    // With an end of 0 there was nothing to work out.
    if (found.every(clear) && Math.abs(found.at(-1).answer) > 2 * NEAR) return { kind, given, steps: found, draws };
  }
}
