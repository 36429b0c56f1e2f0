// The criteria of a sheet: exact live total, steps and keys, evidence taken from clip and plan.

import { clockTime, film, playOrPause } from "./beside.js";
import { arabic } from "./numbers.js";

const SOON = 900; // milliseconds in which a second digit joins the first: 1, 0 are 10
const criteria = [...document.querySelectorAll("[data-criterion]")];

const box = (part) => part.querySelector("input[data-points]");
const radios = (part) => [...part.querySelectorAll(".levels input")];
const cannot = (part) => part.querySelector("input[name^='cannot-']");

/** The mark in halves: undefined when none is given, null when it does not fit. */
function given(part) {
  const text = box(part) ? arabic(box(part).value) : radios(part).find((one) => one.checked)?.value ?? "";
  if (!text) return undefined;
  if (!/^\d{1,3}(?:\.\d)?$/.test(text)) return null;
  const halves = Number(text) * 2;
  const step = Number(part.dataset.step) * 2;
  return halves % step || halves > part.dataset.scale * 2 ? null : halves;
}

/**
 * The total so far in hundredths, half up; what is still open adds nothing, what cannot be judged is
 * left out. Whole numbers throughout, so that no binary fraction comes in.
 */
function hundredths() {
  let [top, bottom, worth] = [0n, 1n, 0n];
  for (const part of criteria) {
    if (cannot(part)?.checked) continue;
    const [points, scale] = [BigInt(part.dataset.worth), 2n * BigInt(part.dataset.scale)];
    top = top * scale + points * BigInt(given(part) ?? 0) * bottom;
    bottom *= scale;
    worth += points;
  }
  return worth ? Number((20000n * top + bottom * worth) / (2n * bottom * worth)) : null;
}

function reckon() {
  let judged = 0;
  let wrong = false;
  for (const part of criteria) {
    const mark = given(part);
    if (mark != null || cannot(part)?.checked) judged += 1;
    if (mark === null) wrong = true;
    box(part)?.toggleAttribute("data-beyond", mark === null);
    const reached = [...part.querySelectorAll("[data-set]")].filter((one) => mark != null && one.dataset.set * 2 <= mark);
    for (const one of part.querySelectorAll(".anchors li")) one.classList.toggle("here", one.contains(reached.at(-1) ?? null));
  }
  const total = hundredths();
  const line = document.querySelector("[data-live-total]");
  line.hidden = false;
  line.querySelector("[data-total]").value = wrong || total === null ? "–" : String(total / 100);
  line.querySelector("[data-judged]").textContent = judged;
  line.querySelector("[data-of]").textContent = criteria.length;
}

const told = (input) => input.dispatchEvent(new Event("input", { bubbles: true }));

/** Gives a mark if the scale has it; the box or the button tells the page. */
function set(part, value) {
  if (value < 0 || value > Number(part.dataset.scale) || value % Number(part.dataset.step)) return false;
  const input = box(part) ?? radios(part).find((one) => Number(one.value) === value);
  if (box(part)) input.value = value;
  else {
    input.checked = true;
    input.focus();
  }
  told(input);
  return true;
}

function move(part, steps) {
  const mark = given(part);
  const from = mark == null ? (steps > 0 ? -Number(part.dataset.step) : 0) : mark / 2;
  set(part, Math.min(Math.max(0, from + steps * part.dataset.step), Number(part.dataset.scale)));
}

function enter(part) {
  if (!part) return;
  part.scrollIntoView({ block: "nearest" });
  (box(part) ?? radios(part).find((one) => one.checked) ?? radios(part)[0]).focus({ preventScroll: true });
}

let typed = { part: null, digits: "", at: 0 };

/** Outside its box, where digits are simply typed, a digit gives the mark. */
function digit(part, key) {
  const goesOn = typed.part === part && Date.now() - typed.at < SOON;
  const digits = goesOn && Number(typed.digits + key) <= part.dataset.scale ? typed.digits + key : key;
  typed = { part, digits, at: Date.now() };
  set(part, Number(digits));
  box(part)?.focus();
}

const KEYS = {
  n: (part) => enter(criteria[criteria.indexOf(part) + 1] ?? criteria[0]),
  p: (part) => enter(criteria[criteria.indexOf(part) - 1] ?? criteria.at(-1)),
  x: (part) => cannot(part)?.click(),
  t: (part) => part.querySelector("[data-cite-clip]").click(),
  k: () => film && playOrPause(),
};

