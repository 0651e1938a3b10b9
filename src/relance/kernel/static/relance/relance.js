/* What pages do better with JavaScript; each works without it. */
"use strict";

// <a href="…" data-opens="id"> opens the dialog instead of the page that does the same.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (dialog) {
    event.preventDefault();
    dialog.showModal();
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest(closer.dataset.closes)?.remove();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The box of a table's head chooses every row; it is hidden where nothing would answer it.
function ready(root) {
  for (const closer of root.querySelectorAll("[data-closes]")) closer.hidden = false;
  for (const all of root.querySelectorAll("[data-picks]")) {
    const boxes = [...all.closest("table").querySelectorAll("tbody .pick input")];
    const tell = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
      for (const place of document.querySelectorAll(`[data-chosen="${all.dataset.picks}"]`)) {
        place.textContent = chosen;
      }
    };
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      tell();
    });
    for (const box of boxes) box.addEventListener("change", tell);
    tell();
  }
  // A file that is too heavy is refused before it travels; the server checks again.
  for (const input of root.querySelectorAll("input[type=file][data-limit]")) {
    input.addEventListener("change", () => {
      const heavy = [...input.files].find((file) => file.size > Number(input.dataset.limit));
      input.setCustomValidity(heavy ? `${heavy.name} : ${input.dataset.refusal}` : "");
      input.reportValidity();
    });
  }
}

ready(document);
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));

// A second click does not send a form twice. What answers with a file leaves the page: the button comes back.
function release(button) {
  button.removeAttribute("aria-busy");
  delete button.dataset.sent;
  button.disabled = false;
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || event.target.method !== "post") return;
  setTimeout(() => {
    if (event.defaultPrevented) return;
    button.setAttribute("aria-busy", "true");
    button.dataset.sent = "";
    button.disabled = true;
    setTimeout(release, 10000, button);
  });
});
addEventListener("pageshow", () => document.querySelectorAll("button[data-sent]").forEach(release));
