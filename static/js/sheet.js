// Keeps a score sheet: every change is posted; what cannot be posted is kept on this device.

import { LocalCopy } from "./localcopy.js";
import { citeAgain } from "./marks.js";

const form = document.querySelector("form[data-sheet]");
const note = form.querySelector("[data-local-copy]");
const status = form.querySelector("[data-saved]");
const texts = note.dataset;
const copies = new LocalCopy("sheet", form.dataset.sheet); // the sheet and its member: another login finds nothing
const REST = 1200; // milliseconds without a keystroke before a change is posted
const AGAIN = 10_000; // before the next try without a connection
const AWAY = 90_000; // without a sign of the member: no longer at work
const SKIPPED = ["csrfmiddlewaretoken", "revision", "seconds", "act"];

const isChange = "change" in form.dataset;
let timer = 0;
let dirty = false;
let sending = null;
let isHeld = false; // two tabs differ: nothing is posted before the member chooses
let leaving = false;
let isKept = false;
let seconds = 0;
let seen = Date.now();

function values() {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (!SKIPPED.includes(name)) (found[name] ??= []).push(value);
  }
  return found;
}

function say(sentence, tone = "") {
  status.textContent = sentence;
  status.dataset.tone = tone;
}

function keep(isSent = false) {
  isKept = copies.keep("all", { isSent, values: values() }, form.elements.revision.value);
}

function forget() {
  isKept = false;
  copies.drop(copies.key("all"));
}

/** The answer of the server to the sheet as it stands: ok, offline, login, refused or differs. */
async function post() {
  dirty = false;
  const body = new FormData(form);
  const spent = seconds;
  body.set("act", "auto");
  body.set("seconds", Math.round(spent));
  const answer = await fetch(location.pathname, { method: "POST", body, keepalive: true }).catch(() => null);
  if (!answer || answer.status >= 500) return "offline";
  if (!answer.headers.get("Content-Type")?.includes("json")) return "login";
  const { revision, saved, refusal, panel } = await answer.json();
  if (panel) {
    differ(panel);
    return "differs";
  }
  if (refusal) {
    say(refusal, "bad");
    return "refused";
  }
  seconds -= spent;
  form.elements.revision.value = revision;
  if (!dirty) {
    forget();
    say(saved);
  }
  return "ok";
}

function differ(panel) {
  isHeld = true;
  const place = form.querySelector("[data-differences]");
  place.innerHTML = panel;
  form.elements.revision.value = place.firstElementChild.dataset.revision;
  say("");
  place.scrollIntoView({ block: "nearest" });
}

/** One post at a time; without a connection it is tried again until it goes through. */
async function save() {
  clearTimeout(timer);
  if (isHeld || isChange) return "held";
  if (sending) return sending.then(() => (dirty ? save() : "ok"));
  say(texts.saving);
  sending = post();
  const outcome = await sending;
  sending = null;
  if (outcome === "offline" || outcome === "login") {
    dirty = true;
    say(texts[outcome], "warn");
  }
  if (outcome === "offline") timer = setTimeout(save, AGAIN);
  else if (dirty && outcome === "ok") timer = setTimeout(save, REST);
  return outcome;
}

function changed() {
  dirty = true;
  keep();
  clearTimeout(timer);
  timer = setTimeout(save, REST);
}

form.addEventListener("input", changed);
window.addEventListener("online", () => dirty && save());

/** Whether the sheet can be sent on: saved first where it is a draft, and the server within reach. */
async function readiness() {
  // A form that is being submitted refuses to be submitted again before its event is over.
  await new Promise((over) => setTimeout(over));
  if (!isChange && (dirty || sending)) return save();
  return navigator.onLine ? "ok" : "offline";
}

/** Handing in waits until everything is saved, and does not leave the page without a connection. */
form.addEventListener(
  "submit",
  async (event) => {
    form.elements.seconds.value = Math.round(seconds);
    const isChoice = "keep" in (event.submitter?.dataset ?? {});
    if (leaving || isChoice) {
      // What the server has not seen yet stays here until it has arrived.
      if (isChange || isChoice) keep(true);
      else forget();
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    const outcome = await readiness();
    if (outcome === "offline") say(texts.notSent, "bad");
    if (["offline", "login", "differs"].includes(outcome)) return;
    leaving = true;
    form.elements.seconds.value = Math.round(seconds);
    form.requestSubmit(submitter);
  },
  true,
);

window.addEventListener("pageshow", () => {
  leaving = false;
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-discard]")) {
    forget();
    dirty = false;
  }
});

window.addEventListener("beforeunload", (event) => {
  // What is kept on this device is offered again; only a copy that could not be kept asks.
  if (dirty && !leaving && !isKept) event.preventDefault();
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && dirty) save();
});

/** Puts a copy into the sheet, each value where it came from. */
function restore(copy) {
  for (const input of form.elements) {
    if (!input.name || SKIPPED.includes(input.name)) continue;
    const stored = copy[input.name] ?? [];
    if (["checkbox", "radio"].includes(input.type)) input.checked = stored.includes(input.value);
    else if (input.type !== "submit") input.value = stored[0] ?? "";
  }
  for (const name of Object.keys(copy)) if (name.startsWith("evidence-")) citeAgain(name, copy[name]);
  form.querySelector("textarea").dispatchEvent(new Event("input", { bubbles: true }));
  form.querySelector("[data-criterion] input").dispatchEvent(new Event("input", { bubbles: true }));
}

function isOfUse({ value, base }) {
  const hasArrived = value.isSent && base !== form.elements.revision.value;
  return !hasArrived && JSON.stringify(value.values) !== JSON.stringify(values());
}

/** The newest copy of earlier openings is offered; an older one stays for the next opening. */
function offer() {
  const found = [];
  for (const copy of copies.earlier()) {
    if (isOfUse(copy)) found.push(copy);
    else copies.drop(copy.key);
  }
  const copy = found.at(-1);
  if (!copy) return;
  note.hidden = false;
  note.querySelector("[data-copy-time]").textContent = new Date(copy.at).toLocaleString(document.documentElement.lang, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  for (const [name, act] of [["use", () => restore(copy.value.values)], ["drop", () => {}]]) {
    note.querySelector(`[data-copy-${name}]`).addEventListener("click", () => {
      note.hidden = true;
      act();
      copies.drop(copy.key);
    });
  }
}

/** Time at work: the page is looked at, and a hand or the clip moved not long ago. */
setInterval(() => {
  const film = document.querySelector("[data-player] video");
  const isBusy = Date.now() - seen < AWAY || (film && !film.paused);
  if (document.visibilityState === "visible" && isBusy) seconds += 1;
}, 1000);
for (const name of ["pointerdown", "keydown", "scroll", "wheel", "pointermove"]) {
  document.addEventListener(name, () => (seen = Date.now()), { passive: true, capture: true });
}

form.classList.add("live");
isHeld = Boolean(form.querySelector("[data-differences] > *"));
offer();
