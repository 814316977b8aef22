/**
 * The code lengths, a row a symbol, and the three sums with the numbers of the moment.
 *
 * takes    text: strings
 * returns  { node, draw({ p, names, own, used, extra, h, cross, divergence, unit, log }) }
 */
import { html, write } from "../shared/dom.js";
import { blank, math } from "../shared/mathml.js";
import { amount, exact, share, signed } from "./numbers.js";
import { several } from "./put.js";

const MINUS = "\u2212";
const HEAD = { cross: ["H", "(", "P", ",", "Q", ")"], own: ["H", "(", "P", ")"], extra: ["D", "(", "P", "∥", "Q", ")"] };

const part = (...nodes) => html("span", { class: "lnx-entropy-part" }, ...nodes);

/** H(P, Q) = 0.5 × 3 + 0.25 × 1 = 1.75 bits, as parts that may stand on more than one line. */
function line(kind, operator) {
  const terms = several((i) => {
    const [first, second] = [blank(), blank()];
    const own = math(...(i ? ["+"] : []), first, operator, second);
    if (i) own.firstChild.setAttribute("form", "infix"); // at the front it would stand close, as a sign
    return { first, second, node: part(own) };
  });
  const node = html("p", { class: "lnx-entropy-line" });
  const head = math(...HEAD[kind], "=");
  const total = blank("is-total");
  const unit = html("span", {});
  const equals = math("=", total);
  const tail = part(equals, unit);
  return {
    node,
    draw(factors, value, said, close) {
      const used = terms(factors.length);
      factors.forEach(([a, b], i) => {
        write(used[i].first, a);
        write(used[i].second, b);
      });
      if (node.childElementCount !== factors.length + 2) node.replaceChildren(head, ...used.map((t) => t.node), tail);
      write(equals.firstChild, close ? "=" : "≈");
      write(total, value);
      write(unit, ` ${said}`);
    },
  };
}

export function sums({ text }) {
  const heads = Array.from({ length: 5 }, () => html("th", { scope: "col" }));
  const row = () => html("tr", {}, html("th", { scope: "row" }), ...Array.from({ length: 4 }, () => html("td")));
  const fill = ({ children }, words) => words.forEach((said, k) => write(children[k], said));
  const body = html("tbody");
  const foot = row();
  const rows = several(row);
  const lines = { cross: line("cross", "×"), own: line("own", "×"), extra: line("extra", MINUS) };
  const node = html("div", {},
    html("table", { class: "lnx-entropy-table" }, html("thead", {}, html("tr", {}, ...heads)), body, html("tfoot", {}, foot)),
    lines.cross.node, lines.own.node, lines.extra.node);

  return {
    node,
    draw(state) {
      const { p, names, own, used, extra, h, cross, divergence, unit, log } = state;
      const shown = rows(p.length);
      if (body.childElementCount !== p.length) body.replaceChildren(...shown);
      fill({ children: heads }, [text.symbol, "P", `${MINUS}${log} P`, `${MINUS}${log} Q`, text.extra]);
      p.forEach((x, i) => fill(shown[i], [names[i], share(x), amount(own[i]), amount(used[i]), signed(extra[i])]));
      fill(foot, [text.mean, "1", amount(h), amount(cross), amount(divergence)]);

      // What never happens has no term: 0 times whatever is 0.
      const terms = (lengths) => p.flatMap((x, i) => (x > 0 ? [[x, lengths[i]]] : []));
      const factors = (lengths) => terms(lengths).map(([x, code]) => [share(x), amount(code)]);
      const said = text.units[unit];
      const all = (lengths, total) => exact([...terms(lengths).flat(), total]);
      lines.cross.draw(factors(used), amount(cross), said, all(used, cross));
      lines.own.draw(factors(own), amount(h), said, all(own, h));
      lines.extra.draw([[amount(cross), amount(h)]], amount(divergence), said, exact([cross, h, divergence]));
    },
  };
}
