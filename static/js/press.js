// A button that moves between press and release gets no click: what moves a page waits for so long.

let isPressed = false;
const waiting = new Set();

function press() {
  isPressed = true;
}

function release() {
  setTimeout(() => { // the click comes first
    isPressed = false;
    for (const act of waiting) act();
    waiting.clear();
  });
}

/** Does it now, or once no finger is on the page; the same function twice is done once. */
export function whenStill(act) {
  if (isPressed) waiting.add(act);
  else act();
}

document.addEventListener("pointerdown", press, true);
for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, release, true);
