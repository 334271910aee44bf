// Shows what the simulated devices say and passes on what is pressed; keeps no state beyond the last answer.
const READER = { none: "正常", silent: "不应答", garbage: "乱码", half_frame: "只发半帧", bad_checksum: "校验错", unplugged: "拔掉线",
  sam_self_test: "自检失败", not_authorised: "模块未授权", auth_storm: "认证总失败", pulled_early: "卡抽得太早" };
const PRINTER = { none: "正常", paper_out: "缺纸", near_end: "纸快完了", cover_open: "盖子打开", error: "切刀故障", silent: "不应答",
  stall: "卡住不收", close_mid_job: "打到一半断开" };
const by = id => document.getElementById(id);
let on = null, shown = "";

const send = async (device, command) => {
  await fetch("/" + device, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(command) });
  await look();
};

const buttons = (box, device, names) => {
  for (const [fault, label] of Object.entries(names)) {
    const button = document.createElement("button");
    button.textContent = label;
    button.dataset.fault = fault;
    button.onclick = () => send(device, { fault });
    box.append(button);
  }
};

const drawCards = cards => {
  if (by("cards").childElementCount === cards.length) return;
  by("cards").replaceChildren(...cards.map((card, place) => {
    const button = document.createElement("button"), name = document.createElement("b"), line = document.createElement("span");
    button.dataset.place = place;
    name.textContent = card.name;
    line.textContent = `${card.sex} · ${card.age} 岁`;
    button.append(name, line);
    button.onclick = () => send("reader", on === place ? { remove: true } : { put: { demo: place } });
    return button;
  }));
};

const drawPaper = slips => {
  const names = slips.map(slip => slip.png.split("/").pop()).reverse();
  if (names.join() === shown) return;
  shown = names.join();
  if (!names.length) { by("paper").innerHTML = "<p>还没有打印过</p>"; return; }
  by("paper").replaceChildren(...names.slice(0, 12).map(name => Object.assign(new Image(), { src: "/paper/" + name, alt: "小票" })));
};

const look = async () => {
  let state;
  try { state = await (await fetch("/state", { cache: "no-store" })).json(); } catch { return; }
  drawCards(state.cards);
  drawPaper(state.slips);
  on = state.reader.card ?? null;
  for (const button of by("cards").children) button.classList.toggle("on", Number(button.dataset.place) === on);
  for (const device of ["reader", "printer"]) {
    const faults = state[device].faults ?? [state[device].fault];
    for (const button of by(device + "-faults").children) button.classList.toggle("on", button.dataset.fault !== "none" && faults.includes(button.dataset.fault));
    by(device).textContent = state[device].away ?? (device === "printer" ? `纸还剩 ${Math.round((state.printer.paper_mm ?? 0) / 10)} 厘米` : "");
  }
};

buttons(by("reader-faults"), "reader", READER);
buttons(by("printer-faults"), "printer", PRINTER);
look();
setInterval(look, 700);
