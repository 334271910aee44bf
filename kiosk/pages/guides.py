"""办事指南: 就业失业登记 and 困难认定; what is ticked prints a list of papers and is kept nowhere."""

from __future__ import annotations

from content.edition.reading import Edition
from content.model.published import HardshipDisplay
from content.rules.guides import Guide, guides, hardship_grounds, hardship_papers
from kiosk.hall_slips import guide_checklist
from kiosk.pages.filed import market_of
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.reading import Leaf, Sheet, add_list
from kiosk.pages.sheet_page import SheetPage

_KEPT_NOWHERE = "点上自己有的（只为算要带什么，不记下来，不交上去）"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /guides."""

    def guide(key: str) -> None:
        if key in guides():
            _GuidePage(hall, here, guides()[key]).show()

    add_list(routes, hall, here, "/guides", "办事指南", "没有指南", _leaves)
    routes["/guides/{key}"] = guide


def _leaves(edition: Edition, now: object, kind: str) -> tuple[Leaf, ...]:
    return tuple(Leaf(href=f"/kiosk/guides/{one.key}", title=one.title, text=one.plain, tags=("打印材料清单",))
                 for one in guides().values())  # fmt: skip


class _GuidePage:
    """One guide while it is shown."""

    def __init__(self, hall: Hall, here: Here, guide: Guide) -> None:
        self._hall, self._here, self._guide = hall, here, guide
        edition = hall.edition()
        typed = edition.hardship() if edition is not None else HardshipDisplay()
        self._grounds = hardship_grounds(typed) if guide.key == "hardship" else ()
        self._ticked: frozenset[int] = frozenset()
        self._page = SheetPage(hall, here, guide.title, "/kiosk/guides", self._act)

    @property
    def _papers(self) -> tuple[str, ...]:
        return hardship_papers(self._grounds, self._ticked) if self._grounds else self._guide.papers

    def show(self) -> None:
        guide = self._guide
        sheet = Sheet(headline=guide.title, plain=guide.plain, sections=(
            ("谁能办", guide.who), ("怎么办", guide.steps), ("要带什么", self._papers), ("依据", guide.source)))
        self._page.show(
            sheet, buttons=(("打印材料清单", "print", "", ""),),
            links=(("有不懂的，去提问", "/kiosk/question", "quiet"),),
            ticks=tuple((place, one.label, place in self._ticked) for place, one in enumerate(self._grounds)),
            tick_word=_KEPT_NOWHERE,
        )  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        if self._here.over:
            return
        if name == "tick" and value.isdecimal() and int(value) < len(self._grounds):
            self._ticked, self._here.begun = self._ticked ^ {int(value)}, True
            self.show()
        elif name == "print":
            market, now, papers, matter = market_of(self._hall), self._hall.clock.now(), self._papers, self._guide.title
            await self._page.print(lambda: guide_checklist(matter, papers, market, now, self._hall.terminal), "guide")
