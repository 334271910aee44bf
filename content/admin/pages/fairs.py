"""招聘会 and 直播带岗: the list, with how far the notices and invitations are (R112–R118)."""

from __future__ import annotations

from datetime import datetime

from content.admin.hall_kinds import FAIRS
from content.admin.hall_lists import HallList, desk_page
from content.admin.hall_records import told_channels
from content.admin.list_choices import FAIR_CHOICES
from content.admin.listing import Cell, Flag
from content.clock import calendar_day, local
from content.model.codes import Invited, NoticeChannel
from content.model.notices import JobFair

_CHANNELS = len(NoticeChannel)


def _when(fair: JobFair, now: datetime) -> str:
    days = (calendar_day(fair.starts_at) - calendar_day(now)).days
    if days > 0:
        return f"还有 {days} 天"
    return "今天" if days == 0 else ""


def _cells(fair: JobFair, now: datetime) -> tuple[Cell, ...]:
    told = told_channels(fair.announcements)
    come = sum(one.answer is Invited.ATTENDED for one in fair.invitations)
    over = fair.ends_at <= now
    after: tuple[Flag, ...] = ()
    if over and fair.followed_up_on is None:
        after = (Flag(word="没有回访", tone="warn"),)
    return (
        Cell(text=fair.theme.label),
        Cell(text=f"{local(fair.starts_at):%Y-%m-%d %H:%M}", look="num", small=_when(fair, now)),
        Cell(text=f"{told} / {_CHANNELS}", look="num"),
        Cell(text=str(max(fair.invited, len(fair.invitations))), look="num", small=f"到场 {come}" if come else ""),
        Cell(text="已举办" if fair.held else "", flags=after),
    )


PAGE = desk_page(HallList(
    kind=FAIRS, title="招聘会", place=53, new="新招聘会",
    words="每月至少一场。方案提前 14 天定，通知提前 7 天从四个渠道发，邀请 20 家以上，会后一周内回访。",
    columns=("类型", "时间", "通知渠道", "邀请", "会后"), cells=_cells, small=lambda one: one.place,
    second=("新直播带岗", "/fairs/new?theme=live"),
    choices=FAIR_CHOICES, sorts={"类型": "theme", "时间": "starts_at", "邀请": "invited"}, named="name",
    search="名称、地点", none="没有找到招聘会。换个词试试，或者点右上角“新招聘会”。",
))  # fmt: skip
