/**
 * What a figure's state may be: said once an explorer, held against whatever comes from a link or a notebook.
 *
 * takes    a schema, { trait: number(0, 5), ... }, and a state that claims to follow it
 * returns  sane(schema, given, start): { state, refused }; numbers beyond an end are put at that end, what is no
 *          such value at all is that of `start`; `refused` names the traits that did not come as they were given
 */
export const number = (least, most) => ({ kind: "number", least, most });
export const integer = (least, most) => ({ kind: "integer", least, most });
export const oneOf = (...values) => ({ kind: "one of", values });
export const flag = () => ({ kind: "flag" });
/** A list of `count` values, or of [fewest, most] values, each as `item` says; lists of lists for points. */
export const list = (item, count) => ({ kind: "list", item, count: Array.isArray(count) ? count : [count, count] });
/** Plain text, as of a class name: shown as text, never as markup. */
export const words = (longest = 60) => ({ kind: "words", longest });

const BAD = Symbol("no such value");

function fitted(rule, value) {
  switch (rule.kind) {
    case "number":
      return Number.isFinite(value) ? Math.min(rule.most, Math.max(rule.least, value)) : BAD;
    case "integer":
      return Number.isFinite(value) ? Math.min(rule.most, Math.max(rule.least, Math.round(value))) : BAD;
    case "one of":
      return rule.values.includes(value) ? value : BAD;
    case "flag":
      return typeof value === "boolean" ? value : BAD;
    case "words":
      return typeof value === "string" ? value.slice(0, rule.longest) : BAD;
    case "list": {
      const [fewest, most] = rule.count;
      if (!Array.isArray(value) || value.length < fewest || value.length > most) return BAD;
      const items = value.map((item) => fitted(rule.item, item));
      return items.includes(BAD) ? BAD : items;
    }
    default:
      throw new Error(`no such kind of trait: ${rule.kind}`);
  }
}

export function sane(schema, given, start) {
  const state = {};
  const refused = [];
  for (const [name, rule] of Object.entries(schema)) {
    const came = given?.[name];
    const value = came === undefined && start ? start[name] : fitted(rule, came);
    if (value === BAD || JSON.stringify(value) !== JSON.stringify(came === undefined ? value : came)) refused.push(name);
    if (value === BAD && !start) throw new Error(`${name}: expected ${JSON.stringify(rule)}, got ${JSON.stringify(came)}`);
    state[name] = value === BAD ? start[name] : value;
  }
  return { state, refused };
}
