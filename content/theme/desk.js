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

// A field that sends the chosen or dropped file as it is and tells the page the ticket it got for it.
(() => {
  "use strict";

  function send(field, file) {
    const label = field.closest(".drop");
    const bar = label.querySelector("i");
    const request = new XMLHttpRequest();
    const answer = (detail) => {
      label.classList.remove("busy");
      bar.style.width = "0";
      field.value = "";
      field.dispatchEvent(new CustomEvent("taken", { detail, bubbles: true }));
    };
    label.classList.add("busy");
    request.open("PUT", "/upload?sorts=" + encodeURIComponent(field.dataset.upload));
    request.setRequestHeader("X-Name", encodeURIComponent(file.name));
    request.upload.onprogress = (event) => { bar.style.width = (100 * event.loaded) / file.size + "%"; };
    request.onload = () => {
      try {
        answer(JSON.parse(request.responseText));
      } catch {
        answer({ error: "中心没有收下这个文件，请稍后再试。" });
      }
    };
    request.onerror = () => answer({ error: "文件没有传完：太大，或者网络断了。请再试一次。" });
    request.send(file);
  }

  addEventListener("change", (event) => {
    const field = event.target;
    if (field.dataset && field.dataset.upload && field.files.length) send(field, field.files[0]);
  });
  addEventListener("dragover", (event) => { if (event.target.closest(".drop")) event.preventDefault(); });
  addEventListener("drop", (event) => {
    const label = event.target.closest(".drop");
    if (!label || !event.dataTransfer.files.length) return;
    event.preventDefault();
    send(label.querySelector("input"), event.dataTransfer.files[0]);
  });
})();
