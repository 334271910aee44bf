"""招聘会: the list, one with its booths; on its day 招聘会模式: sign in and say which booths one wants to talk to."""

from __future__ import annotations

from content.clock import calendar_day
from content.errors import LinkError
from content.model.cases import FairCheckInBody, FairInterestBody
from content.model.codes import FairTheme
from content.model.ids import new_id
from content.model.published import PublicFair
from content.theme import words
from kiosk.components.panel import Panel
from kiosk.components.qr import qr_svg
from kiosk.pages.calm import NO_EDITION, NOT_THERE, show_calm
from kiosk.pages.filed import file_plain
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.reading import add_list, fair_leaves

_TITLE, _LIST = "招聘会", "/kiosk/fairs"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /fairs."""

    def fair(id: str) -> None:
        _FairPage(hall, here, id).show()

    add_list(routes, hall, here, "/fairs", _TITLE, "近期没有招聘会", fair_leaves)
    routes["/fairs/{id}"] = fair


class _FairPage:
    """One fair while it is shown; what was touched is counted once a page load, without a name."""

    def __init__(self, hall: Hall, here: Here, fair_id: str) -> None:
        self._hall, self._here, self._id = hall, here, fair_id
        self._panel = Panel(self._act)
        self._key = new_id(hall.clock.now())
        self._signed_in = False
        self._wanted: tuple[int, ...] = ()
        self._said, self._trouble = "", False
        here.on_edition = self.show

    def _find(self) -> PublicFair | None:
        edition = self._hall.edition()
        fairs = edition.fairs(self._hall.clock.now()) if edition is not None else ()
        return next((one for one in fairs if one.id == self._id), None)

    def show(self) -> None:
        found = self._find()
        if found is None:
            headline, lines = NO_EDITION if self._hall.edition() is None else NOT_THERE
            show_calm(self._panel, self._here, headline, lines, title=_TITLE, back=_LIST)
            return
        self._panel.show(
            "kiosk_fair.html", who=self._here.person, back=_LIST, fair=found,
            when=words.day_and_minute(found.starts_at), until=words.minute_of(found.valid_until),
            on_today=self._on_today(found), room=qr_svg(found.stream_url) if found.stream_url else None,
            signed_in=self._signed_in, wanted=self._wanted, said=self._said, trouble=self._trouble,
        )  # fmt: skip

    def _on_today(self, fair: PublicFair) -> bool:
        return fair.theme is not FairTheme.LIVE and calendar_day(fair.starts_at) == self._hall.today()

    async def _act(self, name: str, value: str) -> None:
        found = self._find()
        if self._here.over or found is None or not self._on_today(found):
            return
        if name == "check-in" and not self._signed_in:
            self._signed_in = await self._file(
                "fair_check_in", FairCheckInBody(fair_id=found.id, fair_name=found.name), "come",
                "签好到了，请进。")  # fmt: skip
        elif name == "booth" and value.isdecimal() and int(value) < len(found.booths):
            await self._want(found, int(value))
        self.show()

    async def _want(self, fair: PublicFair, place: int) -> None:
        if place in self._wanted:
            return
        booth = fair.booths[place]
        body = FairInterestBody(fair_id=fair.id, fair_name=fair.name, booth=booth)
        if await self._file("fair_interest", body, f"booth {place}", f"记下了，请到 {booth} 当面谈。"):
            self._wanted = (*self._wanted, place)

    async def _file(self, kind: str, body: object, about: str, said: str) -> bool:
        try:
            await file_plain(self._hall, kind, body, f"{kind} {self._key} {about}")
        except LinkError as error:
            self._said, self._trouble = str(error), True
            return False
        self._said, self._trouble = said, False
        return True
