// Tells the hub that somebody works here, at most once a minute, and covers the page when nobody did for too long.
(() => {
  "use strict";
  const script = document.currentScript;
  const IDLE_MS = Number(script.dataset.idle) * 1000;
  const TELL_MS = 60_000;
  let moved = Date.now();
  let told = Date.now();
  let covered = false;

  function cover() {
    if (covered) return;
    covered = true;
    const veil = document.createElement("div");
    veil.className = "desk-veil";
    veil.setAttribute("role", "alertdialog");
    const box = document.createElement("main");
    const title = document.createElement("h1");
    title.textContent = "页面已经锁上";
    const words = document.createElement("p");
    words.textContent = "有一会儿没人操作，已经退出登录。没保存的内容替您留着草稿，登录后打开同一页就放回来。";
    const link = document.createElement("a");
    link.className = "act";
    link.href = "/enter?back=" + encodeURIComponent(location.pathname + location.search);
    link.textContent = "重新登录";
    box.append(title, words, link);
    veil.append(box);
    for (const part of document.body.children) part.inert = true;
    document.body.append(veil);
    link.focus();
  }

  async function tell() {
    told = Date.now();
    try {
      const answer = await fetch("/here", { method: "POST" });
      if (answer.status === 401) cover();
    } catch {
      // the hub is away: NiceGUI's own notice says so
    }
  }

  function touched() {
    if (covered) return;
    moved = Date.now();
    if (moved - told > TELL_MS) tell();
  }

  for (const kind of ["pointerdown", "keydown", "wheel"]) addEventListener(kind, touched, { passive: true, capture: true });
  setInterval(() => { if (Date.now() - moved > IDLE_MS) cover(); }, 5000);
})();
