// A part of a name by pinyin: full (5) or initials (6); 7 where a character is read another way than usual.

import { chain, offsets } from "./lists.js";
import { crc32 } from "./fold.js";

const SYLLABLE = /^(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|[aeiouv]|ng?|m)$/;
const rated = (rank, size) => (place, flags) => ({ rank: flags.some((one) => one & 3) ? 7 : rank, place, size });

const initials = (word) =>
  chain("i", [...word], 4, offsets(word.length, 4, 99), (gram) => crc32(gram.slice(0, 3).join("")), (gram) => (key) => key.startsWith(gram), rated(6, word.length));

const full = (parts) =>
  chain("f", parts, 2, offsets(parts.length, 2, 99), (pair) => crc32(pair.join("")), (pair) => (key) => key === pair, rated(5, parts.length));

// The ways to read letters as two syllables or more, at most four.
export function syllables(word) {
  const found = [];
  const dead = new Set();
  (function read(from, made) {
    const before = found.length;
    if (from === word.length && made.length > 1) found.push(made);
    for (let size = 6; size && found.length < 4; size--) {
      const one = word.slice(from, from + size);
      if (one.length === size && !dead.has(from + size) && SYLLABLE.test(one)) read(from + size, [...made, one]);
    }
    if (found.length === before) dead.add(from);
  })(0, []);
  return found;
}

export const spelt = (word) => Promise.all([initials(word), ...syllables(word).map(full)]);
