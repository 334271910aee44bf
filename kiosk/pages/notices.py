"""通知公示: what hangs on the board, and 申诉 against a 公示 while its term lasts (R210, R211)."""

from __future__ import annotations

from datetime import datetime, timedelta

from content.clock import calendar_day
from content.edition.reading import Edition
from content.model.cases import CaseKind
from content.model.codes import NoticeKind
from content.model.published import PublicNotice
from content.theme import words
from kiosk.components.panel import Panel
from kiosk.matters import appeal_body, appeal_refusal, may_be_appealed, text_or_phone
from kiosk.pages.calm import NOT_THERE, show_calm
from kiosk.pages.case_filing import CaseFiling, Matter
from kiosk.pages.filed import Words, market_of
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.matters import OWN_PHONE, TEXT
from kiosk.pages.reading import Leaf, Sheet, add_list, short
from kiosk.pages.sheet_page import SheetPage

TOO_EARLY, TOO_LATE = "公示还没有开始，现在不能申诉", "公示期已经过了，这里不能申诉了"
NO_PUBLICITY = "这份通知不能申诉"
_FILED = Words(
    title="申诉收下了", headline="好了，申诉收下了", name="申诉回执",
    then=("考核小组会复查，结果写在回执里。", "想知道结果，在“查回执”里写上面的号码和 4 位数字。"),
)  # fmt: skip


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /notices."""

    def notice(id: str) -> None:
        _show(hall, here, id)

    def appeal(id: str) -> None:
        found, now = _find_ever(hall, id), hall.clock.now()
        if found is None:
            headline, lines = NOT_THERE
        elif may_be_appealed(found, now):
            CaseFiling(hall, here, _matter(hall, found)).begin()
            return
        else:
            early = TOO_EARLY if now < found.shown_from else TOO_LATE
            headline = early if found.kind is NoticeKind.PUBLICITY else NO_PUBLICITY
            lines = (appeal_refusal(found, now, market_of(hall).complaint_phone),)
        show_calm(Panel(), here, headline, lines, title="申诉", back="/kiosk/notices")

    add_list(routes, hall, here, "/notices", "通知公示", "现在没有通知和公示", _leaves)
    routes["/notices/{id}"], routes["/notices/{id}/appeal"] = notice, appeal


def _find(hall: Hall, notice_id: str) -> PublicNotice | None:
    edition = hall.edition()
    shown = edition.notices(hall.clock.now()) if edition is not None else ()
    return next((one for one in shown if one.id == notice_id), None)


def _find_ever(hall: Hall, notice_id: str) -> PublicNotice | None:
    """Return a notice of the edition whether it is shown now or not: why it takes no appeal is to be told."""
    edition = hall.edition()
    return next((one for one in edition.notices() if one.id == notice_id), None) if edition is not None else None


def _last_day(end: datetime) -> str:
    return words.day(calendar_day(end - timedelta(microseconds=1)))  # an end at midnight belongs to the day before


def _leaves(edition: Edition, now: datetime, kind: str) -> tuple[Leaf, ...]:
    return tuple(Leaf(href=f"/kiosk/notices/{one.id}", title=one.title, text=short(one.body), tags=_tags(one))
                 for one in edition.notices(now))  # fmt: skip


def _tags(one: PublicNotice) -> tuple[str, ...]:
    appealed = (f"{_last_day(one.valid_until)}前可以申诉",) if one.kind is NoticeKind.PUBLICITY else ()
    return (one.kind.label, *appealed)


async def _nothing(name: str, value: str) -> None:
    """There is nothing to do but to follow a link."""


def _show(hall: Hall, here: Here, notice_id: str) -> None:
    found = _find(hall, notice_id)
    if found is None:
        headline, lines = NOT_THERE
        show_calm(Panel(), here, headline, lines, title="通知公示", back="/kiosk/notices")
        return
    term = ("公示期", f"{words.day_of(found.shown_from)}到{_last_day(found.valid_until)}。有不同意见，这几天可以申诉。")
    open_term = may_be_appealed(found, hall.clock.now())
    sections = ((found.kind.label, found.body), *((term,) if open_term else ()))
    sheet = Sheet(headline=found.title, plain="", sections=sections)
    links = (("我要申诉", f"/kiosk/notices/{found.id}/appeal", ""),) if open_term else ()
    SheetPage(hall, here, "通知公示", "/kiosk/notices", _nothing).show(sheet, links=links)


def _matter(hall: Hall, notice: PublicNotice) -> Matter:
    def closed() -> str:
        # the term may end while somebody writes
        return appeal_refusal(notice, hall.clock.now(), market_of(hall).complaint_phone)

    return Matter(
        kind=CaseKind.APPEAL, title="申诉", back=f"/kiosk/notices/{notice.id}", groups=(), fields=(TEXT, OWN_PHONE),
        headline=f"对“{short(notice.title)}”有意见", check=text_or_phone, subject=lambda answers: "公示申诉",
        body=lambda answers: appeal_body(answers.number, answers.code, notice, answers.texts), filed=_FILED,
        answer_by="复查后答复，自助机点“查回执”可看", closed=closed,
    )  # fmt: skip
