// The line that is being drawn, kept on this computer with every change and on the server as soon as
// the line allows: nothing is lost by a crash, a dropped connection or another computer.
"use strict";

(function () {
  const config = Tapal.config, words = config.teks;
  const note = document.getElementById("simpan-gambar");
  if (!note) {
    return;
  }
  const STORE = `tapal-garis-${config.id}-${config.orang}`;
  const MOST_PAST = 3000;
  const PAUSE_MS = 500, FIRST_RETRY_MS = 1000, LAST_RETRY_MS = 30000, PATIENCE_MS = 15000;
  const box = document.getElementById("draf-beda"), untouched = note.textContent;
  let record = null, timer, delay = 0, busy = false, leaving = false, kept = true;

  const time = (at) => new Date(at).toLocaleTimeString(config.bahasa, {hour: "2-digit", minute: "2-digit"});
  const word = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const same = (points, kind) => record && record.kind === kind && JSON.stringify(record.points) === JSON.stringify(points);

  function tell(text) {
    const count = record ? record.points.length : 0;
    const saved = kept ? text : words.takTersimpan;
    note.textContent = count ? `${words.titik.replace("{0}", count)} · ${saved}` : untouched;
  }

  // --- this computer ---
  function write() {
    try {
      if (record) {
        localStorage.setItem(STORE, JSON.stringify(record));
      } else {
        localStorage.removeItem(STORE);
      }
      kept = true;
    } catch {
      kept = false;
    }
  }

  function read() {
    try {
      const found = JSON.parse(localStorage.getItem(STORE));
      return found && Array.isArray(found.points) ? found : null;
    } catch {
      return null;
    }
  }

  // The last steps that can be undone, as many as have few points together.
  function recent(past) {
    let left = MOST_PAST, first = past.length;
    while (first && (left -= past[first - 1].length) >= 0) {
      first--;
    }
    return past.slice(first);
  }

  // --- the server: one request at a time, tried again until it is answered ---
  function ask(method, body) {
    const headers = {"X-CSRFToken": config.token};
    if (body) {
      Object.assign(headers, {
        "Content-Type": "application/json", "If-Match": `"v${record.version}"`, "Idempotency-Key": record.unsent,
      });
    }
    return fetch(config.alamat.draf, {
      method: method, headers: headers, body: body, cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  }

  async function send() {
    if (busy || leaving || !record || !record.unsent) {
      return;
    }
    busy = true;
    try {
      await exchange();
    } catch {
      tryAgain();
    }
    busy = false;
    if (record && record.unsent && !delay && box.hidden) {
      later(PAUSE_MS);
    }
  }

  async function exchange() {
    const sent = record.unsent, drawn = record.points.length > 0;
    const response = drawn
      ? await ask("PUT", JSON.stringify({garis: record.points, jenis: record.kind}))
      : await ask("DELETE");
    const answer = await response.json();
    if (response.ok) {
      delay = 0;
      accepted(answer, sent);
    } else if (response.status === 409) {
      differs(answer.theirs);
    } else if (response.status >= 500 || response.status === 429) {
      tryAgain();
    } else {
      delay = LAST_RETRY_MS;
      tell(words.takTerkirim.replace("{0}", answer.title));
    }
  }

  function accepted(answer, sent) {
    record.version = answer.versi;
    if (record.unsent === sent) {
      record.unsent = "";
      if (!record.points.length) {
        record = null;
      }
    }
    write();
    tell(record && record.unsent ? words.menyimpan : words.tersimpan.replace("{0}", time(Date.now())));
  }

  function tryAgain() {
    delay = Math.min(delay ? delay * 2 : FIRST_RETRY_MS, LAST_RETRY_MS);
    later(delay * (0.75 + Math.random() / 2));
    tell(words.belumTerkirim);
  }

  // --- another computer was faster: either line, never one over the other unasked ---
  function differs(theirs) {
    const there = theirs.version > 0;
    box.querySelector("p").textContent = there ? words.drafBeda.replace("{0}", time(theirs.at)) : words.drafHilang;
    document.getElementById("draf-sana").textContent = there
      ? words.drafSana.replace("{0}", theirs.points.line.length) : words.drafBuang;
    document.getElementById("draf-sana").onclick = function () {
      box.hidden = true;
      record = there ? {points: theirs.points.line, kind: theirs.kind, hash: "", version: theirs.version, unsent: ""} : null;
      write();
      apply(record ? record.points : [], record ? record.kind : "drawn");
      tell(there ? words.tersimpan.replace("{0}", time(theirs.at)) : "");
    };
    document.getElementById("draf-sini").onclick = function () {
      box.hidden = true;
      record.version = theirs.version;
      write();
      send();
    };
    box.hidden = false;
    tell(words.belumTerkirim);
  }

  let apply = function () {};

  Tapal.draft = {
    // Keep a line as it is now; without points it is thrown away.
    // `past` are the lines before it, for undoing.
    keep: function (points, kind, past) {
      if (same(points, kind) || (!record && !points.length)) {
        return;
      }
      const version = record ? record.version : 0;
      record = {points: points.map((point) => point.slice()), kind: kind, past: recent(past), hash: "", version: version, unsent: word()};
      delay = 0;
      write();
      tell(words.menyimpan);
      if (box.hidden) {
        later(PAUSE_MS);
      }
    },

    // The line is complete: this is its hash, by which it is known once it was proposed.
    complete: function (hash) {
      if (record) {
        record.hash = hash;
        write();
      }
    },

    // The line that was left, on this computer or another; `show` draws it.
    load: function (show) {
      apply = show;
      const here = read();
      if (here && here.hash && here.hash === config.hash) {
        write();
        ask("DELETE").catch(() => {});
        return;
      }
      if (here) {
        record = here;
        apply(record.points, record.kind, record.points.length > 0, record.past);
      }
      if (here && here.unsent) {
        tell(words.belumTerkirim);
        send();
      } else {
        compare();
      }
    },
  };

  // What was sent is as the server has it; it may be newer there, or gone.
  async function compare() {
    let there = null;
    try {
      const response = await ask("GET");
      there = response.ok ? await response.json() : null;
    } catch {
      there = null;
    }
    if (!there || (record && record.unsent)) {
      return;
    }
    const other = (record ? record.version : 0) !== there.versi;
    if (other) {
      record = there.versi ? {points: there.garis, kind: there.jenis, hash: "", version: there.versi, unsent: ""} : null;
      write();
      apply(there.versi ? there.garis : [], there.jenis || "drawn", there.versi > 0);
    }
    tell(record ? words.tersimpan.replace("{0}", time(there.pada)) : "");
  }

  window.addEventListener("online", () => later(0));
  document.getElementById("usulkan").addEventListener("submit", function () {
    leaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", function (event) {
    if (record && record.unsent && !leaving) {
      event.preventDefault();
    }
  });
})();
