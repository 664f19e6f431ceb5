// Measuring on the map: clicks, typed positions or the middle of the map give places, the server the
// figures. Esc ends it; what was measured is kept nowhere.
"use strict";

(function () {
  const config = Tapal.config, map = Tapal.map, WAIT_MS = 150;
  const button = document.getElementById("ukur"), box = document.getElementById("kotak-ukur");
  const output = document.getElementById("hasil-ukur"), basis = document.getElementById("dasar-ukur");
  const fault = document.getElementById("salah-ukur"), typed = document.getElementById("letak-ukur");
  const layer = L.layerGroup().addTo(map);
  let points = [], active = false, timer;

  const area = () => box.querySelector("[name=yang-diukur]:checked").value === "luas";

  function setActive(on) {
    active = on;
    button.setAttribute("aria-pressed", on);
    box.hidden = !on;
    document.documentElement.classList.toggle("mengukur", on);
    points = [];
    changed();
    if (on) {
      const draw = document.getElementById("gambar");
      if (draw && draw.getAttribute("aria-pressed") === "true") {
        document.getElementById("selesai").click();
      }
      box.querySelector("[name=yang-diukur]:checked").focus({preventScroll: true});
    } else if (box.contains(document.activeElement)) {
      button.focus();
    }
  }

  function add(at) {
    points.push([at.lng, at.lat]);
    changed();
  }

  function changed() {
    show();
    complain("");
    document.getElementById("urung-ukur").disabled = !points.length;
    clearTimeout(timer);
    if (points.length < (area() ? 3 : 2)) {
      output.textContent = area() ? config.teks.ukurLuas : config.teks.ukurPanjang;
      basis.textContent = "";
    } else {
      timer = setTimeout(ask, WAIT_MS);
    }
  }

  function show() {
    layer.clearLayers();
    const places = points.map(([lon, lat]) => [lat, lon]);
    const still = {pane: "labels", interactive: false, pmIgnore: true, snapIgnore: true};
    const shape = area() && places.length > 2 ? L.polygon : L.polyline;
    if (places.length > 1) {
      shape(places, Object.assign({color: "#fff", weight: 6, fill: false}, still)).addTo(layer);
      shape(places, Object.assign({color: "#1c2733", weight: 2.5, fillOpacity: 0.08, className: "garis-ukur"}, still)).addTo(layer);
    }
    places.forEach((place) => L.circleMarker(place, Object.assign(
      {radius: 4, color: "#1c2733", weight: 2, fillColor: "#fff", fillOpacity: 1}, still)).addTo(layer));
  }

  async function ask() {
    try {
      const found = await Tapal.fetchJson("ukur", config.alamat.ukur, {
        method: "POST", headers: {"Content-Type": "application/json", "X-CSRFToken": config.token},
        body: JSON.stringify({titik: points, luas: area()}),
      });
      output.textContent = found.luas
        ? config.teks.hasilLuas.replace("{0}", found.luas.teks).replace("{1}", found.panjang.teks)
        : found.panjang.teks;
      basis.textContent = found.dasar;
    } catch (error) {
      if (error.name !== "AbortError") {
        output.textContent = "–";
        explain(error);
      }
    }
  }

  function complain(text) {
    fault.textContent = text;
    fault.hidden = !text;
  }
  const explain = (error) => complain(
    error.problem ? `${error.problem.title}. ${error.problem.detail || ""}`.trim() : config.teks.gagal);

  async function addTyped() {
    complain("");
    try {
      const found = await Tapal.fetchJson("letak", config.alamat.letak + "?" + new URLSearchParams({teks: typed.value}));
      add(L.latLng(found.lat, found.lon));
      map.panTo([found.lat, found.lon]);
      typed.value = "";
    } catch (error) {
      explain(error);
    }
  }

  button.addEventListener("click", () => setActive(!active));
  document.getElementById("selesai-ukur").addEventListener("click", () => setActive(false));
  document.getElementById("tengah-ukur").addEventListener("click", () => add(map.getCenter()));
  document.getElementById("tambah-ukur").addEventListener("click", addTyped);
  document.getElementById("urung-ukur").addEventListener("click", function () {
    points.pop();
    changed();
  });
  typed.addEventListener("keydown", function (event) {
    if (event.key === "Enter") {
      event.preventDefault();
      addTyped();
    }
  });
  box.querySelectorAll("[name=yang-diukur]").forEach((one) => one.addEventListener("change", changed));
  for (const other of ["gambar", "pilih-tempat"]) {
    const one = document.getElementById(other);
    if (one) {
      one.addEventListener("click", () => active && setActive(false));
    }
  }
  L.DomEvent.disableClickPropagation(box);
  map.on("click", function (event) {
    if (active) {
      add(Tapal.snapped ? Tapal.snapped(event.latlng) : event.latlng);
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && active && !document.querySelector("dialog[open]")) {
      event.stopPropagation();
      setActive(false);
    }
  }, true);
  Tapal.measure = () => setActive(!active);
})();
