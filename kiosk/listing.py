"""What a walk-in asks of the list of jobs, as the address holds it: its filters, its order, its pages; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from content.edition.layout import FILTERS
from content.edition.order import COUNT_CAP
from content.edition.reading import Edition
from content.edition.search import JobPage, JobQuery, count_jobs, job_numbers, search_jobs
from content.model.codes import PayUnit, Settlement
from content.model.places import MARKET_TOWNSHIP, TOWNSHIPS, township_in
from content.model.trades import trade_groups, trades
from kiosk.visit import Person, Standing, may_see

PAGE_SIZE = 5
_MOST_CHIPS = 2  # townships shown one by one

_TIMED = (PayUnit.DAY, PayUnit.SHIFT, PayUnit.HOUR, PayUnit.WEEK, PayUnit.HALF_MONTH, PayUnit.MONTH, PayUnit.JOB)
_COUNTED = tuple(unit for unit in PayUnit if unit not in _TIMED)
PAY_WAYS: dict[str, tuple[str, tuple[PayUnit, ...]]] = {
    "day": ("按天", (PayUnit.DAY, PayUnit.SHIFT)), "hour": ("按小时", (PayUnit.HOUR,)),
    "month": ("按月", (PayUnit.WEEK, PayUnit.HALF_MONTH, PayUnit.MONTH)), "piece": ("计件按单", _COUNTED),
    "job": ("包工", (PayUnit.JOB,)),
}  # fmt: skip
OFFERS = {"meals": "管饭", "lodging": "管住"}
SETTLEMENTS = {one.value: one.label for one in Settlement}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the address asks for; several choices of a filter stand with "-" between them.

    `trail` holds where each page so far began, `pick` the choice that is open, `near` from where somebody comes.
    """

    text: str = ""
    group: str = ""
    trade: str = ""
    town: str = ""
    settle: str = ""
    pay: str = ""
    offer: str = ""
    today: str = ""
    near: str = ""
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

    def chosen(self, name: str) -> tuple[str, ...]:
        """Return the known choices of a filter, in the order of its table."""
        given = getattr(self, name).split("-")
        return tuple(code for code in FILTER_TABLES[name] if code in given)

    def flipped(self, name: str, code: str) -> Question:
        """Return the question with one choice of a filter taken up or put down; an unknown one changes nothing."""
        if code not in FILTER_TABLES.get(name, {}):
            return self
        kept = set(self.chosen(name)) ^ {code}
        return replace(self, **{name: "-".join(one for one in FILTER_TABLES[name] if one in kept)})

    def cleared(self) -> Question:
        """Return the question without any choice of the sheet."""
        return replace(self, **dict.fromkeys(FILTER_TABLES, ""))

    def query(self, day: date, near: str) -> JobQuery:
        """Return the search for the page now asked for, near `near` first."""
        return JobQuery(
            text=self.text, group=self.group if self.group in trade_groups() else "",
            trade=self.trade if self.trade in trades() else "", townships=self.chosen("town"),
            settlements=tuple(Settlement(code) for code in self.chosen("settle")),
            pay_units=tuple(unit for way in self.chosen("pay") for unit in PAY_WAYS[way][1]),
            offers=self.chosen("offer"), today=day if self.today else None, near=near, limit=PAGE_SIZE,
            after=self.starts[-1] if self.starts else 0,
        )  # fmt: skip


