// The page /search/: the query is in the address, results come while one types.

import { Released, leafOf, open, site } from "./files.js";
import { cut, decoded, search, shown, wordsOf } from "./query.js";
import { place } from "./fold.js";

const PAGE = 10, FILES = 6, TURNS = 8, BLOCKS = 4;
const $ = (name) => document.getElementById(`search-${name}`);
const [form, box, sort, note, status, list, fold, facets, pages, text, ways] =
  ["form", "box", "sort", "note", "status", "results", "fold", "facets", "pages", "text", "ways"].map($);
let turn = 0, active, part, root, asked, typed;

const state = () => Object.fromEntries(new URLSearchParams(location.search));

function go(changes, push) {
  const next = new URLSearchParams({ ...state(), ...changes });
  [...next].forEach(([name, value]) => value || next.delete(name));
  if (`?${next}` !== location.search) history[push ? "pushState" : "replaceState"](null, "", `${next}` ? `?${next}` : location.pathname);
  return show();
}

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

function button(words, act) {
  const node = make("button", "c-search__button", words);
  node.type = "button";
  node.onclick = act;
  return node;
}

function marked(value, words) {
  const [from, to] = words.map((word) => place(value, word)).find(Boolean) || [0, 0];
  return to ? [value.slice(0, from), make("mark", "", value.slice(from, to)), value.slice(to)] : [value];
}

function row(hit, words) {
  const link = make("a", "c-rows__title", ...marked(hit.title, words));
  link.href = `${site}decision/${hit.id.slice(0, 2)}/${hit.id}.html`;
  const spelt = hit.size ? [[...hit.party].slice(hit.place, hit.place + hit.size).join("")] : words;
  const [kind, agency] = FACETS.map(([, , of]) => (of(hit)[0] || [])[1] || "");
  const says = [["类别", kind], ["决定日期", hit.day], ["文号", hit.document], ["对象", hit.party], ["机关", agency]];
  const facts = says.filter(([, value]) => value).map(([name, value]) =>
    make("div", "", make("dt", "", name), make("dd", "", ...marked(value, name === "对象" ? spelt : words))));
  const cell = make("div", "", link, make("dl", "c-rows__facts", ...facts));
  if (hit.snippet) cell.append(make("p", "c-search__snippet", ...marked(hit.snippet, words)));
  cell.setAttribute("role", "gridcell");
  cell.id = `hit-${list.children.length}`;
  const line = make("div", "c-rows__row", cell);
  line.setAttribute("role", "row");
  list.append(line);
  box.setAttribute("aria-expanded", "true");
}

// What can be filtered by: name, title, and the values of a decision with their titles.
const FACETS = [
  ["kind", "类别", ({ kind }) => [root.kinds[kind]]],
  ["agency", "机关", ({ agency }) => root.agencies.filter(([slot]) => slot === agency).map((one) => one.slice(1))],
  ["year", "年份", ({ year }) => [[`${year}`, `${year}年`]]],
  ["topic", "主题", ({ topics }) => root.topics.filter(([slot]) => slot === topics).flatMap(([, all]) => all.map((one) => [one, root.topic_titles[one]]))],
];
const passes = (number, want, but) =>
  FACETS.every(([name, , of]) => name === but || !want[name] || of(decoded(number)).some(([value]) => value === want[name]));

const selects = FACETS.map(([name, title]) => {
  const select = make("select", "c-search__select");
  select.onchange = () => go({ [name]: select.value, page: "" }, true);
  facets.append(make("label", "c-search__facet", title, select));
  return select;
});

function filters(want) {
  FACETS.forEach(([name, title, of], at) => {
    const found = new Map(want[name] ? [[want[name], [want[name], 0]]] : []);
    for (const number of part.hits.keys()) {
      if (passes(number, want, name)) for (const [value, shown] of of(decoded(number))) found.set(value, [shown, (found.get(value) || [0, 0])[1] + 1]);
    }
    const rows = [...found].sort(([one, [, less]], [other, [, more]]) => (name === "year" ? other - one : more - less));
    selects[at].replaceChildren(new Option(`全部${title}`, ""), ...rows.map(([value, [shown, count]]) => new Option(`${shown}（${count}）`, value)));
    selects[at].value = want[name] || "";
  });
}

