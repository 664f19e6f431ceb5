// A form that was sent shows after half a second that it is worked on, and is not sent twice.
"use strict";

(function () {
  const SHOWN_MS = 500, LONG_MS = 60000;
  const note = document.getElementById("sibuk");
  let sent = null, timers = [];

  function buttons(on) {
    sent.querySelectorAll("button:not([type=button]), input[type=submit]").forEach(function (button) {
      button.disabled = on;
      button.classList.toggle("sibuk", on);
    });
    sent.setAttribute("aria-busy", on);
  }

  // What is worked on; "{0}" stands for how many boxes are ticked.
  function show() {
    const ticked = sent.querySelectorAll(".pilih-garis:checked").length;
    buttons(true);
    note.textContent = (ticked && sent.dataset.sibuk || note.dataset.teks).replace("{0}", ticked.toLocaleString(document.documentElement.lang));
  }

  // Without an answer the reader may try again: a form with a word of its own is done only once.
  function late() {
    const again = sent.elements.kunci;
    if (again) {
      free();
    }
    note.textContent = again ? note.dataset.lagi : note.dataset.lama;
  }

  function free() {
    timers.forEach(clearTimeout);
    if (sent) {
      buttons(false);
    }
    sent = null;
    note.textContent = "";
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") {
      return;
    }
    if (sent === form) {
      event.preventDefault();
      return;
    }
    free();
    sent = form;
    timers = [setTimeout(show, SHOWN_MS), setTimeout(late, LONG_MS)];
  });
  window.addEventListener("pageshow", free);
})();
