/**
 * The target logit and the loss as formulas that fill with the present numbers.
 *
 * returns  { node, draw(state, now) }; now: what `read` of math.js says of the state
 */
import { html, write } from "../shared/dom.js";
import { degrees, fixed, logArgument, loss, short } from "../shared/format.js";
import { missingProbability } from "../shared/losses.js";
import { psi } from "../shared/margins.js";
import { blank, frac, math, mtext, row, sub, sup } from "../shared/mathml.js";
import { lossOf, probabilities } from "./math.js";

const DOT = "·";
const thin = () => mtext("\u2009"); // after a function's name; MathML leaves no room there

/** What stands for cos(theta_y), symbols first, then the same with numbers; n fills a blank by name. */
function target(kind, theta, n) {
  switch (kind) {
    case "amsoftmax":
      return [[["(", "cos", thin(), theta(), "−", "m", ")"]], [["(", n("cos"), "−", n("m"), ")"]]];
    case "arcface":
      return [[["cos", "(", theta(), "+", "m", ")"]], [["cos", "(", n("theta"), "+", n("turn"), ")"]]];
    case "lsoftmax":
    case "asoftmax":
      return [[[frac(row("λ", "cos", thin(), theta(), "+", "ψ"), row("1", "+", "λ"))]],
        [[frac(row(n("lam"), DOT, n("cos"), "+", n("psi", true)), row("1", "+", n("lam")))]]];
    default:
      return [[["cos", thin(), theta()]], [["cos", thin(), n("theta")]]];
  }
}

function formulas(kind) {
  const blanks = [];
  const n = (name, braced = false) => {
    const node = blank();
    blanks.push([node, name, braced]);
    return node;
  };
  const y = () => n("y");
  const theta = () => sub("θ", y());
  const size = (inner) => row("|", inner, "|");
  const [symbols, numbers] = target(kind, theta, n);
  const lengths = {
    softmax: [[size(sub("W", y())), size("x")], [n("w"), DOT, n("x"), DOT]],
    asoftmax: [[size("x")], [n("x"), DOT]],
  };
  lengths.lsoftmax = lengths.softmax;
  const [before, filled] = lengths[kind] ?? [["s"], [n("s"), DOT]];
  const lines = [];
  if (kind === "lsoftmax" || kind === "asoftmax") {
    lines.push([math("ψ", "=", sup(row("(", "−", "1", ")"), "k"), "cos", "(", "m", theta(), ")", "−", "2", "k"),
      math("=", n("sign"), "cos", "(", n("m"), DOT, n("theta"), ")", "−", "2", DOT, n("k"), "=", n("psi"))]);
  }
  lines.push([math(sub("f", y()), "=", ...before, ...symbols[0]), math("=", ...filled, ...numbers[0], "=", n("f"))]);
  lines.push([math("L", "=", "−", "log", thin(), sub("p", y())), math("=", "−", "log", thin(), n("p"), "=", n("loss"))]);
  const node = html("div", { class: "lnx-angles-formulas" },
    ...lines.map(([left, right]) => html("div", { class: "lnx-angles-line" }, left, right)));
  return { node, fill(values) { for (const [at, name, braced] of blanks) write(at, braced && values[name].startsWith("−") ? `(${values[name]})` : values[name]); } };
}

export function formulaPanel() {
  const made = {};
  const node = html("div", { class: "lnx-angles-work" });
  return {
    node,
    draw(state, now) {
      const { kind, label, m_factor: m, m_angle: turn, m_cosine: off, lam, s } = state;
      made[kind] ??= formulas(kind);
      if (made[kind].node.parentNode !== node) node.replaceChildren(made[kind].node);
      const theta = now.thetas[label];
      const k = Math.min(m - 1, Math.floor(m * theta / Math.PI));
      const value = lossOf(now, label);
      made[kind].fill({
        y: String(label),
        theta: degrees(theta, 2),
        turn: degrees(turn, 2),
        cos: fixed(Math.cos(theta), 4),
        m: kind === "amsoftmax" ? short(off, 4) : String(m),
        lam: short(lam, 4),
        psi: fixed(psi(theta, m), 4),
        sign: k % 2 ? "−" : "",
        k: String(k),
        s: short(s, 2),
        w: short(now.lengths[label], 3),
        x: short(now.length, 3),
        f: fixed(now.logits[label], 2),
        p: logArgument(probabilities(now)[label], missingProbability(now.logits, label), value),
        loss: loss(value),
      });
    },
  };
}
