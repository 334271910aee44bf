"""维权知识: the list and one of them."""

from __future__ import annotations

from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.reading import add_list, add_sheet, article_chips, article_leaves, article_sheet


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /rights."""
    add_list(routes, hall, here, "/rights", "工资维权", "现在没有维权知识", article_leaves, article_chips)
    add_sheet(routes, hall, here, "/rights", "工资维权", article_sheet)
