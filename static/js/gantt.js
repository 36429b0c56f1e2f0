// The activities drawn among the months while they are written.

import { shown } from "./formset.js";

const value = (row, name) => row.querySelector(`[name$="-${name}"]`).value.trim();

function cell(tag, text, name = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name) made.className = name;
  return made;
}

const monthOf = (row, name) => row.querySelector(`[name$="-${name}"]`).selectedOptions[0].textContent;

/** The months in words, where a phone has no room for all twelve at once. */
function when(row) {
  const [first, last] = [monthOf(row, "first_month"), monthOf(row, "last_month")];
  return first === last ? first : `${first} – ${last}`;
}

function line(row, body, months) {
  const [first, last] = [Number(value(row, "first_month")), Number(value(row, "last_month"))];
  const made = document.createElement("tr");
  const name = cell("th", value(row, "name"));
  name.scope = "row";
  name.append(" ", cell("small", when(row), "muted block only-phone"));
  made.append(name);
  for (let month = 1; month <= months; month += 1) {
    const isAtWork = first && first <= month && month <= last;
    const place = cell("td", "", isAtWork ? "at-work" : "");
    if (isAtWork) place.append(cell("span", body.dataset.atWork, "hidden"));
    made.append(place);
  }
  made.append(cell("td", value(row, "responsible")), cell("td", value(row, "cost_baht"), "num"));
  return made;
}

function draw() {
  const place = document.querySelector("[data-gantt]");
  const formset = document.querySelector("[data-formset]");
  if (!place || !formset) return;
  const body = place.querySelector("tbody");
  const rows = shown(formset).filter((row) => value(row, "name"));
  const months = place.querySelectorAll("thead abbr").length;
  body.replaceChildren(...rows.map((row) => line(row, body, months)));
  place.hidden = !rows.length;
}

for (const name of ["change", "formset:changed", "main:replaced"]) document.addEventListener(name, draw);
