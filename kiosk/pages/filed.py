"""A receipt on the glass: number and code of what was just filed, and the slip with them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from content.errors import LinkError
from content.model.published import MarketCard
from kiosk.components.panel import Panel
from kiosk.components.qr import qr_svg
from kiosk.pages.hall import Hall, Here
from kiosk.pages.slip import PaperSlip
from kiosk.slips import case_receipt
from printer.receipt import Receipt
from printer.templates import CaseSlip

NOT_PAIRED = "这台机器还收不了，请到服务窗口说；也请告诉工作人员：机器还没有和中心配对。"
UNPRINTED = "已经收下了，记下号码和查询码也行。"


def new_code() -> str:
    """Return the four digits of a slip."""
    return f"{secrets.randbelow(10_000):04d}"


def market_of(hall: Hall) -> MarketCard:
    """Return the market's card, an empty one before the first edition."""
    edition = hall.edition()
    return edition.market() if edition is not None else MarketCard()


async def file_numbered(hall: Hall, kind: str, make_body: Callable[[str], object], key: str) -> str:
    """File a body under the next receipt number and return it; LinkError with what to do instead."""
    outbox = hall.outbox()
    if outbox is None:
        raise LinkError(NOT_PAIRED)
    filed = await asyncio.to_thread(outbox.file_numbered, kind, make_body, hall.clock.now(), hall.clock_ok(), key=key)
    hall.wake_courier()
    return filed.number


async def file_plain(hall: Hall, kind: str, body: object, key: str) -> None:
    """File a body that gets no receipt; LinkError with what to do instead."""
    outbox = hall.outbox()
    if outbox is None:
        raise LinkError(NOT_PAIRED)
    await asyncio.to_thread(outbox.file, kind, body, hall.clock.now(), hall.clock_ok(), key=key)
    hall.wake_courier()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the page says around the number."""

    title: str
    headline: str
    name: str  # of the receipt, for the QR code and the slip
    then: tuple[str, ...]  # what happens next


class FiledPage:
    """The page while it is shown; a printer that fails leaves the number on the glass to be written down.

    `make` makes another slip than the receipt of a case.
    """

    def __init__(self, hall: Hall, here: Here, panel: Panel, words: Words, slip: CaseSlip,
                 make: Callable[[], Receipt] | None = None) -> None:  # fmt: skip
        self._hall, self._here, self._panel, self._words, self._slip = hall, here, panel, words, slip
        self._make = make or self._case_receipt
        self._paper = PaperSlip(hall, self.show)
        here.on_slip = self._paper.hear

    async def begin(self) -> None:
        """Show the number, then print it."""
        self._here.finish()
        self.show()
        await self._paper.print(self._make, self._slip.number)

    def _case_receipt(self) -> Receipt:
        return case_receipt(self._slip, market_of(self._hall), self._hall.clock.now(), self._hall.terminal)

    def show(self) -> None:
        """Show it as it stands now."""
        if self._here.over:
            return
        if self._paper.trouble:
            self._here.touch()  # writing the number down takes longer than taking a slip
        number, code = self._slip.number, self._slip.code
        self._panel.show(
            "kiosk_receipt.html", who=self._here.person, words_of=self._words, number=number, code=code,
            said=self._paper.said + (UNPRINTED if self._paper.trouble else ""), trouble=self._paper.trouble,
            prompt=self._paper.prompt,
            qr=qr_svg(f"{self._words.name} {number} 查询码 {code}"),
        )  # fmt: skip
