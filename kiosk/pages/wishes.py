"""Steps 2 and 3: what somebody can do and wants, when, where and whom to call; for registering and correcting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from nicegui import ui

from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.codes import IdEntry, PayWish, StartWish
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from kiosk import registering
from kiosk.components.panel import Panel
from kiosk.components.writer import Field, Writer
from kiosk.pages import register_texts as said
from kiosk.pages.hall import Here
from kiosk.registering import Draft
from kiosk.visit import Standing

Done = Callable[[Draft, str], Awaitable[str]]  # choices and phone; returns what stands in the way, or ""

_CHANGES: dict[str, Callable[[Draft, str], Draft]] = {
    "trade": registering.with_trade, "pay": registering.with_pay, "start": registering.with_start,
    "place": registering.with_place, "phone-of": registering.with_phone_of,
}  # fmt: skip
_ABILITIES = ("education", "skill", "certificate", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the steps are called: a registration has three, a correction two."""

    title: str
    submit: str
    steps: int = 3
    kept_phone: str = ""  # the mask of the phone the market has, which may stay


REGISTERING = Words(title="求职登记", submit="提交登记")


class Wishes:
    """The two steps in one place of the page; `keep` hears every change of the draft, `done` files it."""

    def __init__(self, here: Here, place: ui.element, words: Words, *, keep: Callable[[Draft], None], done: Done,
                 test: bool = False) -> None:  # fmt: skip
        self._here, self._place, self._words = here, place, words
        self._keep, self._done, self._test = keep, done, test
        self._panel = Panel()
        self._draft: Draft | None = None
        self._writer: Writer | None = None
        self._phone, self._group = "", "A"

    def begin(self, draft: Draft, phone: str = "") -> None:
        """Show step 2 with what is chosen so far."""
        self._draft, self._phone = draft, phone
        if draft.trades:
            self._group = draft.trades[0][0]
        self._step(self._on_wish)
        self._show_wishes()

    def _step(self, on_act: Any) -> None:
        self._writer = None
        self._place.clear()
        with self._place:
            self._panel = Panel(on_act)

    def _change(self, draft: Draft) -> None:
        self._draft = draft
        self._keep(draft)

    # step 2: trades, pay, and what may be told of oneself

    def _show_wishes(self, trouble: str = "") -> None:
        draft, who, standing = self._draft, self._here.person, self._here.standing
        if who is None or draft is None:
            return
        picked_in = {letter: sum(code[0] == letter for code in draft.trades) for letter in "ABCDEFGHIJK"}
        self._panel.show(
            "kiosk_wishes.html", who=who, by_card=who.id_entry is IdEntry.CARD, group=self._group, draft=draft,
            retired=standing is Standing.PAST_RETIREMENT, minor=standing is Standing.MINOR,
            shown=registering.open_trades(self._group, standing), picked=draft.trades, picked_in=picked_in,
            pays=tuple(PayWish), pay=draft.pays, trouble=trouble, words_of=self._words, test=self._test,
            chosen="、".join(trades()[code].name for code in draft.trades),
        )  # fmt: skip

    async def _on_wish(self, name: str, value: str) -> None:
        draft = self._draft
        if self._here.over or draft is None:
            return
        if name == "group" and value in "ABCDEFGHIJK":
            self._group = value
        elif name in ("trade", "pay"):
            self._change(_CHANGES[name](draft, value))
        elif name == "unsure":
            self._change(registering.with_unsure(draft))
        elif name == "abilities":
            self._step(self._on_ability)
            self._show_abilities()
            return
        elif name == "next":
            finding = registering.wishes_finding(draft)
            if finding is None:
                self._when()
                return
            self._show_wishes(finding.sentence)
            return
        self._show_wishes()

    def _show_abilities(self) -> None:
        self._panel.show(
            "kiosk_abilities.html", who=self._here.person, draft=self._draft, words_of=self._words,
            educations=tuple(Education), skills=tuple(Skill), certificates=tuple(Certificate),
            groups=tuple(SeekerGroup),
        )  # fmt: skip

    async def _on_ability(self, name: str, value: str) -> None:
        if self._here.over or self._draft is None:
            return
        if name == "back":
            self._step(self._on_wish)
            self._show_wishes()
        elif name in _ABILITIES:
            self._change(registering.with_ability(self._draft, name, value))
            self._show_abilities()

    # step 3: when, where, phone

    def _when(self, trouble: str = "") -> None:
        if self._draft is None:
            return
        self._writer = None
        self._place.clear()
        without = _no_typing(self._draft)
        looks = "page" if without else "page writer-page"
        with self._place, ui.element("div").classes(looks).props("data-clock=idle data-prompt=when"):
            self._panel = Panel(self._on_when, classes="panel" if without else "head")
            if not without:
                field = Field(**(asdict(said.PHONES[self._draft.phone_of]) | {"text": self._phone}))
                self._writer = Writer((field,), self._words.submit, self._on_phone)
        self._show_when(trouble)

    def _show_when(self, trouble: str = "") -> None:
        draft = self._draft
        if draft is None:
            return
        self._panel.show(
            "kiosk_when.html", who=self._here.person, starts=tuple(StartWish), start=draft.start, places=TOWNSHIPS,
            picked=draft.places, phones=tuple(PhoneOf), phone_of=draft.phone_of, words_of=self._words,
            kept=draft.phone_kept, without=_no_typing(draft), trouble=trouble,
        )  # fmt: skip

    async def _on_when(self, name: str, value: str) -> None:
        draft = self._draft
        if self._here.over or draft is None:
            return
        if name == "back":
            self._step(self._on_wish)
            self._show_wishes()
        elif name == "submit" and _no_typing(draft):
            await self._finish("")
        elif name in _CHANGES:
            self._change(_CHANGES[name](draft, value))
            if name == "phone-of":
                self._when()
            else:
                self._show_when()

    async def _on_phone(self, texts: dict[str, str]) -> None:
        if self._here.over or self._writer is None or self._draft is None:
            return
        self._phone = texts["phone"]
        finding = registering.phone_finding(self._phone, self._draft.phone_of)
        if finding is not None:
            self._writer.say("phone", finding.sentence)
            return
        await self._finish(self._phone)

    async def _finish(self, phone: str) -> None:
        if self._draft is None:
            return
        trouble = await self._done(self._draft, phone)
        if trouble and not self._here.over:
            self._show_when(trouble)


def _no_typing(draft: Draft) -> bool:
    return draft.phone_kept or draft.phone_of is PhoneOf.NONE
