/* What is done with files before they are sent: gathered from a drop or a folder, and hashed piece by piece, so that the
   page stays usable. WebCrypto hashes only what lies in memory whole; the hash of a video needs a library. */
"use strict";
window.casework = window.casework || {};
(() => {
  const PIECE = 1024 * 1024;
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const breathe = () => new Promise((resolve) => setTimeout(resolve, 0));

  /* SHA-256 of the first `length` bytes; `told` learns how many were read, and stops it by answering false. */
  async function hashOf(file, length, told) {
    const hasher = window.nobleHashes.sha256.create();
    for (let at = 0; at < length; at += PIECE) {
      const piece = await file.slice(at, Math.min(at + PIECE, length)).arrayBuffer();
      hasher.update(new Uint8Array(piece));
      if (told && told(Math.min(at + PIECE, length)) === false) return "";
      await breathe();
    }
    return hex(hasher.digest());
  }

  async function inFolder(entry, found) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      found.push({ file, name: entry.fullPath.replace(/^\//, "") });
      return;
    }
    const reader = entry.createReader();
    for (;;) {  /* a folder tells at most a hundred names at once */
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return;
      for (const each of some) await inFolder(each, found);
    }
  }

  async function dropped(transfer) {
    const entries = Array.from(transfer.items || []).map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    if (!entries.length) return chosen(transfer.files);
    const found = [];
    for (const entry of entries) await inFolder(entry, found);
    return found;
  }

  const chosen = (files) => Array.from(files, (file) => ({ file, name: file.webkitRelativePath || file.name }));

  window.casework.files = { hashOf, headOf: (file) => hashOf(file, Math.min(PIECE, file.size)), dropped, chosen };
})();
