// Sends one file by the tus 1.0 protocol: piece by piece, from where the server has it, until it is there.

import { token } from "./token.js";

const LEAST = 256 * 1024;
const MOST = 8 * 1024 * 1024;
const SILENCE = 30_000; // milliseconds without a byte after which a piece is sent again
const CHECKING = 120_000; // the last piece is answered when the whole file has been looked at
const LONGEST_WAIT = 30_000;
const WITH_A_SENTENCE = [403, 413, 422, 507];
const WORTH_ANOTHER_TRY = [409, 423, 460];

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** What cannot be mended by trying again: "sentence" (in `message`), "code", "gone" or "login". */
export class Refusal extends Error {
  constructor(kind, message = "") {
    super(message);
    this.kind = kind;
  }
}

/** What is to be made of an answer that is not the one hoped for. */
function trouble(answer, method) {
  const { status, responseText } = answer;
  // A proxy whose server is being restarted, or the login page in place of ours.
  if (!answer.getResponseHeader("Tus-Resumable")) return status >= 500 ? new Error("away") : new Refusal("login");
  if (WITH_A_SENTENCE.includes(status)) return new Refusal("sentence", responseText);
  if (method === "POST" && status === 409) return new Refusal("sentence", responseText);
  if (status === 404 || status === 410) return new Refusal("gone");
  const again = status >= 500 || WORTH_ANOTHER_TRY.includes(status);
  return again ? new Error("again") : new Refusal("code", String(status));
}

/** The upload to `endpoint` that this browser began and has not seen the end of. */
export class Remembered {
  constructor(endpoint) {
    this.key = `upload:${endpoint}`;
  }

  get() {
    return JSON.parse(localStorage.getItem(this.key) ?? "null");
  }

  of({ name, size, lastModified }) {
    const kept = this.get();
    const same = kept?.name === name && kept.size === size && kept.lastModified === lastModified;
    return same ? kept.url : null;
  }

  keep({ name, size, lastModified }, url) {
    localStorage.setItem(this.key, JSON.stringify({ name, size, lastModified, url }));
  }

  forget() {
    localStorage.removeItem(this.key);
  }
}

/** `seen` is told of "sending" and "waiting" and, with a number, how many bytes are there. */
export class TusUpload {
  constructor(file, endpoint, seen) {
    Object.assign(this, { file, endpoint, seen, piece: 4 * LEAST, stopped: false, met: false });
    this.memory = new Remembered(endpoint);
    this.url = this.memory.of(file);
  }

  /** True when the server has everything; false when stopped. Throws `Refusal`. */
  async run() {
    this.stopped = false;
    const cut = () => this.request?.abort();
    window.addEventListener("offline", cut);
    try {
      for (let tries = 0; !this.stopped; tries += 1) {
        try {
          let offset = await this.reach();
          this.seen("sending", offset);
          do {
            offset = await this.send(offset);
            tries = 0;
          } while (offset < this.file.size && !this.stopped);
          if (offset === this.file.size) {
            this.memory.forget();
            return true;
          }
        } catch (error) {
          if (this.stopped) return false;
          if (error instanceof Refusal) throw error;
          await this.wait(tries);
        }
      }
      return false;
    } finally {
      window.removeEventListener("offline", cut);
    }
  }

  stop() {
    this.stopped = true;
    this.request?.abort();
    this.wake?.();
  }

  /** Have what has arrived thrown away; "gone" counts as done, a lost connection as well: it expires. */
  async cancel() {
    this.stop();
    this.memory.forget();
    if (this.url) await this.ask("DELETE", this.url).catch(() => null);
  }

  /** Where to go on: from what the server has of this file, or from the beginning. */
  async reach() {
    if (this.url) {
      const answer = await this.ask("HEAD", this.url);
      const refusal = answer.status === 200 && answer.getResponseHeader("Tus-Resumable") ? null : trouble(answer, "HEAD");
      if (!refusal) {
        this.met = true;
        return Number(answer.getResponseHeader("Upload-Offset"));
      }
      // One remembered from an earlier day may be over; one of this page was ended by somebody.
      if (refusal.kind !== "gone" || this.met) throw refusal;
    }
    return this.begin();
  }

  async begin() {
    // Another file that this browser began with: as long as it is there, the server waits for it.
    const before = this.memory.get();
    if (before && before.url !== this.url) await this.ask("DELETE", before.url);
    const metadata = `filename ${base64(this.file.name)},filetype ${base64(this.file.type)}`;
    const answer = await this.ask("POST", this.endpoint, { "Upload-Length": this.file.size, "Upload-Metadata": metadata });
    if (answer.status !== 201) throw trouble(answer, "POST");
    this.url = answer.getResponseHeader("Location");
    this.met = true;
    this.memory.keep(this.file, this.url);
    return 0;
  }

  /** One piece, larger or smaller next time by how long it took. */
  async send(offset) {
    const began = performance.now();
    const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
    const body = this.file.slice(offset, offset + this.piece);
    const answer = await this.ask("PATCH", this.url, headers, body, offset);
    if (answer.status !== 204) throw trouble(answer, "PATCH");
    const seconds = (performance.now() - began) / 1000;
    if (seconds < 3) this.piece = Math.min(MOST, this.piece * 2);
    if (seconds > 10) this.piece = Math.max(LEAST, this.piece / 2);
    return Number(answer.getResponseHeader("Upload-Offset"));
  }

  ask(method, url, headers = {}, body = null, offset = 0) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      let patience;
      const listen = (time) => {
        clearTimeout(patience);
        patience = setTimeout(() => request.abort(), time);
      };
      this.request = request;
      request.open(method, url);
      const all = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token(), ...headers };
      for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded }) => {
        listen(SILENCE);
        this.seen("sending", offset + loaded);
      };
      request.upload.onload = () => listen(CHECKING);
      request.onload = () => resolve(request);
      request.onerror = request.onabort = () => reject(new Error("network"));
      request.onloadend = () => clearTimeout(patience);
      listen(SILENCE);
      request.send(body);
    });
  }

  /** Longer each time, but no longer than until the network is back. */
  wait(tries) {
    this.seen("waiting");
    this.piece = Math.max(LEAST, this.piece / 2);
    const time = Math.min(LONGEST_WAIT, 1000 * 2 ** tries) * (0.75 + Math.random() / 2);
    return new Promise((done) => {
      const timer = setTimeout(() => this.wake(), time);
      this.wake = () => {
        clearTimeout(timer);
        window.removeEventListener("online", this.wake);
        done();
      };
      window.addEventListener("online", this.wake);
    });
  }
}
