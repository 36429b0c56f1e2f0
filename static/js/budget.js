// Running totals of a budget table, in whole satang: quantity x unit price, line by line, against limits.

const HUNDREDTHS = /^(\d+)(?:\.(\d{1,2})0*)?$/;
// No line may be so large that a sum of a thousand of them is no longer exact.
const MOST = Number.MAX_SAFE_INTEGER / 1000;

/** Hundredths of what was typed, with Thai digits and commas; null when it is no such number. */
function hundredths(text) {
  const plain = text.trim().replace(/[๐-๙]/g, (digit) => digit.codePointAt(0) - 0x0e50).replaceAll(",", "");
  const parts = HUNDREDTHS.exec(plain);
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

function showLine({ row, amount, counts, within }, next, totals, highest) {
  row.querySelector("[data-line-total]").textContent = amount === null ? "–" : baht(amount);
  row.querySelector("[data-line-reach]").textContent = !counts
    ? ""
    : within === undefined
      ? words(totals.dataset.beyond, whole(highest))
      : words(totals.dataset.within, whole(within));
  row.classList.toggle("beyond", counts && within === undefined);
  row.classList.toggle("line", Boolean(next?.counts && next.within !== within));
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

function reckon(form) {
  const totals = form.querySelector("[data-budget-totals]");
  const parts = [...totals.querySelectorAll("[data-limit]")];
  const limits = parts.map((part) => Number(part.dataset.limit));
  const rows = [...form.querySelectorAll("[data-formset-row]")].filter(
    (row) => input(row, "quantity") && !row.hidden && !input(row, "DELETE")?.checked,
  );
  const lines = read(rows, limits, totals.dataset.counted);
  // A cut can be drawn only where the lines stand in the order of their priorities.
  const ordered = lines.every(({ row }, place) => row === rows[place]);
  lines.forEach((line, place) => showLine(line, ordered ? lines[place + 1] : null, totals, limits.at(-1)));
  const sum = lines.at(-1)?.sum ?? 0;
  totals.querySelector("[data-budget-total]").textContent = baht(sum);
  totals.querySelector("[data-budget-whole]").textContent = baht(
    lines.reduce((whole, { amount }) => whole + (amount ?? 0), 0),
  );
  for (const part of parts) showLimit(part, lines, totals, limits.at(-1));
}

function reckonAround(event) {
  const form = event.target.closest("form[data-budget]");
  if (form) reckon(form);
}

function reckonAll() {
  document.querySelectorAll("form[data-budget]").forEach(reckon);
}

for (const name of ["input", "formset:changed"]) document.addEventListener(name, reckonAround);
document.addEventListener("main:replaced", reckonAll);
reckonAll();
