// The desk's lists by keyboard: "/" searches, J and K walk the rows, Enter opens; desk.js has N and the sheet of keys.
(() => {
  "use strict";
  let here = "";  // the row that J and K stand on, by its record
  let head = "";  // the head that was clicked last: the table is drawn anew, and the focus must not be lost

  const rows = () => [...document.querySelectorAll(".desk-main table.listing tr[data-row]")];
  const box = () => document.querySelector(".desk-search input");
  const panel = () => document.querySelector(".desk-search .found-panel");
  const asked = () => document.querySelector(".q-dialog__inner, .keys-sheet, .desk-veil");

  function isTyping(place) {
    return Boolean(place && (place.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(place.tagName)));
  }

  function mark(row) {
    for (const one of rows()) one.classList.toggle("here", one === row);
    here = row ? row.dataset.row : "";
    if (row) row.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.dataset.row === here);
    mark(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  function openRow() {
    const row = rows().find((one) => one.dataset.row === here);
    const link = row && (row.querySelector("td.main a") || row.querySelector("a"));
    if (link) link.click();
    return Boolean(link);
  }

  // ---- the search box: arrows choose, Enter opens the first, or what comes for the words just typed
  let waits = false;

  function choose(by) {
    const hits = [...document.querySelectorAll(".desk-search .found-hit")];
    const at = hits.findIndex((hit) => hit.classList.contains("chosen"));
    const next = Math.min(Math.max(at + by, 0), hits.length - 1);
    hits.forEach((hit, place) => hit.classList.toggle("chosen", place === next));
    if (hits[next]) hits[next].scrollIntoView({ block: "nearest" });
  }

  function openHit() {
    const shown = panel();
    if (!shown || shown.dataset.for !== box().value) {
      waits = Boolean(box().value.trim());
      return;
    }
    waits = false;
    const hit = shown.querySelector(".found-hit.chosen") || shown.querySelector(".found-hit");
    if (hit) hit.click();
  }

  function inSearch(event) {
    const field = event.target.closest(".desk-search");
    field.classList.remove("shut");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter") openHit();
    else if (event.key === "Escape") {
      field.classList.add("shut");
      event.target.blur();
    } else {
      waits = false;
      return;
    }
    event.preventDefault();
  }

  const DEEDS = {
    "/": () => { box()?.focus(); box()?.select(); return Boolean(box()); },
    j: () => { step(1); return true; },
    k: () => { step(-1); return true; },
    enter: () => document.activeElement === document.body && openRow(),
  };

  addEventListener("keydown", (event) => {
    if (event.target === box()) return inSearch(event);
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target) || asked()) return;
    // a full-width keyboard types ／
    const key = event.key.normalize("NFKC").toLowerCase();
    const deed = Object.hasOwn(DEEDS, key) ? DEEDS[key] : null;
    if (deed && deed()) event.preventDefault();
  });

  addEventListener("pointerdown", (event) => {
    const field = document.querySelector(".desk-search");
    if (field) field.classList.toggle("shut", !field.contains(event.target));
  });
  addEventListener("focusin", (event) => {
    if (event.target === box()) event.target.closest(".desk-search").classList.remove("shut");
  });
  addEventListener("click", (event) => {
    const sort = event.target.closest?.("th .sort");
    head = sort ? sort.dataset.id : "";
    const fold = event.target.closest?.(".menu-fold");
    if (fold) {
      const open = fold.closest("nav").classList.toggle("open");
      fold.setAttribute("aria-expanded", String(open));
    }
  });

  // ---- what the server drew anew stands as it stood, and the menu shows where one is
  let shown = null;
  new MutationObserver(() => {
    const on = document.querySelector(".desk-menu .entry.on");
    if (on && on !== shown) on.scrollIntoView({ block: "nearest" });
    shown = on;
    if (here && !document.querySelector("tr.here")) {
      const row = rows().find((one) => one.dataset.row === here);
      if (row) row.classList.add("here");
    }
    if (head && document.activeElement === document.body) {
      document.querySelector(`th .sort[data-id="${CSS.escape(head)}"]`)?.focus();
    }
    if (waits) openHit();
  }).observe(document, { childList: true, subtree: true });

  // ---- back and forward: the list is told to what address the browser came
  addEventListener("popstate", () => {
    document.querySelector(".list-address")?.dispatchEvent(new CustomEvent("address", { detail: location.search }));
  });
})();
