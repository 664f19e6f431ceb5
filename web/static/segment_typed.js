// Points of a drawn line that are typed as positions, and whole lines that are uploaded.
"use strict";

(function () {
  const config = Tapal.config, words = config.teks;
  const typed = document.getElementById("ketik");
  if (!typed) {
    return;
  }
  const fault = document.getElementById("salah-gambar");

  function complain(text) {
    fault.textContent = text;
    fault.hidden = !text;
  }
  const why = (error) => error.problem ? `${error.problem.title}. ${error.problem.detail}.` : words.gagal;

  async function addTyped() {
    complain("");
    try {
      const found = await Tapal.fetchJson("letak", config.alamat.letak + "?" + new URLSearchParams({teks: typed.value}));
      const refused = Tapal.line.add(L.latLng(found.lat, found.lon));
      if (refused) {
        complain(refused);
        return;
      }
      Tapal.map.panTo([found.lat, found.lon]);
      typed.value = "";
    } catch (error) {
      complain(why(error));
    }
  }
  document.getElementById("tambah-titik").addEventListener("click", addTyped);
  typed.addEventListener("keydown", function (event) {
    if (event.key === "Enter") {
      event.preventDefault();
      addTyped();
    }
  });

  document.getElementById("unggah").addEventListener("change", async function (event) {
    complain("");
    const body = new FormData();
    body.append("berkas", event.target.files[0]);
    try {
      const found = await Tapal.fetchJson("unggah", config.alamat.unggah, {
        method: "POST", headers: {"X-CSRFToken": config.token}, body: body,
      });
      Tapal.line.replace(found.garis, "uploaded");
      Tapal.fitTo(L.latLngBounds(found.garis.map(([lon, lat]) => [lat, lon])));
    } catch (error) {
      complain(why(error));
    }
    event.target.value = "";
  });
})();
