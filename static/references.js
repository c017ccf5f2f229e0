/* References found beside an editor go where the text was left. Without this they are copied by hand. */
"use strict";
(() => {
  const areas = Array.from(document.querySelectorAll("form[data-guard] textarea"));
  let last = areas[0] || null;
  areas.forEach((area) => area.addEventListener("focus", () => { last = area; }));

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
