// The row of the drawn line in the table, further tools, and telling others who draws here.
"use strict";

(function () {
  const config = Tapal.config;
  const row = document.getElementById("baris-gambar");
  if (!row) {
    return;
  }
  const LEASE_MS = 45000;
  const number = (value, digits) => value.toLocaleString(config.bahasa, {minimumFractionDigits: digits, maximumFractionDigits: digits});
  const signed = (m2) => Math.abs(m2) < 0.5 ? "0" : (m2 > 0 ? "+" : "−") + number(Math.abs(m2) / 10000, Math.abs(m2) < 50 ? 4 : 2);
  let timer;

  Tapal.drawnRow = {
    blank: function () {
      row.classList.add("tak-ada");
      row.querySelectorAll("[data-kolom]").forEach((cell) => { cell.textContent = "–"; });
    },

    // Its figures, which are given back as a text for beside the pointer.
    fill: function (found) {
      const cells = {offset: number(found.offset_m, 1), a: signed(found.change_m2.a), b: signed(found.change_m2.b)};
      for (const [name, text] of Object.entries(cells)) {
        row.querySelector(`[data-kolom="${name}"]`).textContent = text;
      }
      row.classList.remove("tak-ada");
      return `${config.a} ${cells.a} ha\n${config.b} ${cells.b} ha\n${number(found.length_m, 0)} m`;
    },
  };

  // Tools that a phone shows only when asked for.
  const button = document.getElementById("gambar-lain");
  Tapal.moreTools = function (on) {
    button.setAttribute("aria-expanded", on);
    document.getElementById("gambar-lagi").classList.toggle("terbuka", on);
  };
  button.addEventListener("click", () => Tapal.moreTools(button.getAttribute("aria-expanded") !== "true"));

  // Others see who draws here, for as long as it lasts.
  Tapal.lease = function (on) {
    clearInterval(timer);
    tell(on);
    if (on) {
      timer = setInterval(() => tell(true), LEASE_MS);
    }
  };
  async function tell(on) {
    try {
      const found = await Tapal.fetchJson("pakai", config.alamat.pakai + (on ? "" : "?selesai=1"), {
        method: "POST", headers: {"X-CSRFToken": config.token},
      });
      if (found.orang && on) {
        Tapal.message(config.teks.orangLain.replace("{0}", found.orang));
      }
    } catch {
      return;
    }
  }
})();
