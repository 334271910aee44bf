// Which scene is on at an instant: the twin of `item_at` in signage/schedule.py, a pure function.

const SHORTEST_TAIL_MS = 5000;

function turn(items, origin, at) {
  const total = items.reduce((sum, item) => sum + item[1] * 1000, 0);
  let start = origin + Math.floor((at - origin) / total) * total;
  let index = 0;
  while (start + items[index][1] * 1000 <= at) start += items[index++][1] * 1000;
  return { index, start, end: start + items[index][1] * 1000 };
}

function shown(item, start, end, once) {
  return { scene: item[0], seconds: item[1], label: item[2], starts: start, ends: end, once };
}

export function itemAt(timeline, at) {
  for (const part of timeline.segments) {
    if (at < part.from || at >= part.to) continue;
    let { index, start, end } = turn(part.items, part.from, at);
    if (start > part.from && part.to - start < SHORTEST_TAIL_MS) {
      ({ index, start } = turn(part.items, part.from, start - 1));
      end = part.to;
    } else if (part.to - end < SHORTEST_TAIL_MS) end = part.to;
    return shown(part.items[index], start, end, part.once);
  }
  return evergreenAt(timeline, at);
}

export function evergreenAt(timeline, at) {
  const { index, start, end } = turn(timeline.evergreen, 0, at);
  const later = timeline.segments.map((part) => part.from).filter((from) => from > at);
  return shown(timeline.evergreen[index], start, Math.min(end, ...later), false);
}

// An answer that is no timeline, whoever gave it, must not take the place of the one at hand.
export function playable(found) {
  const turns = [found?.evergreen, ...(found?.segments ?? [{}]).map((part) => part.items)];
  return turns.every((items) => Array.isArray(items) && items.length && items.every(([scene]) => found.scenes?.[scene]));
}
