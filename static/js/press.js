// A button that moves between press and release gets no click: what moves a page waits for so long.

const pressing = new Set(); // of pointers: there may be two fingers
const waiting = new Set();

function press({ pointerId, isPrimary }) {
  if (isPrimary) pressing.clear(); // nothing of an earlier press can be there any more
  pressing.add(pointerId);
}

/** The click comes first. One act that fails keeps none of the others from being done. */
function release(ended) {
  setTimeout(() => {
    ended();
    if (pressing.size) return;
    const acts = [...waiting];
    waiting.clear();
    for (const act of acts) queueMicrotask(act);
  });
}

const releaseAll = () => release(() => pressing.clear());

/** Does it now, or once no finger is on the page; the same function twice is done once. */
export function whenStill(act) {
  if (pressing.size) waiting.add(act);
  else act();
}

document.addEventListener("pointerdown", press, true);
for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, ({ pointerId }) => release(() => pressing.delete(pointerId)), true);
}
// A browser that opens a list or a menu of its own may keep the release to itself.
for (const name of ["keydown", "contextmenu"]) document.addEventListener(name, releaseAll, true);
document.addEventListener("change", ({ target }) => {
  if (target.matches("select")) releaseAll(); // a text box says so too, when a press on a button leaves it
}, true);
window.addEventListener("blur", releaseAll);
