"""Reports that were made and nobody froze yet."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from content.model.reports import ReportKind
from content.reports.report_paper import Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report that was made and is not frozen."""

    kind: ReportKind
    subject: str
    seal: Sealed
    at: datetime


class MadeReports:
    """The last report made of each subject, for as long as the hub runs."""

    _MOST = 24

    def __init__(self) -> None:
        self.turn = threading.Lock()  # one is made at a time: a second would take the core the pages need
        self._gate = threading.Lock()
        self._held: dict[tuple[ReportKind, str], Made] = {}

    def put(self, made: Made) -> None:
        """Hold a report in place of an earlier one of the same subject; the oldest of very many goes."""
        with self._gate:
            self._held.pop((made.kind, made.subject), None)
            self._held[made.kind, made.subject] = made
            while len(self._held) > self._MOST:
                del self._held[next(iter(self._held))]

    def get(self, kind: ReportKind, subject: str) -> Made | None:
        """Return what is held of a subject."""
        with self._gate:
            return self._held.get((kind, subject))
