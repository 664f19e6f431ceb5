// The menu of further pages closes with Esc, with a click beside it, and when the focus leaves it.
"use strict";

(function () {
  const menu = document.querySelector("details.menu");
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && menu.open) {
      event.stopPropagation();
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }, true);
  document.addEventListener("click", function (event) {
    if (!menu.contains(event.target)) {
      menu.open = false;
    }
  }, true);
  menu.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
      menu.open = false;
    }
  });
})();
