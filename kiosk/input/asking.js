// Questions to the engines beside this browser: the last one asked is the only one answered.
export function makeAsking(restMs, onAnswer) {
  let timer = 0, turn = 0;
  return {
    ask(path, question) {
      const mine = ++turn;
      clearTimeout(timer);
      timer = setTimeout(async () => {
        try {
          const answer = await fetch(path, {
            method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question), cache: "no-store",
          });
          const found = answer.ok ? (await answer.json()).candidates : [];
          if (mine === turn) onAnswer(found);
        } catch { /* the process is away; the page says so itself */ }
      }, restMs);
    },
    forget() { turn += 1; clearTimeout(timer); },
  };
}

// Cuts candidates into pages that fit `rows` rows of a width; all lengths in one unit. Returns where each page starts.
export function pagesOf(texts, width, rows, { least, letter, edge, gap }) {
  const size = (text) => Math.max(least, [...text].length * letter + edge);
  const fits = (from, room) => {
    let row = 1, x = 0, n = from;
    for (; n < texts.length; n++) {
      const wide = size(texts[n]), last = row === rows ? room : width;
      if (x && x + gap + wide > last) {
        if (row === rows) break;
        row += 1;
        x = 0;
      }
      x += (x ? gap : 0) + wide;
      if (row === rows && x > room) break;
    }
    return Math.max(n, from + 1);
  };
  if (!texts.length || fits(0, width) >= texts.length) return [0];
  const starts = [0];
  for (let next = fits(0, width - least - gap); next < texts.length; next = fits(next, width - least - gap)) starts.push(next);
  return starts;
}
