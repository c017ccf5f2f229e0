/* References found beside an editor go where the text was left. Without this they are copied by hand. */
"use strict";
(() => {
  const areas = Array.from(document.querySelectorAll("form[data-guard] textarea"));
  const box = document.querySelector(".reference-box");
  const into = document.getElementById("reference-into");
  let last = areas[0] || null;

  function leave(area) {
    last = area;
    if (into) into.value = String(areas.indexOf(area));
  }

  // Passing through with the tabulator, on the way to the search, leaves no text anywhere.
  areas.forEach((area) => {
    area.addEventListener("pointerup", () => leave(area));
    area.addEventListener("input", () => leave(area));
    area.addEventListener("keydown", (event) => { if (!["Tab", "Shift"].includes(event.key)) leave(area); });
  });

  if (into && areas.length > 1) {
    areas.forEach((area, at) => {
      const label = area.labels[0];
      into.append(new Option(label ? label.textContent.trim() : area.name, String(at)));
    });
    into.addEventListener("change", () => { last = areas[Number(into.value)]; });
    into.parentElement.hidden = false;
  }

  if (box) {
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !box.open) return;
      box.open = false;
      if (last) last.focus();
    });
  }

  function offer(root) {
    if (!last) return;
    root.querySelectorAll("[data-insert]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        const before = last.value.slice(0, last.selectionStart);
        const marker = (before && !/\s$/.test(before) ? " " : "") + button.dataset.insert;
        last.focus();
        last.setRangeText(marker, last.selectionStart, last.selectionEnd, "end");
        last.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
  }
  document.addEventListener("htmx:load", (event) => offer(event.detail.elt));
})();
