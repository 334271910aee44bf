"""Tickets in market.db and what was done with each: rows that are only ever added (R146)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlite_utils import Database

from content.clock import from_text
from content.errors import StaleRecord
from content.model.tickets import (
    BoardCall,
    CalledNumbers,
    QueueFigures,
    Ticket,
    TicketDeed,
    TicketEvent,
    TicketMatter,
    TicketStanding,
    TicketState,
)
from content.rules.windows import may_follow, state_after
from content.store.mapping import Row, row_mapping

_LAST = """ticket LEFT JOIN ticket_event AS last
    ON last.place = (SELECT max(place) FROM ticket_event WHERE ticket_id = ticket.id)"""
_STANDING = f"""SELECT ticket.*, last.id AS event_id, last.deed, last.window_id, last.at, last."by",
    (SELECT count(*) FROM ticket_event AS called WHERE called.ticket_id = ticket.id AND called.deed = 'called'
     AND called.place > (SELECT coalesce(max(place), 0) FROM ticket_event AS back
                         WHERE back.ticket_id = ticket.id AND back.deed = 'returned')) AS times
    FROM {_LAST}"""
_WAITS = "(last.deed IS NULL OR last.deed = 'returned')"
BOARD_CALLS = 5


def _standing(row: Row) -> TicketStanding:
    event = None
    if row["event_id"] is not None:
        event = TicketEvent(id=row["event_id"], ticket_id=row["id"], deed=TicketDeed(row["deed"]),
                            window_id=row["window_id"], at=from_text(row["at"]), by=row["by"])  # fmt: skip
    return TicketStanding(ticket=row_mapping(Ticket).from_row(row), event=event, times=row["times"],
                          state=state_after(event.deed if event is not None else None))  # fmt: skip


class Tickets:
    """The queue of each day."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _select(self, clause: str, values: Iterable[object]) -> tuple[TicketStanding, ...]:
        return tuple(map(_standing, self._db.query(f"{_STANDING} {clause}", list(values))))

    def add(self, ticket: Ticket) -> None:
        """Keep a number that was given out; the same id again has no effect."""
        row = row_mapping(Ticket).to_row(ticket)
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO ticket ({', '.join(row)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING", row)

    def get(self, ticket_id: str) -> TicketStanding | None:
        """Return how a ticket stands."""
        return next(iter(self._select("WHERE ticket.id = ?", [ticket_id])), None)

    def waiting(self, day: date, matters: Iterable[TicketMatter] = TicketMatter, limit: int = 1000
                ) -> tuple[TicketStanding, ...]:  # fmt: skip
        """Return who waits on a day for any of the matters, first come first; who was returned stands at the end."""
        kinds = [matter.value for matter in matters]
        return self._select(
            f"WHERE day = ? AND matter IN ({', '.join('?' * len(kinds))}) AND {_WAITS} "
            "ORDER BY coalesce(last.at, taken_at), ticket.id LIMIT ?", [day.isoformat(), *kinds, limit])  # fmt: skip

    def waiting_counts(self, day: date) -> dict[TicketMatter, int]:
        """Return how many wait on a day, by matter."""
        rows = self._db.execute(f"SELECT matter, count(*) FROM {_LAST} WHERE day = ? AND {_WAITS} GROUP BY matter",
                                [day.isoformat()]).fetchall()  # fmt: skip
        return {TicketMatter(matter): int(count) for matter, count in rows}

    def at_window(self, day: date, window_id: str) -> TicketStanding | None:
        """Return the ticket a window is busy with on a day."""
        clause = "WHERE day = ? AND last.deed = 'called' AND last.window_id = ? ORDER BY last.place DESC LIMIT 1"
        return next(iter(self._select(clause, [day.isoformat(), window_id])), None)

    def absent(self, day: date) -> tuple[TicketStanding, ...]:
        """Return who did not come when called, last called first."""
        return self._select("WHERE day = ? AND last.deed = 'absent' ORDER BY last.place DESC", [day.isoformat()])

    def note(self, event: TicketEvent) -> TicketStanding:
        """Keep what was done and return how the ticket stands now; StaleRecord when it cannot be done any more.

        A ticket called to one window is called again by that window alone.
        """
        found = self.get(event.ticket_id)
        if found is None or not may_follow(event.deed, found.state):
            raise StaleRecord("这个号刚被别的窗口办过了，请叫下一个。", found)
        if found.state is TicketState.CALLED and found.event is not None and found.event.window_id != event.window_id:
            raise StaleRecord("这个号正在别的窗口办，请叫下一个。", found)
        self._add(event)
        return self.get(event.ticket_id) or found

    def _add(self, event: TicketEvent) -> None:
        self._db.execute("""INSERT INTO ticket_event (id, ticket_id, deed, window_id, at, "by")
                         VALUES (:id, :ticket_id, :deed, :window_id, :at, :by)""",
                         row_mapping(TicketEvent).to_row(event))  # fmt: skip

    def board(self, day: date) -> CalledNumbers:
        """Return the last five tickets called on a day, newest call first, with the call each was last called by."""
        rows = self._db.query(
            """SELECT event.id, ticket.number, service_window.number AS window, max(event.place) AS place,
            event.at,
            count(*) AS times FROM ticket_event AS event JOIN ticket ON ticket.id = event.ticket_id
            JOIN service_window ON service_window.id = event.window_id
            WHERE event.deed = 'called' AND ticket.day = ? GROUP BY ticket.id ORDER BY place DESC LIMIT ?""",
            [day.isoformat(), BOARD_CALLS])  # fmt: skip
        return CalledNumbers(calls=tuple(
            BoardCall(id=row["id"], number=row["number"], window=row["window"], times=row["times"],
                      at=from_text(row["at"])) for row in rows))  # fmt: skip

    def figures(self, first: date, last: date) -> QueueFigures:
        """Return the queue's figures of the days from `first` to `last`; a wait ends with the first call (R146)."""
        row = self._db.execute(
            f"""WITH asked AS (SELECT ticket.id, taken_at, last.deed AS deed,
                (SELECT min(at) FROM ticket_event WHERE ticket_id = ticket.id AND deed = 'called') AS called_at
                FROM {_LAST} WHERE day BETWEEN ? AND ?),
            waits AS (SELECT *, max(0, unixepoch(called_at) - unixepoch(taken_at)) AS wait FROM asked)
            SELECT count(*), total(deed = 'served'), total(deed = 'absent'), count(called_at),
            coalesce(avg(wait), 0), coalesce(max(wait), 0) FROM waits""",
            [first.isoformat(), last.isoformat()]).fetchone()  # fmt: skip
        return QueueFigures(taken=int(row[0]), served=int(row[1]), absent=int(row[2]), called=int(row[3]),
                            mean_wait_s=round(row[4]), longest_wait_s=int(row[5]))  # fmt: skip
