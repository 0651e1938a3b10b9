/* What the search does better with JavaScript: it is kept for when the network drops, and knows where we are. */
"use strict";

const own = document.currentScript || document.querySelector("script[data-worker]");
const scope = own.dataset.worker.replace(/[^/]*$/, "");
if ("serviceWorker" in navigator) navigator.serviceWorker.register(own.dataset.worker, { scope });

const near = document.querySelector("[data-near]");
if (near && navigator.geolocation) {
  const said = document.querySelector("[data-near-said]");
  near.hidden = false;
  near.addEventListener("click", () => {
    said.textContent = "Recherche de votre position…";
    navigator.geolocation.getCurrentPosition(
      (found) => {
        const address = new URL(location.href);
        const { latitude, longitude } = found.coords;
        address.searchParams.set("pres", `${latitude.toFixed(5)},${longitude.toFixed(5)}`);
        address.searchParams.delete("page");
        location.assign(address);
      },
      () => { said.textContent = "Votre position n’est pas connue : écrivez une rue ou un quartier."; },
      { maximumAge: 60000, timeout: 10000 },
    );
  });
}

const list = document.querySelector("[data-kept]");
if (list && "caches" in window) {
  caches.open("exchange-1").then((cache) => cache.keys()).then((keys) => {
    for (const key of keys.reverse()) {
      const url = new URL(key.url);
      if (!url.pathname.startsWith(scope) || /\.\w+$/.test(url.pathname) || url.pathname.includes("hors-ligne")) continue;
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = url.pathname + url.search;
      link.textContent = url.searchParams.get("q") || decodeURIComponent(url.pathname.slice(scope.length)) || "Commerces";
      item.append(link);
      list.append(item);
    }
  });
}
