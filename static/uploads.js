/* Files on their way in: a row for each, sent in pieces by tus-js-client. Nothing is remembered in the browser, where the
   names of files would outlive the session: the server knows what is unfinished, and a file is known again by its size
   and the hash of its first MiB. No words here: they come from the page, in its language. */
"use strict";
(() => {
  const panel = document.querySelector("[data-uploads]");
  const form = document.getElementById("exhibit-form");
  if (!panel || !form || !window.tus || !window.tus.isSupported || !window.nobleHashes) return;
  const { hashOf, headOf, dropped, chosen } = window.casework.files;
  const words = panel.dataset;
  const part = (name, root = panel) => root.querySelector("[data-" + name + "]");
  const AT_ONCE = 2;
  const PIECE = 16 * 1024 * 1024;
  const DELAYS = [0, 1000, 3000, 5000, 10000, 20000, 30000].concat(Array(20).fill(60000));
  const BUSY = ["reads", "sends", "again", "checks"];
  const items = [];
  let csrf = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  let known = null;
  let pressed = null;

  /* One chooser on the page: of the plain field there stays what is wrong with it, which the summary then leads to here. */
  const plain = document.querySelector("[data-plain-file]");
  plain.querySelectorAll("label, input, .form-hint").forEach((each) => { each.hidden = true; });
  document.querySelectorAll('a[href="#file"]').forEach((link) => { link.href = "#" + panel.id; });

  /* What of mine is unfinished here; false when nobody is logged in any more. */
  async function ask() {
    const answer = await fetch(words.url, { redirect: "manual", credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) return false;
    const told = await answer.json();
    csrf = told.csrf;
    form.elements.csrf_token.value = csrf;  /* after a new log-in the form is sent with the new session's */
    known = told.uploads;
    return true;
  }
  const bytes = (count) => {
    const unit = count >= 1e9 ? ["gigabyte", 1e9] : count >= 1e6 ? ["megabyte", 1e6] : ["kilobyte", 1e3];
    const form_ = { style: "unit", unit: unit[0], maximumFractionDigits: 1, numberingSystem: "latn" };
    return new Intl.NumberFormat(document.documentElement.lang, form_).format(count / unit[1]);
  };

  function show(item, state, text) {
    item.state = state;
    item.row.dataset.is = state;
    part("state", item.row).textContent = text || words[state] || "";
    part("pause", item.row).hidden = !["waits", "sends", "again", "reads"].includes(state);
    part("resume", item.row).hidden = !["paused", "offline"].includes(state);
    part("retry", item.row).hidden = state !== "failed";
    update();
  }
  function progress(item, done) {
    const percent = Math.floor((100 * done) / item.file.size);
    item.row.querySelector("progress").value = percent;
    part("percent", item.row).textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", numberingSystem: "latn" }).format(percent / 100);
  }
  function update() {
    const many = items.length > 1;
    const one = items.length === 1 ? items[0] : null;
    form.hidden = many;
    part("several").hidden = !many || items.some((item) => item.state !== "arrived");
    plain.querySelector("input").disabled = Boolean(one);
    const sent = document.querySelector("[data-sent-file]");
    if (sent) {
      sent.hidden = !one;
      document.querySelector("[data-choose-above]").hidden = Boolean(one);
    }
    if (one && one.state === "arrived") {
      form.elements.received.value = one.token;
      if (pressed) { const button = pressed; pressed = null; form.requestSubmit(button); }
    }
    const running = items.filter((item) => BUSY.includes(item.state)).length;
    const next = items.find((item) => item.state === "waits");
    if (next && running < AT_ONCE) start(next);
  }
  const lost = () => {
    items.filter((item) => BUSY.includes(item.state)).forEach((item) => { if (item.upload) item.upload.abort(); show(item, "lost"); });
    part("logged-out").hidden = false;
  };

  async function start(item) {
    show(item, "reads");
    try {
      if (known === null && !(await ask())) { show(item, "waits"); item.state = "lost"; lost(); return; }
      item.head = item.head || (await headOf(item.file));
      if (item.state !== "reads") return;
      if (!item.upload) prepare(item);
      if (!item.hash && !item.hashing) item.hashing = hashOf(item.file, item.file.size, () => items.includes(item)).then((hash) => { item.hash = hash; return hash; });
      if (item.address) item.upload.url = item.address;
      show(item, "sends", item.goesOn ? words.goesOn : "");
      item.upload.start();
    } catch {
      show(item, "failed");
    }
  }
  function prepare(item) {
    const before = known.find((each) => each.size === item.file.size && each.head === item.head && !items.some((other) => other.token === each.token));
    if (before) take(item, before.address);
    item.goesOn = Boolean(before);
    item.upload = new window.tus.Upload(item.file, {
      endpoint: words.url,
      uploadUrl: item.address || null,
      chunkSize: PIECE,
      retryDelays: DELAYS,
      storeFingerprintForResuming: false,
      metadata: { filename: item.name, head: item.head, key: item.key },  /* with the key, a repeated request begins no second upload */
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", csrf),
      onUploadUrlAvailable: () => take(item, new URL(item.upload.url, document.baseURI).pathname),
      onShouldRetry: (error) => { const again = mayRetry(error); if (again) show(item, "again"); return again; },
      onProgress: (done) => { if (item.state === "again") show(item, "sends"); progress(item, done); },
      onSuccess: () => finish(item),
      onError: (error) => fail(item, error),
    });
  }
  function take(item, address) {
    item.address = address;
    item.token = address.split("/").pop();
    const listed = document.querySelector('[data-upload="' + item.token + '"]');
    if (listed) listed.remove();
  }
  const status = (error) => (error.originalResponse ? error.originalResponse.getStatus() : 0);
  const mayRetry = (error) => navigator.onLine && [0, 408, 409, 423, 425, 429, 460, 500, 502, 503, 504].includes(status(error));
  function fail(item, error) {
    const code = status(error);
    if (code === 401 || (code === 422 && item.address)) { lost(); show(item, "lost"); return; }
    if (!navigator.onLine) { show(item, "offline"); return; }
    const text = code && code !== 404 ? error.originalResponse.getBody() : "";
    show(item, "failed", text && !text.startsWith("<") ? text : "");
  }

  /* All bytes are there: say which hash was taken here. The answer may get lost, so it is asked for again. */
  async function finish(item, attempt = 0) {
    show(item, "checks");
    progress(item, item.file.size);
    const body = new URLSearchParams({ sha256: item.hash || (await item.hashing) });
    if (item.state !== "checks") return;
    let answer;
    try {
      answer = await fetch(item.address + "/finish", { method: "POST", body, redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": csrf, "X-Requested-With": "fetch" } });
    } catch {
      setTimeout(finish, DELAYS[Math.min(attempt + 1, DELAYS.length - 1)], item, attempt + 1);
      return;
    }
    if (answer.ok) { show(item, "arrived"); return; }
    const isOurs = (answer.headers.get("Content-Type") || "").startsWith("text/plain");
    if (answer.type === "opaqueredirect" || answer.status === 401 || (answer.status === 422 && !isOurs)) { lost(); return; }
    if ([423, 502, 503, 504].includes(answer.status)) { setTimeout(finish, 2000, item, attempt + 1); return; }
    Object.assign(item, { upload: null, address: "", token: "", hash: "", hashing: null });
    show(item, "failed", isOurs ? await answer.text() : "");
  }

  function add(found) {
    part("said").textContent = "";
    for (const { file, name } of found) {
      const twin = items.some((item) => item.name === name && item.file.size === file.size && item.file.lastModified === file.lastModified);
      const why = words.single && items.length ? words.single : twin ? words.twice : file.size > Number(words.most) ? words.large : file.size ? "" : words.empty;
      if (why) { part("said").textContent += "\u2068" + name + "\u2069: " + why + " "; continue; }
      const row = part("row").content.firstElementChild.cloneNode(true);
      part("name", row).textContent = name;
      part("size", row).textContent = bytes(file.size);
      const item = { file, name, row, state: "waits", address: "", token: "", key: crypto.getRandomValues(new Uint32Array(4)).join("-") };
      items.push(item);
      part("list").append(row);
      part("pause", row).addEventListener("click", () => { if (item.upload) item.upload.abort(); show(item, "paused"); });
      part("resume", row).addEventListener("click", () => show(item, "waits"));
      part("retry", row).addEventListener("click", () => { known = null; if (!item.address) item.upload = null; show(item, "waits"); });
      part("remove", row).addEventListener("click", () => remove(item));
      show(item, "waits");
    }
  }
  function remove(item) {
    if (item.upload) item.upload.abort();
    items.splice(items.indexOf(item), 1);
    item.row.remove();
    item.state = "removed";
    if (item.address) fetch(item.address, { method: "DELETE", credentials: "same-origin", headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": csrf } }).catch(() => {});
    form.elements.received.value = "";
    pressed = null;
    known = null;
    update();
    part("files").focus();
  }

  [part("files"), part("folder")].forEach((input) => input.addEventListener("change", () => { add(chosen(input.files)); input.value = ""; }));
  const drop = part("drop");
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("is-over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", async (event) => { event.preventDefault(); drop.classList.remove("is-over"); add(await dropped(event.dataTransfer)); });

  part("go-on").addEventListener("click", async () => {
    if (!(await ask().catch(() => false))) return;
    part("logged-out").hidden = true;
    items.filter((item) => item.state === "lost").forEach((item) => show(item, "waits"));
  });
  window.addEventListener("offline", () => items.filter((item) => ["sends", "again"].includes(item.state)).forEach((item) => { item.upload.abort(); show(item, "offline"); }));
  window.addEventListener("online", () => items.filter((item) => item.state === "offline").forEach((item) => show(item, "waits")));

  /* Before the guard of casework.js, which would switch the button off. */
  form.addEventListener("submit", (event) => {
    if (items.length !== 1 || items[0].state === "arrived") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = event.submitter;
    part("said").textContent = words.notYet;
  }, true);
  panel.hidden = false;
  update();
})();
