// The decisions of terms: `hits` by number, whole from `floor` up. docs/search.md, "Queries".

import { at, blockFile } from "./files.js";
import { crc32, digits } from "./fold.js";

const least = (block) => parseInt(parseInt(block, 16).toString(2).slice(1).padEnd(53, "0"), 2);

function list(space, bits, key, stored, flags) {
  const blocks = stored.m ? [...stored.m] : ["1"];
  const read = async (block) => (block ? (await blockFile(space, bits, key, block))[key] || [] : []);
  const made = {
    postings: [], floor: Infinity,
    more: async () => next(await read(blocks[0])),
    reach: async (number) => add(await read(blocks.find((block) => least(block) <= number))),
  };
  function add(flat) {
    for (let spot = 0, number = 0; spot < flat.length; spot += 2) {
      number = spot ? number - flat[spot] : flat[0];
      made.postings.push([number, (flat[spot + 1] & ~7) | (flat[spot + 1] & flags)]);
    }
  }
  function next(flat) {
    add(flat);
    const block = blocks.shift();
    made.floor = blocks.length ? least(block) : 0;
  }
  if (!stored.m) next(stored);
  else if (stored.l) next(stored.l);
  return made;
}

async function lists(space, bits, wanted, size) {
  const content = await at(space, bits, 32);
  return Object.keys(content).filter(wanted).map((key) => list(space, bits, key, content[key], key.length > size ? 3 : 7));
}

const top = (parts) => Math.max(0, ...parts.map((part) => part.floor));
const best = (parts, sign) => parts.reduce((one, other) => (sign * other.floor > sign * one.floor ? other : one));

function known(join, next, look) {
  const made = { hits: new Map(), floor: 0, look, more: () => (made.next = made.next || next().then(renew).finally(() => (made.next = 0))) };
  function renew() {
    made.hits.forEach((hit, number) => hit.unsure && made.hits.delete(number));
    join(made);
    made.hits.forEach((hit, number) => hit.unsure && (hit.look = () => look(number)));
  }
  renew();
  return made;
}

function keep(hits, number, hit) {
  const before = hits.get(number);
  if (!before || hit.rank < before.rank) hits.set(number, hit);
}

const looked = (parts, number) => Promise.all(parts.map((part) => part.look(number)));
const ranked = (hits, sign) => hits.sort((one, other) => sign * (one.rank - other.rank))[0];

export const any = (parts) =>
  known((made) => {
    made.floor = top(parts);
    for (const part of parts) part.hits.forEach((hit, number) => keep(made.hits, number, hit));
  }, () => best(parts, 1).more(), (number) => looked(parts, number).then((hits) => ranked(hits.filter(Boolean), 1)));

const both = (hits) => {
  const worst = ranked(hits, -1);
  return { ...worst, rank: worst.rank || 1, unsure: hits.some((one) => one.unsure) };
};

export const all = (parts) =>
  known((made) => {
    const base = best(parts, -1);
    made.floor = base.floor;
    for (const number of base.hits.keys()) {
      const hits = parts.map((part) => part.hits.get(number) || (number < part.floor && { rank: 2, unsure: true }));
      if (number >= made.floor && hits.every(Boolean)) made.hits.set(number, both(hits));
    }
  }, () => best(parts, -1).more(), (number) => looked(parts, number).then((hits) => hits.every(Boolean) && both(hits)));

