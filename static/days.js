/* A slider over days beside a date field: it writes the day, and asks for it when it is let go. Without it the field does. */
"use strict";
(() => {
  const DAY = 86400000;
  const tongue = document.documentElement.lang === "ar" ? "ar-SY-u-nu-latn" : "en-GB"; /* as the pages write dates */
  const says = new Intl.DateTimeFormat(tongue, { dateStyle: "long", timeZone: "UTC" });
  document.querySelectorAll("[data-day-slider]").forEach((slider) => {
    const form = slider.form;
    const field = form.querySelector("input[type=date]");
    const said = form.querySelector("output");
    const first = Date.parse(slider.dataset.first + "T00:00:00Z");
    const day = () => new Date(first + Number(slider.value) * DAY);
    function tell() {
      const words = says.format(day());
      said.value = words;
      slider.setAttribute("aria-valuetext", words);
    }
    slider.addEventListener("input", () => { field.value = day().toISOString().slice(0, 10); tell(); });
    slider.addEventListener("change", () => form.requestSubmit());
    slider.closest("[hidden]").hidden = false;
    tell();
  });
})();
