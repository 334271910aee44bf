"""通知公示: the list of what the market tells the hall between two instants."""

from __future__ import annotations

from datetime import datetime

from content.admin.hall_kinds import NOTICES
from content.admin.hall_lists import HallList, desk_page
from content.admin.list_choices import NOTICE_CHOICES
from content.admin.listing import Cell
from content.admin.wording import last_day_words
from content.clock import local
from content.model.notices import Notice


def _cells(notice: Notice, now: datetime) -> tuple[Cell, ...]:
    return (
        Cell(text=notice.kind.label),
        Cell(text=f"{local(notice.shown_from):%Y-%m-%d %H:%M}", look="num"),
        Cell(text=last_day_words(notice.shown_until), look="num"),
    )


PAGE = desk_page(HallList(
    kind=NOTICES, title="通知公示", place=55, new="新通知",
    words="到了时间自己出现，过了最后一天自己下架。火灾、停电这类马上要全屏的，用紧急通知。",
    columns=("种类", "开始显示", "最后一天"), cells=_cells, small=lambda one: "",
    second=("新公示（7 个工作日）", "/notices/new?kind=publicity"),
    choices=NOTICE_CHOICES, sorts={"开始显示": "shown_from", "最后一天": "shown_until"},
    search="标题", none="没有找到通知。换个词试试，或者点右上角“新通知”。",
))  # fmt: skip
