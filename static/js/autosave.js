// Saves each answer by itself while it is typed, one request at a time; says who else is writing.

import { Field, Rows, blank } from "./answers.js";
import { LocalCopy } from "./localcopy.js";
import { whenStill } from "./press.js";
import { token } from "./token.js";

const PAUSE = 1500;
const RETRY = 5000;
const BEAT = 25_000;
const PATIENCE = 30_000; // a line that stands still is no line
const STAYED = 4000; // a page that is still there then was not left
const MOST_KEPT_ALIVE = 15_000; // characters; browsers let a page that is left send 64 kB to its end

const state = document.querySelector("[data-desk]");
const texts = state.dataset;
const form = document.querySelector("form[data-autosave]");
const copies = new LocalCopy(texts.writer, texts.submission, texts.section);
const answers = new Map();
const waiting = new Set();
const known = new Map(form?.elements.known.value.split(" ").filter(Boolean).map((each) => each.split(":")));
let busy, lost, loggedOut, closed, full, said, again, leaving;

function know(name, digest) {
  known.set(name, digest);
  form.elements.known.value = [...known].map((each) => each.join(":")).join(" ");
}

/** The answer as JSON with its status: 0 is no connection, 401 nobody or somebody else logged in. */
async function post(url, entries) {
  const body = new FormData();
  for (const [name, value] of [...entries, ["writer", texts.writer]]) body.append(name, value);
  const size = entries.reduce((sum, [, value]) => sum + String(value).length, 0);
  const options = { method: "POST", body, redirect: "manual", keepalive: size < MOST_KEPT_ALIVE };
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(url, { ...options, signal, headers: { "X-CSRFToken": token() } });
    if (answer.headers.get("Content-Type")?.includes("json")) return { ...(await answer.json()), status: answer.status };
    // A login page, or a token from before the login, in place of ours; a proxy without its server.
    return { status: answer.type === "opaqueredirect" || answer.status === 403 ? 401 : answer.status >= 500 ? 0 : 404 };
  } catch {
    return { status: 0 };
  }
}

let last = Promise.resolve();

/** Post once the request before is answered: there is never more than one under way. */
function ask(url, entries) {
  last = last.then(() => post(url, entries)).then(note);
  return last;
}

/** What every answer of the server tells, whatever was asked. */
function note(got) {
  lost = got.status === 0;
  loggedOut = got.status === 401 && (got.said ?? texts.loggedOut);
  if (got.status === 403 || got.status === 404) closed = `${got.said ?? ""} ${texts.closed}`;
  if (got.html) whenStill(() => fresh(got.html));
  if (lost || loggedOut) {
    clearTimeout(again);
    again = setTimeout(pump, RETRY);
  }
  return got;
}

function fresh(html) {
  for (const part of new DOMParser().parseFromString(html, "text/html").body.children) {
    const old = document.getElementById(part.id);
    if (old && old.innerHTML !== part.innerHTML && !old.contains(document.activeElement)) old.innerHTML = part.innerHTML;
  }
}

async function pump() {
  const [answer] = waiting;
  if (busy || leaving || closed || !answer) return;
  busy = true;
  if (answer.isChanged && !answer.choice) await save(answer);
  else waiting.delete(answer);
  busy = false;
  show();
  if (!lost && !loggedOut) pump();
}

async function save(answer) {
  const { name, text } = answer;
  const got = await ask(form.dataset.autosave, [["answer", name], ["base", known.get(name) ?? ""], ...answer.entries()]);
  if (lost || loggedOut || closed) return;
  if (answer.text === text) waiting.delete(answer);
  answer.errors = got.errors ?? {};
  answer.show();
  if (got.status === 200) saved(answer, text, got);
  else if (got.status === 409) choose(answer, got);
}

function saved(answer, text, got) {
  answer.saved = text;
  if (answer.text === text) answer.asStored();
  know(answer.name, got.known);
  keep(answer);
  said = got.said;
  // What contradicted another answer may fit now.
  for (const other of answers.values()) if (other.errors[""]) waiting.add(other);
}

function keep(answer) {
  if (!answer.isChanged) copies.drop(copies.key(answer.name));
  else full = !copies.keep(answer.name, answer.value, known.get(answer.name) ?? "");
}

function pair(box, answer, mine, theirs) {
  box.querySelector("[data-mine]").textContent = answer.words(mine) || "–";
  box.querySelector("[data-theirs]").textContent = answer.words(theirs) || "–";
}

/** Another changed the same answer: both are shown, and nothing is sent until the writer chose. */
function choose(answer, { said: sentence, now, known: digest }) {
  const box = blank("choice");
  box.querySelector("[data-text]").textContent = sentence;
  pair(box, answer, answer.value, now);
  answer.choice = box;
  answer.place.append(box);
  box.addEventListener("click", ({ target }) => {
    if (!target.matches("button")) return;
    answer.choice = null;
    box.remove();
    know(answer.name, digest);
    if ("take" in target.dataset) {
      answer.write(now);
      answer.saved = answer.text;
      answer.asStored();
    }
    answer.place.querySelector("input:not([type=hidden]), select, textarea").focus();
    typed(answer, 0);
  });
}

function typed(answer, delay = PAUSE) {
  keep(answer);
  clearTimeout(answer.timer);
  answer.timer = setTimeout(() => {
    waiting.add(answer);
    pump();
  }, delay);
  show();
}

