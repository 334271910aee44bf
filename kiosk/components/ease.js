// The rail of every page: read aloud, large, strong contrast, low, louder, quieter. It is the browser's alone and lives
// until the visit's page load ends, so nobody finds the page as the one before them liked it.
(() => {
  const MODES = { elder: "大字", contrast: "高对比", low: "放低" };
  const root = document.documentElement;
  // a panel so small that 7 mm need larger letters than the design's has room for one column only
  const design = Math.min(innerWidth, innerHeight) / 108;
  root.classList.toggle("small", parseFloat(getComputedStyle(root).fontSize) > design * 1.05);
  const rail = document.createElement("nav");
  rail.id = "ease";
  rail.setAttribute("aria-label", "看和听");
  const modes = Object.entries(MODES).map(([mode, word]) =>
    `<button data-mode="${mode}" aria-pressed="false">${word}</button>`).join("");
  rail.innerHTML = `<button data-read-aloud>读给我听</button>${modes}<button data-loud="-1">小声</button>` +
    '<button data-loud="1">大声</button><button class="rest" data-down>往下看</button><p role="status" aria-live="polite"></p>';
  const said = rail.querySelector("p");

  const STEPS = [0, 0.35, 0.7, 1];
  let loud = 2, sound = null, fading = 0;
  const say = (sentence) => {
    said.textContent = sentence;
    clearTimeout(fading);
    fading = setTimeout(() => { said.textContent = ""; }, 6000);
  };
  const MUTE = "这台机器现在读不出声，请看屏幕上的字，或者请工作人员念给您听。";
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    sound = this;
    this.volume = STEPS[loud];
    return play.call(this);
  };
  const turn = (step) => {
    loud = Math.min(STEPS.length - 1, Math.max(0, loud + step));
    if (sound) sound.volume = STEPS[loud];
    say(loud === 0 ? "声音关了，点“大声”再打开。" : loud === STEPS.length - 1 ? "已经是最大声。" : `声音 ${loud}，最大是 3。`);
  };
  // no recording and no voice: the answer has no sound in it, and silence must not look like a broken button
  new PerformanceObserver((list) => {
    if (list.getEntries().some((one) => one.name.includes("/speech/text") && one.responseStatus !== 200)) say(MUTE);
  }).observe({ type: "resource" });

  // scroll bars are hidden: a page that goes on below says so
  const down = rail.querySelector("[data-down]");
  const long = () => [...document.querySelectorAll(".page, .page .scroll, .page .form, .page .fields")]
    .find((one) => one.scrollHeight > one.clientHeight + 8 && getComputedStyle(one).overflowY === "auto");
  const look = () => {
    const one = long();
    down.classList.toggle("rest", !one);
    if (one) down.textContent = one.scrollTop + one.clientHeight < one.scrollHeight - 8 ? "往下看" : "回到顶";
  };
  setInterval(look, 400);
  const goOn = () => {
    const one = long();
    if (!one) return;
    const end = one.scrollTop + one.clientHeight >= one.scrollHeight - 8;
    one.scrollTo({ top: end ? 0 : one.scrollTop + one.clientHeight * 0.8, behavior: "smooth" });
  };

  rail.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const mode = button.dataset.mode;
    if (mode) {
      button.setAttribute("aria-pressed", String(root.classList.toggle(mode)));
      document.querySelector(".page")?.scrollTo(0, 0);
    } else if ("down" in button.dataset) goOn();
    else if (button.dataset.loud) turn(Number(button.dataset.loud));
    else if (!window.sayPrompt) say(MUTE);
    else if (loud === 0) say("声音关着，先点“大声”。");
  });
  window.eased = () => Object.keys(MODES).some((mode) => root.classList.contains(mode)) || loud !== 2;
  document.body.append(rail);
})();
