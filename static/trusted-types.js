/* The one door through which text becomes markup (W3C Trusted Types): htmx puts the server's answers into the page, and
   nothing else may. What comes in is read in a document that runs nothing, and what could run or lead away is taken out.
   Scripts and their addresses are never made from text: the policy has no way for them. */
"use strict";
(() => {
  if (!window.trustedTypes || !window.trustedTypes.createPolicy) return;
  const inert = window.trustedTypes.createPolicy("casework#inert", { createHTML: (text) => text });
  const READERS = ["Document parseHTMLUnsafe", "DOMParser parseFromString"];
  const NEVER = "script, iframe, frame, frameset, object, embed, applet, base, link, meta, style, portal";
  const LEADS = ["href", "xlink:href", "src", "action", "formaction", "data", "poster", "srcset", "ping"];

  function leadsAway(value) {
    try {
      return new URL(value, document.baseURI).origin !== window.location.origin;
    } catch {
      return true;
    }
  }
  function clean(root) {
    root.querySelectorAll(NEVER).forEach((node) => node.remove());
    root.querySelectorAll("*").forEach((node) => {
      Array.from(node.attributes).forEach((attribute) => {
        const name = attribute.name.toLowerCase();
        if (name.startsWith("on") || name.startsWith("hx-on") || name === "style" || name === "srcdoc") node.removeAttribute(attribute.name);
        else if (LEADS.includes(name) && leadsAway(attribute.value)) node.removeAttribute(attribute.name);
      });
      if (node.content instanceof DocumentFragment) clean(node.content);
    });
  }
  window.trustedTypes.createPolicy("default", {
    createHTML: (text, type, sink) => {
      if (!READERS.includes(sink)) return null;
      const read = new DOMParser().parseFromString(inert.createHTML(text), "text/html");
      clean(read);
      return read.documentElement.outerHTML;
    },
  });
})();
