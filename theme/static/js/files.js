// The files below /search/v1/ (docs/search.md): fetched once each, unpacked, and the trees that say where what is.

import { crc32 } from "./fold.js";

export const site = new URL("../../", import.meta.url).href;
const base = `${site}search/v1/`;
let root, opened, files, trees;

export class Released extends Error {} // meanwhile, anew

async function load(path, options) {
  const response = await fetch(base + path, options);
  if (response.status === 404) throw new Released(path);
  if (!response.ok) throw new Error(`${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 31 || bytes[1] !== 139) return new Response(bytes).json();
  if (!self.DecompressionStream) return JSON.parse((await import("./inflate.js")).gunzip(bytes));
  return new Response(new Response(bytes).body.pipeThrough(new DecompressionStream("gzip"))).json();
}

// The root; `again` asks for it anew, after which all other files are too.
export function open(again) {
  if (!opened || again) {
    opened = load("root.bin", { cache: again ? "reload" : "no-cache" }).then((made) => ([root, files, trees] = [made, {}, {}])[0]);
    opened.catch(() => (opened = null));
  }
  return opened;
}

export function file(path) {
  if (!files[path]) {
    files[path] = load(`${path}?v=${root.version}`);
    files[path].catch(() => delete files[path]);
  }
  return files[path];
}

// Leaves by the bits of their path: whether they have a file.
function tree(space) {
  if (trees[space]) return trees[space];
  const bits = Array.from(atob(root.cuts[space]), (char) => char.charCodeAt(0).toString(2).padStart(8, "0")).join("");
  const leaves = new Map();
  const waiting = [""];
  for (let at = 0; waiting.length; at++) {
    const path = waiting.pop();
    if (bits[at] === "1") waiting.push(`${path}1`, `${path}0`);
    else leaves.set(path, bits[++at] === "1");
  }
  return (trees[space] = leaves);
}

export const leaves = (space) => [...tree(space)].filter(([, filled]) => filled).map(([path]) => path);

const name = (path) => {
  const bits = `1${path}`;
  return bits.padStart(Math.ceil(bits.length / 4) * 4, "0").replace(/.{4}/g, (four) => parseInt(four, 2).toString(16));
};
const folder = (hex) => hex.slice(-2).padStart(2, "0");

export const leafFile = (space, path, suffix = "") => file(`${space}/${folder(name(path))}/${name(path)}${suffix}.bin`);

const hex = (number) => number.toString(16).padStart(8, "0");
export const blockFile = (space, bits, key, block) => file(`o/${folder(block)}/${space}${hex(bits)}${hex(crc32(key))}-${block}.bin`);

// The path of the leaf in which a place lies.
export function leafOf(space, place, width) {
  const bits = place.toString(2).padStart(width, "0");
  let depth = 0;
  while (depth < width && !tree(space).has(bits.slice(0, depth))) depth++;
  return bits.slice(0, depth);
}

export async function at(space, place, width) {
  const path = leafOf(space, place, width);
  return tree(space).get(path) ? leafFile(space, path) : {};
}

export async function record(number) {
  const found = (await at("r", number, 53))[number];
  if (!found) throw new Released("record");
  return found;
}
