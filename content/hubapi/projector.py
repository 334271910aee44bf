"""Turns pending filings into ledger records, beside the courier's way and never in it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from content.clock import Clock
from content.errors import SealError, StoreError
from content.hubapi.projections import (
    UNKNOWN_KIND,
    NotProjectable,
    is_known,
    known_kinds,
    person_index,
    project_registration,
    read_registration,
)
from content.link.envelope import open_envelope
from content.model.filings import Envelope, RegistrationBody
from content.privacy import KeyRing
from content.store.database import Market
from content.store.tables import Tables

log = logging.getLogger(__name__)

_RETRY_S = 10.0
_FAULT = "程序处理这份呈报时出错，请系统管理员查看日志，修好后重试。"

UseCase = Callable[[Tables], None]


class Projector:
    """One thread that empties the pending part of the inbox, one transaction a filing."""

    def __init__(self, market: Market, keys: KeyRing, clock: Clock) -> None:
        self._market, self._keys, self._clock = market, keys, clock
        self._look, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="projector", daemon=True)

    def start(self) -> None:
        """Take up what waited for this program's version, then begin."""
        self._market.write(lambda tables: tables.inbox.wake(known_kinds()))
        self._look.set()
        self._thread.start()

    def wake(self) -> None:
        """Say that filings came in; from any thread."""
        self._look.set()

    def stop(self) -> None:
        """Stop after the filing under way; call it before the market is closed."""
        self._stopping.set()
        self._look.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)

    def _run(self) -> None:
        pause: float | None = None
        while not self._stopping.is_set():
            self._look.wait(pause)
            self._look.clear()
            try:
                self.project_pending()
                pause = None
            except StoreError as error:
                log.error("filings stay pending: %s", error)
                pause = _RETRY_S

    def project_pending(self) -> int:
        """Project everything pending and return how many filings were dealt with; StoreError when the file fails."""
        done = 0
        while not self._stopping.is_set():
            with self._market.reading() as tables:
                pending = tables.inbox.pending()
            if not pending:
                break
            for envelope in pending:
                self._deal_with(envelope)
                done += 1
                if self._stopping.is_set():
                    break
        return done

    def _deal_with(self, envelope: Envelope) -> None:
        header = envelope.header
        try:
            self._market.write(self._use_case(envelope))
        except (SealError, NotProjectable, StoreError) as error:
            # a fault of the whole file comes again from `_set_aside`, and then the filing stays pending
            self._set_aside(header.id, str(error))
        except Exception:  # the last handler for one filing: a fault in our code must not jam the ones behind it
            log.exception("filing %s of kind %s will not project", header.id, header.kind)
            self._set_aside(header.id, _FAULT)

    def _set_aside(self, filing_id: str, sentence: str) -> None:
        self._market.write(lambda tables: tables.inbox.mark_stuck(filing_id, sentence))

    def _use_case(self, envelope: Envelope) -> UseCase:
        header = envelope.header
        # opened whatever its kind: a header that was tampered with is for a person, not for a newer program
        opened = open_envelope(envelope, self._keys.seal)
        if not is_known(header.kind, header.version):
            return lambda tables: tables.inbox.mark_waiting(header.id, UNKNOWN_KIND)
        return self._register(envelope, read_registration(opened))

    def _register(self, envelope: Envelope, body: RegistrationBody) -> UseCase:
        header, now = envelope.header, self._clock.now()
        index = person_index(body, self._keys)

        def use_case(tables: Tables) -> None:
            known = tables.seekers.by_index(index)
            records = project_registration(header, body, now, known.id if known else None, self._keys)
            tables.seekers.put(records.seeker)
            tables.seekers.add_registration(records.registration)
            tables.inbox.mark_projected(header.id)

        return use_case
