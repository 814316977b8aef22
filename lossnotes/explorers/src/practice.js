/**
 * Explorer "practice": a question with fresh numbers, worked out step by step; a wrong number is told its mistake.
 *
 * takes    a model with kind ("hinge", "softmax", "cross-entropy" or "psi"), seed (0 to 999999: which question of the
 *          kind), guess (-10 to 10, what the reader expects the answer to be), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./practice.css";
import { button, choice, head } from "./shared/controls.js";
import { html, write } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { fixed, short } from "./shared/format.js";
import { clamp } from "./shared/scale.js";
import { integer, number, oneOf } from "./shared/state.js";
import { givenOf } from "./practice/given.js";
import { line } from "./practice/line.js";
import { question } from "./practice/math.js";
import { fields } from "./practice/steps.js";
import strings from "./practice/strings.js";

const KINDS = ["hinge", "softmax", "cross-entropy", "psi"];
const SEEDS = 1_000_000;
const schema = { kind: oneOf(...KINDS), seed: integer(0, SEEDS - 1), guess: number(-10, 10) };

/** From where to where a guess may go, by which step, and with how many digits it is shown. */
const AXES = {
  hinge: () => ({ range: [0, 9], step: 0.1, digits: 1 }),
  softmax: () => ({ range: [0, 1], step: 0.01, digits: 2 }),
  "cross-entropy": () => ({ range: [0, 2.5], step: 0.05, digits: 2 }),
  psi: ({ m }) => ({ range: [1 - 2 * m, 1], step: 0.1, digits: 1 }),
};

/** What the strings speak of, formatted. */
function namesOf({ kind, given }, animals) {
  const but = (left) => animals.slice(0, 3).filter((_, j) => j !== left);
  switch (kind) {
    case "hinge": return { margin: short(given.margin, 1), rivals: but(given.images[0].label) };
    case "softmax": return { name: animals[given.label], other: but(given.top)[0] };
    case "cross-entropy": return { name: animals[given.label] };
    default: return given;
  }
}

const rest = () => import("./practice/later.js");

function build({ state: read, text, common, set, start, signal, el }) {
  const sheets = new Map(); // questions with what was typed: the way back leads to them
  let sheet = null;
  let said = ""; // to what the reader did; null is silence
  let news = ""; // by what came otherwise, such as the way back
  const guessed = (guess) => `${text.guess} ${fixed(clamp(guess, sheet.axis.range), sheet.axis.digits)}`;
  let closing = null; // says that all is right; comes with the rest
  let fault = ""; // if that could not come
  const tell = (words) => { said = words; set({}); };

  function made({ kind, seed }) {
    const asked = question(kind, seed);
    const names = namesOf(asked, common.animals);
    const told = (words) => tell(words && mine.steps.solved() ? `${words} ${ending()}` : words);
    const later = async () => {
      try {
        const { mistakes, verdicts, works, ...judge } = await rest();
        closing = verdicts[el.lang].done;
        fault = "";
        return { ...judge, mistakes: mistakes[el.lang], said: verdicts[el.lang], works: works(asked) };
      } catch {
        fault = common.broken;
        tell(fault);
        return null;
      }
    };
    const mine = {
      asked: text.asked[kind](names),
      axis: AXES[kind](asked.given),
      answer: asked.steps.at(-1).answer,
      given: givenOf(asked, text, common),
      steps: fields({ question: asked, names, text, later, told, signal }),
    };
    return mine;
  }

  function ending() {
    const { axis, answer } = sheet;
    return closing(fixed(answer, 2), fixed(Math.abs(clamp(read().guess, axis.range) - answer), 2));
  }

  function fresh(changes) {
    start();
    set({ guess: 0, ...changes }, "jump");
  }

  const kinds = choice({
    label: text.kind, options: KINDS.map((kind) => [kind, text.kinds[kind]]), signal, hidden: true,
    pick: (kind) => fresh({ kind }),
  });
  const another = button(text.another, () => fresh({ seed: Math.floor(Math.random() * SEEDS) }), signal);
  const seed = html("span", { class: "lnx-caption" });
  const work = button(text.work, () => sheet.steps.reveal(), signal);
  const [asked, hint] = head([""], text.hint);
  const place = line({
    text, signal, axis: () => sheet.axis, value: () => read().guess,
    edit: { start, guess: (guess) => set({ guess }) },
  });
  const [above, below] = [html("div"), html("div")]; // the handle between them keeps its focus
  const end = html("p", { class: "lnx-practice-end" });
  const node = html("div", { class: "lnx-practice", role: "group", "aria-label": text.figure },
    html("div", { class: "lnx-tools" }, kinds.node, another, seed), asked, hint, above, place.node, below, end,
    html("div", { class: "lnx-tools" }, work));

  // Ahead of the first answer. A fault is told when there is one.
  node.addEventListener("focusin", () => rest().catch(() => {}), { signal, once: true });

  return {
    node,
    resize: (width) => place.layout(width),
    spoken() {
      const words = said === "" ? news : said;
      said = "";
      return words;
    },
    draw(state) {
      const key = `${state.kind} ${state.seed}`;
      if (!sheets.has(key)) sheets.set(key, made(state));
      const other = sheet !== sheets.get(key);
      if (other) {
        sheet = sheets.get(key);
        above.replaceChildren(sheet.given);
        below.replaceChildren(sheet.steps.node);
        write(asked.firstChild, sheet.asked);
      }
      news = other ? sheet.asked : guessed(state.guess);
      const solved = sheet.steps.solved();
      kinds.draw(state.kind);
      place.draw(solved ? sheet.answer : null);
      write(seed, text.number(state.seed));
      write(end, fault || (solved ? ending() : ""));
      work.setAttribute("aria-expanded", String(sheet.steps.open()));
    },
  };
}

export default explorer({ schema, strings, css, build });
