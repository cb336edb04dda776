// The service worker of /officers/ alone (it lies there as sw.js): the network first; without one, the last list that was seen, with
// its styles and scripts and the pages that the list goes on in, so that a card can be checked in a basement. It keeps no other page.

const KEPT = "officers";
const PATIENCE = 4000; // milliseconds that a weak network gets before the kept list is shown
const PAGE = new URL("./", self.location).href;
const LISTS = new URL("list/", PAGE).href;
const PAGES = /data-pages="([^"]+)"/;
const NAMED = /<(?:link rel="(?:stylesheet|modulepreload)" href|script(?: type="module")? src)="([^"]+)"/g;

async function keep() {
  const cache = await caches.open(KEPT);
  const page = await fetch(PAGE, { cache: "no-cache" });
  if (!page.ok) return;
  const text = await page.clone().text();
  const named = [...text.matchAll(NAMED)].map((match) => match[1]);
  const pages = PAGES.test(text) ? PAGES.exec(text)[1].split(" ") : [];
  await cache.addAll([...named, ...pages].map((address) => new URL(address, PAGE).href));
  await cache.put(PAGE, page);
}

async function networkFirst(event, key, keeps) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(key, { ignoreSearch: true });
  const answer = fetch(event.request).then(async (response) => {
    if (keeps && response.ok) await cache.put(key, response.clone());
    if (keeps && [404, 410].includes(response.status)) await cache.delete(key);
    return response;
  });
  if (!kept) return answer;
  event.waitUntil(answer.catch(() => {}));
  const late = new Promise((done) => setTimeout(done, PATIENCE, kept));
  return Promise.race([answer.catch(() => kept), late]);
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.url.startsWith(LISTS)) {
    event.respondWith(networkFirst(event, request.url, true));
  } else if (request.mode === "navigate") {
    const own = address.href.split(/[?#]/)[0] === PAGE;
    event.respondWith(networkFirst(event, PAGE, own));
  } else if (["style", "script"].includes(request.destination)) {
    event.respondWith(networkFirst(event, request.url, true));
  }
});
