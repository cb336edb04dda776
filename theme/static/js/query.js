// From words to decisions.

import { open, record } from "./files.js";
import { all, any, coded, literal, numberPart, numbered } from "./lists.js";
import { digits, fold, foldNumber } from "./fold.js";

export const cut = (query) => [...query].slice(0, 100).join("");
export const wordsOf = (query) => cut(query).split(/\s+/).map(fold).filter((word) => [...word].length > 1);

const SPELT = /^[a-z]{3,60}$/; // maybe pinyin, which no record has

async function word(text) {
  const parts = [literal(text)];
  if (/[0-9第号號]/.test(text)) parts.push(numberPart(text));
  if (SPELT.test(text)) parts.push(import("./pinyin.js").then(({ spelt }) => spelt(text)));
  return any((await Promise.all(parts)).flat().filter(Boolean));
}

// A whole number or code means its own decisions and no others.
export async function search(query) {
  await open();
  const code = fold(cut(query));
  const [byNumber, byCode, ...parts] = await Promise.all([
    /[0-9]/.test(code) ? numbered(foldNumber(cut(query))) : [],
    /^(?=.*[0-9])[0-9a-z]{2,18}$/.test(code) ? coded(code) : null,
    ...wordsOf(query).map(word),
  ]);
  const some = (part) => part && (part.hits.size || part.floor);
  if (some(byNumber[0])) return byNumber[0];
  if (some(byCode) && code.length > 17) return byCode;
  return any([...byNumber, byCode, parts.length > 1 ? all(parts) : parts[0]].filter(Boolean));
}

// What a number says.
export function decoded(number) {
  const on = Math.floor(number / 2 ** 37);
  const year = 1949 + Math.floor(on / 384);
  const two = (count) => `${count}`.padStart(2, "0");
  return {
    day: `${year}-${two((Math.floor(on / 32) % 12) + 1)}-${two(on % 32)}`,
    year, kind: Math.floor(number / 2 ** 35) % 4, agency: Math.floor(number / 2 ** 25) % 1024, topics: Math.floor(number / 2 ** 16) % 512,
  };
}

// A hit with what it shows; null where it is none.
export async function shown(number, hit, query) {
  const [id, title, party, document, , code] = await record(number);
  const texts = [party, title].map(fold), words = wordsOf(query), asked = foldNumber(cut(query));
  if (hit.unsure && words.some((one) => SPELT.test(one))) hit = await hit.look();
  const inNumber = (one) => /[^0-9]./u.test(one) && digits(document).includes(one);
  const has = (one) => SPELT.test(one) || texts.some((text) => text.includes(one)) || inNumber(digits(one));
  const whole = () => asked.includes("/") && foldNumber(document).endsWith(asked);
  if (!hit || (hit.unsure && !whole() && !fold(code).startsWith(fold(query)) && !words.every(has))) return null;
  return { ...hit, unsure: false, rank: texts[0] === fold(query) ? 0 : hit.rank, ...decoded(number), id, title, party, document };
}