/** What earlier openings of this page could not save is offered back, unless it is saved by now. */
async function offer() {
  const found = [];
  for (const copy of copies.earlier()) {
    const answer = answers.get(copy.name);
    if (!answer) continue;
    const isHere = JSON.stringify(copy.value) === answer.text;
    if ("refused" in form.dataset && isHere) {
      answer.saved = null; // the server refused it; the save button or another word decides
      keep(answer);
    }
    if (isHere || (await isSaved(answer, copy))) copies.drop(copy.key);
    else found.push({ answer, copy });
  }
  show();
  if (found.length) showOffer(found);
}

/** The same may be written in many ways: the server knows what it amounts to. */
async function isSaved(answer, copy) {
  const entries = [["answer", answer.name], ["check", "1"], ...answer.entries(copy.value)];
  const got = await ask(form.dataset.autosave, entries);
  return got.status === 200 && got.known === (known.get(answer.name) ?? "");
}

function showOffer(found) {
  const box = blank("offer");
  const heading = box.querySelector("[data-text]");
  const day = { day: "numeric", month: "short" };
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Bangkok" };
  const { lang } = document.documentElement;
  const at = new Date(found.at(-1).copy.at).toLocaleString(lang, { ...day, ...time });
  const when = lang === "th" ? `${at.replace(":", ".")} น.` : at; // as the server writes the hour in Thai
  heading.textContent = heading.dataset.words.replace("[when]", when);
  const line = box.querySelector("[data-offer]");
  for (const { answer, copy } of found) {
    const shown = line.cloneNode(true);
    shown.querySelector("[data-label]").textContent = answer.label;
    pair(shown, answer, copy.value, answer.value);
    line.before(shown);
  }
  line.remove();
  document.querySelector("[data-offers-here]").append(box);
  box.addEventListener("click", ({ target }) => {
    if (!target.matches("button")) return;
    for (const { answer, copy } of found) {
      copies.drop(copy.key);
      if ("take" in target.dataset) continue;
      answer.write(copy.value);
      know(answer.name, copy.base);
      typed(answer, 0);
    }
    box.remove();
    found[0].answer.place.querySelector("input:not([type=hidden]), select, textarea").focus();
  });
}

const show = () => whenStill(tell);

function tell() {
  const count = [...answers.values()].filter((answer) => answer.isChanged).length;
  const isHeld = [...answers.values()].some(
    ({ choice, saved, isChanged, errors }) => choice || saved === null || (isChanged && Object.keys(errors).length),
  );
  const words =
    closed || (full && texts.full) || loggedOut || (count && lost && texts.offline) || (isHeld && texts.held);
  const text = words ? words.replace("[n]", count) : (said ?? "");
  state.classList.toggle("warn", Boolean(words));
  state.classList.toggle("busy", count > 0 && !words);
  if (state.firstChild?.textContent !== text) state.replaceChildren(text);
  if (loggedOut && !state.querySelector("a")) {
    const link = Object.assign(document.createElement("a"), { href: texts.login, target: "_blank", textContent: texts.again });
    state.append(" ", link);
  }
}

async function beat() {
  if (document.hidden || busy || leaving || closed) return;
  busy = true;
  await ask(texts.present, [["section", texts.section]]);
  busy = false;
  show();
  if (!lost && !loggedOut) pump();
}

/** The whole form goes after the answer under way, or it would find that one in conflict with itself. */
function leave(event) {
  if (leaving || !busy) {
    leaving = true;
    setTimeout(() => (leaving = false), STAYED);
    return;
  }
  event.preventDefault();
  leaving = true;
  last.then(() => form.requestSubmit(event.submitter));
}

function wakeForm() {
  for (const formset of form.querySelectorAll("[data-formset]")) answers.set(formset.dataset.formset, new Rows(formset));
  for (const box of form.querySelectorAll("[name]:is(input:not([type=hidden]), select, textarea)")) {
    if (!box.closest("[data-formset]")) answers.set(box.name, new Field(box));
  }
  const answerOf = ({ target }) => answers.get(target.closest("[data-formset]")?.dataset.formset ?? target.name);
  for (const [name, delay] of [["input", PAUSE], ["change", 0], ["formset:changed", 0]]) {
    form.addEventListener(name, (event) => {
      const answer = answerOf(event);
      if (answer) typed(answer, delay);
    });
  }
  form.addEventListener("focusout", (event) => {
    const answer = answerOf(event);
    if (answer) setTimeout(() => answer.show()); // once the keyboard has arrived elsewhere
  });
  form.addEventListener("submit", leave);
  offer();
}

// The list would hide the box that it leads to; its numbers of rows are those of what is stored.
for (const list of document.querySelectorAll("#desk-left, #left-here")) {
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    if (list.open) list.open = false;
    if (link.pathname !== location.pathname) return;
    const box = [...answers.values()].map((answer) => answer.boxOf(link.hash.slice(1))).find(Boolean);
    if (!box) return;
    event.preventDefault();
    box.focus();
  });
}
if (form) wakeForm();
setTimeout(beat, 1000);
setInterval(beat, BEAT);
for (const name of ["online", "focus"]) window.addEventListener(name, beat);
document.addEventListener("visibilitychange", beat);
