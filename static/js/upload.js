// Sends a form with files and shows how far it is. Without this module the form sends itself.

import { farness, tooLarge, words } from "./sending.js";

class Upload {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("[data-upload-state]");
    this.news = form.querySelector("[data-upload-news]");
    this.texts = this.box.dataset;
  }

  start(submitter) {
    const refusal = tooLarge(this.form, this.texts);
    if (refusal) {
      this.stop(refusal);
      return;
    }
    const body = new FormData(this.form, submitter);
    this.box.hidden = false;
    this.box.classList.remove("over");
    this.request = new XMLHttpRequest();
    this.request.open("POST", this.form.getAttribute("action") ?? location.href);
    this.request.upload.onprogress = (event) => this.progress(event);
    this.request.upload.onload = () => this.say(this.texts.checking);
    this.request.onload = () => this.answered();
    this.request.onerror = () => this.stop(this.texts.lost);
    this.request.onabort = () => this.stop(this.texts.stopped);
    this.since = performance.now();
    this.busy(true);
    this.request.send(body);
  }

  progress({ loaded, total }) {
    const seconds = (performance.now() - this.since) / 1000;
    this.box.querySelector("progress").value = (100 * loaded) / total;
    this.box.querySelector("[data-upload-text]").textContent = farness(this.texts, { done: loaded, total, seconds });
  }

  answered() {
    const { status, responseURL, responseText } = this.request;
    const page = new DOMParser().parseFromString(responseText, "text/html");
    if (status === 422 && page.querySelector("main")) this.showAgain(page);
    else if (status < 300) this.moveTo(responseURL, page);
    else this.stop(words(this.texts.refused, { code: status }));
  }

  moveTo(url, page) {
    this.busy(false);
    sessionStorage.setItem("messages", page.getElementById("messages")?.innerHTML ?? "");
    if (url.split("#")[0] === location.href.split("#")[0]) location.reload();
    else location.assign(url);
  }

  /** The refused form comes back; files that were not refused themselves stay chosen. */
  showAgain(page) {
    this.busy(false);
    const chosen = [...this.form.querySelectorAll("input[type=file]")].map(({ name, files }) => [name, files]);
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    for (const [name, files] of chosen) {
      const input = document.querySelector(`input[type=file][name="${name}"]`);
      if (input && input.ariaInvalid !== "true" && files.length) input.files = files;
    }
    document.dispatchEvent(new Event("main:replaced"));
  }

  stop(sentence) {
    this.busy(false);
    this.box.hidden = false;
    this.box.classList.add("over");
    this.say(sentence);
  }

  say(sentence) {
    this.box.querySelector("[data-upload-text]").textContent = sentence;
    this.news.textContent = sentence;
  }

  busy(now) {
    this.box.querySelector("[data-upload-cancel]").hidden = !now;
    for (const button of this.form.querySelectorAll("button:not([type=button])")) button.disabled = now;
    if (now) running.set(this.form, this);
    else running.delete(this.form);
  }
}

const running = new Map();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-upload]")) return;
  event.preventDefault();
  if (!running.has(form)) new Upload(form).start(event.submitter);
});

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-upload-cancel]");
  if (cancel) running.get(cancel.closest("form"))?.request.abort();
});

window.addEventListener("beforeunload", (event) => {
  if (running.size) event.preventDefault();
});
