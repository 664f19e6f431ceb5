// List and address: choosing, filtering, paging and stepping without loading the page anew.
"use strict";

(function () {
  const config = Tapal.config, words = config.teks;
  const list = document.getElementById("daftar");
  const form = document.getElementById("saringan");
  const help = document.getElementById("bantuan");
  const narrow = window.matchMedia("(max-width: 47.99rem)");
  const FILTERS = ["jenis", "kelas", "kecamatan", "desa", "cari"];
  let current = read(location.href);

  // What an address says: filters, page of the list, finding, view of the map.
  function read(address) {
    const url = new URL(address, location.href);
    const filters = new URLSearchParams();
    for (const name of FILTERS) {
      url.searchParams.getAll(name).filter(Boolean).forEach((value) => filters.append(name, value));
    }
    const found = url.pathname.match(/\/temuan\/([^/]+)$/);
    const asked = url.searchParams.get("lang");
    const center = (url.searchParams.get("c") || "").split(",").map(Number);
    return {
      lang: asked === config.bahasa || config.bahasa !== config.bawaan ? config.bahasa : "",
      path: url.pathname, filters: filters.toString(), page: url.searchParams.get("hal") || "",
      id: found ? decodeURIComponent(found[1]) : "",
      zoom: Number(url.searchParams.get("z")) || null,
      center: center.length === 2 && center.every(Number.isFinite) ? center : null,
    };
  }

  function address(state, extra) {
    const query = new URLSearchParams(state.filters);
    if (state.page) {
      query.set("hal", state.page);
    }
    if (state.lang) {
      query.set("lang", state.lang);
    }
    for (const [name, value] of Object.entries(extra || {})) {
      query.set(name, value);
    }
    const text = query.toString().replaceAll("%2C", ",");
    return state.path + (text ? "?" + text : "");
  }

  async function fetchPart(state, part) {
    const response = await fetch(address(state, {bagian: part}));
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    return response.text();
  }

  const fragment = (html) => document.createRange().createContextualFragment(html);
  const opened = () => list.querySelector("[data-rincian]");

  // Go to an address: fetch only what differs from what is shown.
  async function go(target, options) {
    const state = read(target), before = current;
    state.lang = state.lang || before.lang;
    const refiltered = state.filters !== before.filters || state.page !== before.page;
    current = state;
    if (options.history === "push") {
      history.pushState(null, "", address(state));
    }
    list.setAttribute("aria-busy", "true");
    try {
      if (refiltered || !(await swapDetails(state))) {
        list.replaceChildren(fragment(await fetchPart(state, "daftar")));
      }
    } catch {
      complain(() => go(target, options));
      return;
    } finally {
      list.setAttribute("aria-busy", "false");
    }
    if (current !== state) {
      return;
    }
    arrived(state, before, options);
  }

  // Move the panel to the row of the new finding; false when that row is not on this page.
  async function swapDetails(state) {
    const html = state.id ? fragment(await fetchPart(state, "rincian")) : null;
    const panel = html && html.querySelector("[data-rincian]");
    const body = panel && list.querySelector(
      `tbody[data-kasus="${CSS.escape(panel.dataset.kasusTemuan)}"]`);
    if (panel && !body) {
      return false;
    }
    list.querySelectorAll(".rincian, .luar").forEach((row) => row.remove());
    list.querySelectorAll("tbody.terpilih").forEach((row) => row.classList.remove("terpilih"));
    list.querySelectorAll(".baris [aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    if (panel) {
      body.classList.add("terpilih");
      body.querySelector("[data-temuan]").setAttribute("aria-current", "true");
      const row = body.insertRow(), cell = row.insertCell();
      row.className = "rincian";
      cell.colSpan = 5;
      cell.append(panel);
    }
    return true;
  }

  function arrived(state, before, options) {
    complain(null);
    const panel = opened();
    document.title = (panel ? panel.dataset.judul : config.judul) + " · Tapal";
    fillForm(state, options.typed);
    showCounts();
    const hasView = options.history === "none" && state.center && state.zoom;
    Tapal.setFilters(state.filters);
    Tapal.select(panel ? state.id : "", panel ? panel.dataset.kasusTemuan : "", {fit: !hasView});
    if (hasView) {
      Tapal.setView(state.center, state.zoom);
    } else if (!panel && (before.filters !== state.filters || before.id)) {
      Tapal.fitList();
    }
    reveal(options.focus);
    const news = panel ? panel.dataset.judul : list.querySelector("h1").textContent;
    document.getElementById("kabar").textContent = news.trim().replace(/\s+/g, " ");
  }

  function reveal(focus) {
    const body = list.querySelector("tbody.terpilih");
    if (!body) {
      return;
    }
    body.scrollIntoView({block: narrow.matches ? "nearest" : "start"});
    if (focus) {
      body.querySelector("[data-temuan]").focus({preventScroll: true});
    }
  }

  // A field in which the reader is typing is left alone.
  function fillForm(state, typed) {
    const query = new URLSearchParams(state.filters);
    for (const field of form.elements) {
      if (field.type === "checkbox") {
        field.checked = query.getAll(field.name).includes(field.value);
      } else if (FILTERS.includes(field.name) && !(typed && field === document.activeElement)) {
        field.value = query.get(field.name) || "";
      }
    }
  }

  // The chips count the cases that pass the other filters; villages are those of the kecamatan.
  function showCounts() {
    const counts = JSON.parse(list.querySelector("[data-jumlah]").dataset.jumlah);
    form.querySelectorAll("input[type=checkbox]").forEach(function (field) {
      const count = (counts[field.name] || {})[field.value] || 0;
      const chip = field.closest("label");
      chip.querySelector("[data-banyak]").textContent = count.toLocaleString(config.bahasa);
      chip.classList.toggle("tanpa-kasus", !count && !field.checked);
    });
    showVillages();
  }

  function showVillages() {
    const place = form.elements.kecamatan.value;
    for (const option of form.elements.desa.options) {
      const elsewhere = Boolean(place && option.value && option.dataset.kecamatan !== place);
      option.hidden = option.disabled = elsewhere && !option.selected;
    }
    for (const select of form.querySelectorAll("select")) {
      select.title = select.value ? select.selectedOptions[0].text : "";
    }
  }

  function complain(again) {
    const box = document.getElementById("pesan");
    box.replaceChildren();
    box.hidden = !again;
    if (again) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "kecil";
      button.textContent = words.ulangi;
      button.addEventListener("click", again);
      box.append(words.gagal, " ", button);
    }
  }

  const push = (target, focus) => go(target, {history: "push", focus: focus});
  const findingAddress = (id) => address(
    Object.assign({}, current, {path: config.alamat.temuan.replace("_", encodeURIComponent(id))}));
  const home = () => address(Object.assign({}, current, {path: config.alamat.tinjauan}));

  function submit() {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value) {
        query.append(name, value);
      }
    }
    go(config.alamat.tinjauan + "?" + query, {history: "push", typed: true});
  }

  let typing;
  form.addEventListener("input", function (event) {
    clearTimeout(typing);
    const village = form.elements.desa;
    if (event.target.name === "kecamatan" && village.value && event.target.value &&
        village.selectedOptions[0].dataset.kecamatan !== event.target.value) {
      village.value = "";
    }
    typing = setTimeout(submit, event.target.type === "search" ? 300 : 0);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    clearTimeout(typing);
    submit();
  });

  list.addEventListener("click", function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) {
      return;
    }
    const copy = event.target.closest("[data-salin]");
    if (copy) {
      Tapal.copy(copy.parentElement.querySelector("[data-salin-isi]").textContent, copy, words.disalin);
      return;
    }
    const row = event.target.closest(".baris");
    const link = event.target.closest("[data-temuan], [data-tautan]") ||
      (row && row.querySelector("[data-temuan]"));
    if (link) {
      event.preventDefault();
      push(link.href, true);
    }
  });

  document.addEventListener("tapal:pilih", (event) => push(findingAddress(event.detail.id), false));
  document.addEventListener("tapal:pandangan", function () {
    const center = Tapal.map.getCenter();
    history.replaceState(null, "", address(current, {
      z: Number(Tapal.map.getZoom().toFixed(2)),
      c: center.lat.toFixed(5) + "," + center.lng.toFixed(5),
    }));
  });
  window.addEventListener("popstate", () => go(location.href, {history: "none", focus: true}));
  document.querySelectorAll("[data-pindah]").forEach((link) => link.addEventListener("click", function () {
    const url = new URL(location.href);
    new URL(link.href).searchParams.forEach(function (value, name) {
      if (name === "lang" || name === "kontras") {
        url.searchParams.set(name, value);
      }
    });
    link.href = url;
  }));

  // --- keys ---
  const keys = document.getElementById("pakai-tombol");
  keys.checked = localStorage.getItem("tapal-tombol") !== "tidak";
  keys.addEventListener("change", () => localStorage.setItem("tapal-tombol", keys.checked ? "ya" : "tidak"));
  document.getElementById("tombol-bantuan").addEventListener("click", () => help.showModal());

  function step(direction) {
    const link = opened() && opened().querySelector(`[data-langkah="${direction}"]`);
    const first = list.querySelector("[data-temuan]");
    if (link) {
      push(link.href, true);
    } else if (!opened() && first) {
      push(first.href, true);
    }
  }

  const ACTIONS = {
    j: () => step("sesudah"),
    k: () => step("sebelum"),
    0: Tapal.fitAll,
    f: Tapal.fitChosen,
    "?": () => help.showModal(),
    Enter: () => opened() ? opened().focus() : step("sesudah"),
    Escape: () => opened() && push(home(), false),
  };

  document.addEventListener("keydown", function (event) {
    const field = event.target.closest("input:not([type=checkbox]), select, textarea, dialog");
    const pressed = event.key === "Enter" && event.target.closest("a, button, summary, input");
    const action = ACTIONS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || field || pressed || help.open || event.ctrlKey || event.metaKey || event.altKey ||
        (!keys.checked && event.key !== "Escape")) {
      return;
    }
    event.preventDefault();
    action();
  });

  // --- copying ---
  document.getElementById("salin-letak").addEventListener("click", (event) =>
    Tapal.copy(document.getElementById("letak").textContent, event.currentTarget, words.disalin));

  // --- start ---
  if (narrow.matches) {
    document.querySelector(".saringan").open = false;
  }
  document.querySelector(".legenda").open = window.matchMedia("(min-width: 100rem)").matches;
  showCounts();
  const panel = opened();
  const start = current;
  if (start.center && start.zoom) {
    Tapal.setView(start.center, start.zoom);
  } else {
    Tapal.fitList();
  }
  Tapal.setFilters(start.filters);
  if (panel) {
    Tapal.select(start.id, panel.dataset.kasusTemuan, {fit: !start.center});
    reveal(false);
  }
})();
