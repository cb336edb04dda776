// Finding and sorting within a page. Items are the rows of tables and the children of elements marked data-filter; a group
// (data-filter-group) whose items are all hidden is hidden too. Tables marked data-sort sort by a click on a column's title.
// What is looked for and the order stand in the address (?find=…&sort=…&down=1).

import { fold } from "./fold.js";

const form = document.querySelector("[data-filter-form]");
const tables = [...document.querySelectorAll("table[data-sort]")];
const state = new URLSearchParams(location.search);
const compare = new Intl.Collator("zh-Hans-CN", { numeric: true }).compare;
const rows = (table) => [...table.tBodies].flatMap((body) => [...body.rows]);

// Texts of an item one by one, so that nothing is found that only stands side by side.
function texts(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(fold(walker.currentNode.data));
  return found.join("\n");
}

const items = [...document.querySelectorAll("[data-filter]")]
  .flatMap((list) => (list.tBodies ? rows(list) : [...list.children]))
  .map((element) => ({ element, text: null, unfolded: false }));

// Read when somebody looks for something: most readers of a long list never do.
function textOf(item) {
  if (item.text === null) item.text = texts(item.element);
  return item.text;
}

function unfold(item, wanted) {
  const { element } = item;
  if (element.localName !== "details" || wanted === item.unfolded || (wanted && element.open)) return;
  element.open = item.unfolded = wanted;
}

function find(words) {
  const wanted = words.trim().split(/\s+/).map(fold).filter(Boolean);
  let left = 0;
  for (const item of items) {
    const shown = wanted.every((word) => textOf(item).includes(word));
    item.element.hidden = !shown;
    left += shown;
    const title = item.element.querySelector("summary");
    unfold(item, Boolean(wanted.length && shown && title && !wanted.every((word) => texts(title).includes(word))));
  }
  for (const group of document.querySelectorAll("[data-filter-group]")) {
    group.hidden = items.every(({ element }) => element.hidden || !group.contains(element)) && Boolean(wanted.length);
  }
  const unit = form.dataset.unit;
  return wanted.length ? (left ? `找到 ${left} ${unit}，共 ${items.length} ${unit}。` : `没有含“${words.trim()}”的，共 ${items.length} ${unit}。`) : "";
}

const title = (cell) => cell.textContent.trim();
const value = (cell) => cell.dataset.value || title(cell); // data-value: what a cell is sorted by
function sort(name, down) {
  for (const table of tables) {
    const heads = [...table.tHead.rows[0].cells];
    const place = heads.findIndex((head) => title(head) === name);
    heads.forEach((head, at) => (at === place ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    if (!table.original) table.original = rows(table);
    const order = table.original.map((row) => [row, place < 0 ? "" : value(row.cells[place])]);
    const turn = down ? -1 : 1;
    // What is empty comes last either way.
    if (place >= 0) order.sort(([, one], [, other]) => (one && other ? turn * compare(one, other) : Number(!one) - Number(!other)));
    table.tBodies[0].append(...order.map(([row]) => row));
  }
}

function keep() {
  const kept = String(state);
  try {
    history.replaceState(null, "", (kept ? `?${kept}` : location.pathname) + location.hash);
  } catch (error) {
    // Safari lets an address change a hundred times in half a minute; the next change tells all.
  }
}

function set(name, value) {
  if (value) state.set(name, value);
  else state.delete(name);
}

function ordered(name, down, status) {
  sort(name, down);
  set("sort", name);
  set("down", down && name ? "1" : "");
  keep();
  if (status) status.textContent = name ? `已按“${name}”${down ? "降序" : "升序"}排列。` : "已恢复原来的顺序。";
}

function headers(status) {
  for (const table of tables) {
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "c-filter__sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        ordered(now === "descending" ? "" : title(head), now === "ascending", status);
      });
    }
  }
}

document.documentElement.dataset.ran = "";
const status = form && form.querySelector("[role=status]");
if (form && items.length > 1) {
  const box = form.elements.find;
  box.value = state.get("find") || "";
  if (box.value) status.textContent = find(box.value);
  form.addEventListener("submit", (event) => event.preventDefault());
  const look = () => {
    status.textContent = find(box.value);
    set("find", box.value.trim());
    keep();
  };
  box.addEventListener("input", (event) => event.isComposing || look()); // what an input method has not made yet is no word
  box.addEventListener("compositionend", look);
} else if (form) form.hidden = true; // nothing to look through
headers(status);
if (state.get("sort")) sort(state.get("sort"), state.get("down") === "1");
