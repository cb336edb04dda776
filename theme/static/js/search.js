// The page /search/: the query in the address, results as one types.

import { Released, leafOf, open, site } from "./files.js";
import { cut, decoded, search, shown, wordsOf } from "./query.js";
import { place } from "./fold.js";

const PAGE = 10, FILES = 6, TURNS = 8, BLOCKS = 4;
const NOTHING = "可以换一个短些的词，去掉“有限公司”，或者查正文。";
const $ = (name) => document.getElementById(`search-${name}`);
const [form, box, status, list, facets, pages, text, ways] = ["form", "box", "status", "results", "facets", "pages", "text", "ways"].map($);
let turn = 0, active = -1, part, root, asked;

const make = (tag, className, ...children) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
};

function marked(value, words) {
  const spot = words.map((word) => place(value, word)).find(Boolean);
  return spot ? [value.slice(0, spot[0]), make("mark", "", value.slice(...spot)), value.slice(spot[1])] : [value];
}

function row(hit, words) {
  const link = make("a", "c-rows__title", ...marked(hit.title, words));
  link.href = `${site}decision/${hit.id.slice(0, 2)}/${hit.id}.html`;
  const agency = root.agencies.find(([slot]) => slot === hit.agency);
  const says = [["类别", root.kinds[hit.kind][1]], ["决定日期", hit.day], ["文号", hit.document], ["对象", hit.party], ["机关", agency ? agency[2] : ""]];
  const spelt = hit.size ? [[...hit.party].slice(hit.place, hit.place + hit.size).join("")] : words;
  const facts = says.filter(([, value]) => value).map(([name, value]) =>
    make("div", "", make("dt", "", name), make("dd", "", ...marked(value, name === "对象" ? spelt : words))));
  const cell = make("div", "", link, make("dl", "c-rows__facts", ...facts));
  if (hit.snippet) cell.append(make("p", "c-search__snippet", ...marked(hit.snippet, words)));
  cell.setAttribute("role", "gridcell");
  cell.id = `hit-${list.children.length}`;
  const line = make("li", "c-rows__row", cell);
  line.setAttribute("role", "row");
  list.append(line);
  box.setAttribute("aria-expanded", "true");
}

const state = () => Object.fromEntries(new URLSearchParams(location.search));
function go(changes, push) {
  const next = new URLSearchParams({ ...state(), ...changes });
  [...next].forEach(([name, value]) => value || next.delete(name));
  if (`?${next}` !== location.search) history[push ? "pushState" : "replaceState"](null, "", `?${next}`);
  show();
}

// What can be filtered by: [name, title, value of a decision, its title].
const named = (rows, slot) => (rows.find((one) => one[0] === slot) || [])[1];
const FACETS = [
  ["kind", "类别", (one) => [root.kinds[one.kind][0]], (value) => root.kinds.find(([kind]) => kind === value)[1]],
  ["agency", "机关", (one) => [named(root.agencies, one.agency)], (value) => root.agencies.find(([, slug]) => slug === value)[2]],
  ["year", "年份", (one) => [`${one.year}`], (value) => `${value}年`],
  ["topic", "主题", (one) => named(root.topics, one.topics) || [], (value) => root.topic_titles[value]],
];
const passes = (number, want, but) => FACETS.every(([name, , of]) => name === but || !want[name] || of(decoded(number)).includes(want[name]));

function filters(numbers, want) {
  facets.replaceChildren(...FACETS.map(([name, title, of, titled]) => {
    const counts = {};
    for (const number of numbers) if (passes(number, want, name)) for (const one of of(decoded(number))) if (one) counts[one] = (counts[one] || 0) + 1;
    const select = make("select", "c-search__select", new Option(`全部${title}`, ""));
    for (const one of Object.keys({ ...counts, ...(want[name] && { [want[name]]: 0 }) }).sort((a, b) => (name === "year" ? b - a : counts[b] - counts[a]))) {
      try { select.add(new Option(`${titled(one)}（${counts[one] || 0}）`, one, false, one === want[name])); } catch { /* no such value any more */ }
    }
    select.onchange = () => go({ [name]: select.value, page: "" }, true);
    return make("label", "c-search__facet", title, select);
  }));
}

