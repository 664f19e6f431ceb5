// The offsets of the lines from the reference line, along the segment; hover shows the place.
"use strict";

(function () {
  const svg = document.getElementById("grafik"), read = document.getElementById("grafik-nilai");
  const beyond = document.getElementById("grafik-luar");
  const COLOURS = {a: "#0072B2", b: "#D55E00"};
  const DASHES = {b: "8 5"};
  const SPACE = "http://www.w3.org/2000/svg";
  const LARGER = 1.05, LEAST_M = 20;
  const LETTER_PX = 7;
  let chosen = "", left = 0;

  function element(name, attributes) {
    const made = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    svg.append(made);
    return made;
  }

  Tapal.chart = function (name) {
    chosen = name;
    svg.replaceChildren();
    const data = Tapal.data;
    if (!data) {
      return;
    }
    const width = svg.clientWidth || 600, height = svg.clientHeight || 90;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const series = (one) => data.sources[one] || (data.lines[one] && data.lines[one].series);
    const names = ["a", "b", name].filter((one, place, all) => series(one) && all.indexOf(one) === place && one !== "reference");
    const values = names.flatMap((one) => series(one).filter((value) => value !== null));
    const most = Math.max(1, ...values.map(Math.abs));
    const end = data.along[data.along.length - 1] || 1;
    const label = most.toLocaleString(Tapal.config.bahasa, {maximumFractionDigits: most < 10 ? 1 : 0});
    left = LETTER_PX * (label.length + 1) + 8;
    const x = (along) => left + (width - left - 8) * along / end, y = (value) => height / 2 - (height / 2 - 8) * value / most;
    element("line", {x1: left, x2: width - 8, y1: y(0), y2: y(0), stroke: "#4a4a4a", "stroke-width": 1.5, "stroke-dasharray": "1 4"});
    for (const value of [most, -most]) {
      const text = element("text", {x: left - 5, y: y(value) + 4, "text-anchor": "end"});
      text.textContent = (value < 0 ? "−" : "+") + label;
    }
    outside(name, names);
    names.forEach(function (one) {
      let path = "", pen = false;
      series(one).forEach(function (value, place) {
        if (value !== null) {
          path += `${pen ? "L" : "M"}${x(data.along[place]).toFixed(1)} ${y(value).toFixed(1)}`;
        }
        pen = value !== null;
      });
      const strong = one === chosen && !COLOURS[one];
      element("path", {
        d: path, fill: "none", stroke: COLOURS[one] || (Tapal.config.selesai && one === "usulan" ? "#009E73" : "#CC79A7"), "stroke-width": strong ? 3 : 2,
        "stroke-dasharray": DASHES[one] || "none",
      });
    });
    svg.setAttribute("aria-label", Tapal.config.teks.grafik.replace("{0}", most.toLocaleString(Tapal.config.bahasa, {maximumFractionDigits: 1})));
    svg.dataset.geser = "0";
  };

  // What the chart cannot show: it goes along BIG's line, and lines go on beyond its ends, or turn
  // away where another part of them is nearer.
  function outside(name, names) {
    const data = Tapal.data, words = Tapal.config.teks, away = new Map(), parts = [];
    const number = (value) => value.toLocaleString(Tapal.config.bahasa, {maximumFractionDigits: value < 100 ? 1 : 0});
    const title = (one) => (document.querySelector(`[data-garis="${CSS.escape(one)}"] th label span`) || {textContent: ""}).textContent;
    for (const one of name === "reference" ? names : names.filter((known) => known === name)) {
      const drawn = data.sources[one], series = drawn || data.lines[one].series;
      const most = drawn ? data.farthest[one] : data.lines[one].offset_m, farthest = number(most);
      const shown = Math.max(0, ...series.filter((value) => value !== null).map(Math.abs));
      if (most > LARGER * shown + 1) {
        away.set(farthest, [...(away.get(farthest) || []), title(one)]);
      }
    }
    away.forEach((lines, farthest) => parts.push(words.grafikJauh.replace("{0}", lines.join(", ")).replace("{1}", farthest)));
    const line = data.lines[name];
    if (names.includes(name) && line.beyond_m > LEAST_M) {
      parts.push(words.grafikLewat.replace("{0}", title(name)).replace("{1}", number(line.beyond_m)));
    }
    beyond.textContent = beyond.title = parts.length ? words.grafikLuar.replace("{0}", parts.join("; ")) : "";
  }

  function hover(event) {
    const data = Tapal.data;
    if (!data) {
      return;
    }
    const box = svg.getBoundingClientRect(), end = data.along[data.along.length - 1] || 1;
    const along = Math.min(end, Math.max(0, (event.clientX - box.left - left) / (box.width - left - 8) * end));
    let place = data.along.findIndex((value) => value >= along);
    place = place < 0 ? data.along.length - 1 : place;
    Tapal.dot(data.places[place]);
    const shown = chosen === "reference" ? data.sources.a || data.sources.b : data.sources[chosen] || (data.lines[chosen] || {}).series;
    const value = shown && shown[place];
    const number = (n, digits) => n.toLocaleString(Tapal.config.bahasa, {maximumFractionDigits: digits});
    read.textContent = value === null || value === undefined ? "" : Tapal.config.teks.titikGrafik
      .replace("{0}", number(data.along[place], 0)).replace("{1}", number(Math.abs(value), 1))
      .replace("{2}", value === 0 ? "" : value > 0 ? Tapal.config.a : Tapal.config.b);
  }

  svg.addEventListener("pointermove", hover);
  svg.addEventListener("pointerdown", hover);
  svg.addEventListener("pointerleave", function () {
    Tapal.dot(null);
    read.textContent = "";
  });
  window.addEventListener("resize", () => Tapal.chart(chosen));
})();
