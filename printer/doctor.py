"""The printer room's doctor: profiles, the fonts that draw what a ROM lacks, and the slips in a spool.

Its lines are those of `content.diagnosis`, which this room does not know. Which printers answer is the kiosk's doctor's
question, since the kiosk's settings name them.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from printer.errors import PrinterError
from printer.fonts import CHAIN, FontChain
from printer.profiles import PROFILES
from printer.slip_job import SlipState
from printer.spool_glance import slips_by_state

Level = Literal["good", "note", "wrong"]
_MARKS: dict[str, str] = {"good": "✓", "note": "·", "wrong": "✗"}
_PACKAGES = "fonts-noto-cjk fonts-hanazono fonts-babelstone-han fonts-unifont"
_TITLES = {
    SlipState.QUEUED: "等着打", SlipState.SENDING: "正在打", SlipState.CONFIRMED: "打好了", SlipState.FAILED: "没打成",
    SlipState.UNKNOWN: "不知打没打好",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One thing looked at; the fields are those of `content.diagnosis.Observation`."""

    part: str = "printer"
    about: str
    level: Level
    sentence: str
    setting: str = ""


def check_fonts(fonts: FontChain) -> Observation:
    """Say which fonts of the chain are there; a rare name without a glyph prints as a box with its code point."""
    missing = fonts.missing()
    if not missing:
        return Observation(about="fonts", level="good", sentence=f"生僻字字体齐全（{len(CHAIN)} 种）。")
    if len(missing) == len(CHAIN):
        sentence = f"一种汉字字体也没有，生僻字和图形小票打不出来，请系统管理员执行 apt-get install {_PACKAGES}。"
        return Observation(about="fonts", level="wrong", sentence=sentence)
    sentence = f"缺字体 {'、'.join(missing)}，少数生僻字会打成方框；要补请系统管理员执行 apt-get install {_PACKAGES}。"
    return Observation(about="fonts", level="note", sentence=sentence)


def check_spool(path: Path) -> tuple[Observation, ...]:
    """Say how many slips of a spool are where; a damaged file and slips of unknown fate are for staff."""
    try:
        counts = slips_by_state(path)
    except PrinterError as error:
        return (Observation(about="spool", level="wrong", sentence=str(error)),)
    words = "、".join(f"{_TITLES[state]} {counts[state]} 张" for state in SlipState if state in counts) or "还没有小票"
    found = [Observation(about="spool", level="good", sentence=f"打印队列完好：{words}。")]
    if counts.get(SlipState.UNKNOWN):
        sentence = f"有 {counts[SlipState.UNKNOWN]} 张小票不知打没打好，请工作人员在设备页看一下要不要补打。"
        found.append(Observation(about="unknown_slips", level="note", sentence=sentence))
    return tuple(found)


def main(arguments: Sequence[str]) -> int:
    """Say how the printing is set up; 0 only if nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m printer doctor", description="检查打印用的字体和队列")
    parser.add_argument("--json", action="store_true", help="每行一条 JSON，给程序读")
    parser.add_argument("--spool", type=Path, metavar="文件", help="看一个打印队列")
    options = parser.parse_args(arguments)
    known = Observation(about="profiles", level="good", sentence=f"认识的打印机型号：{'、'.join(PROFILES)}。")
    found = [known, check_fonts(FontChain())]
    if options.spool is not None:
        found += check_spool(options.spool)
    for one in found:
        line = json.dumps(asdict(one), ensure_ascii=False) if options.json else f"{_MARKS[one.level]} {one.sentence}"
        sys.stdout.write(line + "\n")
    return int(any(one.level == "wrong" for one in found))
