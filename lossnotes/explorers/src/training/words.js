/**
 * What is said of a whole run, and how its costs are written.
 *
 * takes    text: strings; run: see math.js; state
 * returns  account: sentences; saying: one on the present epoch; amount: a cost in four decimals, with more where these would be 0
 */
import { fixed, loss, short } from "../shared/format.js";
import { Y } from "./data.js";
import { EPOCHS, isRight } from "./math.js";

export const TOP = 3.5; // of the loss curve's axis
const LAST_DIGIT = 5e-7; // half of the last decimal of the published costs

export function amount(x) {
  if (x >= 100) return fixed(x, 1);
  return x === 0 || x >= 0.001 ? fixed(x, x >= 10 ? 2 : 4) : loss(x);
}

/** The epoch in a sentence, for those who listen. */
export function saying(text, epoch, { cost, p }) {
  return text.spoken(epoch, amount(cost), Y.filter((_, row) => isRight(p, row)).length);
}

export function account(text, { costs, uphill, highest, apart }) {
  const said = [uphill === 0 ? text.downhill : text.uphill(uphill, EPOCHS)];
  if (costs[highest] > TOP) said.push(text.thrown(amount(costs[highest]), highest));
  const far = apart < 0.01 ? loss(apart) : short(apart, 2);
  said.push(text.apart(far));
  if (apart < LAST_DIGIT) said.push(text.same);
  return said;
}