function clear(words) {
  status.textContent = words;
  for (const node of [list, pages, text]) node.replaceChildren();
  fold.hidden = true;
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

async function show(again) {
  const mine = ++turn, want = state(), query = want.q || "", words = wordsOf(query);
  ways.hidden = words.length > 0;
  if (!words.length) return clear(query.trim() && "请至少输入两个字、字母或数字。");
  try {
    root = await open(again);
    const found = asked === query && !again ? part : await search(query);
    if (mine !== turn) return;
    [part, asked] = [found, query];
    await fill(mine, want, query, words);
  } catch (error) {
    if (mine !== turn) return;
    if (error instanceof Released && !again) return show(true);
    clear("没有查成：网络不通，或者网站正在更新。");
    pages.append(button("再查一次", () => show(true)));
  }
}

// Where a page of hits ends: after ten, or where a seventh file of records would be needed.
function end(numbers, from) {
  const files = new Set();
  let to = from;
  while (to < Math.min(numbers.length, from + PAGE) && files.add(leafOf("r", numbers[to], 53)).size <= FILES) to++;
  return to;
}

async function fill(mine, want, query, words) {
  const page = Math.max(1, Math.floor(want.page) || 1);
  const tier = ({ rank }) => (want.sort ? rank : rank === 7 ? 2 : +(rank > 0));
  let numbers, from, to, at, hits, turns = 0;
  do {
    numbers = [...part.hits.keys()].filter((number) => passes(number, want));
    numbers.sort((one, other) => tier(part.hits.get(one)) - tier(part.hits.get(other)) || other - one);
    for (at = from = to = 0; at < page && (!at || to < numbers.length); at++) [from, to] = [to, end(numbers, to)];
    if (to === numbers.length && part.floor && turns++ < TURNS) {
      await part.more();
      hits = [null];
      continue;
    }
    hits = await Promise.all(numbers.slice(from, to).map((number) => shown(number, part.hits.get(number), query)));
    hits.forEach((hit, spot) => hit ? part.hits.set(numbers[from + spot], hit) : part.hits.delete(numbers[from + spot]));
  } while (hits.includes(null) && mine === turn);
  if (mine !== turn) return;
  const about = part.floor ? "至少 " : numbers.some((number) => part.hits.get(number).unsure) ? "大约 " : "";
  clear(numbers.length ? `找到${about} ${numbers.length} 件。` : part.floor ? `最近的决定里没有“${cut(query)}”，更早的还没有查完。` : `名称、标题、文号、信用代码和拼音里没有“${cut(query)}”。可以换一个短些的词，去掉“有限公司”，或者查正文。`);
  filters(want);
  fold.hidden = !part.hits.size;
  fold.open = fold.open || FACETS.some(([name]) => want[name]) || !!want.sort;
  hits.sort((one, other) => tier(one) - tier(other)).forEach((hit) => row(hit, words));
  if (at > 1) pages.append(button("上一页", () => go({ page: at > 2 ? `${at - 1}` : "" }, true)));
  if (to < numbers.length) pages.append(button("下一页", () => go({ page: `${at + 1}` }, true)));
  else if (part.floor) pages.append(button("继续查更早的", () => show()));
  if (want.text) await texts(mine, want, query, words);
  else pages.append(button("也查正文", () => go({ text: "1" }, true)));
}

async function texts(mine, want, query, words) {
  const { inText } = await import("./text.js");
  const hits = inText(query, (number) => passes(number, want) && !part.hits.has(number));
  const more = async () => {
    text.replaceChildren("正在查正文……");
    for (let count = 0, blocks = 0, next = await hits.next(); mine === turn; next = await hits.next()) {
      if (next.done) return text.replaceChildren("正文已全部查过。");
      if (next.value.until) blocks++;
      else row(next.value, words), count++;
      if (count === PAGE || blocks === BLOCKS) return text.replaceChildren(`正文已查到 ${next.value.until || next.value.day}。`, button("继续查更早的", more));
    }
  };
  await more();
}

box.oninput = () => {
  clearTimeout(typed);
  typed = setTimeout(() => go({ q: box.value.trim() && box.value, page: "", text: "" }), 200);
};
box.onkeydown = (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], line = list.children[active];
  if (event.key === "Enter" && line) line.querySelector("a").click();
  else if (event.key === "Escape" && !line) go({ q: (box.value = ""), page: "", text: "" });
  else if (step || (event.key === "Escape" && line)) {
    if (line) line.removeAttribute("aria-selected");
    active = step ? Math.max(-1, Math.min(list.children.length - 1, active + step)) : -1;
    const next = list.children[active];
    box.setAttribute("aria-activedescendant", next ? next.firstChild.id : "");
    if (next) next.setAttribute("aria-selected", "true"), next.scrollIntoView({ block: "nearest" });
  } else return;
  event.preventDefault();
};
form.onsubmit = (event) => {
  event.preventDefault();
  clearTimeout(typed);
  go({ q: box.value, page: "", text: "" }, true);
};
sort.onchange = () => go({ sort: sort.value, page: "" }, true);
function start() {
  const { q = "", sort: order = "" } = state();
  [box.value, sort.value] = [q, order];
  return show();
}
onpopstate = start;
note.hidden = true;
start();
