// What every page does: asking before an act, leading to an error, one answer to two clicks.

import { token } from "./token.js";

/** Puts the keyboard where a link into the form points: a group of choices is entered at its first. */
function enter(target) {
  const entry = target?.matches("input, select, textarea") ? target : target?.querySelector("input, select, textarea");
  entry?.scrollIntoView({ block: "center" });
  entry?.focus({ preventScroll: true });
  return Boolean(entry);
}

/** Messages that belong to the next page outlive the move to it (an upload has already read them). */
function bringMessages() {
  const kept = sessionStorage.getItem("messages");
  if (!kept) return;
  sessionStorage.removeItem("messages");
  const parsed = new DOMParser().parseFromString(kept, "text/html");
  document.getElementById("messages")?.append(...parsed.body.childNodes);
}

function ask(button) {
  const dialog = document.getElementById("confirm");
  const [yes] = dialog.querySelectorAll("button");
  dialog.querySelector("p").textContent = button.dataset.confirm;
  yes.dataset.words ??= yes.textContent;
  yes.textContent = button.dataset.confirmYes ?? yes.dataset.words;
  yes.classList.toggle("danger", button.classList.contains("danger"));
  dialog.returnValue = "no";
  dialog.addEventListener(
    "close",
    () => {
      button.focus();
      if (dialog.returnValue !== "yes") return;
      button.dataset.confirmed = "";
      button.click();
      delete button.dataset.confirmed;
    },
    { once: true },
  );
  dialog.showModal();
}

/** What localcopy.js keeps of unsaved texts is private: it goes when its writer logs out, who is asked first. */
const typedHere = () => Object.keys(localStorage).filter((key) => key.startsWith("typed:"));

document.addEventListener("click", (event) => {
  const leaving = event.target.closest("[data-forget] button");
  if (leaving && typedHere().length) leaving.dataset.confirm = leaving.form.dataset.forget;
  const button = event.target.closest("[data-confirm]");
  if (button && !("confirmed" in button.dataset)) {
    event.preventDefault();
    ask(button);
    return;
  }
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  if (link && enter(document.getElementById(link.hash.slice(1)))) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  // A login in another tab made a new token; the form still carries the old one.
  const carried = form.elements.csrfmiddlewaretoken;
  if (carried) carried.value = token();
  if ("forget" in form.dataset) for (const key of typedHere()) localStorage.removeItem(key);
  setTimeout(() => delete form.dataset.sent, 4000);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

function showErrors() {
  document.querySelector("[data-error-summary]")?.focus();
}

/** A mail's link names the notice it stands in: the page reports that it was opened, once. */
function reportOpening() {
  const here = new URL(location.href);
  const pk = here.searchParams.get("notice");
  const list = document.querySelector("a[data-notices]");
  if (!/^\d+$/.test(pk ?? "") || !list) return;
  fetch(`${list.pathname}${pk}/opened/`, { method: "POST", headers: { "X-CSRFToken": token() }, keepalive: true }).catch(() => {});
  here.searchParams.delete("notice");
  history.replaceState(history.state, "", here);
}

/** The list of the parts of a plan opens where its writer is. */
document.getElementById("parts")?.addEventListener("toggle", ({ target }) => {
  target.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
});

/** Parts that are folded up on a long page, opened all at once. */
for (const button of document.querySelectorAll("[data-unfold]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    for (const part of button.form.querySelectorAll("details.fold, .place-row")) part.open = true;
  });
}

document.addEventListener("main:replaced", showErrors);
bringMessages();
showErrors();
reportOpening();
