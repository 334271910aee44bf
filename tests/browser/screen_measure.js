// What a reader of the glass would stumble over, measured: [scenes as [name, markup], least type in px, least contrast,
// least side of a code in px] -> [[name, fault, text], …]; and for `fonts`, every text with the family it asks for.
(() => {
  const layer = document.querySelector(".layer");
  layer.classList.add("front");
  const shown = (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim();
  const texts = (root) => [...root.querySelectorAll("*")].filter((part) => !part.closest("svg") && [...part.childNodes].some(shown));

  function channel(value) {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }
  function luminance([red, green, blue]) {
    return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  }
  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
  function grounds(part) {
    for (let one = part; one; one = one.parentElement) {
      const style = getComputedStyle(one);
      // a gradient is met by its every colour, the transparent ones by the ground beneath
      const stops = style.backgroundImage.match(/rgba?\([^)]*\)/g)?.map(numbers).filter((stop) => stop[3] !== 0) ?? [];
      if (stops.length) return [...stops, ...grounds(one.parentElement)];
      const ground = numbers(style.backgroundColor);
      if (ground.length === 3 || ground[3] === 1) return [ground];
    }
    return [[255, 255, 255]];
  }
  function contrast(part) {
    const ink = luminance(numbers(getComputedStyle(part).color));
    const ratios = grounds(part).map(luminance).map((ground) => (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05));
    return Math.min(...ratios);
  }
  function areas(part) {
    const range = document.createRange();
    return [...part.childNodes].filter(shown).flatMap((node) => {
      range.selectNodeContents(node);
      return [...range.getClientRects()].map((box) => ({ box, part }));
    });
  }
  // Of a line of type, what ink fills: the middle four fifths of an em, whatever the line's height.
  function ink({ box, part }) {
    const half = 0.4 * parseFloat(getComputedStyle(part).fontSize), middle = (box.top + box.bottom) / 2;
    return { left: box.left, right: box.right, top: middle - half, bottom: middle + half };
  }

  function faults(root, edge, floor, least, code) {
    const wrong = [];
    const say = (fault, part) => wrong.push([fault, part.className, part.textContent.slice(0, 40)]);
    const outside = (box) => box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + 1 || box.top < edge.top - 1;
    for (const part of [root, ...root.querySelectorAll("*")]) {
      if (part.closest("svg") || !part.getClientRects().length) continue;
      if (outside(part.getBoundingClientRect())) say("outside", part);
      if (part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1) say("too wide", part);
      const boxed = getComputedStyle(part).display !== "inline" && part.clientHeight > 0;
      if (boxed && part.scrollHeight > part.clientHeight + Math.max(2, 0.2 * parseFloat(getComputedStyle(part).fontSize))) say("too high", part);
    }
    for (const part of texts(root)) {
      if (parseFloat(getComputedStyle(part).fontSize) < floor - 0.5) say("too small", part);
      if (contrast(part) < least) say("too faint", part);
    }
    const lines = texts(root).flatMap(areas).map((one) => ({ ...ink(one), part: one.part }));
    lines.forEach((one, index) => {
      if (outside(one)) say("outside", one.part);
      for (const two of lines.slice(index + 1)) {
        const wide = Math.min(one.right, two.right) - Math.max(one.left, two.left);
        const high = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
        if (wide > 1 && high > 1) say("overlap", one.part);
      }
    });
    for (const drawing of root.querySelectorAll(".qr-code")) {
      const modules = drawing.viewBox.baseVal.width;
      if ((drawing.getBoundingClientRect().width * (modules - 8)) / modules < code) say("code too small", drawing.closest(".qr"));
    }
    return wrong;
  }

  window.measure = (scenes, floor, least, code) => scenes.flatMap(([name, markup]) => {
    layer.innerHTML = markup;
    return faults(layer.firstElementChild, layer.getBoundingClientRect(), floor, least, code).map((fault) => [name, ...fault]);
  });
  window.measureFrame = (said, floor, least) => {
    for (const [id, words] of Object.entries(said)) document.getElementById(id).textContent = words;
    return ["header", "footer"].map((name) => document.querySelector(name))
      .flatMap((part) => faults(part, part.getBoundingClientRect(), floor, least, 0));
  };
  // One element for each family, weight and text of all the scenes; returns how many there are.
  window.spread = (scenes) => {
    const seen = new Map();
    for (const markup of scenes) {
      layer.innerHTML = markup;
      for (const part of texts(layer)) {
        const { fontFamily, fontWeight } = getComputedStyle(part);
        const key = `${fontFamily}|${fontWeight}`;
        const words = [...part.childNodes].filter(shown).map((node) => node.textContent.trim());
        seen.set(key, new Set([...(seen.get(key) ?? []), ...words]));
      }
    }
    layer.innerHTML = "";
    for (const [key, words] of seen) {
      const [fontFamily, fontWeight] = key.split("|");
      const part = Object.assign(document.createElement("p"), { className: "spread", textContent: [...words].join(" ") });
      Object.assign(part.style, { fontFamily, fontWeight });
      layer.append(part);
    }
    return [...seen.keys()];
  };
})();
