"""The row fields of fairs and wage guides: their columns, and how rows become records and text again: pure."""

from __future__ import annotations

from functools import cache

from content.admin.fields import Codec
from content.admin.rows import Column, checked, fen, instant, instant_cell, text_of, whole
from content.model.codes import Invited, NoticeChannel, PayUnit
from content.model.notices import Announcement, Invitation, WageLine
from content.model.trades import trades
from content.theme.words import yuan

ANNOUNCEMENT_COLUMNS = (
    Column(label="渠道", kind="choice", width=3, options={one.value: one.label for one in NoticeChannel}),
    Column(label="发出时间", kind="instant", width=3),
    Column(label="网址，或海报贴在哪里", width=5),
)
INVITATION_COLUMNS = (
    Column(label="单位名称", width=4),
    Column(label="答复", kind="choice", width=2, options={one.value: one.label for one in Invited}),
    Column(label="展位", width=2, hint="如 3 号"),
    Column(label="岗位数", kind="number", width=1),
    Column(label="招聘人数", kind="number", width=1),
    Column(label="当场录用", kind="number", width=1),
)
_COUNTED = {"jobs": "岗位数", "headcount": "招聘人数", "hired": "当场录用"}


@cache
def wage_columns() -> tuple[Column, ...]:
    """Return the columns of a wage guide; the trade is named as in our list, or left blank."""
    return (
        Column(label="文件上的工种", width=4),
        Column(label="本市场的工种", width=3, hint="一样就不填", known=tuple(one.name for one in trades().values())),
        Column(label="单位", kind="choice", width=2, options={one.value: f"元/{one.label}" for one in PayUnit}),
        Column(label="低位（元）", kind="number", width=2),
        Column(label="中位（元）", kind="number", width=2),
        Column(label="高位（元）", kind="number", width=2),
    )


def _announcements_text(announcements: tuple[Announcement, ...]) -> str:
    """Return the announcements by channel; a channel not used yet has a line that waits for its time."""
    rows = [(one.channel.value, instant_cell(one.at), one.where) for one in announcements]
    told = {one.channel for one in announcements}
    return text_of([*rows, *((channel.value, "", "") for channel in NoticeChannel if channel not in told)])


def _announcements_read(text: str) -> object:
    found = []
    for place, (channel, at, where) in enumerate(checked(text, ANNOUNCEMENT_COLUMNS), start=1):
        if not at and not where:
            continue
        if not channel:
            raise ValueError(f"第 {place} 行请选通知的渠道。")
        found.append(Announcement(channel=NoticeChannel(channel), at=instant(at, place, "发出时间"), by="",
                                  where=where))  # fmt: skip
    return tuple(found)


def _invitations_text(invitations: tuple[Invitation, ...]) -> str:
    return text_of((one.name, one.answer.value, one.booth, *(str(number or "") for number in
                                                             (one.jobs, one.headcount, one.hired)))
                   for one in invitations)  # fmt: skip


def _invitations_read(text: str) -> object:
    found: dict[str, Invitation] = {}
    for place, (name, answer, booth, *numbers) in enumerate(checked(text, INVITATION_COLUMNS), start=1):
        if not name:
            raise ValueError(f"第 {place} 行请填单位名称。")
        if name in found:
            raise ValueError(f"第 {place} 行“{name}”前面已经有了，请删掉一行。")
        found[name] = Invitation(
            employer_id="", name=name, answer=Invited(answer or Invited.ASKED.value), booth=booth,
            **{key: whole(cell, place, label) for (key, label), cell in zip(_COUNTED.items(), numbers, strict=True)},
        )  # fmt: skip
    return tuple(found.values())


def _trade_code(named: str, place: int) -> str:
    codes = {one.name: one.code for one in trades().values()}
    code = codes.get(named) or (named.upper() if named.upper() in trades() else "")
    if named and not code:
        raise ValueError(f"第 {place} 行没有“{named}”这个工种，请从提示里选，对不上就空着。")
    return code


def _lines_text(lines: tuple[WageLine, ...]) -> str:
    named = trades()
    return text_of(
        (one.trade_name, named[one.trade_code].name if one.trade_code in named else "", one.unit.value,
         *(yuan(figure) if figure else "" for figure in (one.low_fen, one.median_fen, one.high_fen)))
        for one in lines
    )  # fmt: skip


def _lines_read(text: str) -> object:
    found = []
    codes = {one.name: one.code for one in trades().values()}
    for place, (name, ours, unit, *figures) in enumerate(checked(text, wage_columns()), start=1):
        if not name and not ours:
            raise ValueError(f"第 {place} 行请填文件上的工种名称。")
        if not unit:
            raise ValueError(f"第 {place} 行请选单位，例如“元/月”。")
        low, middle, high = (fen(cell, place, label)
                             for cell, label in zip(figures, ("低位", "中位", "高位"), strict=True))  # fmt: skip
        found.append(WageLine(trade_code=_trade_code(ours, place) or codes.get(name, ""), trade_name=name or ours,
                              unit=PayUnit(unit), low_fen=low, median_fen=middle, high_fen=high))  # fmt: skip
    return tuple(found)


ANNOUNCEMENTS = Codec(write=_announcements_text, read=_announcements_read)
INVITATIONS = Codec(write=_invitations_text, read=_invitations_read)
WAGE_LINES = Codec(write=_lines_text, read=_lines_read)
