"""换钥: what lies under a former data key is encrypted anew, in small batches beside the work, until nothing is left.

A column is found by its bytes (format, algorithm, name of the key), so that no table can be forgotten. Every batch goes
through `Market.write`: the rows get new seals, and one that was killed goes on where it was. What will not open stays
as it is and is told; its key is then not retired.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.clock import Clock, calendar_day, from_text, to_text
from content.errors import ContentError
from content.model.audit import Action
from content.privacy import KeyRing
from content.store.database import Market
from content.store.rekeyed import Place
from content.store.tables import Tables

log = logging.getLogger(__name__)

_DONE = "rekeyed"  # since when nothing lies under a former key
_AT_ONCE = 100
_PAUSE_S = 0.05  # between batches: whoever waits to write gets their turn
KEPT_FOR = timedelta(days=36)  # copies of before lie so long, and open with the former key only


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a rotation is; `left` counts what lies under former keys, `sealed` the filings sealed to them."""

    left: int
    sealed: int
    since: datetime | None  # when the last of it was encrypted anew
    silent: int = 0  # terminals not heard since, which may hold filings sealed to the former key

    def why_not_retire(self, now: datetime) -> str:
        """Return why the former keys are still needed, "" when they are not."""
        if self.left:
            return f"还有 {self.left} 处用旧密钥加密，请让中心开着，做完再来。"
        if self.sealed:
            return f"还有 {self.sealed} 份呈报是封给旧密钥的，请让中心开着，做完再来；一直不减的请看“呈报”页和日志。"
        if self.since is None or now - self.since < KEPT_FOR:
            day = "" if self.since is None else f"（{calendar_day(self.since + KEPT_FOR)} 以后可以）"
            return f"旧备份还要用旧密钥打开，请等旧备份过期{day}。"
        if self.silent:
            return f"还有 {self.silent} 台终端换钥以后没有连上过，可能有封给旧密钥的登记，请先让它们联网，或者停用。"
        return ""


def standing(tables: Tables) -> Standing:
    """Return how far the rotation is."""
    said = json.loads(tables.settings.get(_DONE) or "null")
    since = None if said is None else from_text(said)
    paired = [one for one in tables.terminals.all() if one.revoked_at is None]
    silent = [one for one in paired if since is not None and (one.last_seen_at or one.paired_at) < since]
    return Standing(left=tables.rekeyed.left(), sealed=tables.rekeyed.sealed_to_former(), since=since,
                    silent=len(silent))  # fmt: skip


def rekey(market: Market, keys: KeyRing, now: datetime, stopping: threading.Event | None = None) -> int:
    """Encrypt everything under former keys anew; return how many places were. Stops between batches when told."""
    if not keys.data.former:
        return 0
    ended, total = stopping or threading.Event(), 0
    with market.reading() as tables:
        places = tables.rekeyed.places()
    for place in places:
        for number in _of_place(market, place, ended):
            total += number
    total += reseal(market, ended) + _files(market, ended)
    with market.reading() as tables:
        done = standing(tables)
    if not done.left and not done.sealed and not papers_left(market) and done.since is None and not ended.is_set():
        market.write(lambda tables: _note_done(tables, now))
        market.fold()
    return total


def reseal(market: Market, stopping: threading.Event | None = None) -> int:
    """Seal to the key in use what terminals sealed to former ones; return how many filings were."""
    ended, total = stopping or threading.Event(), 0
    while not ended.is_set() and (number := market.write(lambda tables: tables.rekeyed.reseal(_AT_ONCE))):
        total += number
        ended.wait(_PAUSE_S)
    return total


def papers_left(market: Market) -> int:
    """Return how many papers of records lie under former keys."""
    with market.reading() as tables:
        papers = tables.attachments.standing()
    return sum(map(market.attachment_files.is_former, papers))


def _of_place(market: Market, place: Place, ended: threading.Event) -> Iterator[int]:
    after = 0

    def batch(tables: Tables, after: int) -> tuple[int, int]:
        return tables.rekeyed.renew(place, after, _AT_ONCE)

    while not ended.is_set():
        number, last = market.write(lambda tables, after=after: batch(tables, after))  # type: ignore[misc]
        yield number
        if last <= after:
            return
        after = last
        if number:
            ended.wait(_PAUSE_S)


def _files(market: Market, ended: threading.Event) -> int:
    """Encrypt the papers of records anew: the new file first, then its name, then the old file goes."""
    with market.reading() as tables:
        papers = tables.attachments.standing()
    renewed = 0
    for paper in papers:
        if ended.is_set():
            break
        if not market.attachment_files.is_former(paper):
            continue
        try:
            sha256 = market.attachment_files.put(paper.id, market.attachment_files.read(paper))
        except ContentError as error:
            log.error("附件 %s 打不开，没有换钥：%s", paper.id, error)
            continue
        market.write(lambda tables, paper=paper, sha256=sha256: tables.attachments.lies_at(paper.id, sha256))  # type: ignore[misc]
        market.attachment_files.drop(paper.sha256)
        renewed += 1
    return renewed


def _note_done(tables: Tables, now: datetime) -> None:
    tables.settings.put(_DONE, json.dumps(to_text(now)))
    tables.audit.note(None, now, Action.SETTING, subject="keys", words="换钥：全部内容已用新密钥重新加密")


def note_begun(tables: Tables, now: datetime) -> None:
    """Note that a new key was made; what was done before counts for nothing."""
    tables.settings.put(_DONE, "null")
    tables.audit.note(None, now, Action.SETTING, subject="keys", words="换钥：生成了新的数据密钥，重启后开始重新加密")


def note_retired(tables: Tables, now: datetime) -> None:
    """Note that former keys are gone."""
    tables.audit.note(None, now, Action.SETTING, subject="keys", words="换钥：注销了旧的数据密钥")


class Rekeying:
    """One thread that encrypts anew after a start with a new key, beside the work, and then ends."""

    def __init__(self, market: Market, keys: KeyRing, clock: Clock) -> None:
        self._market, self._keys, self._clock = market, keys, clock
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, name="rekeying", daemon=True)

    def start(self) -> None:
        """Begin where former keys are known; a hub that never rotated has nothing to look at."""
        if self._keys.data.former:
            self._thread.start()

    def stop(self) -> None:
        """Stop after the batch under way; call it before the market is closed."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=60)

    def _live(self) -> None:
        try:
            renewed = rekey(self._market, self._keys, self._clock.now(), self._stopping)
            log.info("%s places encrypted anew", renewed)
        except ContentError as error:
            log.error("换钥没有做完，下次启动接着做；请系统管理员查看：%s", error)
