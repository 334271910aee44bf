"""Carries the outbox to the hub: greets, sends everything above the hub's contiguous seq, then what is new.

Everything above the hub's contiguous seq goes again even if it was acknowledged before: a hub whose database was put
back to an older copy says a lower seq, and so heals. Nothing here decides what a filing means.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from content.clock import Clock
from content.errors import HubBusy, HubSilent, LinkError
from content.link.hub import Hub
from content.link.outbox import Outbox
from content.link.turns import Part
from content.model.filings import Envelope, Receipt
from content.rules.clock import SLACK

log = logging.getLogger(__name__)

BATCH = 50
BATCH_BYTES = 700_000  # of sealed text, so that a batch with its headers stays under the hub's 1 MB
SHORTEST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0
SILENT_WAIT_S = 30.0  # while nobody is there: in turn with all others who wait for the hub (T15)
BUSY_WAIT_S = 8.0  # so that what waits is in within ten seconds of there being room
GREETING_EVERY_S = 60.0  # an idle courier asks whether the hub still has what it acknowledged
_TIDY_EVERY = timedelta(hours=6)
_FAULT = "送呈报的程序出错，登记都留在本机，稍后自动再试，请系统管理员查看日志。"


class Courier:
    """One thread that carries filings; `state` is a sentence for the 设备 page, "" when all is well."""

    def __init__(self, hub: Hub, outbox: Outbox, clock: Clock,
                 on_time: Callable[[datetime], None] = lambda at: None,
                 silent_wait_s: float = SILENT_WAIT_S) -> None:  # fmt: skip
        self.state = ""
        self.clock_ok = True  # until a greeting shows that this box and the hub differ by more than a minute
        self.hub_version = ""  # as the last greeting said it
        self._hub, self._outbox, self._clock, self._on_time = hub, outbox, clock, on_time
        self._silent_wait_s = silent_wait_s
        self._look, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._cursor = 0  # everything of this pairing up to here was handed over in this life
        self._hub_has: int | None = None
        self._greeted = False
        self._tidied: datetime | None = None

    def start(self) -> None:
        """Begin carrying; the greeting comes first."""
        self._thread.start()

    def wake(self) -> None:
        """Say that something was filed; a courier that waits out the hub's absence tries at once."""
        self._look.set()

    def stop(self) -> None:
        """Stop after the request under way; what is not acknowledged stays in the outbox."""
        self._stopping.set()
        self._look.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def _run(self) -> None:
        wait, turns = SHORTEST_WAIT_S, self._hub.turns
        while not self._stopping.is_set():
            self._look.clear()
            try:
                self.carry()
                self.state, wait = "", SHORTEST_WAIT_S
                pause = turns.wait_s(Part.FILINGS, GREETING_EVERY_S, GREETING_EVERY_S / 4)
            except HubBusy as error:
                # it may take them again any moment, and says itself what staff should do
                if self.state != str(error):
                    log.warning("filings wait in the outbox: %s", error)
                self.state, self._greeted = str(error), False
                pause = turns.wait_s(Part.FILINGS, BUSY_WAIT_S)
            except LinkError as error:
                if self.state != str(error):
                    log.warning("filings wait in the outbox: %s", error)
                self.state, self._greeted = str(error), False
                if isinstance(error, HubSilent):
                    pause = turns.wait_s(Part.FILINGS, self._silent_wait_s)
                else:  # this line alone, or this batch
                    pause, wait = wait * random.uniform(0.3, 1.0), min(wait * 2, LONGEST_WAIT_S)
            except Exception:  # the last handler of this thread: filings must go on being carried
                log.exception("filings wait in the outbox")
                self.state, self._greeted = _FAULT, False
                pause = LONGEST_WAIT_S
            if not self._stopping.is_set() and not self._look.wait(pause):
                self._greeted = False

    def carry(self) -> None:
        """Hand over everything there is, once; LinkError when the hub is away or refuses."""
        if not self._greeted:
            self._greet()
            self._bring_left_over()
        self._send_new()
        self._tidy()

    def _greet(self) -> None:
        greeting = self._hub.greet()
        self.hub_version = greeting.version
        if greeting.clock_ok:
            self._on_time(greeting.now)
        # a hub that does not know the time itself shows nothing of ours
        self.clock_ok = not greeting.clock_ok or abs(greeting.now - self._clock.now()) <= SLACK
        self._outbox.move_up_to(greeting.contiguous_seq)
        first = self._hub_has is None
        went_back = self._hub_has is not None and greeting.contiguous_seq < self._hub_has
        if first or went_back:
            self._cursor = greeting.contiguous_seq
        self._hub_has = greeting.contiguous_seq
        self._greeted = True
        if not first and not went_back:
            # What the hub refused one by one is offered again, without carrying the whole box after an old gap.
            self._resend_unacknowledged()

    def _resend_unacknowledged(self) -> None:
        seq = 0
        while batch := self._outbox.unacknowledged_after(seq, limit=BATCH, max_bytes=BATCH_BYTES):
            if not self._hand_over(batch):
                self._cursor = self._hub_has or 0
                return
            seq = batch[-1].header.seq
            if self._stopping.is_set():
                return
        self._cursor = max(self._cursor, seq)

    def _bring_left_over(self) -> None:
        while batch := self._outbox.left_over(limit=BATCH, max_bytes=BATCH_BYTES):
            if not set(self._send(batch).stored) or self._stopping.is_set():
                return

    def _send_new(self) -> None:
        while batch := self._outbox.after(self._cursor, limit=BATCH, max_bytes=BATCH_BYTES):
            self._cursor = batch[-1].header.seq if self._hand_over(batch) else self._hub_has or 0
            if self._stopping.is_set():
                return

    def _hand_over(self, batch: tuple[Envelope, ...]) -> bool:
        """Send one batch; False when the hub now has less than before, so that the sending starts over."""
        receipt = self._send(batch)
        went_back = self._hub_has is not None and receipt.contiguous_seq < self._hub_has
        self._hub_has = receipt.contiguous_seq
        return not went_back

    def _send(self, batch: tuple[Envelope, ...]) -> Receipt:
        receipt = self._hub.send(batch)
        self._outbox.acknowledge(receipt.stored, self._clock.now())
        missing = {envelope.header.id for envelope in batch} - set(receipt.stored)
        if missing:
            log.error("the hub did not take %d of %d filings; they stay in the outbox", len(missing), len(batch))
        return receipt

    def _tidy(self) -> None:
        now = self._clock.now()
        if self._tidied is None or now - self._tidied > _TIDY_EVERY:
            self._tidied = now
            self._outbox.forget_old(now)
