// Rows of a formset: add, remove and put back, move. Django's own fields carry the result.

const FILLED = "input:not([type=hidden], [type=checkbox], [type=radio]), textarea";

const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
const shown = (formset) => [...formset.querySelectorAll("[data-formset-row]")].filter((row) => !row.hidden);
const changed = (formset) => formset.dispatchEvent(new Event("formset:changed", { bubbles: true }));

function add(formset) {
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
  row.querySelector("input:not([type=hidden]), select, textarea").focus();
  changed(formset);
}

function remove(formset, row) {
  const rows = shown(formset);
  const after = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  field(row, "DELETE").checked = true;
  row.hidden = true;
  (after?.querySelector("[data-formset-remove]") ?? formset.querySelector("[data-formset-add]")).focus();
  const back = document.createElement("button");
  back.type = "button";
  back.className = "button plain";
  back.textContent = formset.dataset.restore;
  back.addEventListener("click", () => restore(formset, row));
  formset.querySelector("[data-formset-status]").replaceChildren(formset.dataset.removed, " ", back);
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
