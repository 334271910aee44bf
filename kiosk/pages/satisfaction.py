"""评一评: one face, one reason, and whether one knows the policies (R015); done in three touches, without a name."""

from __future__ import annotations

from content.errors import LinkError
from content.model.cases import Awareness, Satisfaction, SatisfactionBody, SatisfactionReason
from content.model.ids import new_id
from kiosk.components.panel import Panel
from kiosk.pages.filed import file_plain
from kiosk.pages.hall import Hall, Here, Routes

# who does not know the policies is led to them
_ONWARD = dict.fromkeys((Awareness.UNAWARE, Awareness.PARTLY), ("/kiosk/policies", "看看有哪些政策"))


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /satisfaction."""

    def satisfaction() -> None:
        _Asking(hall, here).show()

    routes["/satisfaction"] = satisfaction


class _Asking:
    """The three questions; the answer is filed once, after the last."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._panel = Panel(self._act)
        self._key = f"satisfaction {new_id(hall.clock.now())}"
        self._face: Satisfaction | None = None
        self._reason: SatisfactionReason | None = None
        self._filing = False

    def show(self, trouble: str = "") -> None:
        self._panel.show(
            "kiosk_satisfaction.html", who=self._here.person, face=self._face, faces=tuple(Satisfaction),
            reasons=tuple(SatisfactionReason), reason=self._reason, knowing=tuple(Awareness), trouble=trouble,
        )  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        if self._here.over or self._filing:
            return
        if name == "back":
            self._face, self._reason = (self._face, None) if self._reason is not None else (None, None)
        elif name == "face" and value in set(Satisfaction):
            self._face, self._here.begun = Satisfaction(value), True
        elif name == "reason" and self._face is not None and value in set(SatisfactionReason):
            self._reason = SatisfactionReason(value)
        elif name == "aware" and self._face is not None and self._reason is not None and value in set(Awareness):
            await self._file(self._face, self._reason, Awareness(value))
            return
        self.show()

    async def _file(self, face: Satisfaction, reason: SatisfactionReason, awareness: Awareness) -> None:
        person, self._filing = self._here.person, True
        body = SatisfactionBody(face=face, reason=reason, id_number=person.id_number if person is not None else "",
                                awareness=awareness)  # fmt: skip
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
        on_href, on_word = _ONWARD.get(awareness, ("/kiosk/jobs?today=1", "看看今天的活"))
        self._panel.show("kiosk_thanks.html", title="评一评", who=person, headline="谢谢您", lines=lines,
                         on_href=on_href, on_word=on_word)  # fmt: skip