FILTER_TABLES: dict[str, dict[str, str]] = {
    "town": TOWNSHIPS, "settle": SETTLEMENTS, "pay": {way: label for way, (label, _) in PAY_WAYS.items()},
    "offer": OFFERS, "today": {"1": "今天上工"},
}  # fmt: skip


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One filter of the sheet; each entry is its value, its label and whether it is taken up."""

    title: str
    entries: tuple[tuple[str, str, bool], ...]
    wide: bool = False


def coming_from(question: Question, person: Person | None, address: str) -> str:
    """Return the township that near is told from: the one chosen, else the card's, else the market's."""
    if question.near in TOWNSHIPS:
        return question.near
    return (person.township_code if person is not None else "") or township_in(address) or MARKET_TOWNSHIP


def chips(question: Question, near: str) -> tuple[Choice, ...]:
    """Return the filters: what is set can be taken away; 工种, 筛选 and where one comes from open their choices."""
    made = [Choice(label=f"“{question.text}”", href=question.href(text=""), on=True)] if question.text else []
    if question.trade in trades():
        made.append(Choice(label=trades()[question.trade].name, href=question.href(trade=""), on=True))
    group = trade_groups().get(question.group, "")
    made += [
        Choice(label=group, href=question.href(group=""), on=True) if group
        else Choice(label="工种", href=question.href(pick="group"), opens=True),
        Choice(label="筛选", href=question.href(pick="sheet"), opens=True),
    ]  # fmt: skip
    made += _set_chips(question)
    for name, code in (("today", "1"), ("settle", Settlement.DAY.value)):
        if code not in question.chosen(name):
            changed = question.flipped(name, code)
            made.append(Choice(label=FILTER_TABLES[name][code], href=changed.href()))
    made.append(Choice(label=f"从{TOWNSHIPS[near]}出发", href=question.href(pick="near"), opens=True))
    return tuple(made)


def _set_chips(question: Question) -> list[Choice]:
    towns = question.chosen("town")
    made = []
    if len(towns) > _MOST_CHIPS:
        made.append(Choice(label=f"{len(towns)} 个乡镇", href=question.href(town=""), on=True))
    for name, table in FILTER_TABLES.items():
        for code in () if name == "town" and len(towns) > _MOST_CHIPS else question.chosen(name):
            made.append(Choice(label=table[code], href=question.flipped(name, code).href(), on=True))
    return made


def choices(question: Question, near: str) -> tuple[Choice, ...]:
    """Return the entries of the single choice that is open, none where none is."""
    if question.pick == "near":
        return tuple(Choice(label=label, href=question.href(near=code), on=code == near)
                     for code, label in TOWNSHIPS.items())  # fmt: skip
    if question.pick != "group":
        return ()
    everything = Choice(label="全部", href=question.href(group=""), on=not question.group)
    return (everything, *(Choice(label=label, href=question.href(group=code), on=question.group == code)
                          for code, label in trade_groups().items()))  # fmt: skip


def sections(question: Question, filters: int) -> tuple[Section, ...]:
    """Return the sheet of filters; `filters` is how much the edition indexes."""
    titles = {"town": "想去哪里干？可以点几个", "settle": "什么时候结钱？", "pay": "怎么算钱？", "offer": "管吃管住",
              "today": "哪天上工？"}  # fmt: skip
    known = [name for name in titles if filters >= FILTERS or name not in ("pay", "offer")]
    return tuple(
        Section(title=titles[name], wide=name == "town", entries=tuple(
            (f"{name}:{code}", label, code in question.chosen(name)) for code, label in FILTER_TABLES[name].items()))
        for name in known)  # fmt: skip


def for_person(query: JobQuery, who: Standing, edition: Edition) -> JobQuery:
    """Return the search kept to what the person may see, as far as the edition can say so."""
    return replace(query, for_minors=who is Standing.MINOR and edition.filters >= FILTERS)


def hits_for(edition: Edition, query: JobQuery, who: Standing, now: datetime) -> JobPage:
    """Return a page of what the person may see; in an old edition it reads on for 16–17 until the page is full."""
    page = search_jobs(edition, for_person(query, who, edition), now)
    if who in (Standing.ADULT, Standing.PAST_RETIREMENT) or (who is Standing.MINOR and edition.filters >= FILTERS):
        return page
    seen = [(job, place) for job, place in zip(page.jobs, page.places, strict=True) if may_see(job, who)]
    last = page
    while len(seen) < query.limit and len(last.jobs) == query.limit:
        last = search_jobs(edition, replace(query, after=last.places[-1]), now)
        seen += [(job, place) for job, place in zip(last.jobs, last.places, strict=True) if may_see(job, who)]
    seen = seen[: query.limit]
    return replace(page, jobs=tuple(job for job, _ in seen), places=tuple(place for _, place in seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The jobs of a list in its order, to go from one to the next; at most 999 of `count`."""

    numbers: tuple[int, ...]
    count: int

    def at(self, number: int) -> Step | None:
        """Return where a job stands and what is before and after it; None where it is not in the list."""
        if number not in self.numbers:
            return None
        place = self.numbers.index(number)
        return Step(position=place + 1, count=self.count, before=self.numbers[place - 1] if place else 0,
                    after=self.numbers[place + 1] if place + 1 < len(self.numbers) else 0)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One job of a walk; `before` and `after` are numbers, 0 at the ends."""

    position: int
    count: int
    before: int
    after: int


def walk_of(edition: Edition, query: JobQuery, who: Standing, now: datetime) -> Walk:
    """Return the list a question gives, from its beginning; empty where an old edition cannot keep it to 16–17."""
    if who is Standing.MINOR and edition.filters < FILTERS:
        return Walk(numbers=(), count=0)
    asked = for_person(replace(query, after=0, limit=COUNT_CAP - 1), who, edition)
    return Walk(numbers=job_numbers(edition, asked, now), count=count_jobs(edition, asked, now))
