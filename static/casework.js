/* What flows better with a script; every page works without it. No words here: they come from the page, in its language. */
"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

  /* Menus made of <details>: close on Escape and on a click elsewhere. */
  function closeMenus(except) {
    all("details.menu[open]").forEach((menu) => { if (menu !== except) menu.removeAttribute("open"); });
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) { menu.removeAttribute("open"); menu.querySelector("summary").focus(); }
    }
    /* With a modifier, so that nobody who dictates or types with a switch lands in the search box (WCAG 2.1.4). */
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const box = document.querySelector("[data-search-box]");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
  });

  /* Unsaved text: warn before it is left behind; a form that is being sent does not count. */
  const unsaved = new Set();
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) { event.preventDefault(); event.returnValue = ""; } });

  function guard(form) {
    form.addEventListener("input", () => unsaved.add(form));
    form.addEventListener("submit", (event) => {
      unsaved.delete(form);
      const pressed = event.submitter;
      /* After the browser has read the form: a disabled button would not be sent with it. */
      setTimeout(() => all("button[type=submit]", form).forEach((button) => { button.disabled = true; }), 0);
      if (pressed) pressed.setAttribute("aria-busy", "true");
    });
  }
  /* A page that the browser kept whole in its memory is asked for again: after a log-out, Back shows nothing of a case. */
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    unsaved.clear();
    window.location.reload();
  });

  /* Drafts: the server keeps them, never the browser, whose storage outlives the session. */
  function autosave(form) {
    const url = form.dataset.autosave;
    const state = form.querySelector("[data-draft-state]");
    const say = (key, more) => { if (state) state.textContent = (state.dataset[key] || "") + (more ? " " + more : ""); };
    let timer = 0;
    let typed = 0;
    let underway = null;
    async function save(leaving) {
      clearTimeout(timer);
      timer = 0;
      const then = typed;
      const body = new FormData(form);
      all("input[type=file]", form).forEach((input) => body.delete(input.name));
      if (!leaving) say("saving");
      underway = new AbortController();
      try {
        const answer = await fetch(url, { method: "POST", body, keepalive: leaving, signal: underway.signal, redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" } });
        if (answer.type === "opaqueredirect" || answer.status === 401) { say("loggedOut"); return; }
        if (!answer.ok) { say("failed"); return; }
        if (then === typed) unsaved.delete(form);
        document.dispatchEvent(new Event("casework:kept"));
        say("saved", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", numberingSystem: "latn" }));
      } catch (error) {
        if (error.name !== "AbortError") say("failed");
      }
    }
    form.addEventListener("input", () => { typed += 1; clearTimeout(timer); timer = setTimeout(save, 1500, false); });
    /* A draft that arrives after the form itself would be offered again. */
    form.addEventListener("submit", () => { clearTimeout(timer); timer = 0; if (underway) underway.abort(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && timer) save(true); });
  }

  /* How much room is left in a field with a limit. */
  function counter(area) {
    const out = document.createElement("span");
    out.className = "counter";
    out.setAttribute("aria-hidden", "true");
    const show = () => { out.textContent = "\u2066" + area.value.length + " / " + area.maxLength + "\u2069"; };
    area.insertAdjacentElement("afterend", out);
    area.addEventListener("input", show);
    show();
  }

  /* Rows of a FieldList: the last row is the pattern; names stay unique, the server renumbers. */
  function rows(box) {
    const name = box.dataset.rows;
    const add = box.querySelector(":scope > [data-row-add]");
    const items = () => all(":scope > [data-row]", box);
    const renumber = (item, index) => {
      const pattern = new RegExp("(^|-)" + name + "-\\d+");
      all("[id],[name],[for],[aria-describedby],[data-rows]", item).forEach((node) => {
        ["id", "name", "for", "aria-describedby"].forEach((key) => {
          const value = node.getAttribute(key);
          if (value) node.setAttribute(key, value.replace(pattern, "$1" + name + "-" + index));
        });
      });
    };
    const next = () => 1 + Math.max(-1, ...all("[name]", box).map((node) => Number((node.name.match(new RegExp("(?:^|-)" + name + "-(\\d+)")) || [0, -1])[1])));
    const clear = (item) => {
      all("input, textarea, select", item).forEach((node) => {
        if (node.type === "checkbox" || node.type === "radio") node.checked = false;
        else if (node.tagName === "SELECT") node.selectedIndex = 0;
        else node.value = "";
        node.classList.remove("is-invalid");
        node.removeAttribute("aria-invalid");
      });
      all(".problems", item).forEach((node) => node.remove());
    };
    const wire = (item) => {
      const remove = item.querySelector("[data-row-remove]");
      remove.hidden = false;
      remove.addEventListener("click", () => {
        if (items().length > 1) item.remove(); else clear(item);
        box.dispatchEvent(new Event("input", { bubbles: true }));
        add.focus();
      });
    };
    items().forEach(wire);
    if (!items().length) return;
    add.hidden = false;
    add.addEventListener("click", () => {
      if (items().length >= Number(box.dataset.max)) return;
      const last = items().at(-1);
      const fresh = last.cloneNode(true);
      renumber(fresh, next());
      clear(fresh);
      last.after(fresh);
      wire(fresh);
      const first = fresh.querySelector("input:not([type=hidden]), textarea, select");
      if (first) first.focus();
    });
  }

  /* A page left open is covered when its session runs out: nothing asks the server any more, so nothing would hide it.
     A clock, not a timer alone: a laptop that slept wakes up covered. What is typed stays in the page. */
  function coverLater(cover) {
    const rest = Array.from(document.body.children).filter((child) => child !== cover && child.tagName !== "SCRIPT");
    const title = document.title;
    let asked = Date.now();
    const show = (covered) => {
      cover.hidden = !covered;
      rest.forEach((child) => { child.inert = covered; child.classList.toggle("covered", covered); });
      document.title = covered ? "Casework" : title;
      if (covered) cover.querySelector("h2").focus();
    };
    const look = () => { if (cover.hidden && Date.now() - asked > Number(cover.dataset.locksAfter) * 1000) show(true); };
    setInterval(look, 2000);
    document.addEventListener("visibilitychange", look);
    document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) asked = Date.now(); });
    document.addEventListener("casework:kept", () => { asked = Date.now(); });
    cover.querySelector("[data-uncover]").addEventListener("click", async () => {
      const answer = await fetch(window.location.href, { method: "HEAD", redirect: "manual", credentials: "same-origin" }).catch(() => null);
      const still = Boolean(answer) && answer.ok;
      cover.querySelector("[data-still-out]").hidden = still;
      if (still) { asked = Date.now(); show(false); }
    });
  }

  function start(root) {
    all("form[data-guard]", root).forEach(guard);
    all("form[data-autosave]", root).forEach(autosave);
    all("textarea[maxlength]", root).forEach(counter);
    all("[data-rows]", root).forEach(rows);
  }

  start(document);
  all("[data-locks-after]").forEach(coverLater);
  document.addEventListener("htmx:load", (event) => { if (event.detail.elt !== document.body) start(event.detail.elt); });
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
  all(".side [aria-current], .main-nav [aria-current]").forEach((link) => link.scrollIntoView({ block: "nearest", inline: "center" }));
})();
