"""招聘会: the list and one of them."""

from __future__ import annotations

from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.reading import add_list, add_sheet, fair_leaves, fair_sheet


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /fairs."""
    add_list(routes, hall, here, "/fairs", "招聘会", "近期没有招聘会", fair_leaves)
    add_sheet(routes, hall, here, "/fairs", "招聘会", fair_sheet)
