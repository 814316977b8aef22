/**
 * The reader's record as a box: what there is, and how to take it along, bring it back or delete it.
 *
 * takes    <div class="study-record" data-exercises="name name ..." data-cards="id id ...">
 * returns  the same element, filled, and kept up to date
 */
import { element, fill, languageOf } from "../element.js";
import { damaged, dropDamaged, exported, forget, imported, kept, onChange, whole } from "../record.js";
import { queue } from "../review/queue.js";
import { today } from "./schedule.js";

const STRINGS = __STRINGS__;
const REVIEW = "review.html"; // beside every page that has such a box
const words = (text) => text.split(" ").filter(Boolean);

/** A file for the reader: a link to a blob, since a page opened from a folder has no server to ask. */
function save(name, text) {
  const link = element("a", { download: name, href: URL.createObjectURL(new Blob([text], { type: "text/plain" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function mountBox(place) {
  const s = STRINGS[languageOf(place)];
  const exercises = words(place.dataset.exercises);
  const cards = words(place.dataset.cards);
  const button = (name, action, kind = null) => {
    const made = element("button", { type: "button", class: kind }, s[name]);
    made.addEventListener("click", action);
    return made;
  };

  const solved = element("span", { class: "value" });
  const due = element("span", { class: "value" });
  const bar = element("span", { class: "bar", "aria-hidden": "true" }, element("span"));
  const notices = element("div", { class: "notices", role: "status" });
  const said = element("p", { class: "said", role: "status" });
  const question = element("p", { tabindex: "-1" });
  const sure = element("div", { class: "sure", role: "group", "aria-label": s.record_forget, hidden: true }, question);
  const file = element("input", { type: "file", accept: ".json,.txt,application/json,text/plain", hidden: true });
  const forgetting = button("record_forget", ask);

  function show() {
    const record = whole();
    const number = exercises.filter((name) => record.exercises[name]?.solved).length;
    solved.textContent = fill(s.record_of, number, exercises.length);
    bar.firstChild.style.inlineSize = `${(100 * number) / Math.max(1, exercises.length)}%`;
    due.textContent = queue(cards, record.cards, today()).today.length;
    const told = [];
    if (!kept()) told.push(element("p", {}, s.record_closed));
    if (damaged().length) {
      told.push(element("p", {}, s.record_damaged), element("p", { class: "buttons" },
        button("record_save_damaged", () => {
          for (const [at, text] of damaged().entries()) save(`lossnotes-damaged-${at + 1}.txt`, text);
        }),
        button("record_drop_damaged", dropDamaged),
      ));
    }
    notices.replaceChildren(...told);
  }

  function ask() {
    const record = whole();
    const [tried, dated] = [Object.keys(record.exercises).length, Object.keys(record.cards).length];
    said.textContent = "";
    if (!tried && !dated && !damaged().length) {
      said.textContent = s.record_nothing;
      return;
    }
    const done = Object.values(record.exercises).filter((entry) => entry.solved).length;
    question.textContent = fill(s.record_sure, tried, done, dated);
    sure.hidden = false;
    question.focus();
  }

  function answer(text) {
    sure.hidden = true;
    said.textContent = text;
    forgetting.focus();
  }

  sure.append(element("p", { class: "buttons" },
    button("record_delete", () => {
      forget();
      answer(kept() ? s.record_forgotten : s.record_closed);
    }, "grave"),
    button("record_keep", () => answer("")),
  ));
  sure.addEventListener("keydown", (event) => event.key === "Escape" && answer(""));

  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    try {
      const found = imported(await chosen.text());
      const part = found.complete ? "" : ` ${s.record_in_part}`;
      said.textContent = fill(s.record_imported, found.exercises, found.cards) + part;
    } catch (error) {
      if (!error.code) console.error(error);
      said.textContent = s[`record_${error.code}`] ?? s.record_unreadable;
    }
    file.value = ""; // so that the same file can be chosen again
  });

  const there = location.pathname.endsWith(`/${REVIEW}`);
  const link = there ? [] : [" ", element("a", { href: REVIEW }, s.record_review)];
  place.replaceChildren(
    element("dl", {},
      element("div", {}, element("dt", {}, s.record_solved), element("dd", {}, solved, bar)),
      element("div", {}, element("dt", {}, s.record_today), element("dd", {}, due, ...link)),
    ),
    element("p", { class: "where" }, s.record_where),
    notices,
    element("p", { class: "buttons" },
      button("record_export", () => {
        const name = `lossnotes-record-${today()}.json`;
        save(name, exported());
        said.textContent = fill(s.record_exported, name);
      }),
      button("record_import", () => file.click()),
      forgetting,
      file,
    ),
    sure,
    said,
  );
  onChange(show);
  show();
}
