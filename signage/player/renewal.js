// When a player asks to be replaced by a fresh one: once a night, after the last worker has gone and before the dawn
// crowd of 04:30 comes. The shell swaps without a gap, so a renewal at another hour would only be untidy.

const QUIET = ["03:30", "04:00"]; // the market's wall clock
const YOUNG_MS = 2 * 3600 * 1000; // one renewal a night
const OLD_MS = 30 * 3600 * 1000; // the quiet hour was missed: the clock was set across it, or the box slept

export function due(wall, ageMs) {
  return ageMs > OLD_MS || (ageMs > YOUNG_MS && wall >= QUIET[0] && wall < QUIET[1]);
}
