// The address of a link: copied with one press.

for (const box of document.querySelectorAll("[data-share]")) {
  const address = box.querySelector("[data-share-address]");
  const button = box.querySelector("[data-share-copy]");
  const words = button.textContent;
  address.addEventListener("focus", () => address.select());
  button.hidden = false;
  button.addEventListener("click", async () => {
    address.select();
    // Without encryption, as on a test server, a browser has no other way.
    await (navigator.clipboard?.writeText(address.value) ?? document.execCommand("copy"));
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = words), 3000);
  });
}
