// The player: which copy of a clip is played, and leading to a moment of it. Without this module the
// links open the file itself.

const KEY = "clip-quality";
const THIN = ["slow-2g", "2g", "3g"];

/** What the person chose last; before that, what the line and the person's browser ask for. */
function wanted() {
  const { saveData, effectiveType } = navigator.connection ?? {};
  return localStorage.getItem(KEY) ?? (saveData || THIN.includes(effectiveType) ? "small" : "clear");
}

class ClipPlayer extends HTMLElement {
  connectedCallback() {
    this.video = this.querySelector("video");
    this.choices = [...this.querySelectorAll("[data-quality]")];
    this.addEventListener("click", (event) => this.pressed(event));
    this.take(wanted());
  }

  pressed(event) {
    const link = event.target.closest("[data-quality], [data-seek]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if ("seek" in link.dataset) {
      this.goTo(Number(link.dataset.seek));
      return;
    }
    localStorage.setItem(KEY, link.dataset.quality);
    this.take(link.dataset.quality);
  }

  goTo(second) {
    this.video.currentTime = second;
    this.video.play().catch(() => {}); // the person may have stopped it again already
    this.video.scrollIntoView({ block: "nearest" });
  }

  /** Change the copy and go on at the same moment. */
  take(quality) {
    const chosen = this.choices.find((link) => link.dataset.quality === quality);
    if (!chosen) return;
    for (const link of this.choices) {
      if (link === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    if (this.video.src === chosen.href) return;
    const { currentTime, paused } = this.video;
    this.video.src = chosen.href;
    if (currentTime) this.video.currentTime = currentTime;
    if (!paused) this.video.play().catch(() => {});
  }
}

customElements.define("clip-player", ClipPlayer);
