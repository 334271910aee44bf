// Shows what the timeline says is on now. A failed request never changes what is shown.

import * as clock from "./clock.js";
import { drift } from "./orbit.js";
import { deliver, painted, played, struck } from "./reports.js";
import { due as renewalDue } from "./renewal.js";
import { evergreenAt, itemAt, playable } from "./schedule.js";
import { Stage } from "./stage.js";
import { failed, isOut } from "./strikes.js";

const LOOK_MS = 500; // half of it is what an emergency waits for the player, on average
const STEP_MS = 100;
const SET_BACK_MS = 1000; // the clock was set back by more than this: what was reckoned from it no longer holds
const DAY_MS = 24 * 3600 * 1000; // the longest play the process takes
const TOO_SHORT_MS = 4000; // a scene with less than this left, or two fifths of it, is skipped for the next
const MOST_SKIPPED = 50; // scenes left out one after another, then something that is true on any day
const AGAIN_MS = 500;
const stage = new Stage(document.querySelectorAll(".layer"));
const part = (id) => document.getElementById(id);
const shape = () => (innerHeight > innerWidth ? "portrait" : "landscape");

let timeline = null;
let etag = "";
let version = "";
let current = null; // what is on, with the order it was shown under and when it began
let busy = false;
let turns = 0;
let again = 0; // after a failure, when to try the next thing; by the steady clock, whatever is done to the other

function write(id, text) {
  if (part(id).textContent !== text) part(id).textContent = text;
}

function dated(scene, at) {
  const until = timeline.scenes[scene].until;
  return until !== null && at >= until;
}

function isLeftOut(found, at) {
  return stage.refuses(found.scene) || isOut(timeline.order, found.scene, at);
}

function choose(at) {
  let found = itemAt(timeline, at);
  if (found.ends - at < Math.min(TOO_SHORT_MS, found.seconds * 400) && !found.once) found = itemAt(timeline, found.ends);
  for (let tries = 0; isLeftOut(found, at) && !found.once; tries += 1) {
    if (tries === MOST_SKIPPED) return evergreenAt(timeline, at);
    found = itemAt(timeline, found.ends);
  }
  return dated(found.scene, at) ? evergreenAt(timeline, at) : found;
}

function finish(moment) {
  if (!current) return;
  const lasted = Math.min(Math.round(moment - current.since), DAY_MS); // whatever was done to the clock
  if (lasted < current.seconds * 1000 - 1000) return; // cut short: not a whole play
  played({ edition_order: current.order, scene_id: current.scene, content_ids: current.contents,
           started_ms: current.began, milliseconds: lasted });
}

function furnish(at) {
  write("heading", timeline.heading);
  write("remark", timeline.remark);
  const lines = timeline.ticker.filter((line) => line[2] === null || line[2] > at);
  const [name, text] = lines[turns % lines.length] ?? ["", ""];
  write("ticker-label", name);
  write("ticker", text);
}

async function change(at) {
  const moment = performance.now();
  const next = choose(at);
  const scene = timeline.scenes[next.scene];
  const order = timeline.order;
  if (!current || current.scene !== next.scene) {
    try {
      await stage.show(next.scene, scene.markup);
    } catch {
      failed(order, next.scene, next.ends);
      struck(order, next.scene);
      again = performance.now() + AGAIN_MS;
      return;
    }
    turns += 1;
  }
  finish(moment);
  current = { ...next, order, began: at, since: moment, contents: scene.contents, until: scene.until };
  write("label", next.label);
  furnish(at);
  painted(order, next.scene);
  parent.postMessage("painted", location.origin);
  const after = choose(next.ends);
  await stage.prepare(after.scene, timeline.scenes[after.scene].markup).catch(() => {});
}

function isOver(at) {
  if (!current || at >= current.ends || at < current.began - SET_BACK_MS) return true;
  if (current.until !== null && at >= current.until) return true;
  if (!(current.scene in timeline.scenes)) return true;
  const due = itemAt(timeline, at);
  return due.once && due.scene !== current.scene;
}

async function step() {
  if (!timeline || !clock.known()) return;
  write("clock", clock.wall());
  const at = clock.now();
  drift(at);
  if (busy || performance.now() < again || !isOver(at)) return;
  busy = true;
  try {
    await change(at);
  } finally {
    busy = false;
  }
}

async function look() {
  const answer = await fetch(`timeline?shape=${shape()}`, {
    headers: etag ? { "If-None-Match": etag } : {},
    cache: "no-store",
    signal: AbortSignal.timeout(3000),
  });
  clock.heard(Number(answer.headers.get("Linggong-Now")));
  const code = answer.headers.get("Linggong-Player");
  const renewed = clock.known() && renewalDue(clock.wall(), performance.now());
  if (renewed || (version && code && code !== version)) parent.postMessage("outdated", location.origin);
  if (answer.status === 200) {
    const found = await answer.json();
    if (!playable(found)) throw new Error("not a timeline");
    [timeline, etag, version] = [found, answer.headers.get("ETag"), version || code];
    furnish(clock.now());
  }
  await deliver();
}

async function lookOn() {
  try {
    await look();
  } catch {
    // The screen process is away: what is on goes on, from the timeline at hand.
  }
  setTimeout(lookOn, LOOK_MS);
}

lookOn();
setInterval(step, STEP_MS);
