// Shows one item of the agenda at a time; arrows, Page Up and Down, Home and End move through it.

const slides = [...document.querySelectorAll("[data-slides] .slide")];
const count = document.querySelector("[data-slide-count]");
let now = Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash));

function show(at) {
  now = Math.min(Math.max(at, 0), slides.length - 1);
  for (const [place, slide] of slides.entries()) slide.hidden = place !== now;
  count.textContent = `${now + 1} / ${slides.length}`;
  for (const button of document.querySelectorAll("[data-slide-step]")) {
    button.hidden = false;
    button.disabled = !slides[now + Number(button.dataset.slideStep)];
  }
  window.scrollTo(0, 0);
}

const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity };

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  show(now + step);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-slide-step]");
  if (button) show(now + Number(button.dataset.slideStep));
});

document.body.classList.add("live");
show(now);
