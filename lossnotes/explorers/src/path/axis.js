/**
 * The axis of lambda: places 0 to 81, ten to a power of ten, and lambda = 0 at the first.
 *
 * takes    lambda, or a place
 * returns  lambdaAt(place), placeOf(lambda), alongAxis(lambda): where it is on the axis, 10^-6 at -6 and 0 at -7
 *          said(lambda): the number as the reader sees it
 */
import { loss, short } from "../shared/format.js";

export const PLACES = 81;
const [ZERO, LOW] = [-7, -6];

/** Three digits: 0.126, not 0.12589254117941673. */
export const lambdaAt = (place) => (place <= 0 ? 0 : Number((10 ** (LOW + (place - 1) / 10)).toPrecision(3)));
export const alongAxis = (lam) => (lam === 0 ? ZERO : Math.max(LOW - 0.5, Math.log10(lam)));
/** From a place on the axis, which need be no whole one. */
export const placeAt = (along) => (along < (ZERO + LOW) / 2 ? 0 : Math.max(1, 1 + (along - LOW) * 10));
export const placeOf = (lam) => (lam === 0 ? 0 : placeAt(Math.max(LOW, Math.log10(lam))));
export const said = (lam) => (lam >= 0.1 ? short(lam, 2) : loss(lam).replace(/(\.\d*?)0+$/, "$1").replace("1.0×", ""));

const RAISED = "⁰¹²³⁴⁵⁶";
export const tick = (along) => (along === ZERO ? "0" : along === 0 ? "1" : `10${along < 0 ? "⁻" : ""}${RAISED[Math.abs(along)]}`);
