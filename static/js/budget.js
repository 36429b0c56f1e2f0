// Running totals of a budget table, in whole satang: quantity x unit price, line by line, against limits.

import { inWords } from "./baht-words.js";
import { plain } from "./numbers.js";

const HUNDREDTHS = /^(\d+)(?:\.(\d{1,2})0*)?$/;
// No line may be so large that a sum of a thousand of them is no longer exact.
const MOST = Number.MAX_SAFE_INTEGER / 1000;

/** Hundredths of what was typed, with Thai digits and commas; null when it is no such number. */
function hundredths(text) {
  const parts = HUNDREDTHS.exec(plain(text));
  if (!parts) return null;
  const value = Number(parts[1]) * 100 + Number((parts[2] ?? "").padEnd(2, "0"));
  return value <= MOST ? value : null;
}

/** Satang of one line, rounded half up. */
function lineSatang(quantity, unitPrice) {
  const [count, each] = [hundredths(quantity), hundredths(unitPrice)];
  if (count === null || each === null) return null;
  const amount = Number((BigInt(count) * BigInt(each) + 50n) / 100n);
  return amount <= MOST ? amount : null;
}

function baht(satang) {
  return (satang / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

const input = (row, name) => row.querySelector(`[name$="-${name}"]`);
const price = (row) => input(row, "unit_price") ?? input(row, "unit_price_satang");
const whole = (amount) => amount.toLocaleString("en-US");
const words = (template, amount) => template.replace("[amount]", amount).replace("[limit]", amount);

/** The lines in the order in which money is given to them: by priority where there is one. */
function inOrder(rows) {
  const rank = (row) => hundredths(input(row, "priority")?.value ?? "") ?? Infinity;
  return rows.map((row, place) => ({ row, place, rank: rank(row) })).sort(
    (one, other) => (one.rank === other.rank ? one.place - other.place : one.rank - other.rank),
  ).map(({ row }) => row);
}

/** What each line costs, and the lowest limit that it still fits under with all before it. */
function read(rows, limits, counted) {
  let sum = 0;
  return inOrder(rows).map((row) => {
    const amount = lineSatang(input(row, "quantity").value, price(row).value);
    const counts = amount !== null && (!counted || input(row, "source")?.value === counted);
    if (counts) sum += amount;
    return { row, amount, counts, sum, within: limits.find((limit) => sum <= limit * 100) };
  });
}

function showLine({ row, amount, counts, within }, spent, totals, highest) {
  row.querySelector("[data-line-total]").textContent = amount === null ? "–" : baht(amount);
  row.querySelector("[data-line-reach]").textContent = !counts
    ? ""
    : within === undefined
      ? words(totals.dataset.beyond, whole(highest))
      : words(totals.dataset.within, whole(within));
  row.classList.toggle("beyond", counts && within === undefined);
  row.classList.toggle("line", spent.length > 0);
  const cut = row.querySelector("[data-cut]");
  if (!cut) return;
  cut.hidden = !spent.length;
  cut.textContent = spent.map((limit) => words(totals.dataset.cut, whole(limit))).join(" ");
}

/** The limits whose money is used up by this line: the next one that counts does not fit any more. */
function usedUp(lines, place, limits) {
  const next = lines[place + 1];
  if (!next?.counts) return [];
  return limits.filter((limit) => next.sum > limit * 100 && (next.sum - next.amount) <= limit * 100);
}

/** Only the highest limit can be exceeded; a lower one buys the lines that it reaches. */
function showLimit(part, lines, totals, highest) {
  const limit = Number(part.dataset.limit);
  const total = lines.at(-1)?.sum ?? 0;
  const rest = limit * 100 - total;
  const isOver = rest < 0 && limit === highest;
  const bought = lines.findLast(({ sum }) => sum <= limit * 100)?.sum ?? 0;
  const [template, amount] =
    rest >= 0 ? [totals.dataset.left, rest] : isOver ? [totals.dataset.over, -rest] : [totals.dataset.bought, bought];
  part.classList.toggle("over", isOver);
  part.querySelector("progress").value = (rest < 0 && !isOver ? bought : Math.min(total, limit * 100)) / 100;
  part.querySelector("[data-limit-text]").textContent = words(template, baht(amount));
}

function list(part, items, nothing) {
  const names = items.length ? items : [nothing];
  part.querySelector("[data-reach-items]").replaceChildren(
    ...names.map((textContent) =>
      Object.assign(document.createElement("li"), { textContent, className: items.length ? "" : "none" })),
  );
}

const total = (lines) => lines.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
const itemOf = ({ row }) => input(row, "item").value.trim() || "–";

/** What each award buys, item by item, and what the group and others bring beside it. */
function showReach(reach, lines) {
  const counted = lines.filter(({ counts }) => counts);
  for (const part of reach.querySelectorAll("[data-reach-limit]")) {
    const limit = Number(part.dataset.reachLimit) * 100;
    const bought = counted.filter(({ sum }) => sum <= limit);
    const next = counted[bought.length];
    list(part, bought.map(itemOf), reach.dataset.nothing);
    part.querySelector("[data-reach-sum]").textContent = baht(total(bought));
    part.querySelector("[data-reach-next]").textContent = next
      ? reach.dataset.stops.replace("[item]", itemOf(next))
      : reach.dataset.rest.replace("[amount]", baht(limit - total(bought)));
  }
  for (const part of reach.querySelectorAll("[data-reach-source]")) {
    const given = lines.filter(
      ({ row, amount }) => amount !== null && input(row, "source").value === part.dataset.reachSource,
    );
    list(part, given.map(itemOf), reach.dataset.none);
    part.querySelector("[data-reach-sum]").textContent = baht(total(given));
  }
  reach.querySelector("[data-reach-whole]").textContent = baht(total(lines));
  reach.querySelector("[data-reach-words]").textContent = `(${inWords(total(lines))})`;
}

const rowsOf = (form) =>
  [...form.querySelectorAll("[data-formset-row]")].filter(
    (row) => input(row, "quantity") && !row.hidden && !input(row, "DELETE")?.checked,
  );

function reckon(form) {
  const totals = form.querySelector("[data-budget-totals]");
  const parts = [...totals.querySelectorAll("[data-limit]")];
  const limits = parts.map((part) => Number(part.dataset.limit));
  const rows = rowsOf(form);
  const lines = read(rows, limits, totals.dataset.counted);
  // A cut can be drawn only where the lines stand in the order of their priorities.
  const ordered = lines.every(({ row }, place) => row === rows[place]);
  lines.forEach((line, place) => {
    showLine(line, ordered ? usedUp(lines, place, limits) : [], totals, limits.at(-1));
  });
  totals.querySelector("[data-budget-total]").textContent = baht(lines.at(-1)?.sum ?? 0);
  totals.querySelector("[data-budget-whole]").textContent = baht(total(lines));
  for (const part of parts) showLimit(part, lines, totals, limits.at(-1));
  const reach = form.querySelector("[data-reach]");
  if (reach) showReach(reach, lines);
}

/** Puts the lines where their priorities say; the keyboard stays in its box. */
function arrange(form) {
  const rows = rowsOf(form);
  const ordered = inOrder(rows);
  if (ordered.every((row, place) => row === rows[place])) return;
  const box = document.activeElement;
  const places = rows[0].parentElement;
  for (const row of ordered) places.append(row);
  box.focus();
  reckon(form);
}

/** A line that was moved by its buttons takes the priority of its place, and so do the others. */
function renumber(form) {
  let place = 0;
  for (const row of rowsOf(form)) {
    const box = input(row, "priority");
    if (!box || !(input(row, "item").value.trim() || price(row).value.trim())) continue;
    const next = String(++place);
    if (plain(box.value) === next) continue;
    box.value = next;
    for (const name of ["input", "change"]) box.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

function reckonAround(event) {
  const form = event.target.closest("form[data-budget]");
  if (form) reckon(form);
}

function reckonAll() {
  document.querySelectorAll("form[data-budget]").forEach(reckon);
}

for (const name of ["input", "change", "formset:changed"]) document.addEventListener(name, reckonAround);
document.addEventListener("formset:moved", (event) => {
  const form = event.target.closest("form[data-budget]");
  if (form) renumber(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-budget]");
  // After the keyboard has gone on to the next box, so that it is not taken from there.
  if (form && event.target.name.endsWith("-priority")) setTimeout(() => arrange(form));
});
document.addEventListener("main:replaced", reckonAll);
reckonAll();
