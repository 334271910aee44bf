// Scenes that would not come onto the glass, counted under the edition they belong to: one failure costs the turn, three
// the rest of the edition. The screen process counts the same and leaves them out for good; this holds while it is away.

const STRIKES_OUT = 3;
let under = null;
let failures = new Map(); // scene → how often it failed, and until when its turn is skipped

export function failed(order, scene, until) {
  if (order !== under) [under, failures] = [order, new Map()];
  failures.set(scene, { times: (failures.get(scene)?.times ?? 0) + 1, until });
}

export function isOut(order, scene, at) {
  const held = order === under ? failures.get(scene) : undefined;
  return held !== undefined && (held.times >= STRIKES_OUT || at < held.until);
}
