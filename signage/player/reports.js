// Whole plays and the scene now painted, told to the screen process. Plays are kept in the browser's own store until
// the process has them: neither a swap of players nor the end of the browser loses one. Telling twice does no harm, for
// a play is known by its start and scene.

const BATCH = 100; // the most the process takes at once
const LOOK_EVERY = 60; // looks at the store where nothing is known to wait: plays of a player that was swapped out

async function opened() {
  const asked = indexedDB.open("plays", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("plays", { keyPath: ["started_ms", "scene_id"] });
  return answered(asked);
}

function answered(request) {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}

const store = opened().catch(() => null); // a browser that keeps nothing: plays wait in memory alone
const memory = new Map();
const key = (play) => [play.started_ms, play.scene_id];
let looks = 0;
let waiting = true;

async function inStore(work) {
  const database = await store;
  if (!database) return null;
  const change = database.transaction("plays", "readwrite");
  const found = await answered(work(change.objectStore("plays")));
  if (change.commit) change.commit();
  return found;
}

async function post(path, body) {
  return fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(3000),
  });
}

export function played(play) {
  memory.set(String(key(play)), play);
  waiting = true;
  return inStore((plays) => plays.put(play)).then((kept) => kept && memory.delete(String(key(play)))).catch(() => {});
}

async function batch() {
  const kept = (await inStore((plays) => plays.getAll(null, BATCH)).catch(() => null)) ?? [];
  return [...memory.values(), ...kept].slice(0, BATCH);
}

async function forget(plays) {
  for (const play of plays) {
    memory.delete(String(key(play)));
    await inStore((all) => all.delete(key(play)));
  }
}

// 422 is for ever: a batch is then told play by play, and only what is refused by itself is dropped.
async function told(plays) {
  const answer = await post("plays", plays);
  if (answer.ok || (answer.status === 422 && plays.length === 1)) return forget(plays);
  if (answer.status !== 422) throw new Error(`plays: ${answer.status}`);
  for (const play of plays) await told([play]);
}

export async function deliver() {
  looks += 1;
  if (!waiting && looks % LOOK_EVERY) return;
  const plays = await batch();
  waiting = plays.length > 0;
  if (waiting) await told(plays);
}

export const painted = (order, scene) => post("painted", { order, scene }).catch(() => {});

export const struck = (order, scene) => post("strikes", { order, scene }).catch(() => {});
