// Sends a form with files and shows how far it is. Without this module the form sends itself.

const MEGA = 1024 * 1024;
const megabytes = (bytes) => (bytes / MEGA).toFixed(bytes < 10 * MEGA ? 1 : 0);

function words(template, values) {
  return template.replace(/\[(\w+)\]/g, (whole, name) => values[name] ?? whole);
}

const timeLeft = (texts, seconds) =>
  seconds < 90
    ? words(texts.seconds, { n: Math.max(1, Math.round(seconds)) })
    : words(texts.minutes, { n: Math.round(seconds / 60) });

/** The file that is over its own field's limit, as a sentence; null when all fit. */
function tooLarge(form, texts) {
  for (const input of form.querySelectorAll("input[type=file][data-max-bytes]")) {
    const limit = Number(input.dataset.maxBytes);
    const file = [...input.files].find((each) => each.size > limit);
    if (file) {
      input.focus();
      return words(texts.tooLarge, { name: file.name, size: megabytes(file.size), limit: megabytes(limit) });
    }
  }
  return null;
}

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
    const rate = loaded / Math.max(seconds, 0.1);
    this.box.querySelector("progress").value = (100 * loaded) / total;
    const parts = [words(this.texts.sent, { done: megabytes(loaded), total: megabytes(total) })];
    if (seconds > 2) {
      parts.push(words(this.texts.rate, { rate: (rate / MEGA).toFixed(1) }), timeLeft(this.texts, (total - loaded) / rate));
    }
    this.box.querySelector("[data-upload-text]").textContent = parts.join(" · ");
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
