// Records a sentence with the computer's microphone, plays it back, and sends it like a chosen file.
(() => {
  "use strict";
  const LONGEST_MS = 60_000;
  const FORMS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const ENDINGS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
  const NO_HTTPS = "浏览器只让 https 网址（或中心这台主机上的 127.0.0.1）用麦克风，现在打开的是普通 http 网址。" +
    "请在中心主机上录，或者请系统管理员开通 https；也可以用手机录好，从下面传文件。";
  const WHY = {
    NotAllowedError: "浏览器没有允许用麦克风。请点网址左边的图标，把“麦克风”改成允许，再点一次录音。",
    NotFoundError: "这台电脑没有麦克风，请插上麦克风再试，或者用手机录好传文件。",
    NotReadableError: "麦克风正被别的程序占用，请关掉那个程序再试。",
  };
  let open = null; // the recording under way: {recorder, stream, timer, box}

  const part = (box, name) => box.querySelector(`[data-part=${name}]`);
  const tell = (box, words) => { part(box, "why").textContent = words; };

  function show(box, state) {
    box.dataset.state = state;
    part(box, "start").hidden = state === "recording";
    part(box, "start").textContent = state === "ready" ? "重录" : "开始录音";
    part(box, "stop").hidden = state !== "recording";
    for (const name of ["sound", "send"]) part(box, name).hidden = state !== "ready";
    if (state !== "recording") part(box, "clock").textContent = "";
  }

  function clock(box, since) {
    part(box, "clock").textContent = "正在录 " + ((performance.now() - since) / 1000).toFixed(1) + " 秒";
  }

  async function start(box) {
    if (open) return;
    if (!window.isSecureContext || !navigator.mediaDevices || !window.MediaRecorder) { tell(box, NO_HTTPS); return; }
    tell(box, "");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { noiseSuppression: true, autoGainControl: true } });
    } catch (error) {
      tell(box, WHY[error.name] || "麦克风打不开，请检查后再试，或者用手机录好传文件。");
      return;
    }
    const form = FORMS.find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(stream, form ? { mimeType: form, audioBitsPerSecond: 64_000 } : {});
    const pieces = [];
    const since = performance.now();
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => {
      clearInterval(open.timer);
      for (const track of stream.getTracks()) track.stop();
      open = null;
      const sound = part(box, "sound");
      if (sound.src) URL.revokeObjectURL(sound.src);
      box.recorded = new Blob(pieces, { type: recorder.mimeType.split(";")[0] });
      sound.src = URL.createObjectURL(box.recorded);
      show(box, "ready");
    };
    const timer = setInterval(() => {
      clock(box, since);
      if (performance.now() - since > LONGEST_MS || !box.isConnected) stop();
    }, 100);
    open = { recorder, timer };
    recorder.start();
    show(box, "recording");
    clock(box, since);
  }

  function stop() {
    if (open && open.recorder.state === "recording") open.recorder.stop();
  }

  async function send(box) {
    const sound = box.recorded;
    if (!sound) return;
    show(box, "sending");
    let detail;
    try {
      const answer = await fetch("/upload?sorts=" + encodeURIComponent(box.dataset.recorder), {
        method: "PUT", body: sound,
        headers: { "X-Name": encodeURIComponent("录音." + (ENDINGS[sound.type] || "webm")) },
      });
      detail = await answer.json();
    } catch {
      detail = { error: "录音没有传完，网络断了。录的还在，请再点一次。" };
    }
    show(box, detail.ticket ? "idle" : "ready");
    box.dispatchEvent(new CustomEvent("taken", { detail, bubbles: true }));
  }

  addEventListener("click", (event) => {
    const button = event.target.closest("[data-recorder] button");
    if (!button) return;
    const box = button.closest("[data-recorder]");
    const deed = { start, stop, send }[button.dataset.part];
    if (deed) deed(box);
  });
})();
