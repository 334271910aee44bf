"""One job with every field of B3; print it, take it along by phone, or hear how to apply."""

from __future__ import annotations

from content.edition.reading import Edition
from content.model.published import PublicJob
from kiosk.components.panel import Panel
from kiosk.components.qr import qr_svg
from kiosk.pages.calm import GONE, NO_EDITION, show_calm
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.slip import PaperSlip
from kiosk.slips import job_receipt, phone_text, place
from kiosk.visit import may_see

_BY_PHONE = "也可以用手机扫码，或者记下岗位号和电话。"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /job/{number}."""

    def job(number: str) -> None:
        _JobPage(hall, here, int(number) if number.isdecimal() and len(number) < 16 else -1).show()

    routes["/job/{number}"] = job


class _JobPage:
    """The page while it is shown: which half of its sheet is open, and what the printer said."""

    def __init__(self, hall: Hall, here: Here, number: int) -> None:
        self._hall, self._here, self._number = hall, here, number
        self._panel = Panel(self._act)
        self._calling = False
        self._printed = 0
        self._slip = PaperSlip(hall, self.show)
        here.on_edition, here.on_slip = self.show, self._slip.hear

    def show(self) -> None:
        edition = self._hall.edition()
        job = self._find(edition)
        if edition is None or job is None:
            headline, lines = NO_EDITION if edition is None else GONE
            show_calm(self._panel, self._here, headline, lines, title="岗位", back=self._here.list_path)
            return
        market = edition.market()
        self._panel.show(
            "kiosk_job.html", job=job, place=place(job), market=market, today=self._hall.today(), who=self._here.person,
            back=self._here.list_path, qr=qr_svg(phone_text(job, market)), calling=self._calling,
            registered=self._here.registered, taps=self._printed, trouble=self._slip.trouble,
            said=self._slip.said + (_BY_PHONE if self._slip.trouble else ""),
        )  # fmt: skip

    def _find(self, edition: Edition | None) -> PublicJob | None:
        job = edition.job_by_number(self._number) if edition is not None else None
        open_still = job is not None and job.valid_until > self._hall.clock.now()
        return job if job is not None and open_still and may_see(job, self._here.standing) else None

    async def _act(self, name: str, value: str) -> None:
        if self._here.over:
            return
        if name in ("call", "fold"):
            self._calling = name == "call"
        elif name == "print":
            await self._print()
        self.show()

    async def _print(self) -> None:
        edition = self._hall.edition()
        job = self._find(edition)
        if edition is None or job is None:
            return
        self._printed += 1
        number, now = edition.manifest.number, self._hall.clock.now()
        # a tap replayed after a stall asks for the same slip again, and the spool prints it once
        reference = f"{job.number} {self._here.visit.id} {self._printed}"
        await self._slip.print(
            lambda: job_receipt(job, edition.market(), number, now, self._hall.terminal), reference)  # fmt: skip
