// Positions as text. Forward UTM on WGS 84 by Krüger's series (n to the fourth power).
"use strict";

var Tapal = Tapal || {};

Tapal.coordinates = (function () {
  const A = 6378137, F = 1 / 298.257223563, K0 = 0.9996;
  const n = F / (2 - F);
  const radius = A / (1 + n) * (1 + n ** 2 / 4 + n ** 4 / 64);
  const alpha = [
    n / 2 - 2 / 3 * n ** 2 + 5 / 16 * n ** 3 + 41 / 180 * n ** 4,
    13 / 48 * n ** 2 - 3 / 5 * n ** 3 + 557 / 1440 * n ** 4,
    61 / 240 * n ** 3 - 103 / 140 * n ** 4,
    49561 / 161280 * n ** 4,
  ];
  const e = 2 * Math.sqrt(n) / (1 + n);
  const rad = Math.PI / 180;

  function zoneAt(lon, lat) {
    return [Math.floor((lon + 180) / 6) + 1, lat >= 0 ? "N" : "S"];
  }

  // Easting and northing in metres; zone is [number, "N" or "S"].
  function utm(lon, lat, zone) {
    const phi = lat * rad;
    const lambda = (lon - (zone[0] * 6 - 183)) * rad;
    const sin = Math.sin(phi);
    const t = Math.sinh(Math.atanh(sin) - e * Math.atanh(e * sin));
    const xi = Math.atan2(t, Math.cos(lambda));
    const eta = Math.asinh(Math.sin(lambda) / Math.hypot(t, Math.cos(lambda)));
    let x = eta, y = xi;
    alpha.forEach(function (factor, index) {
      const k = 2 * (index + 1);
      x += factor * Math.cos(k * xi) * Math.sinh(k * eta);
      y += factor * Math.sin(k * xi) * Math.cosh(k * eta);
    });
    return [500000 + K0 * radius * x, (zone[1] === "S" ? 1e7 : 0) + K0 * radius * y];
  }

  function number(value, language, digits, grouping) {
    return value.toLocaleString(language, {
      minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: grouping,
    });
  }

  function dms(value, positive, negative, language) {
    const thousandths = Math.round(Math.abs(value) * 3600000);
    const minutes = Math.floor(thousandths / 60000);
    const seconds = (thousandths - minutes * 60000) / 1000;
    const padded = (seconds < 10 ? "0" : "") + number(seconds, language, 3, false);
    const minute = String(minutes % 60).padStart(2, "0");
    return `${Math.floor(minutes / 60)}°${minute}′${padded}″ ${value >= 0 ? positive : negative}`;
  }

  // "3°02′11,482″ LU 99°37′05,119″ BT · UTM 47N 569.123,45 mT 335.123,12 mU"
  function text(lon, lat, fixedZone, language, words) {
    const zone = fixedZone || zoneAt(lon, lat);
    const [east, north] = utm(lon, lat, zone);
    return dms(lat, words.utara, words.selatan, language) + " " +
      dms(lon, words.timur, words.barat, language) + " · UTM " + zone.join("") + " " +
      number(east, language, 2, true) + " " + words.mE + " " +
      number(north, language, 2, true) + " " + words.mN;
  }

  return {utm: utm, zoneAt: zoneAt, dms: dms, text: text};
})();

// Copies a position; the button says so for a moment. Browsers without a clipboard copy a selection.
Tapal.copy = async function (text, button, done) {
  const plain = text.trim();
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(plain);
  } else {
    const area = document.createElement("textarea");
    area.value = plain;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const before = button.textContent;
  button.textContent = done;
  setTimeout(() => { button.textContent = before; }, 1500);
};
