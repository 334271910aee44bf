// The screen process's time, carried on by a clock that nobody can set: no dependence on the browser's own date.

const STEP_MS = 300; // smaller differences are the journey of the answer, not a wrong clock
let offset = null;

export function heard(serverMs) {
  if (!Number.isFinite(serverMs) || serverMs <= 0) return;
  const found = serverMs - performance.now();
  if (offset === null || Math.abs(found - offset) > STEP_MS) offset = found;
}

export const known = () => offset !== null;
export const now = () => Math.round(performance.now() + offset);

// Asia/Shanghai is UTC+8 all the year round.
export const wall = () => new Date(now() + 8 * 3600 * 1000).toISOString().slice(11, 16);
