// gzip (RFC 1952) and DEFLATE (RFC 1951), for browsers of before 2023 that have no DecompressionStream.

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const extraOfLength = (code) => (code < 8 || code === 28 ? 0 : (code >> 2) - 1);
const extraOfDistance = (code) => (code < 4 ? 0 : (code >> 1) - 1);

// Canonical codes: how many there are of each length, and the symbols in their order.
function codes(lengths) {
  const counts = new Array(16).fill(0);
  lengths.forEach((length) => counts[length]++);
  counts[0] = 0;
  const symbols = [...lengths.keys()].filter((one) => lengths[one]).sort((one, other) => lengths[one] - lengths[other] || one - other);
  return { counts, symbols };
}

export function gunzip(bytes) {
  const made = [];
  let spot = 10 * 8; // our files have a header of ten bytes
  const bits = (count) => {
    let value = 0;
    for (let at = 0; at < count; at++, spot++) value |= ((bytes[spot >> 3] >> (spot & 7)) & 1) << at;
    return value;
  };
  const symbol = ({ counts, symbols }) => {
    for (let length = 1, code = 0, first = 0, index = 0; length < 16; length++) {
      code = (code << 1) | bits(1);
      first <<= 1;
      if (code - first < counts[length]) return symbols[index + code - first];
      index += counts[length];
      first += counts[length];
    }
    throw new Error("gzip");
  };
  const tables = () => {
    const [literals, distances, lengths] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
    const own = new Array(19).fill(0);
    for (let at = 0; at < lengths; at++) own[ORDER[at]] = bits(3);
    const of = codes(own), all = [];
    while (all.length < literals + distances) {
      const one = symbol(of);
      if (one < 16) all.push(one);
      else {
        const again = one === 16 ? 3 + bits(2) : one === 17 ? 3 + bits(3) : 11 + bits(7);
        const value = one === 16 ? all[all.length - 1] : 0;
        for (let at = 0; at < again; at++) all.push(value);
      }
    }
    return [codes(all.slice(0, literals)), codes(all.slice(literals))];
  };
  const fixed = () => [
    codes(Array.from({ length: 288 }, (_, one) => (one < 144 ? 8 : one < 256 ? 9 : one < 280 ? 7 : 8))),
    codes(new Array(30).fill(5)),
  ];
  for (let last = 0; !last; ) {
    last = bits(1);
    const form = bits(2);
    if (!form) {
      spot = (spot + 7) & ~7;
      const size = bits(16);
      spot += 16;
      for (let at = 0; at < size; at++) made.push(bits(8));
      continue;
    }
    const [literals, distances] = form === 1 ? fixed() : tables();
    for (let one = symbol(literals); one !== 256; one = symbol(literals)) {
      if (one < 256) made.push(one);
      else {
        const size = LENGTHS[one - 257] + bits(extraOfLength(one - 257));
        const code = symbol(distances);
        const back = DISTANCES[code] + bits(extraOfDistance(code));
        for (let at = 0; at < size; at++) made.push(made[made.length - back]);
      }
    }
  }
  return new TextDecoder().decode(new Uint8Array(made));
}
