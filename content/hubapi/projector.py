"""Turns pending filings into ledger records, beside the courier's way and never in it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from content.clock import Clock
from content.errors import SealError, StoreError
from content.hubapi.appeals import in_its_term
from content.hubapi.application_projections import (
    project_application,
    project_withdrawal,
    read_application,
    read_withdrawal,
)
from content.hubapi.case_projections import project_case, read_case
from content.hubapi.own_record_use_cases import UseCase, correcting, registering, taking_back
from content.hubapi.plays_projection import KEPT_FOR, kind_of, read_plays
from content.hubapi.projections import (
    UNKNOWN_KIND,
    NotProjectable,
    is_known,
    known_kinds,
)
from content.hubapi.referral_projection import project_referral, read_referral
from content.hubapi.ticket_projection import project_ticket, read_ticket
from content.hubapi.usage_projection import project_usage, read_usage
from content.hubapi.walk_in_projections import (
    known_employer,
    project_hiring,
    project_report,
    read_hiring,
    read_report,
)
from content.link.envelope import open_envelope
from content.model.cases import CaseBody, CaseKind
from content.model.filings import ApplicationBody, Envelope, FilingHeader, PlaysBody, ReferralBody, WithdrawalBody
from content.model.tickets import TicketBody
from content.model.usage import UsageBody
from content.model.walk_in import HiringBody, ReportBody
from content.privacy import KeyRing
from content.store.database import Market
from content.store.tables import Tables

log = logging.getLogger(__name__)

_RETRY_S = 10.0
_FAULT = "程序处理这份呈报时出错，请系统管理员查看日志，修好后重试。"


class Projector:
    """One thread that empties the pending part of the inbox, one transaction a filing."""

    def __init__(self, market: Market, keys: KeyRing, clock: Clock) -> None:
        self._market, self._keys, self._clock = market, keys, clock
        self.on_ticket: Callable[[], None] = lambda: None  # called in this thread when a number came into the queue
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
            if header.kind == "ticket":
                self.on_ticket()
        except (SealError, NotProjectable, StoreError) as error:
            # a fault of the whole file comes again from `_set_aside`, and then the filing stays pending
            self._set_aside(header.id, str(error))
        except Exception:  # the last handler for one filing: a fault in our code must not jam the ones behind it
            log.exception("filing %s of kind %s will not project", header.id, header.kind)
            self._set_aside(header.id, _FAULT)

    def take_in(self, envelope: Envelope) -> UseCase:
        """Return what projects a filing kept apart, at a person's word; StoreError says why it cannot be."""
        if not is_known(envelope.header.kind, envelope.header.version):
            raise StoreError(UNKNOWN_KIND)
        try:
            use_case = self._use_case(envelope)
        except NotProjectable as error:
            raise StoreError(str(error)) from None

        def taking_in(tables: Tables) -> None:
            use_case(tables)
            tables.inbox.settle(envelope)

        return taking_in

    def _set_aside(self, filing_id: str, sentence: str) -> None:
        self._market.write(lambda tables: tables.inbox.mark_stuck(filing_id, sentence))

    def _use_case(self, envelope: Envelope) -> UseCase:
        header = envelope.header
        # opened whatever its kind: a header that was tampered with is for a person, not for a newer program
        opened = open_envelope(envelope, *self._keys.seals)
        if not is_known(header.kind, header.version):
            return lambda tables: tables.inbox.mark_waiting(header.id, UNKNOWN_KIND)
        now = self._clock.now()
        match header.kind:
            case "correction":
                return correcting(header, opened, now, self._keys)
            case "withdrawal_of_consent":
                return taking_back(header, opened, now, self._keys)
            case "report":
                return self._complain(header, read_report(opened))
            case "hiring":
                return self._hire(header, read_hiring(opened))
            case "application":
                return self._apply(envelope, read_application(opened))
            case "withdrawal":
                return self._withdraw(envelope, read_withdrawal(opened))
            case kind if kind in set(CaseKind):
                return self._keep(header, read_case(CaseKind(kind), opened))
            case "referral":
                return self._refer(header, read_referral(opened))
            case "usage":
                return self._count(header, read_usage(opened))
            case "ticket":
                return self._queue(header, read_ticket(opened))
            case "plays":
                return self._keep_plays(header, read_plays(opened))
        return registering(header, opened, now, self._keys)

    def _complain(self, header: FilingHeader, body: ReportBody) -> UseCase:
        complaint = project_report(header, body, self._keys)

        def use_case(tables: Tables) -> None:
            tables.complaints.add(complaint)
            tables.inbox.mark_projected(header.id)

        return use_case

    def _count(self, header: FilingHeader, body: UsageBody) -> UseCase:
        def use_case(tables: Tables) -> None:
            tables.usage.add(project_usage(body))
            tables.inbox.mark_projected(header.id)

        return use_case

    def _queue(self, header: FilingHeader, body: TicketBody) -> UseCase:
        ticket = project_ticket(header, body, self._clock.now())

        def use_case(tables: Tables) -> None:
            tables.tickets.add(ticket)
            tables.inbox.mark_projected(header.id)

        return use_case

    def _keep_plays(self, header: FilingHeader, body: PlaysBody) -> UseCase:
        oldest = self._clock.now() - KEPT_FOR

        def use_case(tables: Tables) -> None:
            tables.plays.add(header.terminal, body.plays, lambda play: kind_of(tables, play))
            tables.plays.forget_before(oldest)
            tables.inbox.mark_projected(header.id)

        return use_case

    def _keep(self, header: FilingHeader, body: CaseBody) -> UseCase:
        case, now = project_case(header, body, self._keys), self._clock.now()

        def use_case(tables: Tables) -> None:
            tables.cases.add(in_its_term(tables, case, now))
            tables.inbox.mark_projected(header.id)

        return use_case

    def _hire(self, header: FilingHeader, body: HiringBody) -> UseCase:
        now = self._clock.now()

        def use_case(tables: Tables) -> None:
            if tables.hirings.get(header.id) is None:
                known = known_employer(body, tables.employers.by_credit_code, tables.employers.by_phone)
                records = project_hiring(header, body, now, known, tables.jobs.next_number(), self._keys)
                if known is None:
                    tables.employers.save(records.employer, None)
                tables.jobs.save(records.job, None)
                tables.hirings.add(records.hiring)
            tables.inbox.mark_projected(header.id)

        return use_case

    def _apply(self, envelope: Envelope, body: ApplicationBody) -> UseCase:
        application = project_application(envelope.header, body, self._clock.now(), self._keys)

        def use_case(tables: Tables) -> None:
            tables.applications.add(application)
            taken = tables.own_records.withdrawn_after(application.person_index, application.occurred_at)
            if taken is not None:  # it came late: its person is already out of the ledger
                tables.own_records.withdraw(taken)
            tables.inbox.mark_projected(envelope.header.id)

        return use_case

    def _refer(self, header: FilingHeader, body: ReferralBody) -> UseCase:
        now = self._clock.now()

        def use_case(tables: Tables) -> None:
            job = tables.jobs.get(body.job_id)
            referral = project_referral(header, body, now, job is not None and job.is_workshop, self._keys)
            tables.referrals.add(referral)
            taken = tables.own_records.withdrawn_after(referral.person_index, referral.entered_at)
            if taken is not None:  # it came late: its person is already out of the ledger
                tables.own_records.withdraw(taken)
            tables.inbox.mark_projected(header.id)

        return use_case

    def _withdraw(self, envelope: Envelope, body: WithdrawalBody) -> UseCase:
        withdrawal = project_withdrawal(envelope.header, body, self._keys)

        def use_case(tables: Tables) -> None:
            tables.applications.withdraw(withdrawal)
            tables.inbox.mark_projected(envelope.header.id)

        return use_case
