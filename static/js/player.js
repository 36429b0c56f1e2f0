// The player: which copy of a clip is played, and links that lead to a moment of it, wherever they
// stand on the page. Without this module those of the player open the file itself.

const KEY = "clip-quality";
const THIN = ["slow-2g", "2g", "3g"];

/** What the person chose last; before that, what the line and the person's browser ask for. */
function wanted() {
  const { saveData, effectiveType } = navigator.connection ?? {};
  return localStorage.getItem(KEY) ?? (saveData || THIN.includes(effectiveType) ? "small" : "clear");
}

/** A click that asks for a tab or a window of its own is the browser's. */
const wantsAnother = ({ ctrlKey, metaKey, shiftKey }) => ctrlKey || metaKey || shiftKey;

class ClipPlayer extends HTMLElement {
  connectedCallback() {
    this.video = this.querySelector("video");
    this.choices = [...this.querySelectorAll("[data-quality]")];
    this.addEventListener("click", (event) => this.pressed(event));
    this.take(wanted());
  }

  pressed(event) {
    const link = event.target.closest("[data-quality]");
    if (!link || wantsAnother(event)) return;
    event.preventDefault();
    localStorage.setItem(KEY, link.dataset.quality);
    this.take(link.dataset.quality);
  }

  /** A link elsewhere on the page leaves its reader there: the clip may play in its corner. */
  goTo(link) {
    this.video.currentTime = Number(link.dataset.seek);
    this.video.play().catch(() => {}); // the person may have stopped it again already
    if (this.contains(link)) this.video.scrollIntoView({ block: "nearest" });
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

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-seek]");
  const player = link?.closest("clip-player") ?? document.querySelector("clip-player");
  if (!link || !player || wantsAnother(event)) return;
  event.preventDefault();
  player.goTo(link);
});
