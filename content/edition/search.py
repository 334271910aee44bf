"""Searching the jobs of an edition: by hanzi, pinyin, initials or number, within filters, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.clock import to_text
from content.edition import matching
from content.edition.layout import filter_tokens, is_han
from content.edition.matching import Term, both, every, han_term, in_title, some
from content.edition.reading import Edition
from content.model.codec import from_json
from content.model.codes import Settlement
from content.model.published import PublicJob

COUNT_CAP = 1000
_LATER = 1 << 40  # added to the place of a hit outside title and trade: those pages come after
_LONGEST_WORD = 6

NOTHING_FOUND = "没有找到这样的岗位。换个词试试，或者请窗口的工作人员帮您找。"
NOT_READABLE = "这些字符不能用来找岗位。请输入汉字、拼音或岗位编号。"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobQuery:
    """What is looked for; `today` keeps what can be begun on that day, `after` is the last of `places` so far."""

    text: str = ""
    group: str = ""
    trade: str = ""
    township: str = ""
    settlement: Settlement | None = None
    today: date | None = None
    limit: int = 6
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """One page of hits; `count` 1000 means more than 999; `reason` says why hits are not quite what was typed."""

    jobs: tuple[PublicJob, ...]
    places: tuple[int, ...]
    count: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    wanted: str  # expression of all hits; "" means every job
    first: str  # expression of hits that come first; "" means no such thing
    reason: str = ""


def _filters(query: JobQuery) -> str:
    days = () if query.today is None else (query.today,)
    settlement = query.settlement or ""
    if days and settlement == Settlement.DAY:
        settlement = ""  # what can be begun on a day is day work already
    return matching.filters(filter_tokens(group=query.group, trade=query.trade, township=query.township,
                                          settlement=settlement, days=days))  # fmt: skip


def _some_hit(edition: Edition, wanted: str, instant: str) -> bool:
    return bool(_places(edition, wanted, instant, after=0, limit=1))


def _places(edition: Edition, wanted: str, instant: str, *, after: int, limit: int) -> list[int]:
    rows = edition.select("SELECT job.place FROM job_words CROSS JOIN job ON job.place = job_words.rowid "
                          "WHERE job_words MATCH ? AND job_words.rowid > ? AND job.valid_until > ? "
                          "ORDER BY job_words.rowid LIMIT ?", wanted, after, instant, limit)  # fmt: skip
    return [place for (place,) in rows]


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
        if _some_hit(edition, wanted, instant):
            return _Plan(wanted=wanted, first=in_title(pieces), reason=f"按“{_named(pieces)}”分开找到的。")
    wanted = both(within, some(pieces)) if pieces else ""
    if wanted and _some_hit(edition, wanted, instant):
        return _Plan(wanted=wanted, first=in_title(pieces), reason=f"没有全对上的，这些对上了“{_named(pieces)}”。")
    return _Plan(wanted="", first="", reason=NOTHING_FOUND)


def _named(pieces: tuple[Term, ...]) -> str:
    return " ".join(piece.typed for piece in pieces)


def _plan(edition: Edition, query: JobQuery, instant: str) -> _Plan:
    within = _filters(query)
    if not query.text.strip():
        return _Plan(wanted=within, first="")
    asked = matching.terms(query.text)
    if not asked:
        return _Plan(wanted="", first="", reason=NOT_READABLE)
    wanted = both(within, every(asked))
    if _some_hit(edition, wanted, instant):
        return _Plan(wanted=wanted, first=in_title(asked))
    return _loosened(edition, asked, within, instant)


def _page_places(edition: Edition, plan: _Plan, query: JobQuery, instant: str) -> list[int]:
    """Return places in display order, hits in title or trade first; later ones are raised by `_LATER`."""
    if not plan.first:
        return _places(edition, plan.wanted, instant, after=query.after, limit=query.limit)
    found: list[int] = []
    if query.after < _LATER:
        found = _places(edition, f"({plan.wanted}) AND {plan.first}", instant, after=query.after, limit=query.limit)
    if len(found) < query.limit:
        rest = _places(edition, f"({plan.wanted}) NOT {plan.first}", instant,
                       after=max(query.after - _LATER, 0), limit=query.limit - len(found))  # fmt: skip
        found += [place + _LATER for place in rest]
    return found


def _count(edition: Edition, wanted: str, instant: str) -> int:
    if not wanted:
        sql = "SELECT count(*) FROM (SELECT 1 FROM job WHERE valid_until > ? LIMIT ?)"
        return int(edition.select(sql, instant, COUNT_CAP)[0][0])
    over = edition.expired(instant)
    if len(over) > COUNT_CAP:
        return len(_places(edition, wanted, instant, after=0, limit=COUNT_CAP))
    # hits are counted in the index alone: looking up the end of each cost more than all the rest of a search
    if not over:
        sql = "SELECT count(*) FROM (SELECT 1 FROM job_words WHERE job_words MATCH ? ORDER BY rowid LIMIT ?)"
        return int(edition.select(sql, wanted, COUNT_CAP)[0][0])
    rows = edition.select("SELECT rowid FROM job_words WHERE job_words MATCH ? ORDER BY rowid LIMIT ?",
                          wanted, COUNT_CAP + len(over))  # fmt: skip
    return min(sum(place not in over for (place,) in rows), COUNT_CAP)


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
    if plan.wanted:
        places = _page_places(edition, plan, query, instant)
    else:
        rows = edition.select("SELECT place FROM job WHERE place > ? AND valid_until > ? ORDER BY place LIMIT ?",
                              query.after, instant, query.limit)  # fmt: skip
        places = [place for (place,) in rows]
    jobs = _load(edition, [place % _LATER for place in places])
    return JobPage(jobs=jobs, places=tuple(places), count=_count(edition, plan.wanted, instant), reason=plan.reason)
