"""What the kiosk sees of the printer: hand over a receipt, ask how it went, ask how the printer is."""

from collections.abc import Callable
from datetime import UTC, datetime

from printer.condition import PrinterReport
from printer.encode import encode, reprint_mark
from printer.fonts import FontChain, Glyphs
from printer.profiles import Profile
from printer.receipt import Receipt
from printer.slip_job import SlipJob, SlipState
from printer.spool import Spool
from printer.trial_slip import trial_receipt
from printer.worker import PrinterWorker


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Printing:
    """The printer's counter; its methods may take tens of milliseconds (disk, fonts): not on the event loop."""

    def __init__(
        self,
        spool: Spool,
        worker: PrinterWorker,
        profile: Profile,
        *,
        glyphs: Glyphs | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._spool = spool
        self._worker = worker
        self._profile = profile
        self._glyphs = glyphs or FontChain()
        self._now = now

    def print(self, receipt: Receipt, reference: str | None = None) -> str:
        """Take a slip and return its job id; from then on it is never lost.

        `reference` says what the slip is for, the receipt's own by default. The same reference and kind again is
        the same slip: a second tap prints nothing. It must not name a person.
        """
        encoded = encode(receipt, self._profile, self._glyphs)
        findings = "".join(finding.sentence for finding in encoded.findings)
        job = self._spool.put(
            reference or receipt.reference, receipt.kind, encoded.chunks, self._now(), findings=findings
        )
        self._worker.wake()
        return job.id

    def outcome(self, job_id: str) -> SlipState:
        """Return where a slip is; raises NoSuchSlip."""
        return self._spool.job(job_id).state

    def sentence(self, job_id: str) -> str:
        """Return what to tell the person waiting for a slip; raises NoSuchSlip."""
        return self._spool.job(job_id).sentence or "正在打印，请稍等。"

    def printer_state(self) -> PrinterReport:
        """Return the printer's condition as last heard, with a sentence for the walk-in and one for staff."""
        return self._worker.report()

    def recent(self, limit: int = 30) -> list[SlipJob]:
        """Return the slips asked for last, the newest first; nothing in them is printed text."""
        return self._spool.newest(limit)

    def unknown(self) -> list[SlipJob]:
        """Return the slips nobody knows the fate of, the newest first: what staff are offered as 补打."""
        return self._spool.of_unknown_fate()

    def reprint(self, job_id: str, by: str) -> str:
        """Print a slip with `can_be_reprinted` again, marked 补打, and return the new job id. Staff only.

        `by` is who ordered it, by login. Asked for twice it is one copy. Raises CannotReprint, NoSuchSlip.
        """
        job = self._spool.reprint(job_id, reprint_mark(self._profile), self._now(), by)
        self._worker.wake()
        return job.id

    def test_slip(self, reference: str, by: str = "", place: str = "") -> str:
        """Print a short test slip and return its job id; the same reference again is the same slip."""
        now = self._now()
        receipt = trial_receipt(reference, place, self._profile, self.printer_state(), now)
        encoded = encode(receipt, self._profile, self._glyphs)
        job = self._spool.put(reference, receipt.kind, encoded.chunks, now, by=by)
        self._worker.wake()
        return job.id
