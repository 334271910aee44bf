"""政策: the list and one of them."""

from __future__ import annotations

from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.reading import add_list, add_sheet, policy_chips, policy_leaves, policy_sheet


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /policies."""
    add_list(routes, hall, here, "/policies", "政策补贴", "现在没有政策公告", policy_leaves, policy_chips)
    add_sheet(routes, hall, here, "/policies", "政策补贴", policy_sheet)
