/* An independent client of the protocol: tus-js-client's build for Node. It sends one file and says its hash.
   Arguments: one JSON object {url, cookie, csrf, file, piece, key}. It prints the address of the upload. */
"use strict";
const crypto = require("crypto");
const fs = require("fs");
const http = require("http");
const tus = require("../vendor/tus-js-client.node.cjs");

const said = JSON.parse(process.argv[2]);
const content = fs.readFileSync(said.file);
const sha256 = crypto.createHash("sha256").update(content).digest("hex");
const headers = { Cookie: said.cookie, "X-CSRFToken": said.csrf };
let requests = 0;

const upload = new tus.Upload(content, {
  endpoint: said.url,
  chunkSize: said.piece,
  headers,
  storeFingerprintForResuming: false,
  retryDelays: Array(2000).fill(0).map((_zero, number) => 20 + (number % 7) * 30),
  onShouldRetry: (error) => ![401, 404, 412, 413, 415].includes(error.originalResponse ? error.originalResponse.getStatus() : 0),
  onBeforeRequest: () => { requests += 1; },
  metadata: { filename: "chaos.bin", key: said.key },
  onError: (error) => { console.error(String(error)); process.exit(1); },
  onSuccess: () => finish(),
});

function finish() {
  const body = "sha256=" + sha256;
  const more = { ...headers, "Content-Type": "application/x-www-form-urlencoded", "Content-Length": body.length };
  const again = () => setTimeout(finish, 100);
  const request = http.request(upload.url + "/finish", { method: "POST", headers: more, agent: false, timeout: 20000 }, (answer) => {
    const parts = [];
    answer.on("data", (part) => parts.push(part));
    answer.on("error", again);
    answer.on("end", () => {
      if (!answer.complete || [423, 502, 503].includes(answer.statusCode)) { again(); return; }
      const text = Buffer.concat(parts).toString();
      if (answer.statusCode !== 200 || !JSON.parse(text).agreed) { console.error(answer.statusCode, text); process.exit(1); }
      console.log(JSON.stringify({ address: new URL(upload.url).pathname, sha256, requests }));
      process.exit(0);
    });
  });
  request.on("error", again);
  request.on("timeout", () => request.destroy());
  request.end(body);
}

upload.start();
