/**
 * One card at a time: the question, on demand the answer, then "knew it" or "not yet".
 *
 * takes    the places to fill: one, or side by side one a language, which show the same card; the cards are the
 *          <details class="card" id="card-NAME"> of the page, so they are there without a script too
 * returns  the places, filled
 */
import { element, fill, languageOf } from "../element.js";
import { gradeCard, onChange, whole } from "../record.js";
import { today } from "../record/schedule.js";
import { NEW_A_DAY, queue } from "./queue.js";

const STRINGS = __STRINGS__;
const DAY = 86_400_000;

/** The days from one day to another; noon to noon, so that summer time adds none. */
const daysUntil = (from, to) => Math.round((Date.parse(`${to}T12:00`) - Date.parse(`${from}T12:00`)) / DAY);

const longDay = (day, language) => new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(`${day}T12:00`));

/** A chapter's title in one language: side by side a heading has both. */
function titleOf(section, language) {
  const heading = section.querySelector("h2, h3").cloneNode(true);
  heading.querySelector(".headerlink")?.remove();
  const second = heading.querySelector(".second");
  second?.remove();
  return (second?.lang === language ? second : heading).textContent.trim();
}

/** The cards of the page by id, each with its chapter's section and its element in every language. */
function cardsOf(page) {
  const cards = new Map();
  for (const details of page.querySelectorAll("details.card[id]")) {
    const id = details.id.replace(/^(?:[a-z]{2}-)?card-/, "");
    if (!cards.has(id)) cards.set(id, { section: details.closest("section"), in: {} });
    cards.get(id).in[languageOf(details)] = details;
  }
  return cards;
}

/** What an element holds, once more: without its ids, which a page may have only once. */
function copied(from) {
  const copy = from.cloneNode(true);
  for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
  return [...copy.childNodes];
}

export function mountReview(places) {
  const cards = cardsOf(document);
  const ids = [...cards.keys()];
  const sections = [...new Set([...cards.values()].map((card) => card.section))];
  let chapter = ""; // the id of a section, or all of them
  let extra = 0;
  let current = null;
  let open = false;
  let grading = false;

  const now = () => queue(ids, whole().cards, today(), {
    extra,
    wanted: (id) => !chapter || cards.get(id).section.id === chapter,
  });

  const panels = places.map(makePanel);

  function makePanel(place) {
    const language = languageOf(place);
    const s = STRINGS[language];
    const button = (name, key, action) => {
      const keys = key ? [element("kbd", { "aria-hidden": "true" }, key)] : [];
      const made = element("button", { type: "button", "aria-keyshortcuts": key }, s[name] ?? "", ...keys);
      made.addEventListener("click", action);
      return made;
    };
    const panel = {
      language, s,
      count: element("p", { class: "count" }),
      which: element("p", { class: "which" }),
      question: element("div", { class: "question" }),
      answer: element("div", { class: "answer", role: "group", "aria-label": s.review_answer, tabindex: "-1", hidden: true }),
      done: element("p", { class: "done", tabindex: "-1" }),
      said: element("p", { class: "said", role: "status" }),
      select: element("select", {}, element("option", { value: "" }, s.review_all),
        ...sections.map((section) => element("option", { value: section.id }, titleOf(section, language)))),
      show: button("review_show", null, () => reveal(panel)),
      not: button("review_not", "1", () => grade(panel, false)),
      knew: button("review_knew", "2", () => grade(panel, true)),
      more: button("review_more", null, () => {
        extra += NEW_A_DAY;
        next(panel);
      }),
    };
    panel.question.id = `review-question-${language}`;
    panel.show.setAttribute("aria-describedby", panel.question.id);
    panel.select.addEventListener("change", () => {
      chapter = panel.select.value;
      panel.said.textContent = "";
      next();
    });
    place.addEventListener("keydown", (event) => {
      const held = event.ctrlKey || event.metaKey || event.altKey;
      if (!open || held || event.target === panel.select || !["1", "2"].includes(event.key)) return;
      event.preventDefault();
      grade(panel, event.key === "2");
    });
    panel.card = element("div", { class: "shown", role: "group", "aria-label": s.review_card }, panel.which, panel.question, panel.answer);
    place.replaceChildren(
      element("div", { class: "head" }, element("label", {}, `${s.review_from} `, panel.select), panel.count),
      panel.card, panel.done,
      element("p", { class: "buttons" }, panel.show, panel.not, panel.knew, panel.more),
      panel.said,
    );
    return panel;
  }

  /** Takes the next card, and the panel in which the reader is, if it is to have the focus. */
  function next(from = null) {
    [current = null] = now().today;
    open = false;
    draw();
    if (from) (current ? from.show : from.done).focus();
  }

  function reveal(from) {
    open = true;
    draw();
    from.answer.focus({ preventScroll: true });
  }

  function grade(from, known) {
    const { s } = from;
    grading = true; // our own change is no news
    const { due } = gradeCard(current, known);
    grading = false;
    const days = daysUntil(today(), due);
    for (const panel of panels) panel.said.textContent = "";
    from.said.textContent = days === 0 ? s.review_again : days === 1 ? s.review_tomorrow : fill(s.review_days, days);
    next(from);
  }

  function draw() {
    const state = now();
    for (const panel of panels) {
      const { s, language } = panel;
      panel.count.textContent = fill(s.review_count, state.today.length, state.fresh);
      panel.select.value = chapter;
      panel.card.hidden = panel.show.hidden = !current;
      panel.done.hidden = Boolean(current);
      panel.answer.hidden = panel.not.hidden = panel.knew.hidden = !open;
      panel.show.hidden ||= open;
      panel.more.hidden = Boolean(current) || !state.unseen;
      panel.more.textContent = fill(s.review_more, Math.min(NEW_A_DAY, state.unseen));
      if (!current) {
        const when = state.next && ` ${fill(s.review_next, longDay(state.next, language))}`;
        panel.done.textContent = s.review_done + (when ?? "");
        continue;
      }
      const { section, in: { [language]: details } } = cards.get(current);
      const fresh = whole().cards[current] ? "" : ` · ${s.review_new}`;
      panel.which.textContent = titleOf(section, language) + fresh;
      panel.question.replaceChildren(...copied(details.querySelector("summary > span")));
      panel.answer.replaceChildren(...(open ? copied(details.querySelector(".inside")) : []));
      // A formula that is longer than the line scrolls, and the keyboard must reach it.
      for (const formula of panel.card.querySelectorAll(".long")) {
        if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
      }
    }
  }

  /** The record changed elsewhere, or a day has passed: what is being asked stays, if it is still to be asked. */
  function refresh() {
    if (grading) return;
    if (current && now().today.includes(current)) draw();
    else next();
  }
  onChange(refresh);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
  next();
}
