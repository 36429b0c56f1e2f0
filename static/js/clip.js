// Sends the clip in pieces that survive a lost connection. Without this module the form sends itself.

import { farness, megabytes, tooLarge, words } from "./sending.js";
import { Refusal, Remembered, TusUpload } from "./tus.js";

const ROUNDING = 0.5; // seconds; as the server grants them
const METADATA = 5000; // milliseconds after which a browser that cannot read a film is left alone

const clockTime = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** The length of a film in seconds; null when this browser cannot tell, and the server will. */
function lengthOf(file) {
  const film = document.createElement("video");
  const address = URL.createObjectURL(file);
  return new Promise((done) => {
    const settle = (seconds) => {
      clearTimeout(timer);
      URL.revokeObjectURL(address);
      done(Number.isFinite(seconds) ? seconds : null);
    };
    const timer = setTimeout(() => settle(null), METADATA);
    film.preload = "metadata";
    film.onloadedmetadata = () => settle(film.duration);
    film.onerror = () => settle(null);
    film.src = address;
  });
}

class ClipForm {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector("[data-upload-state]");
    this.news = form.querySelector("[data-upload-news]");
    this.text = this.box.querySelector("[data-upload-text]");
    this.bar = this.box.querySelector("progress");
    this.pause = this.box.querySelector("[data-upload-pause]");
    this.cancel = this.box.querySelector("[data-upload-cancel]");
    this.texts = this.box.dataset;
    this.endpoint = form.dataset.tus;
    form.addEventListener("submit", (event) => this.submitted(event));
    this.pause.addEventListener("click", () => this.pressed());
    this.cancel.addEventListener("click", () => "confirmed" in this.cancel.dataset && this.cancelled());
    document.addEventListener("visibilitychange", () => this.running && !document.hidden && this.stayAwake());
    window.addEventListener("beforeunload", (event) => this.running && event.preventDefault());
    this.offerToGoOn();
  }

  /** A file that was on its way when the page was left goes on when it is chosen again. */
  async offerToGoOn() {
    const memory = new Remembered(this.endpoint);
    const kept = memory.get();
    if (!kept) return;
    const before = new TusUpload(kept, this.endpoint, () => {});
    const there = await before.ask("HEAD", kept.url).catch(() => null);
    if (this.busy || !there?.getResponseHeader("Tus-Resumable")) return;
    if (there.status !== 200) {
      memory.forget();
      return;
    }
    this.upload = before;
    const done = Number(there.getResponseHeader("Upload-Offset"));
    this.show({ cancel: true });
    this.bar.value = (100 * done) / kept.size;
    this.say(words(this.texts.found, { name: kept.name, done: megabytes(done), total: megabytes(kept.size) }));
  }

  async submitted(event) {
    const [file] = this.form.querySelector("input[type=file]").files;
    if (!file) return; // the server's answer says what is missing
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.show({});
    this.say(this.texts.looking);
    const refusal = await this.unfit(file);
    if (refusal) {
      this.end(refusal);
      return;
    }
    this.done = 0;
    this.upload = new TusUpload(file, this.endpoint, (state, done) => this.seen(state, done));
    await this.run();
  }

  async unfit(file) {
    const { name, type } = file;
    // Some telephones know no type of a film from a messenger: the server then looks into it.
    const isKnown = type && type !== "application/octet-stream";
    if (isKnown && !type.startsWith("video/")) return words(this.texts.notVideo, { name });
    const large = tooLarge(this.form, this.texts);
    if (large) return large;
    const [limit, seconds] = [Number(this.texts.limit), await lengthOf(file)];
    if (seconds === null || seconds <= limit + ROUNDING) return null;
    return words(this.texts.tooLong, {
      name,
      length: clockTime(seconds),
      limit: clockTime(limit),
      over: clockTime(Math.ceil(seconds - limit)),
    });
  }

  /** A telephone that falls asleep stops sending. */
  async stayAwake() {
    this.lock = await navigator.wakeLock?.request("screen").catch(() => null);
  }

  async run() {
    this.running = true;
    this.stayAwake();
    this.state = "";
    this.pause.textContent = this.texts.pause;
    this.show({ pause: true, cancel: true });
    try {
      if (await this.upload.run()) this.arrived();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refused(error);
    }
  }

  arrived() {
    this.running = false;
    this.show({});
    this.bar.value = 100;
    this.say(this.texts.checking);
    location.assign(location.pathname);
  }

  seen(state, done) {
    if (state !== this.state) {
      this.state = state;
      this.base = { done: done ?? this.done, time: performance.now() };
      this.say(state === "waiting" ? this.texts.waiting : this.texts.goesOn);
    }
    if (state === "waiting") return;
    this.done = done;
    const total = this.upload.file.size;
    const seconds = (performance.now() - this.base.time) / 1000;
    this.bar.value = (100 * done) / total;
    const text = done < total ? farness(this.texts, { done, total, since: this.base.done, seconds }) : this.texts.checking;
    this.text.textContent = text;
  }

  pressed() {
    if (this.running) this.hold(words(this.texts.paused, this.soFar()));
    else this.run();
  }

  soFar() {
    return { done: megabytes(this.done), total: megabytes(this.upload.file.size) };
  }

  /** Stop for now: everything needed to go on is kept. */
  hold(sentence) {
    this.running = false;
    this.upload.stop();
    this.pause.textContent = this.texts.resume;
    this.show({ pause: true, cancel: true });
    this.say(sentence);
  }

  async cancelled() {
    this.running = false;
    this.show({});
    const answer = await this.upload.cancel();
    if (answer?.status === 409) location.assign(location.pathname); // it had become a clip
    else this.end(this.texts.cancelled);
  }

  refused({ kind, message }) {
    if (kind === "login") {
      this.hold(this.texts.login);
      return;
    }
    new Remembered(this.endpoint).forget();
    const sentences = { gone: this.texts.gone, code: words(this.texts.refused, { code: message }) };
    this.end(sentences[kind] ?? message);
  }

  end(sentence) {
    Object.assign(this, { running: false, busy: false, upload: null });
    this.show({});
    this.box.classList.add("over");
    this.text.setAttribute("role", "alert");
    this.text.textContent = sentence;
  }

  show({ pause = false, cancel = false }) {
    if (!this.running) this.lock?.release();
    this.box.hidden = false;
    this.box.classList.remove("over");
    this.text.removeAttribute("role");
    this.pause.hidden = !pause;
    this.cancel.hidden = !cancel;
    this.form.querySelector("button[type=submit]").disabled = Boolean(this.busy);
  }

  say(sentence) {
    this.text.textContent = sentence;
    this.news.textContent = sentence;
  }
}

for (const form of document.querySelectorAll("form[data-tus]")) new ClipForm(form);
