// Swaps whole players: the one behind comes forward only after it has painted its first scene. It serves new player
// code and the nightly renewal, both asked for by the player in front; it never reloads itself, so the glass is never
// empty. This file never changes while a screen is on.

const PATIENCE_MS = 60 * 1000; // a new player that has not painted by then is given up
const REST_MS = 10 * 60 * 1000; // before another is tried, while an old one still plays
let front = null;
let back = null;
let patience = 0;
let resting = false;

function load() {
  if (back || resting) return;
  back = document.createElement("iframe");
  back.src = "player";
  document.body.append(back);
  patience = setTimeout(giveUp, PATIENCE_MS);
}

function giveUp() {
  back.remove();
  back = null;
  if (!front) return load();
  resting = true;
  setTimeout(() => { resting = false; }, REST_MS);
}

function swap() {
  clearTimeout(patience);
  const old = front;
  front = back;
  back = null;
  front.classList.add("front");
  // The old player stays beneath for two frames, until the new one is certainly on the glass.
  if (old) requestAnimationFrame(() => requestAnimationFrame(() => old.remove()));
}

addEventListener("message", (event) => {
  if (event.origin !== location.origin) return;
  if (back && event.source === back.contentWindow && event.data === "painted") swap();
  else if (front && event.source === front.contentWindow && event.data === "outdated") load();
});

load();
