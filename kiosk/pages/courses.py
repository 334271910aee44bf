"""培训课程: the list and one of them."""

from __future__ import annotations

from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.reading import add_list, add_sheet, course_leaves, course_sheet


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /courses."""
    add_list(routes, hall, here, "/courses", "免费学技能", "现在没有能报名的课", course_leaves)
    add_sheet(routes, hall, here, "/courses", "免费学技能", course_sheet)
