// Words are folded as publish/search/folding.py folds them; docs/search.md says how.

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/ς/g, "σ");
// Chinese characters by their planes: a browser may not know all.
const kept = (text) => text.replace(/[^\p{L}\p{N}\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]/gu, "");

export const fold = (text) => kept(plain(text));

export function foldNumber(text) {
  let made = "";
  for (const run of plain(text).replace(/[第号號]/g, "").match(/[0-9]+|[^0-9]+/g) || []) {
    if (!/^[0-9]/.test(run)) made += kept(run);
    else {
      for (const piece of run.length > 4 && /^(19|20)/.test(run) ? [run.slice(0, 4), run.slice(4)] : [run]) {
        made += (/[0-9]$/.test(made) ? "/" : "") + (piece.replace(/^0+/, "") || "0");
      }
    }
  }
  return made;
}

export const digits = (text) => foldNumber(text).replace(/\//g, "");

// Where a folded word stands in a text: [first, end] in UTF-16 units, or null.
export function place(text, word) {
  const spans = [];
  let folded = "";
  let here = 0;
  for (const char of text.match(/\P{M}?[\p{M}ﾞﾟ]*/gu)) {
    const one = fold(char);
    for (let unit = 0; unit < one.length; unit++) spans.push([here, here + char.length]);
    folded += one;
    here += char.length;
  }
  const found = word ? folded.indexOf(word) : -1;
  return found < 0 ? null : [spans[found][0], spans[found + word.length - 1][1]];
}

export function crc32(text) {
  let crc = -1;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
