// Ask now and then whether something changed: only while the page is seen, and by its last answer's tag.
// Nothing is told while the reader leaves for another page: that might call them back.
"use strict";

var Tapal = Tapal || {};

(function () {
  const LEAVING_MS = 5000;
  let left = -LEAVING_MS;
  window.addEventListener("beforeunload", function (event) {
    left = event.timeStamp;
  });

  // Ask `address` every `pause` ms; `changed(text, first)` gets each answer that differs from the last.
  Tapal.poll = function (address, pause, changed) {
    let tag = "";
    async function ask() {
      if (document.hidden) {
        return;
      }
      const headers = {"Tapal-Poll": "1"};
      if (tag) {
        headers["If-None-Match"] = tag;
      }
      let response, text;
      try {
        response = await fetch(address, {headers: headers, cache: "no-store", redirect: "error"});
        text = await response.text();
      } catch {
        return;
      }
      if (response.status === 200 && performance.now() > left + LEAVING_MS) {
        const first = !tag;
        tag = response.headers.get("ETag") || "";
        changed(text, first);
      }
    }
    setInterval(ask, pause);
    document.addEventListener("visibilitychange", ask);
    return ask;
  };
})();
