"""服务公示: what must hang in the hall (条例 §32)."""

from __future__ import annotations

from content.model.published import LicenceDisplay, MarketCard
from kiosk.pages.filed import market_of
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.reading import Sheet
from kiosk.pages.sheet_page import SheetPage

_ASK = "请到综合服务窗口看原件"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /service."""

    async def act(name: str, value: str) -> None:
        """Nothing to do on these pages."""

    def service() -> None:
        page = SheetPage(hall, here, "服务公示", "/kiosk/more", act)

        def show() -> None:
            edition = hall.edition()
            page.show(_display(edition.licences() if edition is not None else LicenceDisplay(), market_of(hall)),
                      links=(("遇到收费、刁难，举报", "/kiosk/report", "quiet"),))  # fmt: skip

        show()
        here.on_edition = show

    routes["/service"] = service


def _display(licences: LicenceDisplay, market: MarketCard) -> Sheet:
    supervisor = " ".join(part for part in (licences.supervisor, licences.supervisor_phone) if part)
    return Sheet(headline=market.name, plain=licences.charges, sections=(
        ("办些什么", licences.services or "找活、登记、政策、培训、维权"),
        ("收不收钱", "都不收钱。谁跟您要钱，都可以举报。"),
        ("营业执照", licences.business_licence or _ASK),
        ("人力资源服务许可证", licences.agency_licence or market.licence_number or _ASK),
        ("谁在办", market.operator), ("在哪里", market.address), ("几点开门", market.hours), ("电话", market.phone),
        ("监督机关", supervisor), ("投诉电话", market.complaint_phone),
    ))  # fmt: skip
