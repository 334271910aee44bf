"""One job with every field of B3: print it, collect it for one slip, take it along by phone, go on to the next."""

from __future__ import annotations

from content.edition.reading import Edition
from content.model.published import MarketCard, PublicJob
from kiosk.components.panel import Panel
from kiosk.components.qr import qr_svg
from kiosk.listing import Step, Walk, coming_from, walk_of
from kiosk.pages.basket import MOST, flipped
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
        self._printed = 0
        self._walk: Walk | None = None
        self._slip = PaperSlip(hall, self.show)
        here.on_edition, here.on_slip = self._renew, self._slip.hear

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
            back=self._here.list_path, qr=qr_svg(phone_text(job, market)), taps=self._printed,
            applied=self._applied(job), step=self._step(edition, market), picked=len(self._here.basket),
            most=MOST, is_picked=job.number in self._here.basket, trouble=self._slip.trouble,
            prompt=self._slip.prompt,
            said=self._slip.said + (_BY_PHONE if self._slip.trouble else ""),
        )  # fmt: skip

    def _applied(self, job: PublicJob) -> bool:
        application = self._here.applied.get(job.id)
        return application is not None and bool(application.number) and not application.withdrawn

    def _step(self, edition: Edition, market: MarketCard) -> Step | None:
        """Return where the job stands in the list last looked at; the list is walked once a page."""
        question, here = self._here.question, self._here
        if question is None:
            return None
        if self._walk is None:
            query = question.query(self._hall.today(), coming_from(question, here.person, market.address))
            self._walk = walk_of(edition, query, here.standing, self._hall.clock.now())
        return self._walk.at(self._number)

    def _renew(self) -> None:
        """Show what another edition says; its list may be another one."""
        self._walk = None
        self.show()

    def _find(self, edition: Edition | None) -> PublicJob | None:
        job = edition.job_by_number(self._number) if edition is not None else None
        open_still = job is not None and job.valid_until > self._hall.clock.now()
        return job if job is not None and open_still and may_see(job, self._here.standing) else None

    async def _act(self, name: str, value: str) -> None:
        if self._here.over:
            return
        if name == "pick":
            self._here.basket = flipped(self._here.basket, self._number)
        elif name == "print":
            await self._print(value)
        self.show()

    async def _print(self, tap: str) -> None:
        edition = self._hall.edition()
        job = self._find(edition)
        if edition is None or job is None:
            return
        # a tap replayed after a stall brings the mark its button had, so it asks for the same slip again
        mark = int(tap) if tap.isdecimal() and len(tap) < 6 else self._printed
        self._printed = max(self._printed, mark + 1)
        number, now = edition.manifest.number, self._hall.clock.now()
        reference = f"{job.number} {self._here.visit.id} {mark}"
        await self._slip.print(
            lambda: job_receipt(job, edition.market(), number, now, self._hall.terminal), reference)  # fmt: skip
