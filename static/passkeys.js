/* Asks the browser for a passkey and sends its answer with the form. No words here: they come from the page. */
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  function asked(options) {
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    if (options.user) publicKey.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) publicKey.excludeCredentials = listed(options.excludeCredentials);
    if (options.allowCredentials) publicKey.allowCredentials = listed(options.allowCredentials);
    return { publicKey };
  }

  function answered(credential) {
    const from = credential.response;
    const response = { clientDataJSON: text(from.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach((part) => { if (from[part]) response[part] = text(from[part]); });
    if (from.getTransports) response.transports = from.getTransports();
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const part = (name) => form.querySelector("[data-passkey-" + name + "]");
    if (!window.PublicKeyCredential) { part("unsupported").hidden = false; return; }
    const go = part("go");
    go.hidden = false;
    form.addEventListener("submit", async (event) => {
      const field = form.elements.passkey_answer;
      if (field.value) return;
      event.preventDefault();
      part("failed").hidden = true;
      go.disabled = true;
      try {
        const options = asked(JSON.parse(form.dataset.options));
        field.value = answered(await navigator.credentials[form.dataset.passkey](options));
        form.submit();
      } catch {
        part("failed").hidden = false;
        go.disabled = false;
        go.focus();
      }
    });
  });
  /* Back on this page: the answer was for a challenge that is spent. */
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-passkey]").forEach((form) => { form.elements.passkey_answer.value = ""; }));
})();
