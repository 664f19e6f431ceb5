// The list of segments: hover and focus show the segment on the map, the map shows the row.
"use strict";

(function () {
  const list = document.getElementById("daftar"), form = document.getElementById("saringan");
  const rowOf = (id) => list.querySelector(`[data-segmen="${CSS.escape(id)}"]`);
  let current = null;

  function choose(row, move) {
    if (current) {
      current.classList.remove("ditunjuk");
      current.querySelector("a").removeAttribute("aria-current");
    }
    current = row;
    if (row) {
      row.classList.add("ditunjuk");
      row.querySelector("a").setAttribute("aria-current", "true");
      Tapal.point(row.dataset.segmen, move);
      Tapal.remember({segmen: row.dataset.segmen});
      document.getElementById("kabar").textContent = row.querySelector("a").textContent;
    }
  }

  // On the map the first click shows the row, the second opens the segment.
  document.addEventListener("tapal:pilih", function (event) {
    const row = rowOf(event.detail.id);
    if (row && row !== current) {
      event.preventDefault();
      choose(row, false);
      row.scrollIntoView({block: "nearest"});
    }
  });
  list.addEventListener("mouseover", function (event) {
    const row = event.target.closest(".baris");
    Tapal.hover(row ? row.dataset.segmen : "");
  });
  list.addEventListener("mouseleave", () => Tapal.hover(""));
  list.addEventListener("focusin", function (event) {
    const row = event.target.closest(".baris");
    if (row) {
      choose(row, true);
    }
  });
  list.addEventListener("click", function (event) {
    const row = event.target.closest(".baris");
    if (row && !event.target.closest("a")) {
      row.querySelector("a").click();
    }
  });

  let typing;
  form.addEventListener("input", function (event) {
    clearTimeout(typing);
    if (event.target.name === "kecamatan") {
      form.elements.desa.value = "";
    }
    typing = setTimeout(submit, event.target.type === "search" ? 500 : 0);
  });
  if (form.elements.urut) {
    form.elements.urut.addEventListener("change", submit);
  }
  function submit() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value) {
        query.append(name, value);
      }
    }
    location.assign(form.action + (query.size ? "?" + query : ""));
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    submit();
  });

  function step(direction) {
    const rows = Array.from(list.querySelectorAll(".baris"));
    const next = rows[current ? rows.indexOf(current) + direction : 0];
    if (next) {
      next.querySelector("a").focus();
    }
  }
  Tapal.keys({
    j: () => step(1), k: () => step(-1), 0: Tapal.fitAll,
    Enter: () => current && current.querySelector("a").click(),
    Escape: () => { choose(null); Tapal.point("", false); },
  });

  if (window.matchMedia("(max-width: 47.99rem)").matches) {
    document.querySelector(".saringan").open = false;
  }
  const asked = new URL(location.href).searchParams.get("segmen");
  if (asked && rowOf(asked)) {
    choose(rowOf(asked), false);
    current.scrollIntoView({block: "center"});
  }
})();
