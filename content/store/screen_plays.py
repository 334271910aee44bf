"""播放记录 in market.db: what every screen showed and when, each play once, in any order of arrival."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from content.clock import milliseconds
from content.model.filings import Play
from content.model.screens import PlayedScene, ScenePlays

_LONGEST_MS = 24 * 3600 * 1000  # of one play, as a screen may file it
_PLAY = """SELECT s.terminal_id, e."order", c.scene_id, c.kind, c.place, p.started_ms, p.milliseconds
    FROM play p JOIN played_screen s ON s.place = p.screen JOIN played_edition e ON e.place = p.edition
    JOIN played_scene c ON c.place = p.scene"""


def _instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


class ScreenPlays:
    """The plays; a play is known by its screen, its start and its scene."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _place(self, table: str, column: str, value: object) -> int:
        self._db.execute(f'INSERT INTO {table} ("{column}") VALUES (?) ON CONFLICT DO NOTHING', [value])
        return int(self._db.execute(f'SELECT place FROM {table} WHERE "{column}" = ?', [value]).fetchone()[0])

    def add(self, terminal_id: str, plays: Iterable[Play], kind_of: Callable[[Play], str]) -> int:
        """Keep plays and return how many are new; `kind_of` is asked once for a scene never seen before."""
        known = list(plays)
        if not known:
            return 0
        screen = self._place("played_screen", "terminal_id", terminal_id)
        editions = {order: self._place("played_edition", "order", order)
                    for order in {play.edition_order for play in known}}  # fmt: skip
        scenes: dict[str, int] = {}
        for play in sorted(known, key=lambda one: one.started_at):
            at = milliseconds(play.started_at)
            if play.scene_id not in scenes:
                scenes[play.scene_id] = self._scene(play, at, kind_of)
        self._widen(known, scenes)
        return int(self._db.conn.executemany(
            "INSERT INTO play (screen, started_ms, scene, edition, milliseconds) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [(screen, milliseconds(play.started_at), scenes[play.scene_id], editions[play.edition_order],
              play.milliseconds) for play in known],
        ).rowcount)  # fmt: skip

    def _scene(self, play: Play, at_ms: int, kind_of: Callable[[Play], str]) -> int:
        found = self._db.execute("SELECT place FROM played_scene WHERE scene_id = ?", [play.scene_id]).fetchone()
        if found is not None:
            return int(found[0])
        place = int(self._db.execute(
            "INSERT INTO played_scene (scene_id, kind, first_ms, last_ms) VALUES (?, ?, ?, ?) RETURNING place",
            [play.scene_id, kind_of(play), at_ms, at_ms]).fetchone()[0])  # fmt: skip
        for rank, content_id in enumerate(dict.fromkeys(play.content_ids)):
            content = self._place("played_content", "content_id", content_id)
            self._db.execute("INSERT INTO scene_content (scene, rank, content) VALUES (?, ?, ?)",
                             [place, rank, content])  # fmt: skip
        return place

    def _widen(self, plays: list[Play], scenes: dict[str, int]) -> None:
        for scene_id, place in scenes.items():
            times = [milliseconds(play.started_at) for play in plays if play.scene_id == scene_id]
            self._db.execute("UPDATE played_scene SET first_ms = min(first_ms, ?), last_ms = max(last_ms, ?)"
                             " WHERE place = ?", [min(times), max(times), place])  # fmt: skip

    def _contents(self, places: Iterable[int]) -> dict[int, tuple[str, ...]]:
        wanted = tuple(dict.fromkeys(places))
        found: dict[int, list[str]] = {place: [] for place in wanted}
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            for scene, content_id in self._db.execute(
                f"""SELECT l.scene, c.content_id FROM scene_content l JOIN played_content c ON c.place = l.content
                WHERE l.scene IN ({",".join("?" * len(some))}) ORDER BY l.scene, l.rank""", list(some)
            ).fetchall():  # fmt: skip
                found[scene].append(content_id)
        return {place: tuple(ids) for place, ids in found.items()}

    def _read(self, rows: list[Any]) -> tuple[PlayedScene, ...]:
        contents = self._contents(row[4] for row in rows)
        return tuple(
            PlayedScene(terminal_id=row[0], edition_order=row[1], scene_id=row[2], kind=row[3],
                        content_ids=contents[row[4]], started_at=_instant(row[5]), milliseconds=row[6])
            for row in rows
        )  # fmt: skip

    def at(self, terminal_id: str, instant: datetime) -> PlayedScene | None:
        """Return what was on at an instant; None where no play covers it, as when the screen was dark."""
        moment = milliseconds(instant)
        rows = self._db.execute(
            f"{_PLAY} WHERE s.terminal_id = ? AND p.started_ms BETWEEN ? AND ? ORDER BY p.started_ms DESC LIMIT 1",
            [terminal_id, moment - _LONGEST_MS, moment],
        ).fetchall()
        found = self._read(rows)
        return found[0] if found and milliseconds(found[0].started_at) + found[0].milliseconds > moment else None

    def between(self, terminal_id: str, start: datetime, end: datetime, limit: int = 500) -> tuple[PlayedScene, ...]:
        """Return the plays that began in a span, newest first."""
        return self._read(self._db.execute(
            f"{_PLAY} WHERE s.terminal_id = ? AND p.started_ms >= ? AND p.started_ms < ?"
            " ORDER BY p.started_ms DESC LIMIT ?",
            [terminal_id, milliseconds(start), milliseconds(end), limit],
        ).fetchall())  # fmt: skip

    def nearest(self, terminal_id: str, instant: datetime) -> tuple[PlayedScene | None, PlayedScene | None]:
        """Return the last play that began before an instant and the first that began after it."""
        moment, found = milliseconds(instant), []
        for compared, order in (("<=", "DESC"), (">", "ASC")):
            rows = self._db.execute(
                f"{_PLAY} WHERE s.terminal_id = ? AND p.started_ms {compared} ? ORDER BY p.started_ms {order} LIMIT 1",
                [terminal_id, moment],
            ).fetchall()
            found.append(next(iter(self._read(rows)), None))
        return found[0], found[1]

    def totals(self, start: datetime, end: datetime, terminal_id: str = "") -> tuple[ScenePlays, ...]:
        """Return how often and how long each scene was on at each screen in a span, most often first."""
        return self._summed("(?3 = '' OR s.terminal_id = ?3)", [milliseconds(start), milliseconds(end), terminal_id])

    def _summed(self, condition: str, values: list[Any]) -> tuple[ScenePlays, ...]:
        rows = self._db.execute(
            f"""SELECT s.terminal_id, c.scene_id, c.kind, p.scene, count(*), sum(p.milliseconds), min(p.started_ms),
            max(p.started_ms) FROM played_screen s CROSS JOIN play p ON p.screen = s.place
            JOIN played_scene c ON c.place = p.scene
            WHERE p.started_ms >= ?1 AND p.started_ms < ?2 AND {condition}
            GROUP BY p.screen, p.scene ORDER BY count(*) DESC, c.scene_id""", values).fetchall()  # fmt: skip
        contents = self._contents(row[3] for row in rows)
        return tuple(
            ScenePlays(terminal_id=row[0], scene_id=row[1], kind=row[2], content_ids=contents[row[3]], count=row[4],
                       milliseconds=row[5], first_at=_instant(row[6]), last_at=_instant(row[7]))
            for row in rows
        )  # fmt: skip

    def first_at(self) -> datetime | None:
        """Return when the oldest play kept began."""
        found = [row[0] for row in self._db.execute(
            "SELECT (SELECT min(started_ms) FROM play p WHERE p.screen = s.place) FROM played_screen s").fetchall()
            if row[0] is not None]  # fmt: skip
        return _instant(min(found)) if found else None

    def forget_before(self, instant: datetime) -> int:
        """Let plays go that began before an instant, and return how many; what they named stays."""
        return sum(
            self._db.execute("DELETE FROM play WHERE screen = ? AND started_ms < ?",
                             [place, milliseconds(instant)]).rowcount
            for (place,) in self._db.execute("SELECT place FROM played_screen").fetchall()
        )  # fmt: skip
