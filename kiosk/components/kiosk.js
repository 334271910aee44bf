// The clock of a visit, kept in the browser so that it also runs while the process is away.
(() => {
  const given = new URL(document.currentScript.src).searchParams;
  const seconds = (name) => Number(given.get(name));
  const idle = seconds("idle"), grace = seconds("grace"), done = seconds("done"), attract = seconds("attract");
  // the way back would lead the next person to the pages of this one: the browser keeps one entry, whatever is opened
  history.pushState = (...entry) => history.replaceState(...entry);
  // who ends a visit by hand is told once more, by the page that comes after it, that nothing of them is left
  const BYE = "?bye";  // not a fragment: from the first page that would be no page load
  let bye = location.search === BYE;
  if (bye) history.replaceState(history.state, "", location.pathname);
  const TELL_EVERY_MS = 10000;
  const STAFF_S = 60, PRESS_MS = 3000, CORNER = 0.12;  // the corner is a part of the page's shorter side
  let touched = performance.now(), told = -TELL_EVERY_MS, over = false, mode = "none";

  const tell = (what, ...args) => { try { window.emitEvent?.(what, ...args); } catch { /* the server notices by itself */ } };
  // touches and the step of the page, as numbers: where people give up is counted, never what they write or read
  let touches = 0, step = 0, countedAt = 0;
  const COUNT_EVERY_MS = 2000;
  const count = (now = false) => {
    const at = document.querySelectorAll(".steps i.on").length;
    if (!touches && at === step) return;
    if (!now && at === step && performance.now() - countedAt < COUNT_EVERY_MS) return;
    tell("used", touches, at);
    touches = 0; step = at; countedAt = performance.now();
  };
  const cover = document.createElement("div");
  cover.className = "ask-over";
  cover.id = "still-here";
  cover.dataset.prompt = "still-here";
  cover.innerHTML = '<div class="box-in"><h2>您还在吗？</h2><p><b class="num"></b> 秒后自动退出，填的内容会清掉</p>' +
    '<button class="btn">我还在</button></div>';

  const leave = async () => {  // never onto a browser's error page: the process must answer first
    try {
      await fetch("/health", { cache: "no-store" });
      location.replace("/kiosk/" + (byHand ? BYE : ""));
    } catch { setTimeout(leave, 1000); }
  };
  let byHand = false;
  const end = (chosen = false) => {
    if (over) return;
    over = true;
    byHand = chosen;
    count(true);
    tell("visit_over");
    delete cover.dataset.prompt;
    cover.innerHTML = '<div class="box-in"><h2>再见</h2><p>请拿好您的身份证</p></div>';
    cover.classList.add("open");
    document.querySelector(".page, .writer-page")?.remove();
    leave();
  };
  const touch = () => {
    if (over) return;
    touched = performance.now();
    touches += 1;
    window.stopPrompt?.();
    greets ||= root.dataset.attract !== undefined;
    bye = false;
    stopLoop();
    cover.classList.remove("open");
    if (touched - told >= TELL_EVERY_MS) { told = touched; tell("touched"); }
  };
  // the loop of a first page that nobody touches; all of it hangs on the root, the cards are the server's
  const SLIDES = 4, SLIDE_MS = 7000, root = document.documentElement;
  let slide = 0, turned = 0, greets = false;
  const stopLoop = () => { delete root.dataset.attract; };
  // the touch that ends the loop begins a visit and chooses nothing: its click would reach what lies beneath
  let swallowed = -Infinity;
  const SWALLOW_MS = 700;
  addEventListener("pointerdown", () => { if (root.dataset.attract !== undefined) swallowed = performance.now(); }, true);
  addEventListener("click", (event) => {
    if (performance.now() - swallowed > SWALLOW_MS) return;
    swallowed = -Infinity;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  const loop = (rested) => {
    const free = mode === "none" && rested >= attract && !document.querySelector(".ask-over.open")
      && document.querySelector(".attract .slide");
    if (!free) { stopLoop(); return; }
    if (root.dataset.attract === undefined) { slide = 0; turned = performance.now(); tell("attract"); }
    else if (performance.now() - turned > SLIDE_MS) { slide = (slide + 1) % SLIDES; turned = performance.now(); }
    root.dataset.attract = slide;
  };
  const tick = () => {
    if (over) return;
    const now = document.querySelector("[data-clock]")?.dataset.clock ?? "none";
    if (now !== mode) { mode = now; touched = performance.now(); }
    const rested = (performance.now() - touched) / 1000;
    const asks = mode !== "done" && mode !== "staff";  // these two end without a question
    const limit = mode === "done" ? done : mode === "staff" ? STAFF_S : idle;
    // somebody who made the first page large and went: nothing is lost by starting it afresh
    if (mode === "none" && window.eased?.() && rested >= idle) { end(); return; }
    for (const left of document.querySelectorAll("[data-left]"))
      left.textContent = `${Math.max(0, Math.ceil(limit - rested))} 秒后退出`;
    for (const clock of document.querySelectorAll("[data-time]"))
      clock.textContent = new Date().toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
    loop(rested);
    if (mode === "none" || rested < limit) { cover.classList.remove("open"); return; }
    if (!asks || rested >= idle + grace) { end(); return; }
    cover.querySelector("b").textContent = Math.ceil(idle + grace - rested);
    cover.classList.add("open");
  };

  // what stands over everything is also said, once when it comes and again while it stays
  const SAY_AGAIN_MS = 12000;
  let spoken = "", spokenAt = 0;
  // what a page asks for is said once a visit when it opens; the last mark of a page, a hint, says more than the first.
  // A first page at rest says nothing, but the touch that ended the loop is greeted.
  const prompts = given.get("prompts") !== "0", heard = new Set();
  const ofPage = () => {
    if (!prompts || over) return "";
    if (mode === "none") return greets ? "welcome" : bye ? "goodbye" : "";
    const marked = document.querySelectorAll(".page[data-prompt], .page [data-prompt]");
    return marked.length ? marked[marked.length - 1].dataset.prompt : "";
  };
  const speak = () => {
    const prompt = document.querySelector(".ask-over.open[data-prompt]")?.dataset.prompt ?? "";
    if (prompt && (prompt !== spoken || performance.now() - spokenAt > SAY_AGAIN_MS)) {
      spokenAt = performance.now();
      window.sayPrompt?.(prompt);
    } else if (!prompt && spoken) window.stopReading?.();
    spoken = prompt;
    const opened = prompt ? "" : ofPage();
    if (opened && !heard.has(opened)) { heard.add(opened); window.sayPrompt?.(opened); }
  };

  document.body.append(cover);
  document.addEventListener("pointerdown", touch, true);
  // :active comes only when the finger lifts; a pressed thing must answer while it is down
  document.addEventListener("pointerdown", (event) => event.target.closest?.("a, button")?.classList.add("pressed"), true);
  for (const name of ["pointerup", "pointercancel"])
    document.addEventListener(name, () => {
      for (const one of document.querySelectorAll(".pressed")) one.classList.remove("pressed");
    }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-end]")) { event.preventDefault(); end(true); }
  }, true);
  document.addEventListener("click", (event) => {
    if (over || !event.target.closest?.("[data-call]")) return;
    event.preventDefault();
    tell("call_staff");
  }, true);
  // staff hold the upper left corner for three seconds; the PIN is asked there, so that nothing hides behind this
  let pressing = 0;
  document.addEventListener("pointerdown", (event) => {
    const corner = Math.min(innerWidth, innerHeight) * CORNER;
    clearTimeout(pressing);
    if (over || !event.isPrimary || event.clientX > corner || event.clientY > corner) return;
    pressing = setTimeout(() => { over = true; tell("visit_over"); location.replace("/kiosk/staff"); }, PRESS_MS);
  }, true);
  for (const name of ["pointerup", "pointercancel"])
    document.addEventListener(name, () => clearTimeout(pressing), true);
  // the PIN pad: digits stay in the browser until the whole PIN goes with the button that takes it
  let pin = "";
  document.addEventListener("click", (event) => {
    const key = event.target.closest?.("[data-digit]"), goes = event.target.closest?.("[data-takes-pin]");
    if (goes) { goes.dataset.value = pin; pin = ""; }
    else if (key) pin = key.dataset.digit === "wipe" ? "" : (pin + key.dataset.digit).slice(0, 8);
    if (goes || key) for (const dots of document.querySelectorAll("[data-dots]")) dots.textContent = "●".repeat(pin.length);
  }, true);
  for (const name of ["contextmenu", "dragstart", "selectstart"])
    document.addEventListener(name, (event) => event.preventDefault());
  document.addEventListener("wheel", (event) => { if (event.ctrlKey) event.preventDefault(); }, { passive: false });
  document.addEventListener("touchmove", (event) => { if (event.touches.length > 1) event.preventDefault(); }, { passive: false });
  setInterval(() => { tick(); speak(); if (!over) count(); }, 250);
})();
