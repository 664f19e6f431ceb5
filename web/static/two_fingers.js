// On touch screens a map that lies in a page which scrolls takes two fingers: one finger scrolls the
// page, and a hint says so. A map that fills its screen beside a sheet keeps the one finger.
"use strict";

(function () {
  const HINT_MS = 1600, MOVED_PX = 12;
  const body = document.body, map = Tapal.map, frame = map.getContainer();
  if (!window.matchMedia("(pointer: coarse)").matches || body.classList.contains("layar")) {
    return;
  }
  const hint = document.createElement("p");
  hint.className = "dua-jari";
  hint.hidden = true;
  hint.setAttribute("role", "status");
  hint.textContent = Tapal.config.teks.duaJari;
  frame.append(hint);
  map.dragging.disable();
  let start = null, timer;
  frame.addEventListener("touchstart", function (event) {
    start = event.touches.length === 1 ? [event.touches[0].clientX, event.touches[0].clientY] : null;
    if (!start) {
      hint.hidden = true;
    }
  }, {passive: true});
  frame.addEventListener("touchmove", function (event) {
    const at = event.touches[0];
    if (start && Math.hypot(at.clientX - start[0], at.clientY - start[1]) > MOVED_PX) {
      hint.hidden = false;
      clearTimeout(timer);
      timer = setTimeout(() => { hint.hidden = true; }, HINT_MS);
    }
  }, {passive: true});
})();
