// Tells the hub that somebody works here, at most once a minute, and covers the page when nobody did for too long.
(() => {
  "use strict";
  const script = document.currentScript;
  const IDLE_MS = Number(script.dataset.idle) * 1000;
  const TELL_MS = 60_000;
  let moved = Date.now();
  let told = Date.now();
  let covered = false;

  const IDLE = "有一会儿没人操作，已经退出登录。";

  function cover(why = IDLE) {
    if (covered) return;
    covered = true;
    const veil = document.createElement("div");
    veil.className = "desk-veil";
    veil.setAttribute("role", "alertdialog");
    const box = document.createElement("main");
    const title = document.createElement("h1");
    title.textContent = "页面已经锁上";
    const words = document.createElement("p");
    words.textContent = why + "没保存的内容替您留着草稿，登录后打开同一页就放回来。";
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
  addEventListener("desk-ended", () => cover("这次登录已经在别处退出。"));
})();

// A field that sends the chosen or dropped file as it is and tells the page the ticket it got for it.
(() => {
  "use strict";

  function send(field, file, more) {
    const label = field.closest(".drop");
    const bar = label.querySelector("i");
    const request = new XMLHttpRequest();
    const answer = (detail) => {
      label.classList.remove("busy");
      bar.style.width = "0";
      field.dispatchEvent(new CustomEvent("taken", { detail, bubbles: true }));
      if (more.length && !detail.error) send(field, more[0], more.slice(1));
      else field.value = "";
    };
    label.classList.add("busy");
    request.open("PUT", field.dataset.to || "/upload?sorts=" + encodeURIComponent(field.dataset.upload));
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

  // a field for several sends the smallest first: a signature before what it signs
  function sendAll(field, files) {
    const chosen = [...files].sort((one, other) => one.size - other.size).slice(0, field.multiple ? 4 : 1);
    send(field, chosen[0], chosen.slice(1));
  }

  addEventListener("change", (event) => {
    const field = event.target;
    if (field.dataset && "upload" in field.dataset && field.files.length) sendAll(field, field.files);
  });
  addEventListener("dragover", (event) => { if (event.target.closest(".drop")) event.preventDefault(); });
  addEventListener("drop", (event) => {
    const label = event.target.closest(".drop");
    if (!label || !event.dataTransfer.files.length) return;
    event.preventDefault();
    sendAll(label.querySelector("input"), event.dataTransfer.files);
  });
})();

// Keys for whoever types all day: a control with `data-key` is pressed by them; ? lists those that work on this page.
(() => {
  "use strict";
  const KEYS = [
    { says: "Ctrl+Enter", does: "提交审核", find: '[data-key="submit"]', is: (e) => e.ctrlKey && e.key === "Enter" },
    { says: "Ctrl+S", does: "保存", find: '[data-key="save"]', is: (e) => e.ctrlKey && !e.shiftKey && e.key.toLowerCase() === "s" },
    { says: "Alt+S", does: "保存并再来一条", find: '[data-key="again"]', is: (e) => e.altKey && e.code === "KeyS" },
    { says: "N 或 Alt+N", does: "新写一条", find: '[data-key="new"]', bare: "KeyN", is: (e) => e.altKey && e.code === "KeyN" },
    ...[["F2", "叫下一个", "next"], ["F4", "重叫", "again"], ["F8", "过号", "absent"], ["F9", "办结", "served"]].map(
      ([says, does, key]) => ({ says, does, find: `[data-key="call-${key}"]`, is: (e) => e.key === says })),
    // these two are desk_lists.js's
    { says: "J、K", does: "下一行、上一行，回车打开", find: ".desk-main table.listing", is: () => false },
    { says: "/", does: "搜索，↑ ↓ 走动，回车打开，Esc 离开", find: ".desk-search input", is: () => false },
  ];
  const ALWAYS = [
    ["Enter", "到下一栏"],
    ["Tab", "到下一处，提示里的按钮也走到"],
    ["↓ 和 Enter", "打开选项、选一个；工种和单位可以打拼音或首字母"],
    ["?", "这张表，再按一次或 Esc 关上"],
  ];
  let sheet = null;
  let before = null;

  function close() {
    sheet.remove();
    sheet = null;
    if (before) before.focus();
  }

  function open() {
    before = document.activeElement;
    sheet = document.createElement("div");
    sheet.className = "keys-sheet";
    sheet.setAttribute("role", "dialog");
    sheet.setAttribute("aria-label", "键盘快捷键");
    const box = document.createElement("main");
    const title = document.createElement("h1");
    title.textContent = "键盘快捷键";
    const list = document.createElement("dl");
    const here = KEYS.filter((one) => document.querySelector(one.find)).map((one) => [one.says, one.does]);
    for (const [says, does] of [...here, ...ALWAYS]) {
      const key = document.createElement("dt");
      const words = document.createElement("dd");
      key.textContent = says;
      words.textContent = does;
      list.append(key, words);
    }
    const shut = document.createElement("button");
    shut.type = "button";
    shut.className = "take";
    shut.textContent = "关上";
    shut.onclick = close;
    box.append(title, list, shut);
    sheet.append(box);
    document.body.append(sheet);
    shut.focus();
  }

  const asks = (event) => event.key.normalize("NFKC") === "?";  // a full-width keyboard types ？

  function writing(part) {
    return part.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(part.tagName);
  }

  // Enter goes on to the next field, also past the parts of a date that Tab stops at
  function goOn(field) {
    const every = [...field.closest(".form").querySelectorAll("input, textarea, .q-checkbox")];
    const next = every.slice(every.indexOf(field) + 1).find((one) => one.tabIndex >= 0 && one.offsetParent);
    if (next) next.focus();
  }

  addEventListener("keydown", (event) => {
    // while an input method composes, every key is its own
    if (event.isComposing || event.keyCode === 229 || event.repeat) return;
    if (sheet) {
      if (event.key === "Escape" || asks(event)) close();
      return;
    }
    if (document.querySelector(".q-dialog__inner, .desk-veil")) return;
    const bare = !event.ctrlKey && !event.altKey && !event.metaKey && !writing(event.target);
    if (bare && asks(event)) {
      event.preventDefault();
      open();
      return;
    }
    const plain = event.key === "Enter" && !event.ctrlKey && !event.altKey && !event.shiftKey;
    if (plain && event.target.matches(".form input:not([role=combobox])")) {
      event.preventDefault();
      goOn(event.target);
      return;
    }
    const wanted = KEYS.find((one) => one.is(event) || (bare && !event.shiftKey && one.bare === event.code));
    if (!wanted) return;
    // a key of ours never falls through to the browser's own, nor to a choice that would open on it
    event.preventDefault();
    event.stopPropagation();
    const control = document.querySelector(wanted.find);
    if (control && control.tagName === "INPUT") control.focus();
    else if (control) control.click();
  }, true);
  addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) open();
    else if (sheet && event.target === sheet) close();
  });
})();

// Sounds two notes every two seconds while somebody calls for staff; the browser allows it once the page was clicked.
(() => {
  "use strict";
  let sound = null;

  function note(hertz, at) {
    const tone = sound.createOscillator(), loud = sound.createGain();
    tone.frequency.value = hertz;
    loud.gain.setValueAtTime(0.25, at);
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    tone.connect(loud).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 0.5);
  }

  const title = document.title;
  setInterval(() => {
    const rings = document.querySelector("[data-ringing]");
    document.title = rings ? "🔔 有人叫 · " + title : title;
    if (!rings) return;
    sound ??= new AudioContext();
    if (sound.state === "suspended") sound.resume();
    note(880, sound.currentTime);
    note(660, sound.currentTime + 0.35);
  }, 2000);
})();
