/** How close numbers are told apart: where questions are drawn and where answers are judged. */
export const NEAR = 0.03; // numbers closer than this are not told apart
export const HALF = 0.005; // what rounding to two decimals moves a number by
export const INVISIBLE = 1e-9; // a mistake that makes no difference here
