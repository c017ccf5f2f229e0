/* The graph that moves. Cytoscape draws what our own server sends, at the places that the server gave it: nothing is laid
   out by chance, and the picture that leaves shows the same. Without this script the still picture and the table stay. */
"use strict";
(() => {
  const plate = document.querySelector("[data-graph]");
  if (!plate || !window.cytoscape) return;
  const part = (name) => plate.querySelector(`[data-graph-${name}]`);
  const [moves, said, link] = [part("moves"), part("said"), part("record")];
  const mirrored = document.documentElement.dir === "rtl";
  const family = getComputedStyle(document.body).fontFamily;
  let graph = null;
  let chosen = null;

  async function read(address) {
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    return answer.json();
  }
  function elements(found) {
    const nodes = found.nodes.map((one) => ({ group: "nodes", data: one, position: { x: mirrored ? -one.x : one.x, y: one.y } }));
    const edges = found.edges.map((one, number) => ({ group: "edges", data: { id: `tie-${number}`, ...one } }));
    return [...nodes, ...edges];
  }
  const style = [
    { selector: "node", style: { shape: "round-rectangle", width: 180, height: 36, "background-color": "#fff", "border-width": 1.5, "border-color": "data(colour)", label: "data(label)", "text-wrap": "wrap", "text-max-width": 172, "text-valign": "center", "text-halign": "center", "font-size": 10, "font-family": family, color: "#1b1f24" } },
    { selector: "node[?is_open]", style: { "background-color": "#eef3f8", "border-width": 2.5 } },
    { selector: "node:selected", style: { "border-width": 4, "background-color": "#fff6da" } },
    { selector: "edge", style: { width: 1, "line-color": "#5b6570", "curve-style": "straight", "line-style": "dashed" } },
    { selector: "edge[?is_sure]", style: { "line-style": "solid" } },
    { selector: "edge.near", style: { width: 2, label: "data(label)", "font-size": 9, "font-family": family, color: "#1b1f24", "text-background-color": "#fff", "text-background-opacity": 0.9, "text-background-padding": 2 } },
  ];
  function choose(node, centre) {
    graph.elements().unselect().removeClass("near");
    chosen = node;
    node.select();
    node.connectedEdges().addClass("near");
    if (centre) graph.center(node);
    const ties = node.connectedEdges().map((edge) => `${edge.data("label")}: ${edge.connectedNodes().not(node).map((one) => one.data("label").replace("\n", " ")).join()}`);
    said.textContent = `${node.data("kind")}: ${node.data("label").replace("\n", " · ")}. ${ties.slice(0, 6).join("; ")}`;
    link.hidden = !node.data("href");
    if (node.data("href")) link.href = node.data("href");
  }
  async function open(node) {
    if (!node || !node.data("open")) return;
    const [id, page] = [node.id(), node.data("page")];
    const found = await read(node.data("open"));
    graph.batch(() => {
      graph.elements().remove();
      graph.add(elements(found));
    });
    window.history.replaceState(null, "", page);
    const next = graph.getElementById(id.split("+")[0]);
    if (next.nonempty()) choose(next, true);
    plate.dataset.drawn = String(found.nodes.length);
  }
  function beside(key) {
    const sign = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    if (!sign) return null;
    const from = chosen.position();
    const scored = graph.nodes().not(chosen).map((node) => {
      const [x, y] = [node.position("x") - from.x, node.position("y") - from.y];
      const along = x * sign[0] + y * sign[1];
      return { node, score: along > 1 ? along + 3 * Math.abs(x * sign[1]) + 3 * Math.abs(y * sign[0]) : Infinity };
    });
    const best = scored.sort((one, other) => one.score - other.score)[0];
    return best && best.score < Infinity ? best.node : null;
  }
  const failed = () => (said.textContent = plate.dataset.failed);
  function closer(factor) {
    graph.zoom({ level: graph.zoom() * factor, renderedPosition: { x: moves.clientWidth / 2, y: moves.clientHeight / 2 } });
  }
  async function start() {
    const found = await read(plate.dataset.source);
    moves.hidden = false;
    part("tools").hidden = false;
    part("still").hidden = true;
    graph = window.cytoscape({ container: moves, elements: elements(found), style, layout: { name: "preset" }, autoungrabify: true, boxSelectionEnabled: false, minZoom: 0.15, maxZoom: 3, selectionType: "single" });
    graph.fit(undefined, 20);
    if (graph.zoom() < 0.55) graph.zoom(0.55), graph.center(graph.nodes()[0]);
    choose(graph.nodes()[0], false);
    graph.on("tap", "node", (event) => {
      const again = event.target === chosen;
      choose(event.target, false);
      if (again || event.target.data("open")) open(event.target).catch(failed);
    });
    moves.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") open(chosen).catch(failed);
      else if (event.key === "+") closer(1.25);
      else if (event.key === "-") closer(0.8);
      else {
        const next = beside(event.key);
        if (!next) return;
        choose(next, true);
      }
      event.preventDefault();
    });
    part("open").addEventListener("click", () => open(chosen).catch(failed));
    part("in").addEventListener("click", () => closer(1.25));
    part("out").addEventListener("click", () => closer(0.8));
    part("all").addEventListener("click", () => graph.fit(undefined, 20));
    plate.dataset.drawn = String(found.nodes.length);
    plate.dataset.ready = "yes";
  }
  start().catch(() => {
    moves.hidden = true;
    part("still").hidden = false;
    part("tools").hidden = false;
    failed();
  });
})();
