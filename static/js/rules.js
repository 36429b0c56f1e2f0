// Sums that follow the boxes, and a hint at once where a figure cannot stand. The server decides.

import { number, shown } from "./numbers.js";

const put = (template, values) =>
  Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`%(${name})s`, value), template);

/** Names with a minus are taken off; where one of them is empty there is nothing to tell. */
function total(form, output) {
  const names = output.dataset.sum.split(" ");
  const typed = names.map((name) => form.elements[name.replace("-", "")].value);
  const figures = typed.map((text) => (text.trim() ? number(text) : 0));
  const isShare = output.dataset.shouldBe !== "";
  const isKnown = !figures.includes(null) && (isShare ? typed.some((text) => text.trim()) : typed.every((text) => text.trim()));
  if (!isKnown) return null;
  return figures.reduce((sum, figure, place) => sum + (names[place].startsWith("-") ? -figure : figure), 0);
}

function addUp(form) {
  for (const output of form.querySelectorAll("[data-sum]")) {
    const sum = total(form, output);
    output.value = sum === null ? "–" : shown(sum);
    const words = output.closest(".field").querySelector("[data-sum-words]");
    if (!words) continue;
    const isWrong = sum !== null && sum !== Number(output.dataset.shouldBe);
    words.textContent = isWrong ? output.dataset.words.replace("[total]", shown(sum)) : "";
    output.classList.toggle("over", isWrong);
  }
}

/** What is wrong with the figure in this box, in the words of the server; empty when it may stand. */
function trouble(form, input) {
  const value = number(input.value);
  if (value === null) return "";
  const { least, most, notMore } = input.dataset;
  const facts = { value: shown(value) };
  if (least && value < Number(least)) return put(form.dataset.tooLittle, { ...facts, limit: shown(Number(least)) });
  if (most && value > Number(most)) return put(form.dataset.tooMuch, { ...facts, limit: shown(Number(most)) });
  const other = notMore && document.getElementById(notMore);
  const limit = other ? number(other.value) : null;
  if (limit === null || value <= limit) return "";
  const than = other.labels[0].firstChild.textContent.trim();
  return put(form.dataset.notMore, { ...facts, than, limit: shown(limit) });
}

function hint(form, input) {
  const place = input.closest(".field");
  const words = trouble(form, input);
  let line = place.querySelector("[data-hint]");
  if (!line) {
    if (!words) return;
    line = document.createElement("p");
    line.className = "error";
    line.setAttribute("role", "status");
    line.dataset.hint = "";
    place.append(line);
  }
  line.textContent = words;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-rules]");
  if (form) addUp(form);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-rules]");
  if (!form) return;
  if (event.target.matches("[data-least], [data-most]")) hint(form, event.target);
  for (const other of form.querySelectorAll(`[data-not-more="${event.target.id}"]`)) hint(form, other);
});

document.querySelectorAll("form[data-rules]").forEach(addUp);
