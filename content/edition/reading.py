"""One opened edition: what it holds, asked in records."""

from __future__ import annotations

import json
import threading
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, LiteralString, TypeVar
from urllib.parse import quote

from sqlite_utils.utils import sqlite3

from content.clock import to_text
from content.edition.format import DATABASE, PROGRAMME, Manifest
from content.edition.layout import LAYOUT, NEVER, TOWNSHIP_LETTERS, filter_tokens
from content.edition.shelf import HeldEdition
from content.errors import EditionError
from content.model.codec import from_json
from content.model.codes import Settlement
from content.model.places import rings_of
from content.model.programme import Programme, for_screen
from content.model.published import (
    EditionContent,
    HardshipDisplay,
    LicenceDisplay,
    MarketCard,
    PublicArticle,
    PublicCourse,
    PublicFair,
    PublicJob,
    PublicMedia,
    PublicNotice,
    PublicPolicy,
    PublicWage,
    WindowDisplay,
)

R = TypeVar("R")

_UNREADABLE = "这一期的内容文件打不开，请系统管理员重新发布一期。"


class Edition:
    """An edition open for reading: thread-safe, and unaffected by later switches and clean-ups of its shelf."""

    def __init__(self, held: HeldEdition) -> None:
        self.manifest: Manifest = held.manifest
        self._lock = threading.Lock()
        self._expired: tuple[str, str, frozenset[int]] = (NEVER, NEVER, frozenset())
        self._rings: tuple[str, bytes] = ("", b"")
        self._programme = Programme(slots=())
        if held.manifest.blob(PROGRAMME) and held.path_of(PROGRAMME).is_file():
            self._programme = from_json(Programme, held.path_of(PROGRAMME).read_bytes())
        uri = f"file:{quote(str(held.path_of(DATABASE).absolute()))}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        rows = self.select("SELECT key, value FROM about")
        about = {str(key): str(value) for key, value in rows}
        if about.get("layout") != str(LAYOUT):
            raise EditionError("这一期的内容排法本机不认识，请系统管理员升级本机程序。")
        self.filters = int(about.get("filters", "1"))
        self.readings: dict[str, tuple[str, ...]] = json.loads(about.get("readings", "{}"))
        codes, _, self.township_letters = about.get("townships", "").partition("\n")
        self.township_codes = dict(zip(TOWNSHIP_LETTERS, codes.split(), strict=False))
        self._market = from_json(MarketCard, about["market"])
        self._licences = from_json(LicenceDisplay, about.get("licences", "{}"))
        self._hardship = from_json(HardshipDisplay, about.get("hardship", "{}"))
        self._windows = from_json(WindowDisplay, about.get("windows", "{}"))
        self._held = held

    @staticmethod
    def open(held: HeldEdition) -> Edition:
        """Open an edition that lies whole on a shelf; EditionError when its content cannot be read."""
        try:
            return Edition(held)
        except (sqlite3.Error, OSError, ValueError, KeyError) as error:
            raise EditionError(_UNREADABLE) from error

    def select(self, sql: LiteralString, *values: object) -> list[Any]:
        """Run one query; for `content.edition` only, everyone else asks the methods below."""
        with self._lock:
            return list(self._connection.execute(sql, values))

    def expired(self, instant: str) -> frozenset[int]:
        """Return the places of jobs over at an instant (as stored); kept until the next one ends."""
        since, until, places = self._expired
        if not since <= instant < until:
            rows = self.select("SELECT place FROM job WHERE valid_until <= ?", instant)
            ends = self.select("SELECT min(valid_until) FROM job WHERE valid_until > ?", instant)
            places = frozenset(place for (place,) in rows)
            self._expired = (instant, ends[0][0] or NEVER, places)
        return places

    @cached_property
    def first_other(self) -> int:
        """Return the first place that is not day work; above all places where there is only day work."""
        other = " OR ".join(f'"{token}"' for one in Settlement if one is not Settlement.DAY
                            for token in filter_tokens(settlement=one))  # fmt: skip
        rows = self.select("SELECT rowid FROM job_words WHERE job_words MATCH ? ORDER BY rowid LIMIT 1", other)
        return int(rows[0][0]) if rows else 1 << 40

    def rings_near(self, near: str) -> bytes:
        """Return how far each place is from a township, from place 1 on: 0 in it, 1 beside it, 2 elsewhere.

        Kept for the township asked for last: a kiosk stands in one.
        """
        asked, rings = self._rings
        if asked != near:
            ring = {code: number for number, codes in enumerate(rings_of(near)) for code in codes}
            far = bytes(ring.get(self.township_codes.get(chr(letter), ""), 2) for letter in range(256))
            rings = b"\2" + self.township_letters.encode("ascii").translate(far)
            self._rings = (near, rings)
        return rings

    def close(self) -> None:
        """Let the file go; an edition nobody refers to any more closes by itself."""
        with self._lock:
            self._connection.close()

    def market(self) -> MarketCard:
        """Return who the market is."""
        return self._market

    def licences(self) -> LicenceDisplay:
        """Return what must be displayed on site (条例 §32)."""
        return self._licences

    def hardship(self) -> HardshipDisplay:
        """Return the categories of 困难认定 the market has typed."""
        return self._hardship

    def windows(self) -> WindowDisplay:
        """Return the windows a number can be taken for."""
        return self._windows

    def programme(self) -> Programme:
        """Return what screens play; no slots where the programme is not fetched."""
        return self._programme

    def for_screen(self, terminal_id: str) -> Edition:
        """Return this edition with the programme of one screen: without the slots that are for others."""
        self._programme = for_screen(self._programme, terminal_id)
        return self

    def job(self, job_id: str) -> PublicJob | None:
        """Return a job of the edition, expired or not, or None."""
        return self._one_job("SELECT body FROM job JOIN job_body USING(place) WHERE id = ?", job_id)

    def job_by_number(self, number: int) -> PublicJob | None:
        """Return the job with that printed number or the one it was merged into, expired or not, or None."""
        if not 0 <= number < 1 << 63:
            return None
        found = self._one_job("SELECT body FROM job JOIN job_body USING(place) WHERE number = ?", number)
        if found is None:
            merged = self.select("SELECT body FROM record WHERE kind = 'number' AND id = ?", str(number))
            found = self.job(json.loads(merged[0][0])) if merged else None
        return found

    def _one_job(self, sql: str, value: object) -> PublicJob | None:
        rows = self.select(sql, value)
        return from_json(PublicJob, rows[0][0]) if rows else None

    def policy(self, policy_id: str) -> PublicPolicy | None:
        """Return a policy of the edition, expired or not, or None."""
        rows = self.select("SELECT body FROM record WHERE kind = 'policy' AND id = ?", policy_id)
        return from_json(PublicPolicy, rows[0][0]) if rows else None

    def _shown(self, kind: str, record: type[R], now: datetime) -> tuple[R, ...]:
        instant = to_text(now)
        rows = self.select("SELECT body FROM record WHERE kind = ? AND shown_from <= ? AND valid_until > ? "
                           "ORDER BY place", kind, instant, instant)  # fmt: skip
        return tuple(from_json(record, body) for (body,) in rows)

    def policies(self, now: datetime) -> tuple[PublicPolicy, ...]:
        """Return the policies in force, newest first."""
        return self._shown("policy", PublicPolicy, now)

    def courses(self, now: datetime) -> tuple[PublicCourse, ...]:
        """Return the courses that have not ended, soonest first."""
        return self._shown("course", PublicCourse, now)

    def fairs(self, now: datetime) -> tuple[PublicFair, ...]:
        """Return the fairs that have not ended, soonest first."""
        return self._shown("fair", PublicFair, now)

    def articles(self, now: datetime | None = None) -> tuple[PublicArticle, ...]:
        """Return the rights articles; with `now`, only those not ended."""
        return self._all("article", PublicArticle) if now is None else self._shown("article", PublicArticle, now)

    def notices(self, now: datetime | None = None) -> tuple[PublicNotice, ...]:
        """Return the notices being shown; without `now` also those over or to come."""
        return self._all("notice", PublicNotice) if now is None else self._shown("notice", PublicNotice, now)

    def media(self, now: datetime | None = None) -> tuple[PublicMedia, ...]:
        """Return the pictures, films and recordings being shown; without `now` also those over or to come."""
        return self._all("media", PublicMedia) if now is None else self._shown("media", PublicMedia, now)

    def media_paths(self) -> dict[str, Path]:
        """Return where the bytes of each 素材 lie, by the name of its file; only those this box has fetched."""
        names = {one.blob for one in self._all("media", PublicMedia)}
        paths = {name: self._held.path_of(name) for name in names if self.manifest.blob(name) is not None}
        return {name: path for name, path in paths.items() if path.is_file()}

    def clips(self) -> dict[str, PublicMedia]:
        """Return the recording of each spoken prompt that has one (`content.model.prompts`)."""
        return {one.prompt: one for one in self._all("media", PublicMedia) if one.prompt}

    def media_file(self, media_id: str) -> tuple[PublicMedia, Path] | None:
        """Return a 素材 and where its bytes lie; None when there is none or this box does not fetch its kind."""
        rows = self.select("SELECT body FROM record WHERE kind = 'media' AND id = ?", media_id)
        if not rows:
            return None
        found = from_json(PublicMedia, rows[0][0])
        path = self._held.path_of(found.blob)
        return (found, path) if path.is_file() else None

    def wages(self) -> tuple[PublicWage, ...]:
        """Return what trades pay, figures of documents first, each with its ground."""
        return self._all("wage", PublicWage)

    def content(self) -> EditionContent:
        """Return everything the edition holds, expired or not; jobs in display order."""
        rows = self.select("SELECT body FROM job_body ORDER BY place")
        return EditionContent(
            market=self._market,
            jobs=tuple(from_json(PublicJob, body) for (body,) in rows),
            policies=self._all("policy", PublicPolicy),
            courses=self._all("course", PublicCourse),
            fairs=self._all("fair", PublicFair),
            articles=self._all("article", PublicArticle),
            notices=self._all("notice", PublicNotice),
            media=self._all("media", PublicMedia),
            wages=self._all("wage", PublicWage),
            licences=self._licences,
            hardship=self._hardship,
            windows=self._windows,
        )

    def _all(self, kind: str, record: type[R]) -> tuple[R, ...]:
        rows = self.select("SELECT body FROM record WHERE kind = ? ORDER BY place", kind)
        return tuple(from_json(record, body) for (body,) in rows)

    def jobs(self, now: datetime, limit: int = 1000) -> tuple[PublicJob, ...]:
        """Return the first jobs in display order: day work first, then newest."""
        rows = self.select("SELECT body FROM job JOIN job_body USING(place) WHERE valid_until > ? "
                           "ORDER BY place LIMIT ?", to_text(now), limit)  # fmt: skip
        return tuple(from_json(PublicJob, body) for (body,) in rows)

    def group_counts(self, now: datetime) -> dict[str, int]:
        """Return the number of open jobs for each trade group that has any: {"A": 86}."""
        rows = self.select("SELECT trade_group, count(*) FROM job WHERE valid_until > ? GROUP BY 1 ORDER BY 1",
                           to_text(now))  # fmt: skip
        return dict(rows)

    def headcount(self, now: datetime) -> int:
        """Return how many people the open jobs ask for."""
        return int(self.select("SELECT coalesce(sum(headcount), 0) FROM job WHERE valid_until > ?", to_text(now))[0][0])
