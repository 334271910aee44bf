"""找岗位: the list with its filters as chips, a page of cards at a time; the address holds the whole question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from content.edition.reading import Edition
from content.edition.search import JobPage, JobQuery, search_jobs
from content.model.codes import Settlement
from content.model.places import TOWNSHIPS
from content.model.trades import trade_groups, trades
from kiosk.components.panel import Panel
from kiosk.pages.calm import NO_EDITION, show_calm
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.visit import Standing, may_see

PAGE_SIZE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the address asks for; `trail` holds where each page so far began, `pick` the choice that is open."""

    text: str = ""
    group: str = ""
    trade: str = ""
    town: str = ""
    settle: str = ""
    today: str = ""
    trail: str = ""
    pick: str = ""

    def href(self, **changes: str) -> str:
        """Return the address of a changed question; any change of a filter begins at the first page again."""
        asked = replace(self, **({"trail": "", "pick": ""} | changes))
        given = {name: getattr(asked, name) for name in self.__slots__ if getattr(asked, name)}
        return f"/kiosk/jobs?{urlencode(given)}" if given else "/kiosk/jobs"

    @property
    def starts(self) -> tuple[int, ...]:
        """Return the places after which the pages so far began, the present one last; empty on the first."""
        return tuple(int(part) for part in self.trail.split("-") if part.isdecimal() and len(part) < 16)

    def query(self, day: date) -> JobQuery:
        """Return the search for the page now asked for."""
        known = self.settle in set(Settlement)
        return JobQuery(
            text=self.text, group=self.group if self.group in trade_groups() else "",
            trade=self.trade if self.trade in trades() else "",
            township=self.town if self.town in TOWNSHIPS else "", settlement=Settlement(self.settle) if known else None,
            today=day if self.today else None, limit=PAGE_SIZE, after=self.starts[-1] if self.starts else 0,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One chip or one entry of an open choice."""

    label: str
    href: str
    on: bool = False
    opens: bool = False

    @property
    def clears(self) -> bool:
        """Say whether touching it takes a filter away."""
        return self.on and not self.opens


def chips(question: Question) -> tuple[Choice, ...]:
    """Return the filters: what is set can be taken away, 工种 and 乡镇 open their choices."""
    made = [Choice(label=f"“{question.text}”", href=question.href(text=""), on=True)] if question.text else []
    if question.trade in trades():
        made.append(Choice(label=trades()[question.trade].name, href=question.href(trade=""), on=True))
    group, town = trade_groups().get(question.group, ""), TOWNSHIPS.get(question.town, "")
    made += [
        Choice(label=group, href=question.href(group=""), on=True) if group
        else Choice(label="工种", href=question.href(pick="group"), opens=True),
        Choice(label=town, href=question.href(town=""), on=True) if town
        else Choice(label="乡镇", href=question.href(pick="town"), opens=True),
        Choice(label="今天上工", href=question.href(today="" if question.today else "1"), on=bool(question.today)),
    ]  # fmt: skip
    for one in (Settlement.DAY, Settlement.MONTH):
        chosen = question.settle == one.value
        made.append(Choice(label=one.label, href=question.href(settle="" if chosen else one.value), on=chosen))
    return tuple(made)


def choices(question: Question) -> tuple[Choice, ...]:
    """Return the entries of the choice that is open, none where none is."""
    tables = {"group": trade_groups(), "town": TOWNSHIPS}
    if question.pick not in tables:
        return ()
    name = question.pick
    everything = Choice(label="全部", href=question.href(**{name: ""}), on=not getattr(question, name))
    return (everything, *(Choice(label=label, href=question.href(**{name: code}), on=getattr(question, name) == code)
                          for code, label in tables[name].items()))  # fmt: skip


def hits_for(edition: Edition, query: JobQuery, who: Standing, now: datetime) -> JobPage:
    """Return a page of what the person may see; for 16–17 it reads on until the page is full."""
    page = search_jobs(edition, query, now)
    if who is Standing.ADULT or who is Standing.PAST_RETIREMENT:
        return page
    seen = [(job, place) for job, place in zip(page.jobs, page.places, strict=True) if may_see(job, who)]
    last = page
    while len(seen) < query.limit and len(last.jobs) == query.limit:
        last = search_jobs(edition, replace(query, after=last.places[-1]), now)
        seen += [(job, place) for job, place in zip(last.jobs, last.places, strict=True) if may_see(job, who)]
    seen = seen[: query.limit]
    return replace(page, jobs=tuple(job for job, _ in seen), places=tuple(place for _, place in seen))


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /jobs."""

    def jobs(text: str = "", group: str = "", trade: str = "", town: str = "", settle: str = "", today: str = "",
             trail: str = "", pick: str = "") -> None:  # fmt: skip
        question = Question(text=text[:40], group=group, trade=trade, town=town, settle=settle, today=today,
                            trail=trail, pick=pick)  # fmt: skip
        here.list_path = question.href(trail=trail)
        panel = Panel()

        def show() -> None:
            edition = hall.edition()
            if edition is None:
                show_calm(panel, here, *NO_EDITION, title="找岗位", back="/kiosk/")
                return
            hits = hits_for(edition, question.query(hall.today()), here.standing, hall.clock.now())
            panel.show("kiosk_jobs.html", who=here.person, chips=chips(question), choices=choices(question),
                       jobs=hits.jobs, count=hits.count, reason=hits.reason, text=question.text, today=hall.today(),
                       minor=here.standing is Standing.MINOR, **_turns(question, hits))  # fmt: skip

        show()
        here.on_edition = show

    routes["/jobs"] = jobs


def _turns(question: Question, hits: JobPage) -> dict[str, str]:
    starts = question.starts
    before = question.href(trail="-".join(str(start) for start in starts[:-1])) if starts else ""
    full = len(hits.places) == PAGE_SIZE and hits.count > PAGE_SIZE * (len(starts) + 1)
    after = question.href(trail="-".join(str(start) for start in (*starts, hits.places[-1]))) if full else ""
    return {"earlier": before, "later": after}
