"""The page for when something is not there: says in words what still works and whom to ask."""

from __future__ import annotations

from kiosk.components.panel import Panel
from kiosk.pages.hall import Here

NO_EDITION = ("岗位信息还没有送到这台机器", ("请叫工作人员看一下网络，", "或者到综合服务窗口直接问。"))
GONE = ("这个岗位已经下架了", ("可能招满了，也可能过了时间。", "请回去看看别的岗位。"))
NOT_THERE = ("没有找到这一页", ("请点上面的“返回”。",))


def show_calm(panel: Panel, here: Here, headline: str, lines: tuple[str, ...], *, title: str = "",
              back: str = "") -> None:  # fmt: skip
    """Show a headline and a few lines; without `back` there is nothing to touch."""
    panel.show("kiosk_calm.html", headline=headline, lines=lines, title=title, back=back, who=here.person)
