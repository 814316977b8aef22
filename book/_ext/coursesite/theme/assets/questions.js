/**
 * Exercises that answer in the page. course.js loads it when the first of them comes near.
 *
 * takes    on its own script element data-page: the page's name; beside it questions/<page>.<language>.js and, once
 *          a reader begins to answer, questions/<page>.<language>.replies.js, of coursesite/questions.py; in the page <div class="exercise" id="ex-NAME">, on a page side by side
 *          one in each language, the second with id="ko-ex-NAME"
 * returns  in each of them a form; answers are counted in the reader's record
 */
import { numberOf, verdict } from "./answers.js";
import { element, fill, languageOf } from "./element.js";
import { load } from "./load.js";
import { exercise as recorded, noteAnswer, onChange } from "./record.js";

const own = new URL(document.currentScript.src);
const { page } = document.currentScript.dataset;

/** What a file of this page says in one language. */
async function fileOf(language, kind, registry) {
  await load(new URL(`./questions/${page}.${language}${kind}.js${own.search}`, own));
  return globalThis[registry][language];
}

const replies = new Map();

/** Keys, sentences and hints of a language; what could not be had is asked for anew the next time. */
async function repliesIn(language) {
  if (!replies.has(language)) replies.set(language, fileOf(language, ".replies", "__lossnotesReplies"));
  try {
    return await replies.get(language);
  } catch (error) {
    replies.delete(language);
    throw error;
  }
}

/** A field for each part. Returns [elements for the form, the fields, () => {numbers} or {fault, at}]. */
function numberFields(place, known, s) {
  const many = known.parts > 1;
  const note = `${place.id}-places`;
  const called = (at) => (many ? fill(s.part, at + 1) : s.answer);
  const fields = Array.from({ length: known.parts }, (_, at) =>
    element("input", {
      // Not inputmode=decimal: the keys of some phones then have no minus and no slash.
      type: "text", id: `${place.id}-${at + 1}`, "aria-describedby": note,
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "done",
    }),
  );
  const labelled = fields.map((field, at) => {
    const label = element("label", { for: field.id }, called(at));
    if (known.names) label.append(" ", element("code", {}, known.names[at]));
    return element("div", {}, label, field);
  });
  const places = s[`places_${known.decimals}`] ?? fill(s.places, known.decimals);
  const group = element("div", { class: "fields", role: "group", "aria-labelledby": `${place.id}-title` }, ...labelled);
  const read = () => {
    const answers = fields.map((field) => numberOf(field.value));
    const at = answers.findIndex(({ fault }) => fault);
    if (at < 0) return { numbers: answers.map(({ value }) => value) };
    const { fault } = answers[at];
    const said = fault === "empty" && !many ? s.nothing : s[fault];
    return { fault: said.replace("{typed}", fields[at].value.trim()).replace("{which}", many ? `${called(at)}: ` : ""), at };
  };
  return [[group, element("p", { class: "places", id: note }, places)], fields, read];
}

/** A radio button at each item of the text's last list. Returns the same as numberFields. */
function choices(place, known, form, s) {
  const list = [...place.querySelectorAll(":scope > ol")].pop();
  list.classList.add("choices");
  const fields = [...list.children].map((item, at) => {
    item.id ||= `${place.id}-choice-${at + 1}`;
    const radio = element("input", {
      type: "radio", name: `${place.id}-choice`, value: at + 1, form: form.id, "aria-labelledby": item.id,
    });
    (item.querySelector(":scope > p") ?? item).prepend(radio);
    item.addEventListener("click", (event) => {
      if (!event.target.closest("a, input")) radio.click();
    });
    return radio;
  });
  const read = () => {
    const chosen = fields.find((field) => field.checked);
    return chosen ? { numbers: [Number(chosen.value)] } : { fault: s.choose, at: 0 };
  };
  return [[], fields, read];
}

/** The button that shows one hint more each time, and the place where they appear. */
function hints(replied, s) {
  const shown = element("div", { class: "hints", role: "status" });
  const button = element("button", { type: "button" }, fill(s.hint, 1));
  button.addEventListener("click", async () => {
    const reply = await replied();
    const step = shown.children.length;
    if (step >= (reply?.hints.length ?? 0)) return;
    shown.append(element("p", {}, reply.hints[step]));
    const last = step + 1 === reply.hints.length;
    button.textContent = last ? s.no_more : fill(s.hint, step + 2);
    if (last) button.setAttribute("aria-disabled", "true"); // not disabled: it would lose the focus
  });
  return [button, shown];
}

function ask(place, name, known, s, language) {
  const form = element("form", { class: "question", id: `${place.id}-form`, novalidate: "" });
  place.querySelector(".admonition-title").id = `${place.id}-title`;
  const answered = known.parts !== undefined;
  const [parts, fields, read] = !answered
    ? [[element("p", { class: "places" }, s.code)], []]
    : known.choices ? choices(place, known, form, s) : numberFields(place, known, s);
  const said = element("p", { class: "said", role: "status" });
  const solved = element("span", { class: "solved" });
  const buttons = element("div", { class: "buttons" });
  const tell = (kind, ...what) => {
    said.dataset.kind = kind;
    said.replaceChildren(...what);
  };
  /** What this exercise replies; null, and a word to the reader, if it cannot be had. */
  const replied = async () => {
    form.setAttribute("aria-busy", "true");
    try {
      const all = await repliesIn(language);
      if (said.dataset.kind === "failed") tell("");
      return all[name];
    } catch (error) {
      console.error("questions:", error);
      tell("failed", s.failed);
      return null;
    } finally {
      form.removeAttribute("aria-busy");
    }
  };
  const [hint, shown] = hints(replied, s);
  if (answered) buttons.append(element("button", { type: "submit" }, s.check));
  buttons.append(hint, solved);
  form.append(...parts, buttons, said, shown);
  // Asked for as the reader begins, so that they are there when an answer is.
  form.addEventListener("focusin", () => repliesIn(language).catch(() => {}), { once: true });

  const mark = (wrong) => {
    for (const [at, field] of fields.entries()) {
      field.removeAttribute("aria-invalid");
      if (wrong?.includes(at)) field.setAttribute("aria-invalid", "true");
      field.classList.toggle("right", Boolean(wrong) && !wrong.includes(at));
    }
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { numbers, fault, at } = read();
    if (fault) {
      mark(null);
      if (!known.choices) fields[at].setAttribute("aria-invalid", "true");
      tell("unread", fault);
      fields[at].focus();
      return;
    }
    const reply = await replied();
    if (!reply) return;
    const found = verdict(reply, name, numbers);
    mark(known.choices ? null : found.wrong);
    tell(found.correct ? "right" : "wrong", found.said);
    if (found.about) {
      const [before, title, after, address] = found.about;
      said.append(before, element("a", { href: address }, title), after);
    }
    noteAnswer(name, found.correct);
  });
  for (const field of fields) {
    field.addEventListener("input", () => {
      field.removeAttribute("aria-invalid");
      field.classList.remove("right");
    });
  }
  const show = () => {
    const day = recorded(name).solved;
    solved.textContent = day ? fill(s.solved, day) : "";
  };
  show();
  onChange(show);
  place.append(form);
}

for (const language of new Set([...document.querySelectorAll(".exercise")].map(languageOf))) {
  fileOf(language, "", "__lossnotesQuestions").then(({ strings, exercises }) => {
    for (const place of document.querySelectorAll(".exercise[id]")) {
      const name = place.id.replace(/^(\w\w-)?ex-/, "");
      if (languageOf(place) === language && exercises[name]) ask(place, name, exercises[name], strings, language);
    }
  });
}
