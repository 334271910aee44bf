"""评一评: one face, then one reason if one wants; done in two touches, without a name."""

from __future__ import annotations

from content.errors import LinkError
from content.model.cases import Satisfaction, SatisfactionBody, SatisfactionReason
from content.model.ids import new_id
from kiosk.components.panel import Panel
from kiosk.pages.filed import file_plain
from kiosk.pages.hall import Hall, Here, Routes


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /satisfaction."""

    def satisfaction() -> None:
        _Asking(hall, here).show()

    routes["/satisfaction"] = satisfaction


class _Asking:
    """The two questions; the answer is filed once, after the second."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._panel = Panel(self._act)
        self._key = f"satisfaction {new_id(hall.clock.now())}"
        self._face: Satisfaction | None = None
        self._filing = False

    def show(self, trouble: str = "") -> None:
        self._panel.show(
            "kiosk_satisfaction.html", who=self._here.person, face=self._face, faces=tuple(Satisfaction),
            reasons=tuple(SatisfactionReason), trouble=trouble,
        )  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        if self._here.over or self._filing:
            return
        if name == "back":
            self._face = None
        elif name == "face" and value in set(Satisfaction):
            self._face, self._here.begun = Satisfaction(value), True
        elif name == "reason" and self._face is not None and value in set(SatisfactionReason):
            await self._file(self._face, SatisfactionReason(value))
            return
        self.show()

    async def _file(self, face: Satisfaction, reason: SatisfactionReason) -> None:
        person, self._filing = self._here.person, True
        body = SatisfactionBody(face=face, reason=reason, id_number=person.id_number if person is not None else "")
        try:
            await file_plain(self._hall, "satisfaction", body, self._key)
        except LinkError as error:
            self._filing = False
            self.show(str(error))
            return
        if self._here.over:
            return
        self._here.finish()
        lines = ("记下了，我们照着改。",) if face not in (Satisfaction.VERY_GOOD, Satisfaction.GOOD) else ()
        self._panel.show("kiosk_thanks.html", title="评一评", who=person, headline="谢谢您", lines=lines,
                         on_href="/kiosk/jobs?today=1", on_word="看看今天的活")  # fmt: skip
