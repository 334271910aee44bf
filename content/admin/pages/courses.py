"""培训课程: the list; two or three a month are picked for the hall (R162)."""

from __future__ import annotations

from datetime import datetime

from content.admin.hall_kinds import COURSES
from content.admin.hall_lists import HallList, desk_page
from content.admin.list_choices import COURSE_CHOICES
from content.admin.listing import Cell
from content.clock import local
from content.model.notices import Course


def _cells(course: Course, now: datetime) -> tuple[Cell, ...]:
    return (
        Cell(text=course.kind.label),
        Cell(text=course.mode.label),
        Cell(text=f"{local(course.starts_at):%Y-%m-%d %H:%M}", look="num"),
        Cell(text=str(course.seats) if course.seats else "不限", look="num"),
        Cell(text=course.month or "—", look="num"),
    )


PAGE = desk_page(HallList(
    kind=COURSES, title="培训课程", place=52, new="新课程",
    words="每月推荐 2—3 门，大纲、时间、方式、机构、报名都要写明。课结束了自己下架。",
    columns=("种类", "授课方式", "开课", "名额", "推荐月份"), cells=_cells, small=lambda one: one.place,
    choices=COURSE_CHOICES, sorts={"开课": "starts_at", "授课方式": "mode", "名额": "seats"}, named="name",
    search="课程名称、机构", none="没有找到课程。换个词试试，或者点右上角“新课程”。",
))  # fmt: skip
