/* Keeps the last pages of the search for when the network drops: network first, then what was kept. */
"use strict";
const KEPT = "exchange-1";
const HOME = "{{ urls.home|escapejs }}";
const OFFLINE = "{{ urls.offline|escapejs }}";
const ALWAYS = [OFFLINE, HOME, "{{ urls.sheet|escapejs }}", "{{ urls.script|escapejs }}", "{{ urls.own|escapejs }}"];
const MOST = 40;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(ALWAYS)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// A merchant's or an officer's page is never kept, nor what names a buyer.
function may(url, answer) {
  const own = url.pathname.includes("/gestion/") || url.pathname.includes("/suivi/");
  const said = answer.headers.get("Cache-Control") || "";
  return answer.ok && !own && !said.includes("no-store") && !said.includes("private");
}

async function trim(cache) {
  const keys = (await cache.keys()).filter((key) => !ALWAYS.includes(new URL(key.url).pathname));
  for (const key of keys.slice(0, Math.max(keys.length - MOST, 0))) await cache.delete(key);
}

async function answer(request) {
  const url = new URL(request.url);
  const cache = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    if (may(url, fresh)) {
      await cache.put(request, fresh.clone());
      await trim(cache);
    }
    return fresh;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    if (request.mode === "navigate") return cache.match(OFFLINE, { ignoreVary: true });
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === self.location.origin) event.respondWith(answer(event.request));
});