function button(words, act) {
  const node = make("button", "c-search__button", words);
  node.type = "button";
  node.onclick = act;
  return node;
}

function point(next) {
  if (list.children[active]) list.children[active].removeAttribute("aria-selected");
  active = Math.max(-1, Math.min(list.children.length - 1, next));
  const line = list.children[active];
  box.setAttribute("aria-activedescendant", line ? line.firstChild.id : "");
  if (line) line.setAttribute("aria-selected", "true"), line.scrollIntoView({ block: "nearest" });
}

async function show(again) {
  const mine = ++turn;
  const want = state(), query = want.q || "";
  if (box.value !== query && document.activeElement !== box) box.value = query;
  const words = wordsOf(query);
  ways.hidden = !!words.length;
  if (!words.length) return clear(query.trim() ? "请至少输入两个字、字母或数字。" : "");
  try {
    root = await open(again);
    if (asked !== query || again) [part, asked] = [await search(query), query];
    if (mine === turn) await fill(mine, want, query, words);
  } catch (error) {
    if (mine !== turn) return;
    if (error instanceof Released && !again) return show(true);
    clear("网络不通，没有查成。");
    pages.append(button("再查一次", () => show(true)));
  }
}

function clear(words) {
  status.textContent = words;
  for (const node of [list, facets, pages, text]) node.replaceChildren();
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
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
  let numbers, from, to, hits, turns = 0;
  do {
    numbers = [...part.hits.keys()].filter((number) => passes(number, want));
    numbers.sort((one, other) => tier(part.hits.get(one)) - tier(part.hits.get(other)) || other - one);
    for (let at = (from = to = 0); at < page; at++) [from, to] = [to, end(numbers, to)];
    if (to === numbers.length && part.floor && turns++ < TURNS) {
      await part.more();
      hits = [null];
      continue;
    }
    hits = await Promise.all(numbers.slice(from, to).map((number) => shown(number, part.hits.get(number), query)));
    hits.forEach((hit, at) => hit ? part.hits.set(numbers[from + at], hit) : part.hits.delete(numbers[from + at]));
  } while (hits.includes(null) && mine === turn);
  if (mine !== turn) return;
  const about = part.floor ? "至少 " : numbers.some((number) => part.hits.get(number).unsure) ? "大约 " : "";
  clear(numbers.length ? `找到${about} ${numbers.length} 件。` : `名称、标题、文号、信用代码和拼音里没有“${cut(query)}”。${NOTHING}`);
  filters([...part.hits.keys()], want);
  hits.sort((one, other) => tier(one) - tier(other)).forEach((hit) => row(hit, words));
  if (page > 1) pages.append(button("上一页", () => go({ page: page > 2 ? `${page - 1}` : "" }, true)));
  if (to < numbers.length || part.floor) pages.append(button("下一页", () => go({ page: `${page + 1}` }, true)));
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

let typed;
box.addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(() => go({ q: box.value.trim() && box.value, page: "", text: "" }), 200);
});
box.addEventListener("keydown", (event) => {
  const line = list.children[active];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") point(active + (event.key === "ArrowDown" ? 1 : -1));
  else if (event.key === "Enter" && line) line.querySelector("a").click();
  else if (event.key === "Escape" && line) point(-1);
  else return;
  event.preventDefault();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(typed);
  go({ q: box.value, page: "", sort: $("sort").value }, true);
});
$("sort").onchange = () => go({ sort: $("sort").value, page: "" }, true);
addEventListener("popstate", () => { box.value = state().q || ""; show(); });
$("note").hidden = true;
$("sort").value = state().sort || "";
show();
