// Rows of a formset: add, remove and put back, move. Django's own fields carry the result.

const FILLED = "input:not([type=hidden], [type=checkbox], [type=radio]), textarea";

const TYPED = "input:not([type=hidden]), select, textarea";

const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
const changed = (formset) => formset.dispatchEvent(new Event("formset:changed", { bubbles: true }));

/** The rows that are not taken away, in the order of the page. */
export const shown = (formset) => [...formset.querySelectorAll("[data-formset-row]")].filter((row) => !row.hidden);

/** Tell in the formset's live region, in its words of that name; a button may follow. */
export function say(formset, words, values = {}, ...more) {
  const status = formset.querySelector("[data-formset-status]");
  let text = status.dataset[words] ?? formset.dataset[words];
  for (const [name, value] of Object.entries(values)) text = text.replace(`[${name}]`, value);
  status.replaceChildren(text, ...more.flatMap((part) => [" ", part]));
}

/** A button for the live region. */
export function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button plain";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/** One more row at the end; null, and a word about it, when no more fit. */
export function addRow(formset) {
  const most = Number(formset.querySelector("[name$='-MAX_NUM_FORMS']").value);
  if (shown(formset).length >= most) {
    say(formset, "full", { total: most });
    return null;
  }
  const total = formset.querySelector("[name$='-TOTAL_FORMS']");
  const blank = formset.querySelector("[data-formset-blank]").content.cloneNode(true);
  for (const part of blank.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) {
      if (value.includes("__prefix__")) part.setAttribute(name, value.replaceAll("__prefix__", total.value));
    }
  }
  const row = blank.firstElementChild;
  formset.querySelector("[data-formset-rows]").append(blank);
  total.value = Number(total.value) + 1;
  return row;
}

function add(formset) {
  const row = addRow(formset);
  if (!row) return;
  row.querySelector(TYPED).focus();
  say(formset, "added", { place: shown(formset).length });
  changed(formset);
}

function remove(formset, row) {
  const rows = shown(formset);
  const after = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  field(row, "DELETE").checked = true;
  row.hidden = true;
  (after?.querySelector("[data-formset-remove]") ?? formset.querySelector("[data-formset-add]")).focus();
  say(formset, "removed", {}, button(formset.dataset.restore, () => restore(formset, row)));
  changed(formset);
}

function restore(formset, row) {
  field(row, "DELETE").checked = false;
  row.hidden = false;
  formset.querySelector("[data-formset-status]").replaceChildren();
  row.querySelector("[data-formset-remove]").focus();
  changed(formset);
}

function move(formset, row, button, step) {
  const rows = shown(formset);
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  button.focus();
  say(formset, "moved", { place: rows.indexOf(other) + 1, total: rows.length });
  formset.dispatchEvent(new Event("formset:moved", { bubbles: true }));
  changed(formset);
}

/** An order number would make an empty extra row count as filled in, so only filled rows get one. */
function number(formset) {
  let place = 0;
  for (const row of formset.querySelectorAll("[data-formset-row]")) {
    const order = field(row, "ORDER");
    if (!order) return;
    const filled = [...row.querySelectorAll(FILLED)].some((input) => input !== order && input.value.trim());
    order.value = filled ? ++place : "";
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(
    "[data-formset-add], [data-formset-remove], [data-formset-up], [data-formset-down]",
  );
  if (!button) return;
  const formset = button.closest("[data-formset]");
  const row = button.closest("[data-formset-row]");
  if ("formsetAdd" in button.dataset) add(formset);
  else if ("formsetRemove" in button.dataset) remove(formset, row);
  else move(formset, row, button, "formsetUp" in button.dataset ? -1 : 1);
});

document.addEventListener(
  "submit",
  (event) => {
    for (const formset of event.target.querySelectorAll("[data-formset]")) number(formset);
  },
  true,
);

function wake() {
  for (const formset of document.querySelectorAll("[data-formset]")) {
    formset.classList.add("live");
    for (const row of shown(formset)) row.hidden = field(row, "DELETE")?.checked ?? false;
  }
}

document.addEventListener("main:replaced", wake);
wake();
