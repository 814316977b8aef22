/**
 * The fields of one question: each is checked by itself, and a wrong number is told its mistake.
 *
 * takes    a question; names: what its strings speak of; text: strings; later(): a promise of later.js in one language
 *          and for this question, null if it cannot come; told(words): what is to be said, null when a field is written
 *          in; signal
 * returns  { node, reveal(): shows the arithmetic of all steps or hides it, open(), solved(): whether all are right }
 */
import { button } from "../shared/controls.js";
import { html, write } from "../shared/dom.js";
import { fixed, term } from "../shared/format.js";

let made = 0; // for ids: several figures may stand on a page

function field(step, { name, text, later, told, next, signal }) {
  const id = `lnx-practice-${made += 1}`;
  const note = html("p", { class: "lnx-practice-note", id });
  const line = html("p", { class: "lnx-practice-work", hidden: true });
  const input = html("input", { type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": id });
  const node = html("li", { class: "lnx-practice-step" });
  let right = false;

  function judged(found) {
    right = found === "right";
    node.classList.toggle("is-right", right);
    node.classList.toggle("is-wrong", found !== null && !right);
    if (found === null) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", String(!right));
  }

  function words(found, { mistakes, said }) {
    if (found === "right") return said.right(term(step.answer, step.digits) === "0" ? "0" : fixed(step.answer, step.digits));
    return mistakes[found] ? said.mistake(mistakes[found]) : said[found];
  }

  async function check() {
    const typed = input.value;
    const rest = await later();
    if (input.value !== typed || signal.aborted) return; // the reader was faster
    if (!rest) return;
    const number = rest.read(typed);
    const found = number === null || Number.isNaN(number) ? "unread" : rest.verdict(step, number);
    judged(found);
    write(note, words(found, rest));
    write(line, rest.works[step.place]);
    if (right) line.hidden = false;
    told(`${name}. ${note.textContent}`);
    if (right) next();
  }

  const press = button(text.check, check, signal);
  press.setAttribute("aria-label", text.checkOf(name));
  input.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) event.stopPropagation(); // undoes typing
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    check();
  }, { signal });
  // A number that is being changed is no longer the one that was judged.
  input.addEventListener("input", () => {
    judged(null);
    write(note, "");
    told(null);
  }, { signal });
  node.append(html("label", {}, html("span", {}, name), input), press, note, line);
  return {
    node, input,
    right: () => right,
    reveal(open, work) {
      write(line, work);
      line.hidden = !open && !right;
    },
  };
}

export function fields({ question, names, text, later, told, signal }) {
  let open = false;
  const all = question.steps.map((step, place) => field({ ...step, place }, {
    name: text.steps[step.name](names), text, later, told, signal,
    next: () => all.slice(place + 1).find((one) => !one.right())?.input.focus(),
  }));
  return {
    node: html("ol", { class: "lnx-practice-steps" }, ...all.map((one) => one.node)),
    async reveal() {
      const rest = await later();
      if (!rest) return;
      open = !open;
      all.forEach((one, i) => one.reveal(open, rest.works[i]));
      told(open ? rest.said.shown : rest.said.hidden);
    },
    open: () => open,
    solved: () => all.every((one) => one.right()),
  };
}
