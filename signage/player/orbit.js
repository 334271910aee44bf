// Two pixels of drift against burn-in: a pure function of the wall clock's minute. One pixel a minute over a field of
// five by five and back; the body is two pixels larger than the glass on every side, so no edge ever shows.

const REACH = 2;
const SIDE = 2 * REACH + 1;
const STEPS = SIDE * SIDE;
const PERIOD = 2 * (STEPS - 1);

export function offset(ms) {
  const minute = Math.floor(ms / 60000) % PERIOD;
  const step = minute < STEPS ? minute : PERIOD - minute;
  const row = Math.floor(step / SIDE);
  const column = row % 2 ? SIDE - 1 - (step % SIDE) : step % SIDE;
  return [column - REACH, row - REACH];
}

let last = "";

export function drift(ms) {
  const next = offset(ms).map((pixels) => `${pixels}px`).join(" ");
  if (next !== last) document.body.style.translate = last = next;
}
