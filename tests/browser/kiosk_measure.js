// What on the page is smaller or paler than a standing person of 58 can use: targets, text, contrast.
() => {
  const SLACK = 0.6, classes = document.documentElement.classList;
  const ruler = document.createElement("i");
  ruler.style.cssText = "position:fixed;width:calc(100 * var(--mm))";
  document.body.append(ruler);
  const mm = ruler.getBoundingClientRect().width / 100, design = Math.min(innerWidth, innerHeight) / 1080;
  ruler.remove();
  const larger = classes.contains("elder") ? 1.3 : 1;
  const LEAST_TARGET = larger * Math.max(20 * mm, 96 * design), LEAST_TEXT = larger * Math.max(6.94 * mm, 28 * design);
  const LEAST_CONTRAST = classes.contains("contrast") ? 12 : 7;
  const scrolled = new Set();
  const wrong = [];
  const shown = (e) => {
    const scroller = e.closest(".scroll, .page");
    if (scroller && (e.getBoundingClientRect().bottom > innerHeight || e.getBoundingClientRect().top < 0)) {
      scrolled.add(scroller);
      e.scrollIntoView({ block: "center", behavior: "instant" });
    }
    const box = e.getBoundingClientRect();
    if (!box.width || !box.height || getComputedStyle(e).visibility === "hidden") return false;
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const top = document.elementFromPoint(x, y);
    return top !== null && (e.contains(top) || top.contains(e));
  };
  const channels = (text) => text.match(/[\d.]+/g).map(Number);
  const linear = (v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (e) => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      const [r, g, b, a = 1] = channels(getComputedStyle(at).backgroundColor);
      if (a > 0) layers.push([r, g, b, a]);
      if (a === 1) break;
    }
    return layers.reverse().reduce((under, [r, g, b, a]) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a)), [255, 255, 255]);
  };
  for (const e of document.querySelectorAll("a, button")) {
    if (!shown(e)) continue;
    const box = e.getBoundingClientRect();
    if (Math.min(box.width, box.height) < LEAST_TARGET - SLACK)
      wrong.push({ what: "target", text: e.textContent.trim().slice(0, 20), size: [box.width, box.height] });
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || e.closest("script, style, svg, #popup, .nicegui-error-popup, #esm-fallback") || !shown(e)) continue;
    const style = getComputedStyle(e), size = parseFloat(style.fontSize);
    const text = node.data.trim().slice(0, 20);
    if (size < LEAST_TEXT - SLACK) wrong.push({ what: "text", text, size });
    const pair = [luminance(channels(style.color)), luminance(ground(e))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < LEAST_CONTRAST) wrong.push({ what: "contrast", text, ratio: Math.round(ratio * 100) / 100, colour: style.color });
  }
  for (const one of scrolled) one.scrollTop = 0;
  return wrong;
}
