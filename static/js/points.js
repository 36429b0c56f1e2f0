// The running total of a list of criteria; what stands outside the total is not added.

import { arabic } from "./numbers.js";

/** Points as typed, with Thai digits; 0 for an empty box, null for what does not fit. */
function points(input) {
  const typed = arabic(input.value);
  if (!/^\d*(?:\.\d+)?$/.test(typed)) return null;
  const most = Number(input.dataset.points) || Infinity;
  return Number(typed) <= most ? Number(typed) : null;
}

function counts(input) {
  const row = input.closest("[data-formset-row]");
  return !row?.hidden && !row?.querySelector("[name$='-aside']")?.checked;
}

function reckon(form) {
  const rows = [...form.querySelectorAll("[data-points]")].filter(counts);
  const given = rows.map(points);
  rows.forEach((input, place) => input.toggleAttribute("data-beyond", given[place] === null));
  form.querySelector("[data-points-sum]").hidden = false;
  form.querySelector("[data-points-total]").value = given.includes(null)
    ? "–"
    : given.reduce((sum, one) => sum + one, 0).toLocaleString("en-US");
}

function reckonAround(event) {
  const form = event.target.closest("[data-points-form]");
  if (form) reckon(form);
}

for (const name of ["input", "formset:changed"]) document.addEventListener(name, reckonAround);
document.querySelectorAll("[data-points-form]").forEach(reckon);
