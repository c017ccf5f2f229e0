/* Drawing boxes on a picture. The rows of the form are the truth; this draws them and writes into them. */
"use strict";
(() => {
  const canvas = document.querySelector("[data-canvas]");
  const form = document.getElementById("redaction");
  if (!canvas || !form) return;
  const NS = "http://www.w3.org/2000/svg";
  const NAMES = ["left", "top", "width", "height"];
  const page = Number(canvas.dataset.page || 1);
  const rowsBox = form.querySelector("[data-rows]");
  const tools = document.querySelector("[data-canvas-tools]");
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  canvas.append(svg);
  tools.hidden = false;
  const past = [];

  const rows = () => Array.from(rowsBox.querySelectorAll("[data-row]"));
  const input = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const number = (row, name) => { const node = input(row, name); return node && node.value !== "" ? Number(node.value) : null; };
  const round = (value) => Math.round(value * 10) / 10;
  const isHere = (row) => !input(row, "page") || (number(row, "page") || 1) === page;
  const isBox = (row) => { const act = input(row, "act"); return !act || act.value === "box"; };
  const box = (row) => NAMES.map((name) => number(row, name));
  const filled = (row) => box(row).every((value) => value !== null && !Number.isNaN(value));

  function write(row, values) {
    NAMES.forEach((name, index) => { input(row, name).value = String(round(values[index])); });
    const where = input(row, "page");
    if (where && where.value === "") where.value = String(page);
    const act = input(row, "act");
    if (act && act.value !== "box") act.value = "box";
  }
  function told(row) { input(row, "left").dispatchEvent(new Event("input", { bubbles: true })); draw(); }
  function remember() { past.push(rows().map((row) => box(row))); if (past.length > 100) past.shift(); }
  function clamp(values) {
    const [left, top, width, height] = values;
    const wide = Math.min(Math.max(width, 0.5), 100);
    const high = Math.min(Math.max(height, 0.5), 100);
    return [Math.min(Math.max(left, 0), 100 - wide), Math.min(Math.max(top, 0), 100 - high), wide, high];
  }
  function freeRow() {
    const empty = rows().find((row) => box(row).every((value) => value === null) && isBox(row));
    if (empty) return empty;
    rowsBox.querySelector("[data-row-add]").click();
    return rows().at(-1);
  }
  function clear(row) { NAMES.forEach((name) => { input(row, name).value = ""; }); const code = input(row, "code"); if (code) code.selectedIndex = 0; }

  function draw(focus) {
    const chosen = focus || (document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.row : "");
    svg.replaceChildren();
    rows().forEach((row, index) => {
      if (!isHere(row) || !isBox(row) || !filled(row)) return;
      const [left, top, width, height] = box(row);
      const code = input(row, "code");
      const shape = document.createElementNS(NS, "rect");
      const set = (node, values) => Object.entries(values).forEach(([name, value]) => node.setAttribute(name, value));
      set(shape, { x: left, y: top, width, height, class: "mark-box", tabindex: "0", role: "button", "data-row": index,
        "aria-label": `${canvas.dataset.wordBox} ${index + 1}: ${code && code.value ? code.value.toUpperCase() : ""}, ${round(left)} ${round(top)} ${round(width)} ${round(height)}. ${canvas.dataset.wordHelp}` });
      svg.append(shape);
      const grip = document.createElementNS(NS, "rect");
      const ratio = canvas.clientWidth / Math.max(canvas.clientHeight, 1);
      set(grip, { x: left + width - 1.5, y: top + height - 1.5 * ratio, width: 3, height: 3 * ratio, class: "mark-grip", "data-row": index, "data-grip": "1" });
      svg.append(grip);
      if (String(index) === String(chosen)) shape.focus({ preventScroll: true });
    });
  }

  const point = (event) => {
    const area = svg.getBoundingClientRect();
    return [(event.clientX - area.left) / area.width * 100, (event.clientY - area.top) / area.height * 100];
  };
  let drag = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    const [x, y] = point(event);
    remember();
    const index = event.target.dataset.row;
    if (index === undefined) drag = { row: null, x, y, kind: "new" };
    else drag = { row: rows()[index], x, y, kind: event.target.dataset.grip ? "size" : "move", from: box(rows()[index]) };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [x, y] = point(event);
    if (drag.kind === "new") {
      if (!drag.row && Math.hypot(x - drag.x, y - drag.y) < 1) return;
      drag.row = drag.row || freeRow();
      const left = Math.max(0, Math.min(x, drag.x));
      const top = Math.max(0, Math.min(y, drag.y));
      write(drag.row, clamp([left, top, Math.min(100, Math.max(x, drag.x)) - left, Math.min(100, Math.max(y, drag.y)) - top]));
    } else {
      const [left, top, width, height] = drag.from;
      write(drag.row, drag.kind === "move" ? clamp([left + x - drag.x, top + y - drag.y, width, height])
        : [left, top, Math.min(Math.max(0.5, width + x - drag.x), 100 - left), Math.min(Math.max(0.5, height + y - drag.y), 100 - top)]);
    }
    draw();
  });
  const end = () => {
    if (!drag) return;
    if (drag.row) { const index = rows().indexOf(drag.row); told(drag.row); draw(String(index)); const code = input(drag.row, "code"); if (drag.kind === "new" && code && !code.value) code.focus({ preventScroll: true }); }
    else past.pop();
    drag = null;
  };
  svg.addEventListener("pointerup", end);
  svg.addEventListener("pointercancel", end);

  svg.addEventListener("keydown", (event) => {
    const index = event.target.dataset.row;
    if (index === undefined) return;
    const row = rows()[index];
    const [left, top, width, height] = box(row);
    const step = event.altKey ? 0.2 : 1;
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (way) {
      event.preventDefault();
      remember();
      write(row, event.shiftKey ? [left, top, Math.min(Math.max(0.5, width + way[0]), 100 - left), Math.min(Math.max(0.5, height + way[1]), 100 - top)]
        : clamp([left + way[0], top + way[1], width, height]));
      told(row);
      draw(index);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remember();
      clear(row);
      told(row);
    }
  });

  function undo() {
    const before = past.pop();
    if (!before) return;
    rows().forEach((row, index) => {
      const values = before[index] || [null, null, null, null];
      NAMES.forEach((name, at) => { input(row, name).value = values[at] === null ? "" : String(values[at]); });
    });
    if (rows().length) told(rows()[0]);
  }
  tools.querySelector("[data-canvas-undo]").addEventListener("click", undo);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.target.closest("input, textarea, select")) { event.preventDefault(); undo(); }
  });
  tools.querySelector("[data-canvas-add]").addEventListener("click", () => {
    remember();
    const row = freeRow();
    write(row, [40, 40, 20, 20]);
    told(row);
    draw(String(rows().indexOf(row)));
  });
  rowsBox.addEventListener("input", () => { if (!drag) draw(); });
  rowsBox.addEventListener("change", () => draw());
  new ResizeObserver(() => draw()).observe(canvas);
  draw();
})();
