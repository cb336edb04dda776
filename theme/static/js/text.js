// Decisions whose facts or text have all words, newest first, each looked at. Yields hits, and the day down to which all are found.

import { leafFile, leaves, site } from "./files.js";
import { crc32, fold, place } from "./fold.js";
import { decoded, wordsOf } from "./query.js";

const HITS = 10, BLOCKS = 4, TOGETHER = 6;

async function seen(number, id, words) {
  const response = await fetch(`${site}decision/${id.slice(0, 2)}/${id}.json`);
  if (response.status === 404 || response.status === 410) return null;
  if (!response.ok) throw new Error(`${response.status}`);
  const found = await response.json();
  const texts = [found.facts, found.body].map((one) => (one || "").replace(/[*#`]+/g, "").replace(/:?-{3,}:?|\|/g, " ")), folded = texts.map(fold);
  if (!words.every((word) => folded.some((text) => text.includes(word)))) return null;
  const text = texts[folded.findIndex((one) => one.includes(words[0]))];
  const [from, to] = place(text, words[0]) || [0, 0];
  const first = Math.max(0, from - 30);
  const snippet = `${first ? "…" : ""}${text.slice(first, to + 60)}${to + 60 < text.length ? "…" : ""}`;
  return { rank: 8, ...decoded(number), id, title: found.title, party: found.party.name, document: found.document_number || "", snippet };
}

export async function* inText(query, wanted) {
  const words = wordsOf(query);
  const pairs = new Set(words.flatMap((word) => {
    const chars = [...word];
    return [0, Math.min(2, chars.length - 2), chars.length - 2].map((at) => chars[at] + chars[at + 1]);
  }));
  for (const block of leaves("t").sort((one, other) => (one.padEnd(53, "0") < other.padEnd(53, "0") ? 1 : -1))) {
    const [decisions, ...found] = await Promise.all([leafFile("t", block, "-d"), ...[...pairs].map(async (pair) => {
      let at = 0;
      return new Set(((await leafFile("t", block, `-${crc32(pair) % 16}`))[pair] || []).map((more) => (at += more)));
    })]);
    const maybe = decisions.filter(([number], at) => wanted(number) && found.every((places) => places.has(at)));
    for (let at = 0; at < maybe.length; at += TOGETHER) {
      yield* (await Promise.all(maybe.slice(at, at + TOGETHER).map(([number, id]) => seen(number, id, words)))).filter(Boolean);
    }
    yield { until: decoded(decisions[decisions.length - 1][0]).day };
  }
}

// Some more hits, each told to `each`, which says whether to go on; the day down to which it went, nothing where all has been searched.
export async function some(hits, each) {
  for (let count = 0, blocks = 0; ; ) {
    const { value, done } = await hits.next();
    if (done) return "";
    if (value.until) blocks++;
    else if (each(value)) count++;
    else return "";
    if (count === HITS || blocks === BLOCKS) return value.until || value.day;
  }
}
