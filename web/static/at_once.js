// Ticking all lines at once, and telling when only some are ticked.
"use strict";

(function () {
  const all = document.getElementById("semua");
  const boxes = Array.from(document.querySelectorAll(".pilih-garis"));
  function tell() {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  }
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
})();
