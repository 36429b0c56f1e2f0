// Cells copied from a sheet, pasted into a box of a formset: they fill this row and the next ones.

import { addRow, button, say, shown } from "./formset.js";

const BOXES = "input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea";
const LEFT_OUT = /-(?:ORDER|DELETE)$/;

/** Rows of cells of tab-separated text; a cell in quotes may hold tabs, lines and doubled quotes. */
function cellsOf(text) {
  const rows = [[]];
  const cell = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\r|\n|$)/gy;
  for (let found; cell.lastIndex < text.length && (found = cell.exec(text)); ) {
    const quoted = found[1].startsWith('"') && found[1].endsWith('"') && found[1].length > 1;
    rows.at(-1).push((quoted ? found[1].slice(1, -1).replaceAll('""', '"') : found[1]).trim());
    if (found[2] !== "\t" && cell.lastIndex < text.length) rows.push([]);
    else if (found[2] === "\t" && cell.lastIndex === text.length) rows.at(-1).push("");
  }
  return rows;
}

const boxes = (row) => [...row.querySelectorAll(BOXES)].filter((box) => !LEFT_OUT.test(box.name));
const alike = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
const labelOf = (box) => alike(box.labels?.[0]?.firstChild?.textContent ?? "");

/** A sheet's head row is no row: its cells say what the boxes are called. */
function isHead(cells, columns) {
  const named = cells.filter((text, at) => text && columns[at] && alike(text) === labelOf(columns[at]));
  return named.length > 0 && named.length >= cells.filter(Boolean).length / 2;
}

/** What the box takes of a cell; null when it has no such choice. */
function fitting(box, text) {
  if (box.matches("select")) {
    const option = [...box.options].find((each) => alike(each.textContent) === alike(text) || each.value === text);
    return option ? option.value : null;
  }
  if (!box.matches("[inputmode=numeric], [inputmode=decimal]")) {
    return box.matches("textarea") ? text : text.replace(/\s*[\r\n]+\s*/g, " ");
  }
  const figure = text.replace(/฿|บาท|\s/g, "").replace(/^\((.+)\)$/, "-$1");
  return box.matches("[inputmode=numeric]") ? figure.replace(/(\d)\.0+$/, "$1") : figure;
}

function set(box, value) {
  if (box.value === value) return;
  box.value = value;
  for (const name of ["input", "change"]) box.dispatchEvent(new Event(name, { bubbles: true }));
}

/** Fills the boxes from `start` on; tells what was put where, and what found no place. */
function fill(formset, start, cells) {
  const first = shown(formset).indexOf(start.closest("[data-formset-row]"));
  const column = boxes(start.closest("[data-formset-row]")).indexOf(start);
  const done = { put: [], added: [], rest: [] };
  cells.forEach((texts, down) => {
    if (!texts.some(Boolean)) return;
    let row = shown(formset)[first + down];
    if (!row) {
      row = addRow(formset);
      if (row) done.added.push(row);
    }
    const places = row ? boxes(row).slice(column) : [];
    texts.forEach((text, right) => {
      const value = places[right] && text ? fitting(places[right], text) : null;
      if (value !== null) done.put.push([places[right], value]);
      else if (text) done.rest.push(text);
    });
  });
  done.before = done.put.map(([box]) => box.value);
  for (const [box, value] of done.put) set(box, value);
  return done;
}

function undo(formset, start, done) {
  done.put.forEach(([box], place) => set(box, done.before[place]));
  const total = formset.querySelector("[name$='-TOTAL_FORMS']");
  for (const row of done.added) row.remove();
  total.value = Number(total.value) - done.added.length;
  start.focus();
  say(formset, "undone");
  formset.dispatchEvent(new Event("formset:changed", { bubbles: true }));
}

function told(formset, start, done) {
  const status = formset.querySelector("[data-formset-status]");
  const back = button(status.dataset.undo, () => undo(formset, start, done));
  const rest = done.rest.slice(0, 5).map((text) => `“${text.slice(0, 40)}”`).join(", ");
  const more = done.rest.length > 5 ? " …" : "";
  const words = done.rest.length ? "unplaced" : "pasted";
  say(formset, words, { cells: done.put.length, rest: rest + more }, back);
}

document.addEventListener("paste", (event) => {
  const start = event.target.closest?.(BOXES);
  const formset = start?.closest("[data-formset]");
  const text = event.clipboardData?.getData("text/plain").replace(/[\r\n]+$/, "") ?? "";
  if (!formset || LEFT_OUT.test(start.name)) return;
  // Several lines are text where a box takes lines; cells are divided by tabs.
  if (!text.includes("\t") && (start.matches("textarea") || !/[\r\n]/.test(text))) return;
  event.preventDefault();
  const columns = boxes(start.closest("[data-formset-row]")).slice(boxes(start.closest("[data-formset-row]")).indexOf(start));
  const cells = cellsOf(text);
  if (cells.length > 1 && isHead(cells[0], columns)) cells.shift();
  const done = fill(formset, start, cells);
  told(formset, start, done);
  formset.dispatchEvent(new Event("formset:changed", { bubbles: true }));
});
