// The clip beside a sheet: in a small player once its own place is out of sight.

export const film = document.querySelector("[data-player] video");
export const clockTime = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

let isSmall = false;

export function playOrPause() {
  if (film.paused) film.play().catch(() => {});
  else film.pause();
}

function follow() {
  const frame = document.querySelector("[data-mini]");
  const place = frame.parentElement;
  const close = frame.querySelector("[data-mini-close]");
  let inSight = true;
  const show = () => {
    isSmall = !inSight && (isSmall || !film.paused);
    place.style.minHeight = isSmall ? `${place.offsetHeight}px` : "";
    frame.classList.toggle("mini", isSmall);
    close.hidden = !isSmall;
  };
  new IntersectionObserver(([entry]) => {
    inSight = entry.isIntersecting;
    show();
  }).observe(place);
  film.addEventListener("play", show);
  close.addEventListener("click", () => {
    film.pause();
    isSmall = false;
    show();
  });
  film.addEventListener("timeupdate", () => {
    for (const one of document.querySelectorAll("[data-clip-time]")) one.textContent = clockTime(film.currentTime);
  });
}

if (film) follow();
