// The answers of a section as its page holds them: a field each, and its rows all together.

import { plain } from "./numbers.js";
import { whenStill } from "./press.js";

export const blank = (name) => document.querySelector(`[data-${name}-blank]`).content.firstElementChild.cloneNode(true);

const valueOf = (box) => (box.type === "checkbox" ? (box.checked ? "on" : "") : box.value);
const wordsOf = (box, value) =>
  box.type === "checkbox" ? value && "✓" : ([...(box.options ?? [])].find((each) => each.value === value)?.text ?? value);

function fill(box, value) {
  if (box.type === "checkbox") box.checked = Boolean(value);
  else box.value = value;
}

/** Says at a box why what is in it was not saved; nothing more when there are no sentences. */
function blame(box, sentences) {
  const id = `${box.id}_error`;
  document.getElementById(id)?.remove();
  box.closest(".field")?.classList.toggle("wrong", sentences.length > 0);
  box.ariaInvalid = sentences.length ? "true" : null;
  if (!sentences.length) return;
  const note = document.createElement("div");
  note.id = id;
  for (const sentence of sentences) {
    const line = blank("error");
    line.querySelector("[data-text]").textContent = sentence;
    note.append(line);
  }
  (box.closest(".with-unit, .choice") ?? box).before(note);
  box.setAttribute("aria-describedby", `${box.id}_helptext ${id}`);
}

class Answer {
  errors = {};

  /** Shows the errors; those of the row or field that is being typed in wait until it is left. */
  show = () => whenStill(this.showNow);

  get text() {
    return JSON.stringify(this.value);
  }

  get isChanged() {
    return this.text !== this.saved;
  }

  showNow = () => {
    this.named().forEach(([box, name], place) => {
      const sentences = [...(this.errors[name] ?? []), ...((place === 0 && this.errors[""]) || [])];
      const here = (box.closest("[data-formset-row]") ?? box).contains(document.activeElement);
      if (!here || !sentences.length) blame(box, sentences);
    });
  };
}

export class Field extends Answer {
  constructor(box) {
    super();
    Object.assign(this, { box, name: box.name, place: box.closest(".field") ?? box.parentElement });
    this.label = box.labels[0]?.innerText ?? "";
    this.saved = this.text;
  }

  get value() {
    return valueOf(this.box);
  }

  write(value) {
    fill(this.box, value);
  }

  words(value) {
    return wordsOf(this.box, value);
  }

  entries(value = this.value) {
    return [[this.name, value]];
  }

  named() {
    return [[this.box, this.name]];
  }

  asStored() {}

  boxOf() {
    return null;
  }
}

const BOXES = "[name]:is(input, select, textarea)";

export class Rows extends Answer {
  constructor(formset) {
    super();
    Object.assign(this, { place: formset, name: formset.dataset.formset });
    this.label = formset.ariaLabel ?? formset.querySelector("caption")?.textContent ?? "";
    this.blank = this.boxes(formset.querySelector("[data-formset-blank]").content);
    this.saved = this.text;
    this.stored = this.filled;
  }

  /** What the server has now is what is on the page, those with a priority in its order. */
  asStored() {
    const rank = (row) => Number(plain(this.boxes(row).get("priority")?.value ?? "")) || Infinity;
    const ranked = this.filled.map((row, place) => [rank(row), place, row]);
    // Infinity less Infinity is no number, and so leaves the order to the place.
    this.stored = ranked.sort((one, other) => one[0] - other[0] || one[1] - other[1]).map(([, , row]) => row);
  }

  /** The box that a sentence of the server means: rows on the page were moved and taken away since. */
  boxOf(id) {
    const [, place, name] = id.match(/-(\d+)-(\w+)$/) ?? [];
    const row = id.startsWith(`id_${this.name}-`) ? this.stored[place] : null;
    return row?.isConnected && !row.hidden ? (this.boxes(row).get(name) ?? null) : null;
  }

  /** The boxes of a row by the names of their fields. */
  boxes(row) {
    const named = [...row.querySelectorAll(BOXES)].map((box) => [box.name.replace(/^.*-(\d+|__prefix__)-/, ""), box]);
    return new Map(named.filter(([name]) => name !== "DELETE" && name !== "ORDER"));
  }

  get rows() {
    const all = [...this.place.querySelectorAll("[data-formset-row]")];
    return all.filter((row) => !row.hidden && !row.querySelector("[name$='-DELETE']")?.checked);
  }

  /** Those in which something is filled in. */
  get filled() {
    const isFilled = ([name, box]) => valueOf(box) !== valueOf(this.blank.get(name));
    return this.rows.filter((row) => [...this.boxes(row)].some(isFilled));
  }

  get value() {
    const values = (row) => [...this.boxes(row)].map(([name, box]) => [name, valueOf(box)]);
    return this.filled.map((row) => Object.fromEntries(values(row)));
  }

  write(values) {
    for (const _ of values) if (this.rows.length < values.length) this.place.querySelector("[data-formset-add]").click();
    this.rows.forEach((row, place) => {
      if (!values[place]) {
        row.hidden = row.querySelector("[name$='-DELETE']").checked = true;
        return;
      }
      for (const [name, box] of this.boxes(row)) fill(box, values[place][name] ?? "");
    });
    this.place.dispatchEvent(new Event("formset:changed", { bubbles: true }));
  }

  words(values) {
    const line = (row) => Object.entries(row).map(([name, value]) => wordsOf(this.blank.get(name) ?? {}, value));
    return values.map((row, place) => `${place + 1}. ${line(row).filter(Boolean).join(" · ")}`).join("\n");
  }

  /** As the server reads them; the numbers are those of the filled rows, in the order of the page. */
  entries(values = this.value) {
    const rows = values.flatMap((row, place) =>
      Object.entries({ ...row, ORDER: place + 1 }).map(([name, value]) => [`${this.name}-${place}-${name}`, value]),
    );
    return [[`${this.name}-TOTAL_FORMS`, values.length], [`${this.name}-INITIAL_FORMS`, 0], ...rows];
  }

  /** All boxes; those of rows that are not filled were not sent, and so have no name there. */
  named() {
    const { filled } = this;
    const sentAs = (row, name) => filled.includes(row) && `${this.name}-${filled.indexOf(row)}-${name}`;
    return this.rows.flatMap((row) => [...this.boxes(row)].map(([name, box]) => [box, sentAs(row, name)]));
  }
}