document.addEventListener("keydown", (event) => {
  const part = event.target.closest?.("[data-criterion]");
  if (!part || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("select")) return;
  const isBox = event.target === box(part);
  const arrow = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
  const isUpright = ["ArrowUp", "ArrowDown"].includes(event.key);
  const act = KEYS[event.key.toLowerCase()];
  if (arrow && (event.target.matches(".levels input") || (isBox && isUpright))) move(part, arrow);
  else if (/^[0-9]$/.test(event.key) && !isBox) digit(part, event.key);
  else if (act) act(part);
  else return;
  event.preventDefault();
});

/** A chosen level that is pressed again is taken back: a draft may leave it open. */
function takeBack(event) {
  const radio = event.target.closest(".level")?.querySelector("input");
  if (!radio || event.target === radio) return;
  if (radio.checked) {
    event.preventDefault();
    radio.checked = false;
    told(radio);
  }
}

function cite(part, token, label, href, seconds) {
  const list = part.querySelector("[data-cited-list]");
  const cited = [...list.querySelectorAll("input")];
  const full = part.querySelector("[data-cited-full]");
  full.hidden = cited.filter((one) => one.checked && one.value !== token).length < full.dataset.citedFull;
  if (!full.hidden) return;
  if (cited.some((one) => one.value === token && (one.checked = true))) return;
  const item = part.querySelector("[data-cited] template").content.cloneNode(true).firstElementChild;
  const [input, link] = [item.querySelector("input"), item.querySelector("a")];
  Object.assign(input, { name: part.querySelector("[data-cited]").dataset.cited, value: token });
  Object.assign(link, { textContent: label, href });
  if (seconds !== undefined) link.dataset.seek = seconds;
  list.append(item);
  told(input);
}

/** The sections of the plan, as the links above it lead there. */
const sections = [...document.querySelectorAll(".jump [data-section]")].map((link) => ({
  key: link.hash.slice(1),
  title: link.querySelector("span").textContent,
}));

/** Brings back what a copy on this device holds: the chosen places, by what the form sends. */
export function citeAgain(name, tokens) {
  const part = document.querySelector(`[data-cited="${name}"]`)?.closest("[data-criterion]");
  for (const token of part ? tokens : []) {
    const [kind, place] = token.split(":");
    const section = sections.find((one) => one.key === place);
    if (kind === "clip") cite(part, token, clockTime(Number(place)), "#clip", place);
    else if (section) cite(part, token, section.title, `#${place}`);
  }
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const part = target.closest("[data-criterion]");
  takeBack(event);
  if (target.closest("[data-less]")) move(part, -1);
  else if (target.closest("[data-more]")) move(part, 1);
  else if (target.closest("[data-set]") && part) set(part, Number(target.closest("[data-set]").dataset.set));
  else if (target.closest("[data-cite-clip]")) {
    const seconds = Math.floor(film?.currentTime ?? 0);
    cite(part, `clip:${seconds}`, clockTime(seconds), "#clip", seconds);
  }
});

document.addEventListener("change", (event) => {
  const select = event.target.closest("[data-cite-plan]");
  if (!select?.value) return;
  cite(select.closest("[data-criterion]"), `plan:${select.value}`, select.selectedOptions[0].textContent, `#${select.value}`);
  select.value = "";
});

/** 'Cannot judge' and a mark exclude each other: the one that came last stays. */
document.addEventListener("input", (event) => {
  const part = event.target.closest("[data-criterion]");
  if (!part) return;
  const out = cannot(part);
  if (event.target.closest("[data-cited]")) part.querySelector("[data-cited-full]").hidden = true;
  if (event.target === out && out.checked) {
    if (box(part)) box(part).value = "";
    for (const one of radios(part)) one.checked = false;
  } else if (out && given(part) !== undefined && event.target !== out && event.target.name.startsWith("points-")) out.checked = false;
  reckon();
});

function wake() {
  for (const one of document.querySelectorAll("[data-less], [data-more]")) one.hidden = false;
  for (const one of document.querySelectorAll("[data-set]")) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: one.className, textContent: one.textContent });
    button.dataset.set = one.dataset.set;
    one.replaceWith(button);
  }
  for (const one of document.querySelectorAll("[data-cite-clip]")) one.hidden = !film;
  for (const one of document.querySelectorAll("[data-cite-plan]")) {
    one.hidden = !sections.length;
    one.append(...sections.map(({ key, title }) => new Option(title, key)));
  }
  reckon();
}

wake();
