"""小票: up to five jobs that somebody collected, printed on one slip."""

from __future__ import annotations

from content.edition.reading import Edition
from content.model.published import PublicJob
from kiosk.components.panel import Panel
from kiosk.pages.calm import NO_EDITION, show_calm
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.slip import PaperSlip
from kiosk.slips import jobs_receipt
from kiosk.visit import may_see

MOST = 5
_UNPRINTED = "也可以用手机拍下这一页。"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /basket."""

    def basket() -> None:
        _Basket(hall, here).show()

    routes["/basket"] = basket


def flipped(picked: tuple[int, ...], number: int) -> tuple[int, ...]:
    """Return the collected numbers with one put in or taken out; a sixth changes nothing."""
    if number in picked:
        return tuple(one for one in picked if one != number)
    return (*picked, number) if len(picked) < MOST else picked


class _Basket:
    """The page while it is shown, and what the printer said."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._panel = Panel(self._act)
        self._slip = PaperSlip(hall, self.show)
        here.on_edition, here.on_slip = self.show, self._slip.hear

    def show(self) -> None:
        edition = self._hall.edition()
        if edition is None:
            show_calm(self._panel, self._here, *NO_EDITION, title="小票", back=self._here.list_path)
            return
        jobs = self._jobs(edition)
        gone = tuple(one for one in self._here.basket if one not in {job.number for job in jobs})
        self._panel.show(
            "kiosk_basket.html", who=self._here.person, jobs=jobs, gone=gone, back=self._here.list_path, most=MOST,
            tap=self._here.slips, trouble=self._slip.trouble,
            prompt=self._slip.prompt,
            said=self._slip.said + (_UNPRINTED if self._slip.trouble else ""),
        )  # fmt: skip

    def _jobs(self, edition: Edition) -> tuple[PublicJob, ...]:
        found = (edition.job_by_number(number) for number in self._here.basket)
        now = self._hall.clock.now()
        return tuple(job for job in found
                     if job is not None and job.valid_until > now and may_see(job, self._here.standing))  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        if self._here.over:
            return
        if name == "drop" and value.isdecimal():
            self._here.basket = tuple(one for one in self._here.basket if str(one) != value)
        elif name == "print":
            await self._print(value)
        self.show()

    async def _print(self, tap: str) -> None:
        edition = self._hall.edition()
        jobs = self._jobs(edition) if edition is not None else ()
        if edition is None or not jobs:
            return
        # a tap replayed after a stall brings the mark its button had, so it asks for the same slip again
        mark = int(tap) if tap.isdecimal() and len(tap) < 6 else self._here.slips
        self._here.slips = max(self._here.slips, mark + 1)
        market, number, now = edition.market(), edition.manifest.number, self._hall.clock.now()
        reference = f"{'-'.join(str(job.number) for job in jobs)} {self._here.visit.id} {mark}"
        await self._slip.print(
            lambda: jobs_receipt(jobs, market, number, now, self._hall.terminal, reference), reference)  # fmt: skip
