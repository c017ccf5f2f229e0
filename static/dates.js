/* Dates that are known more or less exactly: a picker that writes the text, and the text read back in words by the server.
   Without this file the text is typed, and read back when the form comes back. */
"use strict";
(() => {
  const WAIT = 350;
  const PARTS = { exact: ["day"], month: ["month"], year: ["year"], before: ["day"], after: ["day"], between: ["day", "end"], unknown: [] };
  const WRITE = {
    exact: (part) => part("day"), month: (part) => part("month"), year: (part) => part("year"),
    before: (part) => "/" + part("day"), after: (part) => part("day") + "/", between: (part) => part("day") + "/" + part("end"),
    unknown: () => "",
  };
  const asked = new WeakMap();

  const picker = (node) => node.closest("[data-date-picker]");
  const field = (node) => node.closest("[data-field]");
  const plain = (kind) => kind.replace("about-", "");
  const kindOf = (box) => box.querySelector("[data-date-kind]").value;
  const input = (box, part) => box.querySelector("[data-date-part=" + part + "] input");

  function showParts(box) {
    const wanted = PARTS[plain(kindOf(box))];
    box.querySelectorAll("[data-date-part]").forEach((part) => { part.hidden = !wanted.includes(part.dataset.datePart); });
  }

  function write(box) {
    const kind = kindOf(box);
    const empty = PARTS[plain(kind)].map((part) => input(box, part)).find((node) => !node.value);
    if (empty) { empty.focus(); return; }
    const target = field(box).querySelector("input[id]");
    target.value = WRITE[plain(kind)]((part) => input(box, part).value) + (kind === plain(kind) ? "" : "~");
    target.dispatchEvent(new Event("input", { bubbles: true })); /* the draft is kept, the words are asked for */
    box.open = false;
    target.focus();
  }

  async function readBack(target, place) {
    const text = target.value;
    if (!text.trim()) { place.textContent = ""; return; }
    try {
      const answer = await fetch(place.dataset.dateRead + "?text=" + encodeURIComponent(text.slice(0, 60)), { credentials: "same-origin", redirect: "error" });
      if (answer.ok && target.value === text) place.textContent = (await answer.text()).trim();
    } catch (_error) { place.textContent = ""; /* the form says it when it is saved */ }
  }

  document.addEventListener("change", (event) => { if (event.target.matches("[data-date-kind]")) showParts(picker(event.target)); });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-date-write]")) write(picker(event.target)); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-date-part] input")) { event.preventDefault(); write(picker(event.target)); }
  });
  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-field]");
    const place = box && box.querySelector("[data-date-read]");
    if (!place || picker(event.target)) return;
    clearTimeout(asked.get(place));
    asked.set(place, setTimeout(() => readBack(event.target, place), WAIT));
  });
  document.querySelectorAll("[data-date-picker]").forEach((box) => { box.hidden = false; showParts(box); });
})();
