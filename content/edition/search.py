"""Searching the jobs of an edition: by hanzi, pinyin, initials or number, within filters, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.clock import to_text
from content.edition import matching
from content.edition.layout import FILTERS, filter_tokens, is_han
from content.edition.matching import Term, both, every, han_term, in_title, some
from content.edition.order import COUNT_CAP, LATER, Wanted, hits, ordered, places
from content.edition.reading import Edition
from content.model.codec import from_json
from content.model.codes import PayUnit, Settlement
from content.model.published import PublicJob

_LONGEST_WORD = 6

NOTHING_FOUND = "没有找到这样的岗位。换个词试试，或者请窗口的工作人员帮您找。"
NOT_READABLE = "这些字符不能用来找岗位。请输入汉字、拼音或岗位编号。"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobQuery:
    """What is looked for; `today` keeps what can be begun on that day, `after` is the last of `places` so far.

    Of several townships, settlements, pay units any will do. `near` orders and leaves nothing out: day work in that
    township, then beside it, then elsewhere, then other work the same way. `offers` are "meals" and "lodging",
    `for_minors` keeps what 16–17 may do; both, and `pay_units`, ask nothing of an edition older than FILTERS 2.
    """

    text: str = ""
    group: str = ""
    trade: str = ""
    townships: tuple[str, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    pay_units: tuple[PayUnit, ...] = ()
    offers: tuple[str, ...] = ()
    for_minors: bool = False
    today: date | None = None
    near: str = ""
    limit: int = 6
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """One page of hits; `count` 1000 means more than 999; `reason` says why hits are not quite what was typed.

    `terms` are the words that were searched, for `reasons.reasons_for`.
    """

    jobs: tuple[PublicJob, ...]
    places: tuple[int, ...]
    count: int
    reason: str = ""
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    wanted: str  # expression of all hits; "" means every job
    found: list[int]  # places of the first 1000 hits, none where every job is wanted
    titled: tuple[str, str] = ("", "")  # what asks for those of them that come first, and what tells them from the rest
    reason: str = ""
    terms: tuple[Term, ...] = ()


def _filters(edition: Edition, query: JobQuery) -> str:
    days = () if query.today is None else (query.today,)
    settlements = query.settlements
    if days and Settlement.DAY in settlements:
        settlements = ()  # what can be begun on a day is day work already
    kinds = [filter_tokens(group=query.group), filter_tokens(trade=query.trade), filter_tokens(days=days),
             [token for one in query.townships for token in filter_tokens(township=one)],
             [token for one in settlements for token in filter_tokens(settlement=one)]]  # fmt: skip
    if edition.filters >= FILTERS:
        offers = (*query.offers, "minors") if query.for_minors else query.offers
        kinds.append([token for one in query.pay_units for token in filter_tokens(pay_unit=one)])
        kinds += [[token] for token in filter_tokens(offers=offers)]
    return matching.filters(kinds)


def _some_hit(edition: Edition, wanted: str, instant: str) -> bool:
    return bool(places(edition, wanted, instant, after=0, limit=1))


def _cut(edition: Edition, run: str, instant: str) -> tuple[Term, ...]:
    """Cut hanzi into the longest pieces that occur in the edition; what occurs nowhere is left out."""
    found, start = [], 0
    while start < len(run):
        for end in range(min(len(run), start + _LONGEST_WORD), start + 1, -1):
            term = han_term(run[start:end])
            if _some_hit(edition, term.anywhere, instant):
                found.append(term)
                start = end
                break
        else:
            start += 1
    return tuple(found)


def _loosened(edition: Edition, asked: tuple[Term, ...], within: str, instant: str) -> _Plan:
    """Plan for words that no job has all together: cut them up, ask for all pieces, then for any."""
    cuts = [_cut(edition, term.typed, instant) if is_han(term.typed) else (term,) for term in asked]
    pieces = tuple(piece for cut in cuts for piece in cut)
    if all(cuts) and pieces != asked:
        wanted = both(within, every(pieces))
        if found := hits(edition, wanted, instant):
            return _Plan(wanted=wanted, titled=_titled(f"({wanted})", pieces), found=found, terms=pieces,
                         reason=f"按“{_named(pieces)}”分开找到的。")  # fmt: skip
    new = pieces and (len(asked) > 1 or pieces != asked)  # one word that was not cut has been asked for already
    wanted = both(within, some(pieces)) if new else ""
    if wanted and (found := hits(edition, wanted, instant)):
        return _Plan(wanted=wanted, titled=_titled(within, pieces), found=found, terms=pieces,
                     reason=f"没有全对上的，这些对上了“{_named(pieces)}”。")  # fmt: skip
    return _Plan(wanted="", found=[], reason=NOTHING_FOUND)


def _titled(inside: str, asked: tuple[Term, ...]) -> tuple[str, str]:
    """Return what asks for the jobs inside that have one of the words in title or trade, and what asks for the words.

    A word of the title is a word of the job: where any word is enough, `inside` are the filters alone, one list less.
    """
    named = in_title(asked)
    return (both(inside, named), named) if named else ("", "")


def _named(pieces: tuple[Term, ...]) -> str:
    return " ".join(piece.typed for piece in pieces)


def _plan(edition: Edition, query: JobQuery, instant: str) -> _Plan:
    within = _filters(edition, query)
    if not query.text.strip():
        return _Plan(wanted=within, found=hits(edition, within, instant) if within else [])
    asked = matching.terms(query.text)
    if not asked:
        return _Plan(wanted="", found=[], reason=NOT_READABLE)
    wanted = both(within, every(asked))
    if found := hits(edition, wanted, instant):
        titled = _titled(within if len(asked) == 1 else f"({wanted})", asked)
        return _Plan(wanted=wanted, titled=titled, found=found, terms=asked)
    return _loosened(edition, asked, within, instant)


def _count(edition: Edition, plan: _Plan, instant: str) -> int:
    if plan.wanted:
        return len(plan.found)
    sql = "SELECT count(*) FROM (SELECT 1 FROM job WHERE valid_until > ? LIMIT ?)"
    return int(edition.select(sql, instant, COUNT_CAP)[0][0])


def _planned_places(edition: Edition, plan: _Plan, query: JobQuery, instant: str) -> list[int]:
    if plan.wanted or query.near:
        wanted = Wanted(all=plan.wanted, first=plan.titled[0], title=plan.titled[1], near=query.near,
                        townships=query.townships)  # fmt: skip
        return ordered(edition, wanted, plan.found, instant, after=query.after, limit=query.limit)
    rows = edition.select("SELECT place FROM job WHERE place > ? AND valid_until > ? ORDER BY place LIMIT ?",
                          query.after, instant, query.limit)  # fmt: skip
    return [place for (place,) in rows]


def _load(edition: Edition, places: list[int]) -> tuple[PublicJob, ...]:
    marks = ",".join("?" * len(places))
    rows = dict(edition.select(f"SELECT place, body FROM job_body WHERE place IN ({marks})", *places))
    return tuple(from_json(PublicJob, rows[place]) for place in places)


def search_jobs(edition: Edition, query: JobQuery, now: datetime) -> JobPage:
    """Return one page of open jobs, those with the words in title or trade first, each part in display order.

    Nothing typed raises: what cannot be searched gives an empty page with a `reason`.
    """
    instant = to_text(now)
    plan = _plan(edition, query, instant)
    if plan.reason in (NOTHING_FOUND, NOT_READABLE):
        return JobPage(jobs=(), places=(), count=0, reason=plan.reason)
    places = _planned_places(edition, plan, query, instant)
    jobs = _load(edition, [place % LATER for place in places])
    return JobPage(jobs=jobs, places=tuple(places), count=_count(edition, plan, instant), reason=plan.reason,
                   terms=plan.terms)  # fmt: skip


def count_jobs(edition: Edition, query: JobQuery, now: datetime) -> int:
    """Return how many jobs a search finds, 1000 for more than 999, without reading one."""
    instant = to_text(now)
    plan = _plan(edition, query, instant)
    if plan.reason in (NOTHING_FOUND, NOT_READABLE):
        return 0
    return _count(edition, plan, instant)


def job_numbers(edition: Edition, query: JobQuery, now: datetime) -> tuple[int, ...]:
    """Return the numbers of the jobs a search finds, in its order, at most `query.limit`."""
    instant = to_text(now)
    plan = _plan(edition, query, instant)
    if plan.reason in (NOTHING_FOUND, NOT_READABLE):
        return ()
    places = [place % LATER for place in _planned_places(edition, plan, query, instant)]
    marks = ",".join("?" * len(places))
    numbers = dict(edition.select(f"SELECT place, number FROM job WHERE place IN ({marks})", *places))
    return tuple(numbers[place] for place in places)
