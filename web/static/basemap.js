// The base maps: one is shown, or none; the choice is remembered on this computer by its name.
"use strict";

Tapal.bases = function (map, layers) {
  const list = document.getElementById("dasar"), credit = document.getElementById("asal-dasar");
  if (!list) {
    return;
  }
  const words = credit.textContent.replace(list.options[0].dataset.asal, "{0}");
  function show() {
    layers.forEach((layer, place) => {
      if (String(place) === list.value) {
        layer.addTo(map);
      } else {
        layer.remove();
      }
    });
    const told = list.selectedOptions[0].dataset.asal;
    credit.textContent = told ? words.replace("{0}", told) : "";
  }
  const kept = localStorage.getItem("tapal-dasar");
  const known = Array.from(list.options).find((option) => option.textContent === kept);
  if (known) {
    list.value = known.value;
  }
  show();
  list.addEventListener("change", function () {
    localStorage.setItem("tapal-dasar", list.selectedOptions[0].textContent);
    show();
  });
};
