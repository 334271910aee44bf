"""维权知识: the list; each of the four topics always has one in the hall (R171)."""

from __future__ import annotations

from datetime import datetime

from content.admin.hall_kinds import ARTICLES
from content.admin.hall_lists import HallList, desk_page
from content.admin.list_choices import ARTICLE_CHOICES
from content.admin.listing import Cell
from content.model.notices import RightsArticle


def _cells(article: RightsArticle, now: datetime) -> tuple[Cell, ...]:
    return (
        Cell(text=article.topic.label),
        Cell(text=article.expires_on.isoformat() if article.expires_on else "长期", look="num"),
        Cell(text=article.month or "—", look="num"),
    )


PAGE = desk_page(HallList(
    kind=ARTICLES, title="维权知识", place=54, new="新文章",
    words="合同、纠纷调解、社保、工伤预防四个主题，每个至少有一篇在用；每月对外发一篇。",
    columns=("主题", "最后一天", "对外月份"), cells=_cells, small=lambda one: one.source_name,
    choices=ARTICLE_CHOICES, sorts={"主题": "topic"},
    search="标题", none="没有找到文章。换个词试试，或者点右上角“新文章”。",
))  # fmt: skip
