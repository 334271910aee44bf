"""找岗位: the list, its filters as chips and one sheet, a page of cards at a time; the address holds it all."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from content.edition.reading import Edition
from content.edition.reasons import reasons_for, sentence
from content.edition.search import JobPage, count_jobs
from content.model.places import TOWNSHIPS
from content.model.published import PublicJob
from kiosk.components.panel import Panel
from kiosk.listing import PAGE_SIZE, Question, chips, choices, coming_from, for_person, hits_for, sections
from kiosk.pages.calm import NO_EDITION, show_calm
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.visit import Standing


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /jobs."""

    def jobs(text: str = "", group: str = "", trade: str = "", town: str = "", settle: str = "", pay: str = "",
             offer: str = "", today: str = "", near: str = "", trail: str = "", pick: str = "") -> None:  # fmt: skip
        _JobList(hall, here, Question(
            text=text[:40], group=group, trade=trade, town=town, settle=settle, pay=pay, offer=offer, today=today,
            near=near, trail=trail, pick=pick)).show()  # fmt: skip

    routes["/jobs"] = jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One job of the list; `found` is the piece of its title to mark, `why` the reason it is here."""

    job: PublicJob
    found: str
    why: str


class _JobList:
    """The page while it is shown; an open sheet keeps its choices here until they are applied."""

    def __init__(self, hall: Hall, here: Here, question: Question) -> None:
        self._hall, self._here = hall, here
        self._question = self._draft = question
        self._panel = Panel(self._act)
        here.list_path, here.question = question.href(trail=question.trail), question
        here.on_edition = self.show

    def show(self) -> None:
        edition = self._hall.edition()
        if edition is None:
            show_calm(self._panel, self._here, *NO_EDITION, title="找岗位", back="/kiosk/")
        elif self._question.pick == "sheet":
            self._show_sheet(edition)
        else:
            self._show_list(edition)

    def _near(self, edition: Edition) -> str:
        return coming_from(self._question, self._here.person, edition.market().address)

    def _show_sheet(self, edition: Edition) -> None:
        query = self._draft.query(self._hall.today(), "")
        count = count_jobs(edition, for_person(query, self._here.standing, edition), self._hall.clock.now())
        self._panel.show("kiosk_sheet.html", who=self._here.person, count=count,
                         sections=sections(self._draft, edition.filters), back=self._question.href())  # fmt: skip

    def _show_list(self, edition: Edition) -> None:
        near, question = self._near(edition), self._question
        hits = hits_for(edition, question.query(self._hall.today(), near), self._here.standing, self._hall.clock.now())
        self._panel.show(
            "kiosk_jobs.html", who=self._here.person, chips=chips(question, near), choices=choices(question, near),
            cards=_cards(edition, hits), count=hits.count, reason=hits.reason, text=question.text,
            near=TOWNSHIPS[near], today=self._hall.today(), minor=self._here.standing is Standing.MINOR,
            picked=len(self._here.basket), **_turns(question, hits),
        )  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        if self._here.over or self._question.pick != "sheet":
            return
        if name == "apply":
            ui.navigate.to(self._draft.href().removeprefix("/kiosk"))
            return
        self._draft = self._draft.cleared() if name == "clear" else self._draft.flipped(*_named(value))
        self.show()


def _named(value: str) -> tuple[str, str]:
    name, _, code = value.partition(":")
    return name, code


def _cards(edition: Edition, hits: JobPage) -> tuple[Card, ...]:
    found = []
    for job in hits.jobs:
        reasons = reasons_for(job, hits.terms, edition.readings)
        found.append(Card(job=job, found=next((one.word for one in reasons if one.word in job.title), ""),
                          why=sentence(reasons)))  # fmt: skip
    return tuple(found)


def _turns(question: Question, hits: JobPage) -> dict[str, str]:
    starts = question.starts
    before = question.href(trail="-".join(str(start) for start in starts[:-1])) if starts else ""
    full = len(hits.places) == PAGE_SIZE and hits.count > PAGE_SIZE * (len(starts) + 1)
    after = question.href(trail="-".join(str(start) for start in (*starts, hits.places[-1]))) if full else ""
    return {"earlier": before, "later": after}
