/* Leaflet asks once, while it loads, whether "<svg/>" put into a <div> as text becomes a drawing. Text never becomes markup
   here (trusted-types.js), and the question would end Leaflet with an error. So for that one moment it is answered: a <div>
   takes such text by making the element itself. map.js takes this away again before it does anything else. */
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const made = document.createElement;
  function answering(name, options) {
    const element = made.call(this, name, options);
    if (String(name).toLowerCase() === "div") {
      Object.defineProperty(element, "innerHTML", {
        configurable: true,
        set(text) {
          if (text === "<svg/>") element.replaceChildren(document.createElementNS(SVG, "svg"));
        },
      });
    }
    return element;
  }
  document.createElement = answering;
  window.afterLeaflet = () => {
    delete document.createElement;
    delete window.afterLeaflet;
  };
})();
