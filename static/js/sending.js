// What forms that send files have in common: amounts in words, limits, how far it is.

const MEGA = 1024 * 1024;
export const megabytes = (bytes) => (bytes / MEGA).toFixed(bytes < 10 * MEGA ? 1 : 0);

export function words(template, values) {
  return template.replace(/\[(\w+)\]/g, (whole, name) => values[name] ?? whole);
}

const timeLeft = (texts, seconds) =>
  seconds < 90
    ? words(texts.seconds, { n: Math.max(1, Math.round(seconds)) })
    : words(texts.minutes, { n: Math.round(seconds / 60) });

/** How much is sent; also how fast and how much longer, once `seconds` of sending tell. */
export function farness(texts, { done, total, since = 0, seconds }) {
  const parts = [words(texts.sent, { done: megabytes(done), total: megabytes(total) })];
  const rate = (done - since) / Math.max(seconds, 0.1);
  if (seconds > 2 && rate > 0) {
    parts.push(words(texts.rate, { rate: (rate / MEGA).toFixed(1) }), timeLeft(texts, (total - done) / rate));
  }
  return parts.join(" · ");
}

/** The file that is over its own field's limit, as a sentence; null when all fit. */
export function tooLarge(form, texts) {
  for (const input of form.querySelectorAll("input[type=file][data-max-bytes]")) {
    const limit = Number(input.dataset.maxBytes);
    const file = [...input.files].find((each) => each.size > limit);
    if (file) {
      input.focus();
      return words(texts.tooLarge, { name: file.name, size: megabytes(file.size), limit: megabytes(limit) });
    }
  }
  return null;
}
