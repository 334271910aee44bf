// The clock of a visit, kept in the browser so that it also runs while the process is away.
(() => {
  const given = new URL(document.currentScript.src).searchParams;
  const seconds = (name) => Number(given.get(name));
  const idle = seconds("idle"), grace = seconds("grace"), done = seconds("done");
  const TELL_EVERY_MS = 10000;
  const STAFF_S = 60, PRESS_MS = 3000, CORNER = 0.12;  // the corner is a part of the page's shorter side
  let touched = performance.now(), told = -TELL_EVERY_MS, over = false, mode = "none";

  const tell = (what) => { try { window.emitEvent?.(what); } catch { /* the server notices by itself */ } };
  const cover = document.createElement("div");
  cover.className = "ask-over";
  cover.id = "still-here";
  cover.innerHTML = '<div class="box-in"><h2>您还在吗？</h2><p><b class="num"></b> 秒后自动退出，填的内容会清掉</p>' +
    '<button class="btn">我还在</button></div>';

  const leave = async () => {  // never onto a browser's error page: the process must answer first
    try {
      await fetch("/health", { cache: "no-store" });
      location.replace("/kiosk/");
    } catch { setTimeout(leave, 1000); }
  };
  const end = () => {
    if (over) return;
    over = true;
    tell("visit_over");
    cover.innerHTML = '<div class="box-in"><h2>再见</h2><p>请拿好您的身份证</p></div>';
    cover.classList.add("open");
    document.querySelector(".page, .writer-page")?.remove();
    leave();
  };
  const touch = () => {
    if (over) return;
    touched = performance.now();
    cover.classList.remove("open");
    if (touched - told >= TELL_EVERY_MS) { told = touched; tell("touched"); }
  };
  const tick = () => {
    if (over) return;
    const now = document.querySelector("[data-clock]")?.dataset.clock ?? "none";
    if (now !== mode) { mode = now; touched = performance.now(); }
    const rested = (performance.now() - touched) / 1000;
    const asks = mode !== "done" && mode !== "staff";  // these two end without a question
    const limit = mode === "done" ? done : mode === "staff" ? STAFF_S : idle;
    for (const left of document.querySelectorAll("[data-left]"))
      left.textContent = `${Math.max(0, Math.ceil(limit - rested))} 秒后退出`;
    for (const clock of document.querySelectorAll("[data-time]"))
      clock.textContent = new Date().toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
    if (mode === "none" || rested < limit) { cover.classList.remove("open"); return; }
    if (!asks || rested >= idle + grace) { end(); return; }
    cover.querySelector("b").textContent = Math.ceil(idle + grace - rested);
    cover.classList.add("open");
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
    if (event.target.closest?.("[data-end]")) { event.preventDefault(); end(); }
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
  setInterval(tick, 250);
})();
