"""What a doctor says: one observation a line of JSON between the processes, plain Chinese for a person.

Each room has a doctor of its own (`python -m kiosk doctor`, …); only their lines travel, so that no room need import
another. `printer.doctor` writes the same lines without this module, which it does not know.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.model.codec import from_json, to_json

PARTS = {"hub": "中心", "kiosk": "自助机", "screen": "信息屏", "printer": "打印程序"}


class Level(StrEnum):
    """How an observation counts: only WRONG makes the doctor's exit code 1."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


_MARKS = {Level.GOOD: "✓", Level.NOTE: "·", Level.WRONG: "✗"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One thing looked at: `part` is a key of PARTS, `about` a word a program can rely on.

    `setting` is a line for linggong.toml this leads to, as `kiosk.reader_port = "…"`; "" where there is none.
    """

    part: str
    about: str
    level: Level
    sentence: str
    setting: str = ""


def to_lines(observations: Iterable[Observation]) -> str:
    """Return the observations as JSON, one a line."""
    return "".join(to_json(one).decode() + "\n" for one in observations)


def from_lines(text: str) -> tuple[Observation, ...]:
    """Read what a doctor wrote; ValueError on a line that is none."""
    return tuple(from_json(Observation, line) for line in text.splitlines() if line.strip())


def as_text(observations: Sequence[Observation]) -> str:
    """Return the observations for a person: part by part, then the settings they lead to, then what it comes to."""
    lines: list[str] = []
    for part, title in PARTS.items():
        said = [one for one in observations if one.part == part]
        if said:
            lines += [title, *(f"  {_MARKS[one.level]} {one.sentence}" for one in said)]
    if settings := [one.setting for one in observations if one.setting]:
        lines += ["可以写进 linggong.toml 的设置（加上 --write 就替您写好）", *_sections(settings)]
    wrong = sum(one.level is Level.WRONG for one in observations)
    lines.append(f"有 {wrong} 处不对，请照上面 ✗ 的话处理。" if wrong else "没有发现不对的地方。")
    return "\n".join(lines) + "\n"


def report(observations: Sequence[Observation], *, as_json: bool) -> int:
    """Write the observations to stdout and return the exit code: 0 only if nothing is wrong."""
    sys.stdout.write(to_lines(observations) if as_json else as_text(observations))
    return int(any(one.level is Level.WRONG for one in observations))


def _sections(settings: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for section in dict.fromkeys(setting.partition(".")[0] for setting in settings):
        own = (setting.partition(".")[2] for setting in settings if setting.startswith(f"{section}."))
        lines += [f"  [{section}]", *(f"  {line}" for line in own)]
    return lines
