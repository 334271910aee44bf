// 读给我听: a button with data-read-aloud has the page read; window.sayPrompt(key) says a prompt, stopPrompt() ends it.
// What is read: the elements with data-say, else the text of the page without its buttons. Only text inside
// data-public is public words of the edition; all other text is personal and leaves no sound behind.
(() => {
  const LONGEST = 110;  // characters of one piece: the first is heard soon, the next is made meanwhile
  let turn = 0, playing = null, prompting = false;

  const quiet = () => {
    turn += 1;
    playing?.pause();
    playing = null;
    prompting = false;
    for (const button of document.querySelectorAll("[data-read-aloud].reading")) button.classList.remove("reading");
  };
  const pieces = (text) => {
    const found = [];
    for (const sentence of text.replace(/\s*\n\s*/g, "。").match(/[^。！？；]+[。！？；]*/g) ?? [])
      for (let at = 0; at < sentence.length; at += LONGEST) {
        const part = sentence.slice(at, at + LONGEST), last = found[found.length - 1];
        if (last && last.length + part.length <= LONGEST) found[found.length - 1] = last + part;
        else found.push(part);
      }
    return found.filter((piece) => /[\p{L}\p{N}]/u.test(piece));
  };
  const shownText = (element) => {
    const copy = element.cloneNode(true);
    for (const silent of copy.querySelectorAll("button, a.btn, nav, header, svg, script, style, [data-silent]")) silent.remove();
    for (const block of copy.querySelectorAll("p, h1, h2, h3, li, dt, dd, div, small")) block.append("\n");
    return copy.textContent.replace(/[^\S\n]+/g, " ").replace(/(\s*\n\s*)+/g, "\n").trim();
  };
  const texts = () => {
    const marked = [...document.querySelectorAll(".page [data-say], .page[data-say]")];
    const sources = marked.length ? marked : [...document.querySelectorAll(".page")];
    return sources.flatMap((one) => pieces(one.dataset.say || shownText(one)).map((text) =>
      ({ text, personal: one.closest("[data-public]") === null })));
  };
  const fetched = async (path, question) => {
    const answer = await fetch(path, question === undefined ? { cache: "no-store" } : {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question), cache: "no-store",
    });
    return answer.status === 200 ? URL.createObjectURL(await answer.blob()) : "";
  };
  const play = (address) => new Promise((done) => {
    playing = new Audio(address);
    playing.onended = playing.onerror = playing.onpause = () => { URL.revokeObjectURL(address); done(); };
    playing.play().catch(done);
  });

  const read = async (button) => {
    const was = button.classList.contains("reading");
    quiet();
    if (was) return;  // touched again: enough
    const mine = turn, queue = texts();
    button.classList.add("reading");
    try {
      let next = queue.length ? fetched("/speech/text", queue[0]) : "";
      for (let n = 0; n < queue.length && mine === turn; n++) {
        const address = await next;
        next = n + 1 < queue.length && mine === turn ? fetched("/speech/text", queue[n + 1]) : "";
        if (address && mine === turn) await play(address);
      }
    } catch { /* the process is away; the page says so itself */ }
    if (mine === turn) quiet();
  };
  const prompt = async (key) => {
    quiet();
    const mine = turn;
    prompting = true;
    try {
      const address = await fetched(`/speech/prompt/${encodeURIComponent(key)}`);
      if (address && mine === turn) await play(address);
    } catch { /* silence */ }
    if (mine === turn) prompting = false;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-read-aloud]");
    if (button) read(button);
    else if (event.target.closest?.("a, [data-end]")) quiet();  // the page it read is left
  }, true);
  addEventListener("pagehide", quiet);
  window.sayPrompt = prompt;
  window.stopReading = quiet;
  window.stopPrompt = () => { if (prompting) quiet(); };
})();
