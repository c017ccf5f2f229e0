/* A photograph to look at closely: larger, smaller, moved by pointer or arrow keys. Without it the link opens the same picture. */
"use strict";
(() => {
  const STEPS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function open(link) {
    const dialog = document.createElement("dialog");
    const sheet = document.createElement("div");
    const bar = document.createElement("div");
    const picture = document.createElement("img");
    let step = -1;
    dialog.className = "zoomed";
    sheet.className = "zoomed-sheet";
    sheet.tabIndex = 0; /* the arrow keys scroll what has the focus */
    bar.className = "zoomed-bar";
    picture.alt = link.querySelector("img").alt;

    function show(next) {
      const before = picture.width || 1;
      step = Math.max(0, Math.min(STEPS.length - 1, next));
      picture.width = Math.round(picture.naturalWidth * STEPS[step]);
      const grown = picture.width / before;
      sheet.scrollLeft = (sheet.scrollLeft + sheet.clientWidth / 2) * grown - sheet.clientWidth / 2;
      sheet.scrollTop = (sheet.scrollTop + sheet.clientHeight / 2) * grown - sheet.clientHeight / 2;
    }
    function fit() {
      const room = Math.min(window.innerWidth / picture.naturalWidth, window.innerHeight / picture.naturalHeight);
      const fitting = STEPS.filter((scale) => scale <= room);
      show(Math.max(0, fitting.length - 1));
    }
    picture.addEventListener("load", fit);
    picture.src = link.href;

    let held = null;
    picture.draggable = false;
    picture.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch") return; /* a finger scrolls by itself */
      held = [event.clientX + sheet.scrollLeft, event.clientY + sheet.scrollTop];
      picture.setPointerCapture(event.pointerId);
    });
    picture.addEventListener("pointermove", (event) => {
      if (held) { sheet.scrollLeft = held[0] - event.clientX; sheet.scrollTop = held[1] - event.clientY; }
    });
    picture.addEventListener("pointerup", () => { held = null; });
    sheet.addEventListener("wheel", (event) => {
      if (event.ctrlKey) { event.preventDefault(); show(step + (event.deltaY < 0 ? 1 : -1)); }
    }, { passive: false });
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "+" || event.key === "=") show(step + 1);
      if (event.key === "-") show(step - 1);
    });

    bar.append(button(link.dataset.wordsLarger, () => show(step + 1)), button(link.dataset.wordsSmaller, () => show(step - 1)),
      button(link.dataset.wordsClose, () => dialog.close()));
    sheet.append(picture);
    dialog.append(bar, sheet);
    document.body.append(dialog);
    dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
    dialog.showModal();
    sheet.focus();
  }

  document.querySelectorAll("a[data-zoom]").forEach((link) => {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || typeof HTMLDialogElement === "undefined") return;
      event.preventDefault();
      open(link);
    });
  });
})();
