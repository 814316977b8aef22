/**
 * The numbers: the target logit of each loss, and psi by its pieces, by Chebyshev's polynomial, with lambda.
 *
 * takes    text: strings
 * returns  { node, draw(state) }
 */
import { html, svg, write } from "../shared/dom.js";
import { fixed, short } from "../shared/format.js";
import { psi } from "../shared/margins.js";
import { blank, math, mtext, row, sub, sup } from "../shared/mathml.js";
import { AM, ARC, chebyshev, FAMILY, mixed, mixedSlope, piece, polynomial, target, thresholds } from "./math.js";

const MINUS = "\u2212";
const TURN = Math.PI / 180;
const three = (x) => fixed(x, 3);
/** In a product or a power, a negative number needs its brackets. */
const closed = (x, digits) => (fixed(x, digits).startsWith(MINUS) ? `(${fixed(x, digits)})` : fixed(x, digits));
/** What goes in has more digits than what comes out: whoever checks the line finds the same. T_m multiplies an error. */
const [INTO, INTO_T] = [4, 5];
const LENGTHS = { softmax: "|W||x|", lsoftmax: "|W||x|", asoftmax: "|x|", amsoftmax: "s", arcface: "s" };

export function family(text) {
  const rows = FAMILY.map((kind) => {
    const [value, formula] = [html("span", { class: "lnx-psi-value" }), html("span", { class: "lnx-psi-how" })];
    const line = kind === "asoftmax" ? "lsoftmax" : kind;
    const key = svg("svg", { class: "lnx-psi-key", width: 30, height: 10, "aria-hidden": "true" },
      svg("path", { class: `lnx-psi-line is-${line}`, d: "M0 5H30" }));
    return { kind, value, formula, node: html("p", { class: "lnx-psi-row" }, key,
      html("span", { class: "lnx-psi-name" }, text.names[kind]), formula, value, html("span", { class: "lnx-psi-times" }, `· ${LENGTHS[kind]}`)) };
  });
  return {
    node: html("div", { class: "lnx-psi-family", role: "group", "aria-label": text.family },
      html("p", { class: "lnx-psi-title" }, text.family), ...rows.map((one) => one.node)),
    draw({ theta, m, lam }) {
      const at = `${short(theta, 1)}°`;
      const how = {
        softmax: `cos ${at}`, lsoftmax: lam > 0 ? `ψ, λ = ${short(lam, 2)}` : `ψ(${at})`,
        amsoftmax: `cos ${at} ${MINUS} ${AM}`, arcface: `cos(${at} + ${fixed(ARC / TURN, 1)}°)`,
      };
      for (const { kind, value, formula } of rows) {
        write(value, three(target(kind, theta * TURN, { m, lam })));
        write(formula, how[kind] ?? how.lsoftmax);
      }
    },
  };
}

/** A line of the arithmetic: its name, and parts that stay whole where the line has to break. */
function line(name) {
  const parts = html("span", { class: "lnx-psi-parts" });
  return { node: html("div", { class: "lnx-psi-line-of" }, html("span", { class: "lnx-caption" }, name), parts), parts };
}

/** A sign that begins a part of a line still stands between two terms. */
const between = (sign) => mtext(`${sign}\u2009`);
const signed = (factor, first) => [factor < 0 ? MINUS : first ? "" : "+", Math.abs(factor)];

/** The terms of T_m with c in them, one list each: c is a letter, or a number. */
function terms(m, c) {
  return chebyshev(m).map(([factor, power], i) => {
    const [sign, size] = signed(factor, i === 0);
    const before = sign ? [i === 0 || typeof c === "string" ? sign : between(sign)] : [];
    if (power === 0) return [...before, size];
    const letter = typeof c === "string";
    const base = letter ? row(c) : c();
    const times = size === 1 ? [] : letter ? [size] : [size, "×"];
    return [...before, ...times, power > 1 ? sup(base, row(power)) : base];
  });
}

export function work(text) {
  const lines = Object.fromEntries(["piece", "chebyshev", "psi", "mixture", "slopeOf"].map((name) => [name, line(text[name])]));
  let built = 0;
  let fill = null;

  /** The formulas of one m; what they hold is filled in by the function that this returns. */
  function build(m) {
    const b = Object.fromEntries(["c", "k", "T", "power", "T2", "k2", "psi", "lam", "cos", "psi2", "lam2", "mixed", "lam3", "sin", "own", "lam4", "slope"].map((name) => [name, blank()]));
    const c = [];
    const number = () => { c.push(blank()); return c.at(-1); };
    const above = html("span", { class: "lnx-caption" });
    const limits = thresholds(m).map(three).join(", ");
    lines.piece.parts.replaceChildren(
      math("c", "=", mtext("cos\u2009"), "θ", "=", b.c), math("k", "=", b.k), above);
    lines.chebyshev.parts.replaceChildren(
      math(sub(row("T"), row(m)), "(", "c", ")", "=", ...terms(m, "c").flat()),
      ...(m > 1 ? terms(m, number).map((term, i) => math(...(i === 0 ? ["="] : []), ...term)) : []), math("=", b.T));
    lines.psi.parts.replaceChildren(
      math("ψ", "=", sup(row("(", `${MINUS}1`, ")"), row("k")), sub(row("T"), row(m)), MINUS, 2, "k"),
      math("=", sup(row("(", `${MINUS}1`, ")"), b.power), "×", b.T2), math(between(MINUS), 2, "×", b.k2), math("=", b.psi));
    lines.mixture.parts.replaceChildren(
      math("(", "λ", "c", "+", "ψ", ")", "/", "(", 1, "+", "λ", ")"),
      math("=", "(", b.lam, "×", b.cos), math(between("+"), b.psi2, ")"), math("/", "(", 1, "+", b.lam2, ")"), math("=", b.mixed));
    lines.slopeOf.parts.replaceChildren(
      math(MINUS, "(", "λ", mtext("sin\u2009"), "θ", "+", "m", mtext("\u2009|sin\u2009"), "m", "θ", mtext("|"), ")", "/", "(", 1, "+", "λ", ")"),
      math("=", MINUS, "(", b.lam3, "×", b.sin), math(between("+"), m, "×", b.own, ")"), math("/", "(", 1, "+", b.lam4, ")"), math("=", b.slope));
    return ({ theta, lam }) => {
      const angle = theta * TURN;
      const cos = Math.cos(angle);
      const k = piece(cos, m);
      const put = (name, said) => write(b[name], said);
      for (const one of c) write(one, closed(cos, INTO_T));
      write(above, m > 1 ? text.above(limits, String(k)) : text.whole);
      put("c", fixed(cos, INTO_T)); put("k", String(k)); put("T", three(polynomial(cos, m)));
      put("power", String(k)); put("T2", closed(polynomial(cos, m), INTO)); put("k2", String(k)); put("psi", three(psi(angle, m)));
      const weight = short(lam, 2);
      for (const name of ["lam", "lam2", "lam3", "lam4"]) put(name, weight);
      put("cos", closed(cos, INTO)); put("psi2", closed(psi(angle, m), INTO)); put("mixed", three(mixed(angle, m, lam)));
      put("sin", fixed(Math.sin(angle), INTO)); put("own", fixed(Math.abs(Math.sin(m * angle)), INTO)); put("slope", three(mixedSlope(angle, m, lam)));
    };
  }

  return {
    node: html("div", { class: "lnx-psi-work", role: "group", "aria-label": text.work }, ...Object.values(lines).map((one) => one.node)),
    draw(state) {
      if (state.m !== built) fill = build(state.m);
      built = state.m;
      fill(state);
    },
  };
}
