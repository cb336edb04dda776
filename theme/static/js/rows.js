// Results as they are shown: what was asked is marked. All of it goes into the page as text.

import { site } from "./files.js";
import { digits, fold, place } from "./fold.js";

export function make(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

export function put(node, ...children) {
  node.textContent = "";
  node.append(...children);
}

function marked(value, words) {
  const made = [];
  let done = 0;
  for (const [from, to] of words.map((word) => place(value, word) || [0, 0]).sort(([one], [other]) => one - other)) {
    if (from < done || !to) continue;
    made.push(value.slice(done, from), make("mark", "", value.slice(from, to)));
    done = to;
  }
  return [...made, value.slice(done)];
}

// `facts`: name and value of the hit's kind and agency.
export function row(hit, query, words, at, [kind, agency]) {
  const link = make("a", "c-rows__title", ...marked(hit.title, words));
  link.href = `${site}decision/${hit.id.slice(0, 2)}/${hit.id}.html`;
  const spelt = hit.size ? [[...fold(hit.party)].slice(hit.place, hit.place + hit.size).join("")] : words;
  const numbers = digits(hit.document).includes(digits(query)) ? [fold(hit.document)] : words;
  const says = [kind, ["决定日期", hit.day], ["文号", hit.document, numbers], ["对象", hit.party, spelt], agency];
  const facts = says.filter(([, value]) => value).map(([name, value, asked = []]) =>
    make("div", "", make("dt", "", name), make("dd", "", ...marked(value, asked))));
  const cell = make("div", "", link, make("dl", "c-rows__facts", ...facts));
  if (hit.snippet) cell.append(make("p", "c-search__snippet", ...marked(hit.snippet, words)));
  cell.setAttribute("role", "gridcell");
  cell.id = `hit-${at}`;
  const line = make("div", "c-rows__row", cell);
  line.setAttribute("role", "row");
  return line;
}
