// Swaps whole players: the one behind comes forward only after it has painted its first scene.
// Serves new player code and the daily renewal; it never reloads itself, so the glass is never empty.

const RENEW_MS = 24 * 3600 * 1000;
const PATIENCE_MS = 60 * 1000;
let front = null;
let back = null;
let patience = 0;

function load() {
  if (back) return;
  back = document.createElement("iframe");
  back.src = "/player";
  document.body.append(back);
  patience = setTimeout(giveUp, PATIENCE_MS);
}

function giveUp() {
  back.remove();
  back = null;
  setTimeout(load, PATIENCE_MS);
}

function swap() {
  clearTimeout(patience);
  const old = front;
  front = back;
  back = null;
  front.classList.add("front");
  // The old player stays beneath for two frames, until the new one is certainly on the glass.
  if (old) requestAnimationFrame(() => requestAnimationFrame(() => old.remove()));
  setTimeout(load, RENEW_MS);
}

addEventListener("message", (event) => {
  if (event.origin !== location.origin) return;
  if (back && event.source === back.contentWindow && event.data === "painted") swap();
  else if (front && event.source === front.contentWindow && event.data === "outdated") load();
});

load();
