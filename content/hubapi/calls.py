"""Terminals that call for staff at present: kept in memory only, rung at every open page of the desk until taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from content.model.calls import CallAnswer, CallQuestion, CallState
from content.model.codec import to_plain
from content.model.people import Terminal

LASTS = timedelta(minutes=10)  # whoever called has gone by then
QUESTIONS = frozenset(one.value for one in CallQuestion)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCall:
    """One call; nothing of the person who makes it."""

    terminal_id: str
    place: str  # the terminal's name
    at: datetime
    by: str = ""  # name of the staff member who comes


@dataclass(frozen=True, slots=True, eq=False)
class _Listener:
    hear: Callable[[], None]
    here: Callable[[], bool]


class CallBoard:
    """Every method is called in the hub's event loop; `tell` rings the terminal's bell when its call was taken."""

    def __init__(self, tell: Callable[[str], None] = lambda terminal_id: None) -> None:
        self._tell = tell
        self._calls: dict[str, StaffCall] = {}
        self._listeners: set[_Listener] = set()

    def listen(self, hear: Callable[[], None], here: Callable[[], bool]) -> Callable[[], None]:
        """Call `hear` at every change until the returned function is called; `here` says whether the page is open."""
        listener = _Listener(hear, here)
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def desks(self) -> int:
        """Return how many pages of the desk are open."""
        return sum(listener.here() for listener in self._listeners)

    def ring(self, terminal_id: str, place: str, now: datetime) -> CallAnswer:
        """Call; one that rings already goes on."""
        standing = self._standing(terminal_id, now)
        if standing is None or standing.by:
            self._calls[terminal_id] = StaffCall(terminal_id=terminal_id, place=place, at=now)
            self._changed()
        return self.state(terminal_id, now)

    def state(self, terminal_id: str, now: datetime) -> CallAnswer:
        """Return how a terminal's call stands."""
        standing = self._standing(terminal_id, now)
        if standing is None:
            return CallAnswer(state=CallState.NONE)
        if standing.by:
            return CallAnswer(state=CallState.TAKEN, by=standing.by)
        return CallAnswer(state=CallState.RINGING if self.desks() else CallState.UNHEARD)

    def drop(self, terminal_id: str) -> None:
        """Take a call back."""
        if self._calls.pop(terminal_id, None) is not None:
            self._changed()

    def take(self, terminal_id: str, by: str, now: datetime) -> StaffCall | None:
        """Say who comes; None when somebody else does, or nobody is called any more."""
        standing = self._standing(terminal_id, now)
        if standing is None or standing.by:
            return None
        self._calls[terminal_id] = taken = replace(standing, by=by)
        self._changed()
        self._tell(terminal_id)
        return taken

    def ringing(self, now: datetime) -> tuple[StaffCall, ...]:
        """Return the calls nobody has taken, oldest first."""
        calls = (self._standing(terminal_id, now) for terminal_id in tuple(self._calls))
        return tuple(sorted((call for call in calls if call is not None and not call.by), key=lambda call: call.at))

    def _standing(self, terminal_id: str, now: datetime) -> StaffCall | None:
        found = self._calls.get(terminal_id)
        if found is not None and now - found.at >= LASTS:
            del self._calls[terminal_id]
            return None
        return found

    def _changed(self) -> None:
        for listener in tuple(self._listeners):
            listener.hear()


def answer_call(board: CallBoard, terminal: Terminal, question: str, now: datetime) -> dict[str, Any]:
    """Carry out what a terminal asks about its call and return the reply as JSON values."""
    match CallQuestion(question):
        case CallQuestion.RING:
            reply = board.ring(terminal.id, terminal.name, now)
        case CallQuestion.DROP:
            board.drop(terminal.id)
            reply = CallAnswer(state=CallState.NONE)
        case _:
            reply = board.state(terminal.id, now)
    return to_plain(reply)