// Terms that stand one behind another: [{ offset, found: [list] }].
function chained(terms, spelt, rate) {
  const base = () => best(terms, -1);
  const spot = (number, place, offset) => `${number}:${(place >> 3) - offset}:${spelt ? 0 : place & 3}`;
  function sift(hits, only) {
    for (const term of terms) {
      term.floor = top(term.found);
      term.at = new Map();
      for (const [number, place] of term.found.flatMap((one) => one.postings)) {
        const key = spot(number, place, term.offset);
        term.at.set(key, spelt && term.at.has(key) ? term.at.get(key) & place : term.at.get(key) | (place & 7));
      }
    }
    const { offset, found, floor } = base();
    for (const [number, place] of found.flatMap((one) => one.postings)) {
      const key = spot(number, place, offset);
      const flags = terms.map((term) => term.at.get(key));
      if (only ? number !== only : number < floor) continue;
      if (terms.some((term, one) => flags[one] === undefined && (only || number >= term.floor))) continue;
      const hit = rate((place >> 3) - offset, flags, place & 3);
      if (hit) keep(hits, number, { ...hit, unsure: hit.unsure || flags.includes(undefined) });
    }
    return hits;
  }
  return known((made) => (sift(made.hits), (made.floor = base().floor)),
    () => Promise.all(base().found.filter((one) => one.floor === base().floor).map((one) => one.more())),
    async (number) => {
      await Promise.all(terms.flatMap((term) => term.found).map((one) => number < one.floor && one.reach(number)));
      return sift(new Map(), number).get(number);
    });
}

// Where terms cover a word; a long one at its beginning, middle and end.
export function offsets(length, size, most) {
  const last = Math.max(0, length - size);
  const every = [];
  for (let offset = 0; offset < last; offset += size) every.push(offset);
  return every.length < most ? [...every, last] : [0, last >> 1, last];
}

export const chain = (space, chars, size, spots, bits, wanted, rate) =>
  Promise.all(spots.map(async (offset) => {
    const gram = chars.slice(offset, offset + size).join("");
    return { offset, found: await lists(space, bits(chars.slice(offset, offset + size)), wanted(gram), gram.length) };
  })).then((terms) => chained(terms, space !== "g", rate));

const gramBits = (gram) => (crc32(gram.slice(0, 2).join("")) >>> 16) * 65536 + (gram[2] ? crc32(gram.slice(0, 3).join("")) & 65535 : 0);
const grams = (chars, spots, rate) =>
  chain("g", chars, 4, spots, gramBits, (gram) => (key) => key === gram || ([...gram].length === 3 && key.startsWith(gram)), rate);

// A part of a name or title: 0 the name itself, 1 its beginning, 2 elsewhere, 3 the title.
export function literal(word) {
  const chars = [...word], latin = /^[a-z]+$/.test(word);
  return grams(chars, offsets(chars.length, 4, latin ? 99 : 3), (place, flags, field) => ({
    rank: field ? field + 2 : place ? 2 : flags[flags.length - 1] & 4 ? 0 : 1,
    unsure: chars.length > 12 && !latin,
  }));
}

// A part of a document number (4) by its words.
export function numberPart(word) {
  const chars = [...digits(word)];
  const spots = [...chars.keys()].filter((spot) => !/[0-9]/.test(chars[spot]) && spot + 1 < chars.length);
  return spots.length && grams(chars, [...new Set([spots[0], spots[spots.length - 1]])], (place, flags, field) => field === 2 && { rank: 4, unsure: true });
}

const keyed = (bits, wanted, hit) => lists("k", bits, wanted, 99).then((found) => chained([{ offset: 0, found }], false, () => hit));

// The decision of a document number, and those of its year and number alone.
export const numbered = (number) =>
  Promise.all([number, ...(number.match(/[0-9]+\/[0-9]+$/) || [])].map((one, spot) =>
    keyed(crc32(`=${one}`), (key) => key === `=${one}`, { rank: 4 * spot, unsure: spot > 0 })));

// The decisions of a credit code or of its beginning.
export function coded(code) {
  const unit = code.slice(0, code.length > 11 ? 12 : code.length & ~1);
  const wanted = (key) => (code.length > 11 ? key.startsWith(code) : key === unit);
  return keyed(crc32(unit), wanted, { rank: code.length > 17 ? 0 : 1, unsure: code.length < 12 && unit !== code });
}
