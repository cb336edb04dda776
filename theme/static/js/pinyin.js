// A part of a name by pinyin: full (5) or initials (6); 7 where a character is read another way than usual.

import { chain, offsets } from "./lists.js";
import { crc32 } from "./fold.js";

const OPEN = "a|e|ai|ei|ao|ou|an|en|ang|eng", NARROW = "i|ie|iao|iu|ian|in|ing", ROUND = "u|uo|ui|uan|un";
const SYLLABLE = new RegExp(`^(?:${OPEN}|o|er|ng?|m|[bpmf](?:${OPEN}|o|${NARROW}|u)|[dtnl](?:${OPEN}|o|ong|${NARROW}|ia|iang|${ROUND}|ue|ve?)|` +
  `(?:[gkhr]|[zcs]h?)(?:${OPEN}|i|ong|${ROUND}|ua|uai|uang)|[jqx](?:${NARROW}|ia|iang|iong|u|ue|uan|un)|y(?:${OPEN}|o|i|in|ing|ong|u|ue|uan|un)|w(?:${OPEN}|o|u))$`);
const rated = (rank, size) => (place, flags) => ({ rank: flags.some((one) => one & 3) ? 7 : rank, place, size });

const initials = (word) =>
  chain("i", [...word], 4, offsets(word.length, 4, 99), (gram) => crc32(gram.slice(0, 3).join("")), (gram) => (key) => key.startsWith(gram), rated(6, word.length));

const full = (parts) =>
  chain("f", parts, 2, offsets(parts.length, 2, 99), (pair) => crc32(pair.join("")), (pair) => (key) => key === pair, rated(5, parts.length));

// The ways to read letters as two syllables or more, at most sixteen, those of the fewest first.
export function syllables(word) {
  const ways = [[[]]];
  for (let to = 1; to <= word.length; to++) {
    const made = [];
    for (let from = Math.max(0, to - 6); from < to; from++) {
      const one = word.slice(from, to);
      if (SYLLABLE.test(one)) made.push(...ways[from].map((way) => [...way, one]));
    }
    ways.push(made.sort((one, other) => one.length - other.length).slice(0, 16));
  }
  return ways[word.length].filter((way) => way.length > 1);
}

// Of many letters that a name has as syllables nobody means initials.
export async function spelt(word) {
  const [read, short] = [Promise.all(syllables(word).map(full)), word.length > 6 ? null : initials(word)];
  return !short && (await read).some((one) => one.hits.size) ? read : [...(await read), await (short || initials(word))];
}
