"""The pages of 信息屏, for the hub to hang into its desk."""

from __future__ import annotations

from content.admin.parts import DeskPage
from signage.desk import asked, programme, report, screen, screens


def screen_pages() -> tuple[DeskPage, ...]:
    """Return them, an address with a name in it last: it would answer for the others."""
    return (screens.PAGE, programme.PAGE, asked.PAGE, report.PAGE, screen.PAGE)
