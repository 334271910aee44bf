"""到期删除: what is past its term is emptied once a day, in batches, each with its proof in the record of who did what.

Between two batches others write. When all is done the WAL is folded in and cut, and what was deleted is nowhere in the
file: `secure_delete` has overwritten it.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from content.clock import Clock, calendar_day, from_text, local, to_text
from content.errors import ContentError
from content.model.audit import Action
from content.model.people import Staff
from content.rules.retention import Kept, Term, is_due, terms, why_not
from content.store.database import Market
from content.store.tables import Tables

log = logging.getLogger(__name__)

SUBJECT = "retention"
_TERMS, _RUN = "retention", "retention-run"
_ROWS_AT_ONCE, _PERSONS_AT_ONCE = 200, 5
_LOOK_EVERY_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasingRun:
    """What one run came to; `rows` by kind, those with nothing left out."""

    at: datetime
    rows: Mapping[str, int]
    folded: bool  # False: somebody was still reading, the WAL is cut later


def own_terms(tables: Tables) -> tuple[Term, ...]:
    """Return every term as this market has it."""
    said = tables.settings.get(_TERMS)
    return terms({} if said is None else json.loads(said))


def set_term(tables: Tables, term: Term, days: int, reason: str, staff: Staff, now: datetime) -> None:
    """Keep another figure for one kind; the rule was asked before."""
    said = tables.settings.get(_TERMS)
    own: dict[str, int] = {} if said is None else json.loads(said)
    tables.settings.put(_TERMS, json.dumps(own | {term.kept.value: days}))
    tables.audit.note(staff, now, Action.SETTING, subject=SUBJECT, subject_id=term.kept.value,
                      words=f"{term.word}：保存 {term.days} 天改为 {days} 天，{reason.strip()}")  # fmt: skip


def last_run(tables: Tables) -> ErasingRun | None:
    """Return the last run, None before the first."""
    said = tables.settings.get(_RUN)
    if said is None:
        return None
    found = json.loads(said)
    return ErasingRun(at=from_text(found["at"]), rows=found["rows"], folded=found["folded"])


def run_words(run: ErasingRun) -> str:
    """Say in one sentence what a run came to."""
    of = {one.kept.value: one for one in terms({})}
    told = "；".join(f"{of[kept].word} {number}" for kept, number in run.rows.items())
    left = "" if run.folded else "有人正在查数据，文件里的旧内容稍后才清掉，再做一次就清。"
    return f"{local(run.at):%Y-%m-%d %H:%M} 清理：" + (told or "没有到期的") + "。" + left


def erase_due(market: Market, now: datetime) -> ErasingRun:
    """Empty everything that is past its term; killed in between, the next run goes on where this one ended."""
    with market.reading() as tables:
        mine = own_terms(tables)
    rows = {term.kept.value: _erased(market, term, now) for term in mine}
    done = ErasingRun(at=now, rows={kept: number for kept, number in rows.items() if number}, folded=market.fold())
    market.write(lambda tables: tables.settings.put(
        _RUN, json.dumps({"at": to_text(now), "rows": dict(done.rows), "folded": done.folded})))  # fmt: skip
    return done


def _erased(market: Market, term: Term, now: datetime) -> int:
    if term.kept is Kept.PERSONS:
        return _persons_erased(market, term, now)
    before, total = term.before(now), 0

    def batch(tables: Tables) -> int:
        number = tables.expiring.empty(term.kept, before, _ROWS_AT_ONCE)
        _prove(tables, term, number, now)
        return number

    # one more kind of row may become due by the emptying of another
    while number := market.write(batch):
        total += number
    return total


def _persons_erased(market: Market, term: Term, now: datetime) -> int:
    with market.reading() as tables:
        due = tables.expiring.persons_due(term.before(now))
    for at in range(0, len(due), _PERSONS_AT_ONCE):
        some = due[at : at + _PERSONS_AT_ONCE]

        def batch(tables: Tables, some: tuple[tuple[bytes, ...], ...] = some) -> tuple[str, ...]:
            # who came back between the look and the write stays
            mine = [one for one in some if tables.expiring.still_due(one, term.before(now))]
            _prove(tables, term, len(mine), now)
            return tuple(paper for one in mine for paper in tables.expiring.forget(one, now))

        for paper in market.write(batch):
            market.attachment_files.drop(paper)
    return len(due)


def _prove(tables: Tables, term: Term, number: int, now: datetime) -> None:
    """Note what kind, how many and up to when; nobody is in it."""
    if number:
        unit = "人" if term.kept is Kept.PERSONS else "条"
        tables.audit.note(None, now, Action.ERASED, subject=SUBJECT, subject_id=term.kept.value,
                          words=f"{term.word}：{number} {unit}，{calendar_day(term.before(now))} 以前的")  # fmt: skip


class DailyErasing:
    """One thread that runs what is due once a day, and not where the clock cannot be believed."""

    def __init__(self, market: Market, clock: Clock) -> None:
        self._market, self._clock = market, clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="erasing", daemon=True)

    def start(self) -> None:
        """Begin to look, every ten minutes, whether a run is due."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait for a batch under way; call it before the market is closed."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=60)

    def look(self) -> ErasingRun | None:
        """Run what is due today, if it is; None where nothing was to be done or may be."""
        now = self._clock.now()
        with self._market.reading() as tables:
            last = last_run(tables)
        at = last.at if last is not None else None
        if why := why_not(now, at):
            log.error("到期删除没有做：%s", why)
            return None
        return erase_due(self._market, now) if is_due(now, at) else None

    def _live(self) -> None:
        while not self._stopping.wait(_LOOK_EVERY_S):
            try:
                self.look()
            except ContentError as error:
                log.error("到期删除没有做完，明天接着做；请系统管理员查看：%s", error)
