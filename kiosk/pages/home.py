"""首页: the tiles, the trade groups and how many jobs there are today."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.clock import calendar_day, local
from content.edition.reading import Edition
from content.edition.search import JobQuery, search_jobs
from content.model.codes import FairTheme
from content.theme import words
from kiosk.components.panel import Panel
from kiosk.pages.calm import NO_EDITION, show_calm
from kiosk.pages.hall import Hall, Here, Routes

_NEW_FOR = timedelta(days=7)


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /."""

    def home() -> None:
        panel = Panel()

        def show() -> None:
            edition = hall.edition()
            if edition is None:
                show_calm(panel, here, *NO_EDITION)
            else:
                panel.show("kiosk_home.html", who=here.person, registered=here.registered, begun=here.agreed,
                           rests=here.blank,
                           **_figures(edition, hall.clock.now()))  # fmt: skip

        show()
        here.on_edition = show

    routes["/"] = home


def _figures(edition: Edition, now: datetime) -> dict[str, object]:
    today = calendar_day(now)
    policies = edition.policies(now)
    return {
        "now": now,
        "today": today,
        "market": edition.market(),
        "number": edition.manifest.number,
        "updated": _updated(edition.manifest.built_at, now),
        "headcount": f"{edition.headcount(now):,}".replace(",", " "),
        "groups": edition.group_counts(now),
        "today_count": search_jobs(edition, JobQuery(today=today, limit=1), now).count,
        "policy_count": len(policies),
        "new_policies": sum(now - policy.published_at <= _NEW_FOR for policy in policies),
        "course_count": len(edition.courses(now)),
        "fair_line": _fair_line(edition, now),
    }


def _updated(built_at: datetime, now: datetime) -> str:
    if calendar_day(built_at) != calendar_day(now):
        return f"岗位 {words.day_of(built_at)}"
    hour = local(built_at).hour
    part = "早" if hour < 9 else "天上午" if hour < 12 else "天下午" if hour < 18 else "晚"
    return f"岗位今{part}"


def _fair_line(edition: Edition, now: datetime) -> str:
    fairs = edition.fairs(now)
    if not fairs:
        return "近期没有，定了就通知"
    if calendar_day(fairs[0].starts_at) == calendar_day(now):
        live = fairs[0].theme is FairTheme.LIVE
        return f"今天 {words.minute_of(fairs[0].starts_at)} {fairs[0].name if live else '进来签到'}"
    return f"{words.day_and_minute(fairs[0].starts_at)} {fairs[0].name}"
