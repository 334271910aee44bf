"""The driver of a real reader: one thread owns the port and walks the states of hardware G."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from enum import Enum, auto

from kiosk.errors import PortLost, ReaderError
from kiosk.ports import device_at
from kiosk.reader.base import HINT_BY_HAND, HINT_FAULT, HINT_HOLD_STILL, HINT_REPLACE, IdCard, ReaderEvent, ReaderState
from kiosk.reader.commands import FIND, FOUND, STATUS, SamId
from kiosk.reader.last_card import LastCard
from kiosk.reader.reading import FailedTry, failed_by, identify, limit_radio_frame, read_found, still_there
from kiosk.reader.serial_link import SamLink, Stopped
from kiosk.reader.statuses import Verdict, status_of
from kiosk.reader.telling import Telling
from kiosk.reader.timing import EMPTY_FINDS, FAILED_PLACEMENTS, ReaderTiming

logger = logging.getLogger(__name__)

_NORMAL = ReaderTiming()
_GREETINGS = {ReaderState.IDLE: "", ReaderState.CARD_PRESENT: HINT_REPLACE, ReaderState.RETRY: HINT_REPLACE}


class _Gate(Enum):
    """What a found card means: FREE to be read, or a card from before must leave first."""

    FREE = auto()
    READ_CARD_ON = auto()
    CARD_MUST_LEAVE = auto()


class SerialCardReader:
    """A `CardReader` on a serial port or a TCP bridge.

    `with_fingerprint` reads by 30 10 and drops the fingerprint undecoded, for modules that want it so;
    `longest_radio_frame` is sent by 61 FF on opening unless it is 0.
    """

    def __init__(
        self, port_url: str, baud: int = 115200, *,
        timing: ReaderTiming = _NORMAL, with_fingerprint: bool = False, longest_radio_frame: int = 0,
    ) -> None:  # fmt: skip
        """Keep the settings; nothing is opened before `start`."""
        self._port_url = port_url
        self._baud = baud
        self._timing = timing
        self._with_fingerprint = with_fingerprint
        self._longest_radio_frame = longest_radio_frame
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._period_lock = threading.Lock()
        self._period = 0
        self._armed = False
        # From here on only the reader's thread writes.
        self._told = Telling()
        self._module: SamId | None = None
        self._failures = 0
        self._tried: tuple[int, int] | None = None  # the device last opened
        self._gate = _Gate.FREE
        self._last_card = LastCard()
        self._card_period = 0
        self._empty_finds = 0
        self._failed_placements = 0
        self._seen_period = 0
        self._looking_since = 0.0

    @property
    def state(self) -> ReaderState:
        """Return where the reader stands now."""
        return self._told.state

    @property
    def module(self) -> SamId | None:
        """Return the identity of the security module, None until it has told it."""
        return self._module

    def start(self, on_event: Callable[[ReaderEvent], None]) -> None:
        """Start the thread; a port that is not there is reported as an event and tried again."""
        if self._thread is not None:
            raise RuntimeError("the reader has been started already")
        self._told.on_event = on_event
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="card-reader", daemon=True)
        self._thread.start()

    def arm(self) -> int:
        """Open a period and look for a card at once."""
        with self._period_lock:
            self._period += 1
            self._armed = True
            period = self._period
        self._wake.set()
        return period

    def disarm(self) -> None:
        """Close the period; a read under way is dropped."""
        with self._period_lock:
            self._armed = False

    def stop(self) -> None:
        """Stop the thread and close the port; waits for both."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _armed_period(self) -> int:
        with self._period_lock:
            return self._period if self._armed else 0

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._serve()
            except Stopped:
                break
            except ReaderError as fault:
                self._report(fault)
            except Exception:
                logger.exception("the card reader driver failed; report this to the makers")
                self._told.announce(ReaderState.FAULT, HINT_FAULT, "READER-BUG")
            if self._gate is not _Gate.FREE:
                self._require_leaving()
            self._back_off()
        self._told.announce(ReaderState.CLOSED)

    def _back_off(self) -> None:
        deadline = time.monotonic() + self._timing.wait_after(self._failures)
        self._failures += 1
        if "://" in self._port_url:
            self._pause(deadline - time.monotonic())
            return
        # Looking for the name costs nothing: a reader plugged in again need not wait for the next try. The line may
        # break a moment before the name goes, and the name may be back before anybody looked.
        before = self._tried
        while not self._stopping.is_set() and time.monotonic() < deadline:
            there = device_at(self._port_url)
            if there is not None and there != before:
                self._failures = 0
                return
            before = before if there is not None else None
            self._pause(min(self._timing.look_s, deadline - time.monotonic()))

    def _report(self, fault: ReaderError) -> None:
        if self._told.code != fault.code:
            cause = fault.cause if isinstance(fault, PortLost) else ""
            logger.warning("card reader on %s: %s %s", self._port_url, fault, cause)
        state = ReaderState.CLOSED if isinstance(fault, PortLost) else ReaderState.FAULT
        self._told.announce(state, HINT_FAULT, fault.code)

    def _serve(self) -> None:
        if self._failures == 0:
            self._told.announce(ReaderState.OPENING)
        self._tried = device_at(self._port_url)
        link = SamLink(self._port_url, self._baud, timing=self._timing, stopping=self._stopping.is_set)
        try:
            link.exchange(STATUS)
            self._module = self._module or identify(link)
            if self._longest_radio_frame:
                limit_radio_frame(link, self._longest_radio_frame)
            self._looking_since = time.monotonic()
            self._told.announce(ReaderState.RETRY if self._gate is _Gate.CARD_MUST_LEAVE else ReaderState.IDLE)
            while not self._stopping.is_set():
                self._step(link)
                self._failures = 0
                self._pause(self._interval())
        finally:
            link.close()

    def _pause(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self._stopping.is_set():
            woken = self._wake.wait(max(0.0, deadline - time.monotonic()))
            self._wake.clear()
            if not woken:
                return
            if self._greet_page() and self.state not in (ReaderState.CLOSED, ReaderState.FAULT):
                return

    def _greet_page(self) -> bool:
        period = self._armed_period()
        if period in (0, self._seen_period):
            return False
        self._seen_period = period
        self._failed_placements = 0
        self._looking_since = time.monotonic()
        told = self._told
        told.tell("state", told.state, _GREETINGS.get(told.state, told.hint), told.code)
        return True

    def _step(self, link: SamLink) -> None:
        self._greet_page()
        period = self._armed_period()
        if self._gate is _Gate.READ_CARD_ON:
            self._watch_read_card(link, period)
        elif self._gate is _Gate.CARD_MUST_LEAVE:
            self._wait_for_leaving(link)
        elif period:
            self._look_for_card(link)
        else:
            link.exchange(STATUS)

    def _interval(self) -> float:
        if self._gate is not _Gate.READ_CARD_ON and self._armed_period():
            return self._timing.poll_s
        return self._timing.heartbeat_s if self._gate is _Gate.FREE else self._timing.presence_s

    def _look_for_card(self, link: SamLink) -> None:
        status = link.exchange(FIND).status
        # A page may have come or gone while the module was looking: a card not read yet belongs to who is here now.
        self._greet_page()
        if status == FOUND:
            if period := self._armed_period():
                self._read_found_card(link, period)
        elif status_of(status).verdict is not Verdict.NO_CARD:
            self._require_leaving()
            self._give_up(failed_by(status))
        elif time.monotonic() - self._looking_since > self._timing.no_card_hint_s and not self._told.hint:
            self._told.announce(ReaderState.IDLE, HINT_REPLACE)

    def _read_found_card(self, link: SamLink, period: int) -> None:
        self._told.announce(ReaderState.READING, HINT_HOLD_STILL)
        # A line lost from here on leaves a card of this period behind.
        self._require_leaving()
        outcome = read_found(link, self._told_retry, with_fingerprint=self._with_fingerprint)
        if isinstance(outcome, IdCard):
            self._hand_over(outcome, period)
        else:
            self._give_up(outcome)

    def _told_retry(self, code: str) -> None:
        self._told.announce(ReaderState.RETRY, HINT_HOLD_STILL, code)

    def _hand_over(self, card: IdCard, period: int) -> None:
        # The card read for the visit before, found once more, is no card of this one.
        stale = self._last_card.is_same(card)
        self._last_card.remember(card)
        self._gate = _Gate.READ_CARD_ON
        self._card_period = 0 if stale else period
        self._failed_placements = 0
        if stale or self._armed_period() != period:
            self._told.tell("state", ReaderState.CARD_PRESENT, HINT_REPLACE)
        else:
            self._told.tell("card", ReaderState.CARD_PRESENT, card=card, period=period)

    def _give_up(self, failure: FailedTry) -> None:
        logger.info("card not read: %s", failure.code)
        self._failed_placements += 1
        self._empty_finds = int(failure.gone)
        self._last_card.forget()
        hint = failure.hint
        if hint == HINT_REPLACE and self._failed_placements > FAILED_PLACEMENTS:
            hint = HINT_BY_HAND
        self._told.announce(ReaderState.RETRY, hint, failure.code)

    def _require_leaving(self) -> None:
        self._gate = _Gate.CARD_MUST_LEAVE
        self._empty_finds = 0

    def _watch_read_card(self, link: SamLink, period: int) -> None:
        if still_there(link):
            return
        if period == self._card_period:
            self._removed()
            return
        # Between two visits one sign is not enough: the card of the earlier one must not fill a form.
        self._require_leaving()
        self._empty_finds = 1

    def _wait_for_leaving(self, link: SamLink) -> None:
        status = link.exchange(FIND).status
        period = self._armed_period()
        if status_of(status).verdict is Verdict.NO_CARD:
            self._empty_finds += 1
            if self._empty_finds >= EMPTY_FINDS:
                self._removed()
        elif period and status == FOUND and self._last_card.known:
            # Two people in a hurry: the next card may lie there before the absence of the last was seen twice.
            self._read_found_card(link, period)
        else:
            self._empty_finds = 0
            if period and not self._told.hint:
                self._told.announce(ReaderState.RETRY, HINT_REPLACE)

    def _removed(self) -> None:
        self._gate = _Gate.FREE
        self._last_card.forget()
        self._looking_since = time.monotonic()
        # After a failed read the page goes on saying what to do, until the next card.
        hint = self._told.hint if self.state is ReaderState.RETRY else ""
        self._told.tell("removed", ReaderState.IDLE, hint)
