// An amount in Thai words, as papers have it: selection_site.lib.money.baht_text is its model.

const DIGITS = ["", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"];
const PLACES = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];
const MILLION = 1_000_000;

function digitInWords(digit, place, isLastOfMany) {
  if (place === 1 && digit <= 2) return digit === 2 ? "ยี่" : "";
  return isLastOfMany && digit === 1 ? "เอ็ด" : DIGITS[digit];
}

function belowAMillion(value) {
  const digits = String(value);
  return [...digits].reduce((words, digit, at) => {
    const place = digits.length - 1 - at;
    if (digit === "0") return words;
    return words + digitInWords(Number(digit), place, place === 0 && words !== "") + PLACES[place];
  }, "");
}

function numberInWords(value) {
  if (value === 0) return "ศูนย์";
  const [millions, rest] = [Math.floor(value / MILLION), value % MILLION];
  const words = millions ? `${numberInWords(millions)}ล้าน` : "";
  return rest === 1 && millions ? `${words}เอ็ด` : words + belowAMillion(rest);
}

/** Satang in words: เก้าหมื่นบาทถ้วน. */
export function inWords(satang) {
  const [baht, rest] = [Math.floor(satang / 100), satang % 100];
  const words = baht || !rest ? `${numberInWords(baht)}บาท` : "";
  return words + (rest ? `${numberInWords(rest)}สตางค์` : "ถ้วน");
}
