"""Service windows in market.db, what their clerks do with them, and the duty roster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlite_utils import Database

from content.errors import StaleRecord, StoreError
from content.model.market import HolidayYear
from content.model.published import WindowDisplay
from content.model.tickets import ServiceWindow, Shift, WindowEvent
from content.rules.windows import hours_of, public_window
from content.store.mapping import row_mapping


class Windows:
    """The windows, retired ones kept for what was done at them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, *values: object) -> tuple[ServiceWindow, ...]:
        rows = self._db.query(f"SELECT * FROM service_window {clause}", list(values))
        return tuple(row_mapping(ServiceWindow).from_row(row) for row in rows)

    def get(self, window_id: str) -> ServiceWindow | None:
        """Return one, retired or not."""
        return next(iter(self._select("WHERE id = ?", window_id)), None)

    def all(self, *, retired: bool = False) -> tuple[ServiceWindow, ...]:
        """Return the windows in use by number; with `retired` the others after them."""
        return self._select("ORDER BY retired, number" if retired else "WHERE NOT retired ORDER BY number")

    def display(self, holidays: Iterable[HolidayYear]) -> WindowDisplay:
        """Return what the hall knows of the windows in use."""
        years = tuple(holidays)
        return WindowDisplay(windows=tuple(public_window(one, years) for one in self.all()))

    def save(self, window: ServiceWindow, expected_version: int | None) -> ServiceWindow:
        """Store a window (None: a new one) and return it as stored; StoreError says what is wrong, StaleRecord."""
        spans, wrong = hours_of(window.hours)
        if wrong is not None:
            raise StoreError(f"窗口时间：{wrong.sentence}")
        if not (window.matters and window.weekdays and window.name.strip() and 1 <= window.number <= 99 and spans):
            raise StoreError("请写好窗口号（1 到 99）和名称，选好办什么、星期几开。")
        if not window.retired and any(one.number == window.number and one.id != window.id for one in self.all()):
            raise StoreError(f"{window.number} 号窗口已经有了，请换一个号。")
        kept = replace(window, version=(expected_version or 0) + 1)
        row = row_mapping(ServiceWindow).to_row(kept)
        if expected_version is None:
            marks = ", ".join(f":{name}" for name in row)
            self._db.execute(f"INSERT INTO service_window ({', '.join(row)}) VALUES ({marks})", row)
            return kept
        sets = ", ".join(f"{name} = :{name}" for name in row if name != "id")
        done = self._db.execute(f"UPDATE service_window SET {sets} WHERE id = :id AND version = :version - 1", row)
        if done.rowcount != 1:
            raise StaleRecord("这个窗口刚被别人改过，请看新的内容再改。", self.get(window.id))
        return kept

    def note(self, event: WindowEvent) -> None:
        """Keep what a clerk did with a window."""
        row = row_mapping(WindowEvent).to_row(event)
        self._db.execute("""INSERT INTO window_event (id, window_id, deed, at, "by")
                         VALUES (:id, :window_id, :deed, :at, :by)""", row)  # fmt: skip

    def last_events(self, since: str) -> dict[str, WindowEvent]:
        """Return the last thing done with each window since an instant (as stored), by the window's id."""
        rows = self._db.query(
            """SELECT * FROM window_event WHERE place IN
            (SELECT max(place) FROM window_event WHERE at >= ? GROUP BY window_id)""", [since])  # fmt: skip
        found = (row_mapping(WindowEvent).from_row(row) for row in rows)
        return {event.window_id: event for event in found}


class Roster:
    """值班表: who sits at which window on which day (R121, R146)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def between(self, first: date, last: date) -> tuple[Shift, ...]:
        """Return the shifts of the days from `first` to `last`, by day and window."""
        rows = self._db.query("SELECT * FROM shift WHERE day BETWEEN ? AND ? ORDER BY day, window_id, staff_id",
                              [first.isoformat(), last.isoformat()])  # fmt: skip
        return tuple(row_mapping(Shift).from_row(row) for row in rows)

    def add(self, shift: Shift) -> bool:
        """Put somebody at a window; False when they are there already."""
        row = row_mapping(Shift).to_row(shift)
        return bool(self._db.execute("INSERT INTO shift (day, window_id, staff_id) VALUES (:day, :window_id, :staff_id)"
                                     " ON CONFLICT DO NOTHING", row).rowcount)  # fmt: skip

    def drop(self, shift: Shift) -> bool:
        """Take somebody from a window; False when they were not there."""
        row = row_mapping(Shift).to_row(shift)
        return bool(self._db.execute("DELETE FROM shift WHERE day = :day AND window_id = :window_id AND "
                                     "staff_id = :staff_id", row).rowcount)  # fmt: skip
