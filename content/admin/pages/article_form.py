"""维权知识, one: the plain words, the text, its source (R171, R172)."""

from __future__ import annotations

from dataclasses import replace

from content.admin.desk import Desk
from content.admin.editor import Craft
from content.admin.hall_form import HallForm, show_form
from content.admin.hall_forms import article_groups
from content.admin.hall_kinds import ARTICLES
from content.admin.hall_records import blank_article, months_around, record_from
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.clock import calendar_day
from content.model.codes import RightsTopic
from content.model.notices import RightsArticle
from content.rules.hall_completeness import check_article


async def _body(desk: Desk) -> None:
    def craft(article: RightsArticle) -> Craft[RightsArticle]:
        months = months_around(calendar_day(desk.now()), article.month)
        return Craft(sort=ARTICLES.sort, groups=article_groups(months), table=ARTICLES.table, assemble=record_from,
                     check=lambda one, tables, now: check_article(one, now))  # fmt: skip

    asked = desk.named("topic")
    topic = RightsTopic(asked) if asked in {one.value for one in RightsTopic} else RightsTopic.CONTRACT
    form: HallForm[RightsArticle] = HallForm(
        kind=ARTICLES, title="维权知识", words="先用一句大白话说清楚，再写正文；案例里不能有真实的人名和电话。",
        blank=lambda staff, now: replace(blank_article(staff, now), topic=topic),
    )  # fmt: skip
    await show_form(desk, form, craft)


PAGE = DeskPage(path="/articles/{id}", title="维权知识", roles=EDITING | REVIEWING, body=_body)
