// The number called, over the scenes: shown as long as the board is fresh, said three times, each call only once.
// It has no part in what the stage shows: an emergency hides it, and a failed request lets it age.

const ASK_MS = 500;
const STALE_MS = 15_000; // since the hub last said that the board is so
const SHOWN_MS = 30_000; // since the call
const SAID_WITHIN_MS = 90_000; // an older call is not said any more
const TIMES = 3;
const PAUSE_MS = 700; // between two times
const LONGEST_MS = 15_000; // of one saying
const SAID = "calls-said";

const part = (id) => document.getElementById(id);
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

let board = null;
let etag = "";
let heard = -Infinity; // on this page's steady clock, when the hub last said so
let hubOffset = 0; // the hub's time less this page's steady clock
let volume = 1;
let saying = null; // the call being said
let blocked = null;

const isFresh = (at) => board !== null && at - heard <= STALE_MS;
const age = (call, at) => at + hubOffset - Date.parse(call.at);
const emergency = () => document.querySelector(".layer.front .emergency, .layer.coming .emergency") !== null;

// How often each call of the board was said, kept over a reload; what left the board is forgotten.
function said() {
  try {
    return JSON.parse(localStorage.getItem(SAID)) ?? {};
  } catch {
    return {};
  }
}

function note(id) {
  const before = said();
  const kept = Object.fromEntries(board.calls.filter((call) => call.id in before).map((call) => [call.id, before[call.id]]));
  kept[id] = (kept[id] ?? 0) + 1;
  localStorage.setItem(SAID, JSON.stringify(kept));
}

function due(at) {
  if (!isFresh(at) || emergency()) return null;
  const counts = said();
  const waiting = board.calls.filter((call) => (counts[call.id] ?? 0) < TIMES && age(call, at) < SAID_WITHIN_MS);
  return waiting.at(-1) ?? null; // the board's newest is first: said in the order of the calls
}

function write(id, text) {
  if (part(id).textContent !== text) part(id).textContent = text;
}

function draw() {
  const at = performance.now();
  const shown = !isFresh(at) || emergency() ? null : saying ?? board.calls.find((call) => age(call, at) < SHOWN_MS) ?? null;
  part("calls").hidden = shown === null;
  if (shown === null) return;
  write("call-number", shown.number);
  write("call-window", String(shown.window));
  const last = board.calls.map((call) => `${call.number} → ${call.window} 号窗口`);
  const list = part("call-last");
  if (list.dataset.of === last.join()) return;
  list.dataset.of = last.join();
  list.replaceChildren(...last.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

function tell(now) {
  if (blocked === now) return;
  blocked = now;
  fetch("calls/voice", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ blocked: now }),
  }).catch(() => { blocked = null; });
}

async function once(call) {
  const voice = part("call-voice");
  voice.src = `speech/call/${call.number}/${call.window}`;
  voice.volume = volume;
  const over = new Promise((done) => { voice.onended = voice.onerror = done; });
  try {
    await voice.play();
    tell(false);
    await Promise.race([over, rest(LONGEST_MS)]);
  } catch (error) {
    if (error.name === "NotAllowedError") tell(true); // else there is no voice: the number stands on the glass
  }
  await rest(PAUSE_MS);
}

async function speakOn() {
  for (;;) {
    const call = due(performance.now());
    if (!call) {
      saying = null;
      await rest(100);
      continue;
    }
    saying = call;
    draw();
    note(call.id); // before it is said: a page that fails while speaking does not begin again for ever
    await once(call);
  }
}

async function ask() {
  const begun = performance.now();
  const answer = await fetch("calls", {
    headers: etag ? { "If-None-Match": etag } : {},
    cache: "no-store",
    signal: AbortSignal.timeout(3000),
  });
  if (answer.status === 200) [board, etag] = [await answer.json(), answer.headers.get("ETag")];
  else if (answer.status !== 304) return answer.status !== 404; // 204: not known, so it ages
  heard = begun - Number(answer.headers.get("Linggong-Age"));
  hubOffset = Number(answer.headers.get("Linggong-Now")) - begun;
  volume = Math.min(Math.max(Number(answer.headers.get("Linggong-Volume")) / 100, 0), 1);
  return true;
}

async function askOn() {
  let served = true;
  try {
    served = await ask();
  } catch {
    // The screen process is away: the board ages.
  }
  draw();
  if (served) setTimeout(askOn, ASK_MS); // else this is a preview, which has no calls
}

askOn();
setInterval(draw, 250);
// Two players lie over each other while one takes over from the other: one of them speaks, the other when it is gone.
if (navigator.locks) navigator.locks.request("calls-voice", speakOn);
else speakOn();
