/**
 * The page of all exercises: chooses among the rows of its tables, and marks what the reader has solved.
 *
 * takes    form.exercise-filter (side by side one a language) with the radio buttons "level" and "kind" and the
 *          checkbox "unsolved"; rows <tr data-exercise data-level data-kind> in the same language's column
 * returns  rows that are not asked for are hidden; a heading whose table has none left is marked data-none;
 *          the form's status says how many are left; a solved row has a check mark with a word for it
 */
import { languageOf } from "./element.js";
import { exercise, onChange } from "./record.js";

const KEY = "lossnotes-filter"; // of this visit: who opens an exercise and comes back finds the same list
const FIELDS = ["level", "kind", "unsolved"];
const forms = [...document.querySelectorAll("form.exercise-filter")];
const rows = [...document.querySelectorAll("tr[data-exercise]")].map((row) => ({
  row,
  ...row.dataset,
  form: forms.find((form) => languageOf(form) === languageOf(row)) ?? forms[0],
}));

function remembered() {
  try {
    const state = JSON.parse(sessionStorage.getItem(KEY));
    return state && typeof state === "object" ? state : {};
  } catch {
    return {}; // Storage may be closed to a page.
  }
}

function remember(state) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // As above.
  }
}

const stateOf = (form) => ({
  level: form.elements.level.value,
  kind: form.elements.kind.value,
  unsolved: form.elements.unsolved.checked,
});

function show(state) {
  for (const form of forms) {
    for (const name of ["level", "kind"]) {
      form.elements[name].value = state[name] ?? "";
      if (!form.elements[name].value) form.elements[name].value = ""; // a kind that is no longer there
    }
    form.elements.unsolved.checked = Boolean(state.unsolved);
  }
  const { level, kind, unsolved } = stateOf(forms[0]);
  for (const { row, ...one } of rows) {
    row.hidden = (level && one.level !== level) || (kind && one.kind !== kind) || (unsolved && "solved" in row.dataset);
  }
  for (const section of document.querySelectorAll("article section section")) {
    const own = section.querySelector("tr[data-exercise]");
    if (own) section.toggleAttribute("data-none", !section.querySelector("tr[data-exercise]:not([hidden])"));
  }
  for (const form of forms) {
    const own = rows.filter((one) => one.form === form);
    const left = own.filter((one) => !one.row.hidden).length;
    const said = form.dataset.some.replace("{0}", left).replace("{1}", own.length);
    const status = form.querySelector("[role=status]");
    if (status.textContent !== said) status.textContent = said;
  }
}

/** A check mark beside the title, once. */
function mark() {
  for (const { row, form, exercise: name } of rows) {
    const solved = Boolean(exercise(name).solved);
    if (solved === "solved" in row.dataset) continue;
    if (solved) {
      const sign = document.createElement("span");
      const word = document.createElement("span");
      sign.className = "solved";
      word.className = "hidden";
      word.textContent = ` ${form.dataset.solved}`;
      sign.append(word);
      row.querySelector("td p").append(sign);
      row.dataset.solved = "";
    } else {
      row.querySelector(".solved").remove();
      delete row.dataset.solved;
    }
  }
}

if (forms.length) {
  for (const form of forms) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => {
      const state = stateOf(form);
      remember(state);
      show(state);
    });
  }
  const again = () => {
    mark();
    show(Object.fromEntries(FIELDS.map((name) => [name, stateOf(forms[0])[name]])));
  };
  mark();
  show(remembered());
  onChange(again);
  // A page that the browser kept while another was read.
  addEventListener("pageshow", (event) => event.persisted && again());
}
