"""A `CardReader` without a wire, for tests of pages: cards and faults take effect at once, in the caller's thread."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.reader.base import (
    HINT_BY_HAND,
    HINT_FAULT,
    HINT_HOLD_STILL,
    HINT_REPLACE,
    EventKind,
    IdCard,
    ReaderEvent,
    ReaderState,
)
from kiosk.reader.simulated_module import Fault, scripted_status
from kiosk.reader.statuses import Verdict, status_of
from kiosk.reader.timing import FAILED_PLACEMENTS

_NOT_FOUND = 0x80
# 91 is only no appended address; past a refused select (81) a module reads all the same.
_HARMLESS = (None, 0x81, 0x90, 0x91, 0x9F)
_DEAD: dict[str, tuple[ReaderState, str]] = {
    Fault.UNPLUGGED: (ReaderState.CLOSED, "READER-PORT"),
    Fault.SILENT: (ReaderState.FAULT, "READER-SILENT"),
    Fault.GARBAGE: (ReaderState.FAULT, "READER-GARBLED"),
    Fault.HALF_FRAME: (ReaderState.FAULT, "READER-GARBLED"),
    Fault.LATE: (ReaderState.FAULT, "READER-SILENT"),
    Fault.BAD_LENGTH: (ReaderState.FAULT, "READER-GARBLED"),
    Fault.BAD_CHECKSUM: (ReaderState.FAULT, "READER-GARBLED"),
    Fault.SPURIOUS_ZERO: (ReaderState.FAULT, "READER-GARBLED"),
    Fault.SAM_SELF_TEST: (ReaderState.FAULT, "READER-60"),
    Fault.NOT_AUTHORISED: (ReaderState.FAULT, "READER-66"),
}
_FAILS_TO_READ: dict[str, int] = {Fault.AUTH_STORM: 0x32, Fault.PULLED_EARLY: 0x41, Fault.NOT_SELECTABLE: 0x41}


class InProcessReader:
    """Keeps the contract of `SerialCardReader`, faults included; not for use from two threads at once."""

    def __init__(self) -> None:
        """Start closed, with no card and no fault."""
        self._on_event: Callable[[ReaderEvent], None] = lambda event: None
        self._state = ReaderState.CLOSED
        self._hint = self._code = ""
        self._period = 0
        self._armed = False
        self._card: IdCard | None = None
        self._card_must_leave = False
        self._fault: str = Fault.NONE
        self._failed_placements = 0
        self._hung_up = False
        self._started = False

    @property
    def state(self) -> ReaderState:
        """Return where the reader stands now."""
        return self._state

    def start(self, on_event: Callable[[ReaderEvent], None]) -> None:
        """Begin to report."""
        self._on_event = on_event
        self._started = True
        self._change(ReaderState.OPENING)
        self._settle()

    def arm(self) -> int:
        """Open a period; a card that already lay there unread is read now."""
        self._period += 1
        self._armed = True
        self._failed_placements = 0
        left = self._card is not None and self._card_must_leave
        self._change(self._state, HINT_REPLACE if left else self._hint if self._dead else "", self._code)
        self._settle()
        return self._period

    def disarm(self) -> None:
        """Close the period."""
        self._armed = False

    def stop(self) -> None:
        """Stop reporting."""
        self._change(ReaderState.CLOSED)
        self._started = False

    def put(self, card: IdCard) -> None:
        """Lay a card on the reader."""
        self._card, self._card_must_leave = card, False
        self._settle()

    def remove(self) -> None:
        """Take the card off the reader."""
        known, self._card = self._card_must_leave, None
        self._card_must_leave = False
        if known and self._started and not self._dead:
            hint = self._hint if self._state is ReaderState.RETRY else ""
            self._change(ReaderState.IDLE, hint, kind="removed")

    def fault(self, name: str) -> None:
        """Begin a fault, end it with `none`."""
        self._fault = name
        self._hung_up = False
        self._settle()

    @property
    def _dead(self) -> tuple[ReaderState, str] | None:
        status = scripted_status(self._fault)
        if status is not None and status_of(status).verdict is Verdict.UNFIT:
            return (ReaderState.FAULT, status_of(status).code)
        return (ReaderState.CLOSED, "READER-PORT") if self._hung_up else _DEAD.get(self._fault)

    def _settle(self) -> None:
        if not self._started:
            return
        if self._dead:
            state, code = self._dead
            if self._state is not state or self._code != code:
                self._change(state, HINT_FAULT, code)
            return
        if self._state in (ReaderState.OPENING, ReaderState.FAULT, ReaderState.CLOSED):
            left = self._card_must_leave
            hint = HINT_REPLACE if left and self._armed else ""
            self._change(ReaderState.RETRY if left else ReaderState.IDLE, hint)
        unfindable = scripted_status(self._fault) == _NOT_FOUND
        if self._armed and self._card is not None and not self._card_must_leave:
            if unfindable:
                self._change(ReaderState.IDLE, HINT_REPLACE, kind="hint")
            else:
                self._read(self._card)

    def _read(self, card: IdCard) -> None:
        self._card_must_leave = True
        self._change(ReaderState.READING, HINT_HOLD_STILL)
        if self._fault == Fault.UNPLUGGED_MID_FRAME:
            self._hung_up = True
            self._settle()
            return
        failure = _FAILS_TO_READ.get(self._fault, scripted_status(self._fault))
        if self._fault == Fault.SILENT_ON_READ:
            self._fail(HINT_REPLACE, "READER-SILENT")
        elif failure in _HARMLESS:
            self._failed_placements = 0
            self._change(ReaderState.CARD_PRESENT, kind="card", card=card)
        elif failure is not None:
            self._fail(status_of(failure).hint, status_of(failure).code)
        if self._fault == Fault.PULLED_EARLY:
            self.remove()

    def _fail(self, hint: str, code: str) -> None:
        self._failed_placements += 1
        if hint == HINT_REPLACE and self._failed_placements > FAILED_PLACEMENTS:
            hint = HINT_BY_HAND
        self._change(ReaderState.RETRY, hint, code)

    def _change(
        self,
        state: ReaderState,
        hint: str = "",
        code: str = "",
        *,
        kind: EventKind = "state",
        card: IdCard | None = None,
    ) -> None:
        self._state, self._hint, self._code = state, hint, code
        period = self._period if card is not None else 0
        self._on_event(ReaderEvent(kind=kind, state=state, card=card, hint=hint, code=code, period=period))
