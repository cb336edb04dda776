// The page /search/: the query is in the address, results come while one types.

import { Released, leafOf, open } from "./files.js";
import { cut, decoded, search, shown, wordsOf } from "./query.js";
import { fold, foldNumber } from "./fold.js";
import { make, put, row } from "./rows.js";

const PAGE = 10, FILES = 6, TURNS = 8, WAIT = 200, COMPOSING = 900, SLOW = 500; // the last three in ms
const FAILED = "没有查成：网络不通，或者网站正在更新。";
const $ = (name) => document.getElementById(`search-${name}`);
const [form, box, sort, status, list, details, facets, pages, text, ways] =
  ["form", "box", "sort", "status", "results", "fold", "facets", "pages", "text", "ways"].map($);
const title = document.title;
let turn = 0, active, part, root, asked, typed, slow, settled;

const state = () => Object.fromEntries(new URLSearchParams(location.search));

// What was asked on purpose stays in the history; what is typed on the way to it does not.
function go(changes, typing) {
  const next = new URLSearchParams({ ...state(), page: "", ...changes });
  [...next].forEach(([name, value]) => value || next.delete(name));
  const query = `${next}` && `?${next}`;
  if (query !== location.search) history[typing && !settled ? "replaceState" : "pushState"](null, "", query || location.pathname);
  settled = !typing;
  return show();
}

// A button goes when it has done its work: what came of it has the focus then. `more`: results are added to those that are there.
function button(words, act, more) {
  const node = make("button", "c-search__button", words);
  node.type = "button";
  node.onclick = async () => {
    const first = more ? list.children.length : 0;
    await act();
    const line = list.children[first];
    if (document.activeElement === document.body) (line ? line.querySelector("a") : status).focus();
  };
  return node;
}

function add(hit, query, words) {
  list.append(row(hit, query, words, list.children.length, FACETS.slice(0, 2).map(([, name, of]) => [name, (of(hit)[0] || [])[1]])));
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
  select.onchange = () => go({ [name]: select.value });
  facets.append(make("label", "c-search__facet", title, select));
  return select;
});

const count = (numbers) =>
  `${part.floor ? "至少 " : numbers.some((number) => part.hits.get(number).unsure) ? "大约 " : ""}${numbers.length}`;

function filters(want) {
  FACETS.forEach(([name, title, of], at) => {
    const found = new Map(want[name] ? [[want[name], [want[name]]]] : []);
    for (const number of part.hits.keys()) {
      if (!passes(number, want, name)) continue;
      for (const [value, shown] of of(decoded(number))) {
        if (!found.has(value)) found.set(value, []);
        found.get(value)[0] = shown;
        found.get(value).push(number);
      }
    }
    const rows = [...found].sort(([one, less], [other, more]) => (name === "year" ? other - one : more.length - less.length));
    put(selects[at], new Option(`全部${title}`, ""), ...rows.map(([value, [shown, ...all]]) => new Option(`${shown}（${count(all)}）`, value)));
    selects[at].value = want[name] || "";
  });
}

