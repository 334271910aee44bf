"""Copies of the player that a camera can judge: a colour behind everything, and, as controls, two naive stages."""

from __future__ import annotations

import shutil
from pathlib import Path

from signage.app import PLAYER

_SENTINEL = "html,body,.splash,#stage,iframe{background:#f0f!important}\n"
TEAR_DOWN = """
export class Stage {
  constructor(layers) { this.place = layers[0].parentElement; this.front = layers[0]; layers[1].remove();
    this.front.classList.add("front"); }
  async prepare() {}
  refuses() { return false; }
  async show(id, markup) {
    this.front.remove();
    await new Promise((done) => setTimeout(done, 150));
    this.front = document.createElement("div");
    this.front.className = "layer front";
    this.front.innerHTML = markup;
    this.place.append(this.front);
  }
}
"""
FADE_BOTH = """
export class Stage {
  constructor(layers) { [this.front, this.back] = layers; this.front.classList.add("front"); }
  async prepare() {}
  refuses() { return false; }
  async show(id, markup) {
    this.back.innerHTML = markup;
    this.back.classList.add("coming");
    const fade = { duration: 600 };
    await Promise.all([this.back.animate([{ opacity: 0 }, { opacity: 1 }], fade).finished,
                       this.front.animate([{ opacity: 1 }, { opacity: 0 }], fade).finished]);
    this.back.classList.replace("coming", "front");
    this.front.classList.remove("front");
    [this.front, this.back] = [this.back, this.front];
  }
}
"""
NAIVE = {"tear-down": TEAR_DOWN, "fade-both": FADE_BOTH}


def copied_player(folder: Path, **changes: tuple[str, str]) -> Path:
    """Return a copy of the player in which, of each file named (`stage_js`), one text stands for another."""
    copy = folder / "player"
    shutil.copytree(PLAYER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for name, (old, new) in changes.items():
        path = copy / name.replace("_", ".")
        text = path.read_text("utf8")
        assert text.count(old) == 1, f"{name} no longer says {old!r}"
        path.write_text(text.replace(old, new), "utf8")
    return copy


def sentinel_player(folder: Path, stage: str = "") -> Path:
    """Return a copy of the player with the sentinel behind everything, and another stage if one is given."""
    copy = copied_player(folder)
    for name in ("player.css", "shell.css"):
        path = copy / name
        path.write_text(path.read_text("utf8") + _SENTINEL, "utf8")
    if stage:
        (copy / "stage.js").write_text(stage, "utf8")
    return copy
