// The writing box: ink is drawn here at once, only finished strokes are told.
const LEAST = 0.006;  // of the box: points closer than that say nothing

export function makeInk(canvas, onStrokes) {
  const pen = canvas.getContext("2d");
  let strokes = [], active = null, now = [];

  const side = () => Math.max(canvas.clientWidth, canvas.clientHeight) || 1;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    return [within(event.clientX - box.left, box.width) / side(), within(event.clientY - box.top, box.height) / side()];
  };
  const draw = (stroke) => {
    const at = ([x, y]) => [x * side(), y * side()];
    pen.beginPath();
    pen.moveTo(...at(stroke[0]));
    for (let n = 1; n < stroke.length; n++) {
      const [x, y] = at(stroke[n]), [u, v] = at(stroke[n + 1] ?? stroke[n]);
      pen.quadraticCurveTo(x, y, (x + u) / 2, (y + v) / 2);
    }
    if (stroke.length === 1) pen.lineTo(...at([stroke[0][0] + 0.001, stroke[0][1]]));
    pen.stroke();
  };
  const redraw = () => {
    const ratio = window.devicePixelRatio || 1, look = getComputedStyle(canvas);
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    Object.assign(pen, { lineCap: "round", lineJoin: "round", strokeStyle: look.color, lineWidth: side() / 45 });
    for (const stroke of now.length ? [...strokes, now] : strokes) draw(stroke);
  };

  const heard = {
    pointerdown(event) {
      event.preventDefault();
      if (active !== null) return;  // a palm or a second finger
      active = event.pointerId;
      canvas.setPointerCapture(active);
      now = [place(event)];
      redraw();
      onStrokes(null);
    },
    pointermove(event) {
      if (event.pointerId !== active) return;
      for (const one of event.getCoalescedEvents?.() ?? [event]) {
        const [x, y] = place(one), [u, v] = now[now.length - 1];
        if (Math.hypot(x - u, y - v) >= LEAST) now.push([x, y]);
      }
      redraw();
    },
    pointerup(event) {
      if (event.pointerId !== active) return;
      strokes.push(now);
      active = null;
      now = [];
      onStrokes(strokes);
    },
    pointercancel(event) {
      if (event.pointerId !== active) return;
      active = null;
      now = [];
      redraw();
      onStrokes(strokes);
    },
  };
  for (const [name, handler] of Object.entries(heard)) canvas.addEventListener(name, handler);
  const watch = new ResizeObserver(redraw);
  watch.observe(canvas);
  return {
    undo() { strokes.pop(); redraw(); onStrokes(strokes); },
    clear() { strokes = []; now = []; redraw(); },
    end() { watch.disconnect(); },
  };
}
