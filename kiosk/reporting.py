"""What a kiosk or a service window tells the hub of itself with every heartbeat; it names nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from content.clock import to_text
from content.link.protocol import program_version
from content.link.updating import Updater
from content.model.codec import to_plain
from content.model.terminals import ReportedSlip
from printer.printing import Printing
from printer.slip_job import SlipJob

_SLIPS = 20


def reporter(health: Callable[[], dict[str, Any]], printing: Printing | None, clock_ok: Callable[[], bool],
             updater: Updater | None = None) -> Callable[[], dict[str, Any]]:  # fmt: skip
    """Return what makes the report; the keys are those of `TerminalReport`, beside what health says."""

    def report() -> dict[str, Any]:
        said = health() | {"version": program_version(), "clock_ok": clock_ok(), "slips": []}
        if updater is not None:
            said["update"] = updater.report()
        if printing is None:
            return said
        condition = printing.printer_state()
        slips = [to_plain(reported(job)) for job in printing.recent()[:_SLIPS]]
        return said | {"printer_sentence": condition.staff_sentence, "paper_low": condition.paper_low, "slips": slips}

    return report


def reported(job: SlipJob) -> ReportedSlip:
    """Return a slip as the desk lists it."""
    return ReportedSlip(id=job.id, kind=job.kind, reference=job.number, state=job.state.value,
                        at=to_text(job.changed_at), reprintable=job.can_be_reprinted)  # fmt: skip