function clear(words) {
  clearTimeout(slow);
  status.textContent = words;
  for (const node of [list, pages, text]) put(node);
  details.hidden = true;
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

async function show(again) {
  const mine = ++turn, want = state(), query = want.q || "", words = wordsOf(query);
  document.title = query ? `${cut(query)} - ${title}` : title;
  ways.hidden = words.length > 0;
  if (!words.length) return clear(query.trim() && "请至少输入两个字、字母或数字。");
  clearTimeout(slow);
  slow = setTimeout(() => (status.textContent = "正在查……"), SLOW);
  try {
    root = await open(again);
    const found = asked === query && !again ? part : await search(query);
    if (mine !== turn) return;
    [part, asked] = [found, query];
    await fill(mine, want, query, words);
  } catch (error) {
    if (mine !== turn) return;
    if (error instanceof Released && !again) return show(true);
    clear(FAILED);
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

// What the line above the results says, and whether filters hide them all.
function told(numbers, want, query, page) {
  const filtered = FACETS.some(([name]) => want[name]), hidden = filtered && part.hits.size && !numbers.length;
  const short = foldNumber(query).includes("/") ? "" : [...new Set(cut(query).split(/\s+/))].filter((word) => [...fold(word)].length === 1).join("、");
  const said = numbers.length ? `找到 ${count(numbers)} 件。`
    : hidden ? `“${cut(query)}”查到的都不合筛选条件。`
    : part.floor ? `最近的决定里没有“${cut(query)}”，更早的还没有查完。`
    : `名称、标题、文号、信用代码和拼音里没有“${cut(query)}”。可以换一个短些的词，去掉“有限公司”${want.text ? "" : "，或者查正文"}。`;
  clear(`${said}${page > 1 ? `这是第 ${page} 页。` : ""}${short && `“${short}”只有一个字，没有用来查。`}`);
  if (hidden) pages.append(button("去掉筛选", () => go({ kind: "", agency: "", year: "", topic: "" })));
  details.hidden = !part.hits.size;
  details.open = details.open || filtered || !!want.sort;
}

async function fill(mine, want, query, words) {
  const mined = part, page = Math.max(1, Math.floor(want.page) || 1);
  const tier = ({ rank }) => (want.sort ? rank : rank === 7 ? 2 : +(rank > 0));
  let numbers, from, to, at, hits, turns = 0;
  do {
    numbers = [...mined.hits.keys()].filter((number) => passes(number, want));
    numbers.sort((one, other) => tier(mined.hits.get(one)) - tier(mined.hits.get(other)) || other - one);
    for (at = from = to = 0; at < page && (!at || to < numbers.length); at++) [from, to] = [to, end(numbers, to)];
    if (to === numbers.length && mined.floor && turns++ < TURNS) {
      await mined.more();
      hits = [null];
      continue;
    }
    hits = await Promise.all(numbers.slice(from, to).map((number) => shown(number, mined.hits.get(number), query)));
    hits.forEach((hit, spot) => hit ? mined.hits.set(numbers[from + spot], hit) : mined.hits.delete(numbers[from + spot]));
  } while (hits.includes(null) && mine === turn);
  if (mine !== turn) return;
  told(numbers, want, query, at);
  filters(want);
  hits.sort((one, other) => tier(one) - tier(other)).forEach((hit) => add(hit, query, words));
  if (at > 1) pages.append(button("上一页", () => go({ page: at > 2 ? `${at - 1}` : "", text: "" })));
  if (to < numbers.length) pages.append(button("下一页", () => go({ page: `${at + 1}`, text: "" })));
  else if (part.floor) pages.append(button("继续查更早的", () => show(), true));
  if (want.text) await texts(mine, want, query, words);
  else pages.append(button("也查正文", () => go({ text: "1", page: want.page || "" }), true));
}

async function texts(mine, want, query, words) {
  const known = (number) => part.hits.has(number) && !part.hits.get(number).unsure;
  let hits, count = 0;
  async function more() {
    put(text, "正在查正文……");
    try {
      const { inText, some } = await import("./text.js");
      hits = hits || inText(query, (number) => passes(number, want) && !known(number));
      const until = await some(hits, (hit) => mine === turn && (add(hit, query, words), ++count));
      if (mine === turn) put(text, `正文里另有 ${count} 件，${until ? `已查到 ${until}` : "已全部查过"}。`, until && button("继续查更早的", more, true));
    } catch (error) {
      if (mine === turn) put(text, FAILED, button("再查一次", () => show(true)));
    }
  }
  await more();
}

function typing(event) {
  clearTimeout(typed);
  typed = setTimeout(() => go({ q: box.value.trim() && box.value, text: "" }, true), event.isComposing ? COMPOSING : WAIT);
}
box.oninput = typing;
box.addEventListener("compositionend", typing); // after which Chrome tells of no input
box.onfocus = () => open().catch(() => {});
box.onkeydown = (event) => {
  if (event.isComposing || event.keyCode === 229) return; // keys of an input method; Safari tells it by the code alone
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], line = list.children[active];
  if (event.key === "Enter" && line) line.querySelector("a").click();
  else if (event.key === "Escape" && !line) go({ q: (box.value = ""), text: "" });
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
  if (matchMedia("(pointer: coarse)").matches) box.blur(); // the keys on the screen hide the results
  go({ q: box.value, text: "" });
};
sort.onchange = () => go({ sort: sort.value });
function start() {
  const { q = "", sort: order } = state();
  [box.value, sort.value, settled] = [q, order ? "rank" : "", !!q];
  return show();
}
onpopstate = start;
document.documentElement.dataset.ran = "";
start();
