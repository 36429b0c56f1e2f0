// Figures as people type them: Thai digits, commas between thousands, a minus.

/** The text with Arabic digits. */
export const arabic = (text) => text.trim().replace(/[๐-๙]/g, (digit) => digit.codePointAt(0) - 0x0e50);

/** The text with Arabic digits and without commas. */
export const plain = (text) => arabic(text).replaceAll(",", "");

/** The number that was typed; null when it is none, and for an empty box. */
export function number(text) {
  const typed = plain(text);
  return /^-?\d+(?:\.\d+)?$/.test(typed) ? Number(typed) : null;
}

export const shown = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });
