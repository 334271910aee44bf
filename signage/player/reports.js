// Whole plays and the scene now painted, told to the screen process; kept here until it has them.

const KEPT = 2000; // about eight hours of plays
const plays = [];

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(3000),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
}

export function played(play) {
  plays.push(play);
  if (plays.length > KEPT) plays.shift();
}

export async function deliver() {
  const batch = plays.slice(0, 100);
  if (!batch.length) return;
  await post("/plays", batch);
  plays.splice(0, batch.length);
}

export const painted = (order, scene) => post("/painted", { order, scene }).catch(() => {});
