/* The map that moves. Leaflet draws what our own server sends: two files of boundaries and the marks of each zoom level,
   gathered there. No tile, no font, no picture is asked for anywhere. Without this script the still picture stays. */
"use strict";
if (window.afterLeaflet) window.afterLeaflet();
(() => {
  const plate = document.querySelector("[data-map]");
  if (!plate || !window.L) return;
  const L = window.L;
  const part = (name) => plate.querySelector(`[data-map-${name}]`);
  const [moves, said] = [part("moves"), part("said")];
  const LAND = { Syria: "#fbfaf6" };
  const quiet = { interactive: false, weight: 1, color: "#b9b3a4" };
  let all = null;

  async function read(address) {
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return answer.json();
  }
  function words(mark) {
    const box = document.createElement("div");
    box.dir = "auto";
    const line = document.createElement(mark.href ? "a" : "strong");
    line.textContent = mark.words;
    if (mark.href) line.href = mark.href;
    const note = document.createElement("div");
    note.textContent = mark.note;
    box.append(line, note);
    return box;
  }
  function disc(mark) {
    const box = document.createElement("span");
    box.textContent = mark.shown;
    const side = Math.round(22 + Math.min(20, Math.sqrt(mark.number) + 3 * mark.shown.length));
    return L.divIcon({ html: box, className: "map-disc", iconSize: [side, side] });
  }
  function draw(mark, layer, map) {
    const style = { color: mark.colour, weight: 1, fillOpacity: 0.16 };
    if (!mark.bounds) L.circle(mark.at, { radius: mark.metres, dashArray: "3 2", interactive: false, ...style }).addTo(layer);
    const pin = mark.number === 1
      ? L.circleMarker(mark.at, { radius: 6, color: "#fff", weight: 1.5, fillColor: mark.colour, fillOpacity: 1 })
      : L.marker(mark.at, { icon: disc(mark), keyboard: true, title: mark.words });
    pin.addTo(layer);
    const open = () => {
      said.textContent = `${mark.words}. ${mark.note}`;
      if (mark.bounds) map.fitBounds([mark.bounds.slice(0, 2), mark.bounds.slice(2)], { padding: [40, 40], animate: false });
      else L.popup({ closeButton: false, maxWidth: 260 }).setLatLng(mark.at).setContent(words(mark)).openOn(map);
    };
    pin.on("click", open);
    const element = pin.getElement();
    if (element) element.style.setProperty("--disc", mark.colour);
    if (element && mark.number === 1) {
      element.setAttribute("tabindex", "0");
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", mark.words);
    }
    if (element) element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open();
    });
  }
  async function start() {
    const [countries, regions] = await Promise.all([read(plate.dataset.countries), read(plate.dataset.governorates)]);
    moves.hidden = false;
    part("tools").hidden = false;
    part("still").hidden = true;
    const map = L.map(moves, { attributionControl: false, zoomControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false, minZoom: 5, maxZoom: 15, zoomSnap: 1 });
    const layer = L.layerGroup();
    let shaded = new Set();
    L.geoJSON(countries, { style: (one) => ({ ...quiet, fillColor: LAND[one.properties.name] || "#f1efe9", fillOpacity: 1 }) }).addTo(map);
    const areas = L.geoJSON(regions, { style: (one) => ({ ...quiet, dashArray: "3 2", fillColor: "#b7791f", fillOpacity: shaded.has(one.properties.code) ? 0.13 : 0 }) }).addTo(map);
    layer.addTo(map);
    map.setView([35.0, 38.0], 7);
    let zoom = -1;
    async function refresh() {
      if (map.getZoom() === zoom) return;
      zoom = map.getZoom();
      const address = new URL(plate.dataset.marks, document.baseURI);
      address.searchParams.set("zoom", zoom);
      const found = await read(address);
      if (map.getZoom() !== zoom) return;
      shaded = new Set(found.shaded);
      areas.setStyle(areas.options.style);
      layer.clearLayers();
      found.marks.forEach((mark) => draw(mark, layer, map));
      plate.dataset.drawn = String(found.marks.length);
      if (all === null) {
        all = found.bounds;
        whole();
      }
    }
    function whole() {
      if (all) map.fitBounds([all.slice(0, 2), all.slice(2)], { padding: [40, 40], maxZoom: 12, animate: false });
    }
    const failed = () => (said.textContent = plate.dataset.failed);
    map.on("zoomend", () => refresh().catch(failed));
    part("in").addEventListener("click", () => map.zoomIn());
    part("out").addEventListener("click", () => map.zoomOut());
    part("all").addEventListener("click", whole);
    await refresh();
    plate.dataset.ready = "yes";
  }
  start().catch(() => {
    moves.hidden = true;
    part("still").hidden = false;
    said.textContent = plate.dataset.failed;
  });
})();
