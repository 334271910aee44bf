"""我能不能办: a policy's own conditions asked one by one; what is not written is not decided. Pure."""

from __future__ import annotations

import re

from content.model.codes import Labelled

_PARTS = re.compile(r"[；;\n]+")
_MARK = re.compile(r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,2}[)）.、．]|[·•●-])\s*")
_MOST = 8


class Reply(Labelled):
    """What a person says to a condition."""

    YES = "yes", "是"
    NO = "no", "不是"
    UNSURE = "unsure", "说不准"


def conditions(who: str) -> tuple[str, ...]:
    """Return the conditions of 谁能办 where it lists several, parted by ；or lines; none where it is one sentence."""
    parts = tuple(_MARK.sub("", part).strip(" 。，") for part in _PARTS.split(who))
    found = tuple(part for part in parts if part)
    return found if 2 <= len(found) <= _MOST else ()


def advice(replies: tuple[Reply, ...]) -> str:
    """Return what to do after all were answered; never a refusal, since only the window decides."""
    if Reply.NO in replies:
        return "有一条对不上，可能办不了这一项。别的补贴也许能办，请到窗口让工作人员帮您看。"
    if Reply.UNSURE in replies or not replies:
        return "有的说不准，请到窗口让工作人员帮您看，带上身份证。"
    return "看起来您能办。带上材料到窗口，由窗口核定。"
