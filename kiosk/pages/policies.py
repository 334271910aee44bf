"""政策: the list, one in plain words first, 我能不能办 where it lists its conditions, and the slip of papers."""

from __future__ import annotations

from content.model.published import PublicPolicy
from content.rules.eligibility import Reply, advice, conditions
from kiosk.components.panel import Panel
from kiosk.hall_slips import policy_checklist
from kiosk.pages.calm import NO_EDITION, NOT_THERE, show_calm
from kiosk.pages.filed import market_of
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.reading import add_list, policy_chips, policy_leaves, policy_sheet
from kiosk.pages.sheet_page import SheetPage

_TITLE, _LIST = "政策补贴", "/kiosk/policies"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /policies."""

    def policy(id: str) -> None:
        _PolicyPage(hall, here, id).show()

    def check(id: str) -> None:
        _Check(hall, here, id).show()

    add_list(routes, hall, here, "/policies", _TITLE, "现在没有政策公告", policy_leaves, policy_chips)
    routes["/policies/{id}"], routes["/policies/{id}/check"] = policy, check


def _find(hall: Hall, policy_id: str) -> PublicPolicy | None:
    edition, now = hall.edition(), hall.clock.now()
    found = edition.policy(policy_id) if edition is not None else None
    return found if found is not None and (found.valid_until is None or found.valid_until > now) else None


class _PolicyPage:
    """One policy while it is shown."""

    def __init__(self, hall: Hall, here: Here, policy_id: str) -> None:
        self._hall, self._here, self._id = hall, here, policy_id
        self._page: SheetPage | None = None
        here.on_edition = self.show

    def show(self) -> None:
        edition, found = self._hall.edition(), _find(self._hall, self._id)
        sheet = policy_sheet(edition, self._hall.clock.now(), self._id) if edition is not None else None
        if sheet is None or found is None:
            headline, lines = NO_EDITION if edition is None else NOT_THERE
            show_calm(Panel(), self._here, headline, lines, title=_TITLE, back=_LIST)
            return
        self._page = self._page or SheetPage(self._hall, self._here, _TITLE, _LIST, self._act)
        self._page.show(sheet, buttons=(("打印材料清单", "print", "", ""),) if found.materials else (),
                        links=(("看看我能不能办", f"{_LIST}/{self._id}/check", "b"),))  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        found, page = _find(self._hall, self._id), self._page
        if self._here.over or name != "print" or found is None or page is None:
            return
        market, now = market_of(self._hall), self._hall.clock.now()
        await page.print(lambda: policy_checklist(found, market, now, self._hall.terminal), self._id)


class _Check:
    """The policy's own conditions one by one; replies live in this object only."""

    def __init__(self, hall: Hall, here: Here, policy_id: str) -> None:
        self._hall, self._here, self._policy = hall, here, _find(hall, policy_id)
        self._back = f"{_LIST}/{policy_id}"
        self._asked = conditions(self._policy.who) if self._policy is not None else ()
        self._replies: tuple[Reply, ...] = ()
        self._panel = Panel(self._act)

    def show(self) -> None:
        if self._policy is None:
            headline, lines = NOT_THERE
            show_calm(self._panel, self._here, headline, lines, title=_TITLE, back=_LIST)
            return
        done = len(self._replies) == len(self._asked)
        self._panel.show(
            "kiosk_check.html", who=self._here.person, back=self._back, policy=self._policy, listed=bool(self._asked),
            place=len(self._replies), count=len(self._asked), asked="" if done else self._asked[len(self._replies)],
            replies=tuple(Reply), advice=advice(self._replies) if done else "",
        )  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        if self._here.over:
            return
        place, _, said = value.partition(":")
        if name == "again":
            self._replies = ()
        # a tap replayed after a stall names the question it was made on
        elif name == "reply" and place == str(len(self._replies)) and said in set(Reply):
            self._replies, self._here.begun = (*self._replies, Reply(said)), True
        self.show()
