// 执法人员查询: a certificate by its number or its holder's name, against the list that stands in the page or, where it is long, in
// pages of its own (data-pages), which are read when somebody checks. What has run out by the reader's own day is shown so, however old the page is; a page kept for use without a network says of which day it is.

import { fold } from "./fold.js";

const STATES = { good: "有效", ended: "已过期", waiting: "未写明有效期" };
const OLD = 7; // days after which a page that comes from the network is told to be old
const asOf = document.getElementById("as-of");
const form = document.getElementById("check");
const verdict = document.getElementById("verdict");

const two = (number) => String(number).padStart(2, "0");
function today() {
  const now = new Date();
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return asOf && asOf.dataset.on > day ? asOf.dataset.on : day; // a clock that is slow makes nothing valid again
}

const look = (until) => (!until ? "waiting" : until < today() ? "ended" : "good");

function made(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

function banner(kind, text, ...notes) {
  const box = made("div", `c-verdict c-verdict--${kind}`);
  box.append(made("strong", "c-verdict__text", text));
  for (const note of notes) {
    const line = made("span", "c-verdict__note");
    line.append(...[note].flat());
    box.append(line, made("br"));
  }
  return box;
}

function reportLink() {
  const link = made("a", "", "请拨打监督电话");
  link.href = "#report";
  return link;
}

const pages = form && form.dataset.pages ? form.dataset.pages.split(" ") : [];
const officers = (place = document) => [...place.querySelectorAll("tr[data-number]")];
let every = null; // promised rows of all pages

async function onPage(page) {
  const address = new URL(page, location.href).href;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.status);
  const rows = officers(new DOMParser().parseFromString(await answer.text(), "text/html"));
  for (const link of rows.map((row) => row.querySelector("a")).filter(Boolean)) link.href = new URL(link.getAttribute("href"), address).href;
  return rows;
}

function onAllPages() {
  if (!every) {
    every = Promise.all(pages.map(onPage)).then((found) => found.flat());
    every.catch(() => (every = null)); // the next check tries again
  }
  return every;
}

const told = (cell, row) => cell.textContent.trim() && cell.textContent.trim() !== row.dataset.until;
const said = (row) => [...row.querySelectorAll("th, td:not(:last-child)")].filter((cell) => told(cell, row)).map((cell) => cell.textContent.trim()).join("，");

function answer(row) {
  const until = row.dataset.until;
  const kind = look(until);
  const when = until ? `有效期至 ${until}` : "名单没有写明有效期";
  const link = row.querySelector("a");
  const notes = [said(row), when];
  if (kind !== "good") notes.push([kind === "ended" ? "过期的执法证不能用来执法，" : "", reportLink(), "核实。"]);
  if (link) {
    const page = made("a", "", "看这本执法证");
    page.href = link.href;
    notes.push([page]);
  }
  return banner(kind, STATES[kind], ...notes);
}

async function checkPages(words, target) {
  const wait = made("p", "", "正在查名单……");
  target.append(wait);
  let rows = null;
  try {
    rows = await onAllPages();
  } catch {
    rows = null;
  }
  if (wait.parentNode !== target) return; // something else was asked meanwhile
  target.replaceChildren();
  if (rows) checkRows(words, rows, target);
  else target.append(banner("waiting", "没有查成", "名单没有取到。请检查网络再试一次，或者按姓的首字母看名单。"));
}

function check(words, target) {
  target.replaceChildren();
  if (!fold(words)) return;
  if (pages.length) checkPages(words, target);
  else checkRows(words, officers(), target);
}

function checkRows(words, rows, target) {
  const word = fold(words);
  const found = rows.filter((row) => fold(row.dataset.number) === word || fold(row.dataset.name) === word);
  target.append(...found.map(answer));
  const named = found.some((row) => fold(row.dataset.name) === word);
  const several = named ? `叫“${words}”的有 ${found.length} 人，请按证号核对。` : `证号“${words}”在名单上有 ${found.length} 行，请逐行核对。`;
  if (found.length > 1) target.prepend(made("p", "", several));
  if (!found.length) {
    const how = /\d/.test(word) ? "请照执法证输入完整的证号。" : "请照执法证输入完整的姓名，或者改用证号。";
    target.append(banner("ended", "不在名单上", `名单里没有“${words}”。${how}`, ["确实没有的，", reportLink(), "核实。"]));
  }
}

function age() {
  const days = Math.round((Date.parse(today()) - Date.parse(asOf.dataset.on)) / 86400000);
  const offline = navigator.onLine === false;
  const old = days > (offline ? 0 : OLD) ? `这份名单是 ${days} 天前的。` : "";
  const words = offline ? `您现在没有联网。${old}联网以后请再核对一次。` : old;
  let note = document.getElementById("age");
  if (!note) asOf.after((note = Object.assign(made("p", "c-note"), { id: "age" })));
  note.setAttribute("role", "status");
  note.textContent = words;
  note.hidden = !words;
}

function refresh() {
  for (const row of officers()) {
    const state = row.querySelector(".c-state");
    const kind = look(row.dataset.until);
    state.className = `c-state c-state--${kind}`;
    state.textContent = STATES[kind];
  }
}

// On an officer's own address without a network, the worker shows the list: then the number stands in the address.
function asked() {
  const number = /\/officers\/([0-9A-Za-z-]+)\.html$/.exec(location.pathname);
  return new URLSearchParams(location.search).get("q") || (number ? number[1] : "");
}

if (form) {
  const box = form.elements.q;
  const target = document.getElementById("check-answer");
  document.documentElement.dataset.ran = "";
  refresh();
  age();
  box.value = asked();
  check(box.value, target);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(box.value.trim(), target);
    history.replaceState(null, "", box.value.trim() ? `?q=${encodeURIComponent(box.value.trim())}` : location.pathname);
  });
  box.addEventListener("input", () => target.replaceChildren()); // no old answer beside a new number
  addEventListener("online", age);
  addEventListener("offline", age);
  if (navigator.serviceWorker) navigator.serviceWorker.register(new URL("../../officers/sw.js", import.meta.url), { scope: new URL("../../officers/", import.meta.url).pathname }).catch(() => {});
} else if (!verdict) {
  refresh();
} else if (look(verdict.dataset.until) === "ended") {
  verdict.className = "c-verdict c-verdict--ended";
  verdict.querySelector(".c-verdict__text").textContent = STATES.ended;
}
