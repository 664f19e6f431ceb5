// The page of products: asks how far background work is, and shows what changed.
"use strict";

(function () {
  const place = document.getElementById("produk"), POLL_MS = 3000;
  const parts = () => Array.from(place.querySelectorAll("[data-bagian]"));
  const shown = new Map();

  // A part whose content is the same stays as it is, so that nothing that is open closes.
  function show(text) {
    const made = document.createRange().createContextualFragment(text);
    for (const part of parts()) {
      const name = part.dataset.bagian;
      const other = made.querySelector(`[data-bagian="${CSS.escape(name)}"]`);
      if (other && other.outerHTML !== shown.get(name)) {
        const open = Array.from(part.querySelectorAll("details[open][id]")).map((one) => one.id);
        shown.set(name, other.outerHTML);
        part.replaceWith(other);
        open.forEach((id) => {
          const one = document.getElementById(id);
          if (one) {
            one.open = true;
          }
        });
      }
    }
  }

  Tapal.poll(place.dataset.alamat, POLL_MS, show)();
})();
