/* The review with JavaScript: document and facts point at each other, keys decide, selected words
   become a fact. Without it every act is a link or a form of the page. */
"use strict";

const source = document.querySelector(".source");
const words = source?.querySelector("[data-text]");
const sheet = source?.querySelector("[data-sheet]");
const switcher = source?.querySelector("[data-switch]");
const adder = source?.querySelector("[data-selected]");
const beside = matchMedia("(min-width: 60rem)");
const KEYS_OFF = "relance.review.keys-off";

const facts = () => [...document.querySelectorAll("#relecture .fact")];
const current = () => document.activeElement?.closest?.(".fact");

function show(fact) {
  if (!source) return;
  const lit = [...words.querySelectorAll(".words")].filter((one) => {
    const held = one.dataset.facts.split(" ").includes(fact);
    one.classList.toggle("is-lit", held);
    return held;
  });
  if (sheet && !sheet.hidden) turnTo(fact);
  if (!lit.length) return;
  // the pane scrolls, never the page
  const top = lit[0].getBoundingClientRect().top - words.getBoundingClientRect().top;
  words.scrollTop += top - words.clientHeight / 3;
}

async function turnTo(fact) {
  const address = source.dataset.page.replace("/0/", `/${fact}/`);
  if (sheet.dataset.of === address) return;
  sheet.dataset.of = address;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (answer.ok && sheet.dataset.of === address) sheet.innerHTML = await answer.text();
}

function switchPane() {
  if (!switcher) return;
  const toPage = sheet.hidden;
  sheet.hidden = !toPage;
  words.hidden = toPage;
  switcher.setAttribute("aria-pressed", String(toPage));
  const fact = current() ?? facts()[0];
  if (fact) show(fact.dataset.fact);
}

function goTo(fact) {
  if (!fact) return;
  fact.focus({ preventScroll: true });
  fact.scrollIntoView({ block: "nearest" });
}

document.addEventListener("focusin", (event) => {
  const fact = event.target.closest(".fact");
  if (fact) show(fact.dataset.fact);
});

document.addEventListener("click", (event) => {
  const quote = event.target.closest("[data-words]");
  if (quote && source && beside.matches && words.querySelector(`[data-facts~="${quote.dataset.words}"]`)) {
    event.preventDefault();
    show(quote.dataset.words);
    return;
  }
  const place = event.target.closest(".words");
  if (place) {
    event.preventDefault();
    if (!getSelection().isCollapsed) return;
    const fact = document.getElementById(place.hash.slice(1));
    if (!fact) return;
    fact.focus({ preventScroll: true });
    fact.scrollIntoView({ block: "center" });
  }
});

/* A selection in the text says which words a missed fact has. Offsets count characters as the
   server does: a sign outside the basic plane is one. */
function offsetOf(node, within) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!piece) return null;
  return Number(piece.dataset.start) + [...piece.textContent.slice(0, within)].length;
}

document.addEventListener("selectionchange", () => {
  if (!adder || !source.dataset.add) return;
  const chosen = getSelection();
  const inside = chosen.rangeCount && !chosen.isCollapsed && words.contains(chosen.anchorNode) && words.contains(chosen.focusNode);
  adder.hidden = !inside;
  if (!inside) return;
  const range = chosen.getRangeAt(0);
  const start = offsetOf(range.startContainer, range.startOffset);
  const end = offsetOf(range.endContainer, range.endOffset);
  adder.hidden = start === null || end === null || start >= end;
  if (!adder.hidden) adder.href = `${source.dataset.add}?passage=${start}-${end}`;
});

const PRESS = { a: '[value="accept"]', r: '[value="reject"]', e: '[data-act="correct"]', m: '[data-act="shape"]' };

function step(by) {
  const all = facts();
  const here = all.indexOf(current());
  const waiting = all.findIndex((one) => one.querySelector('[value="accept"]'));
  goTo(here < 0 ? all[Math.max(waiting, 0)] : all[Math.min(Math.max(here + by, 0), all.length - 1)]);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], dialog';
  if (event.target.closest(typing)) return;
  // an act waits for the one under way; looking around does not
  if ("aremu".includes(event.key) && document.querySelector(".htmx-request")) return;
  if (localStorage.getItem(KEYS_OFF) && event.key !== "?") return;
  const act = {
    j: () => step(1),
    k: () => step(-1),
    u: () => document.querySelector("#annuler button")?.click(),
    n: () => document.getElementById("suite")?.click(),
    p: switchPane,
    "?": () => document.getElementById("clavier")?.showModal(),
  }[event.key] ?? (PRESS[event.key] && (() => current()?.querySelector(PRESS[event.key])?.click()));
  if (!act) return;
  event.preventDefault();
  act();
});

document.querySelectorAll('[data-opens="clavier"]').forEach((one) => (one.hidden = false));
if (switcher) {
  switcher.hidden = false;
  switcher.addEventListener("click", switchPane);
}
const keys = document.querySelector("[data-keys]");
if (keys) {
  keys.checked = !localStorage.getItem(KEYS_OFF);
  keys.addEventListener("change", () => {
    if (keys.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  });
}
if (location.hash.startsWith("#fait-")) goTo(document.getElementById(location.hash.slice(1)));
