"""One matter filed at the kiosk: choices of large buttons, then a phone and a word if wanted, then its receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from nicegui import ui

from content.errors import LinkError
from content.model.cases import CaseBody, CaseKind
from content.model.codes import Labelled
from content.model.findings import Finding
from content.model.ids import new_id
from kiosk.components.panel import Panel
from kiosk.components.writer import Field, Writer
from kiosk.pages.filed import FiledPage, Words, file_numbered, market_of, new_code
from kiosk.pages.hall import Hall, Here
from printer.receipt import Receipt
from printer.templates import CaseSlip

# a new wording is a new `matters.NOTICE_VERSION`; no market may keep these longer (retention.toml)
KEPT_AT_MOST = "办完以后最多存三年，到期自动删。"
PROMISE = f"电话只用来给您回话，不给别人看，不打广告；{KEPT_AT_MOST}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One question with its buttons; `look` is a class of `.opt`."""

    key: str
    ask: str
    choices: tuple[Labelled, ...]
    look: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was chosen and written of one matter, with the number it got."""

    key: str
    code: str
    chosen: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What makes one matter different from another; `check` looks at the texts, `subject` is what the slip says."""

    kind: CaseKind
    title: str
    back: str
    groups: tuple[Group, ...]
    fields: tuple[Field, ...]
    headline: str  # over the fields
    check: Callable[[dict[str, str]], Finding | None]
    body: Callable[[Answers], CaseBody]
    subject: Callable[[Answers], str]
    filed: Words
    answer_by: str
    before: str = ""
    urgent: str = ""
    promise: str = PROMISE
    receipt: Callable[[Answers], Receipt] | None = None  # a slip of another shape than the case's
    closed: Callable[[], str] | None = None  # why nothing is taken any more, asked as it is handed in; "" while it is


class CaseFiling:
    """The steps of one matter, each in the same place of the page; its answers live in this object only."""

    def __init__(self, hall: Hall, here: Here, matter: Matter) -> None:
        self._hall, self._here, self._matter = hall, here, matter
        self._place = ui.element("div").classes("panel")
        self._panel = Panel()
        self._writer: Writer | None = None
        self._answers = Answers(key=f"{matter.kind.value} {new_id(hall.clock.now())}", code=new_code())

    def begin(self) -> None:
        """Ask the first thing."""
        if not self._matter.groups:
            self._ask_texts()
            return
        self._writer = None
        self._place.clear()
        with self._place:
            self._panel = Panel(self._on_choice)
        self._show_choices()

    def _show_choices(self, trouble: str = "") -> None:
        matter, chosen = self._matter, self._answers.chosen
        self._panel.show(
            "kiosk_case_choose.html", title=matter.title, back=matter.back, who=self._here.person, groups=matter.groups,
            chosen={group.key: (chosen.get(group.key, ""),) for group in matter.groups}, before=matter.before,
            urgent=matter.urgent, trouble=trouble, next_word="下一步", steps=2,
        )  # fmt: skip

    async def _on_choice(self, name: str, value: str) -> None:
        if self._here.over:
            return
        self._here.begun = True
        missing = next((group for group in self._matter.groups if group.key not in self._answers.chosen), None)
        if name == "next" and missing is None:
            self._ask_texts()
            return
        group = next((one for one in self._matter.groups if one.key == name), None)
        if group is not None and value in set(group.choices):
            self._answers = replace(self._answers, chosen=self._answers.chosen | {name: value})
        self._show_choices(f"请点一样：{missing.ask}" if name == "next" and missing is not None else "")

    def _ask_texts(self) -> None:
        self._here.begun = True
        self._place.clear()
        with self._place, ui.element("div").classes("page writer-page").props("data-clock=idle"):
            self._panel = Panel(self._on_back, classes="head")
            self._writer = Writer(self._matter.fields, "交上去", self._on_texts)
        self._show_head()

    def _show_head(self, trouble: str = "") -> None:
        matter = self._matter
        self._panel.show("kiosk_case_write.html", title=matter.title, headline=matter.headline, promise=matter.promise,
                         back="" if matter.groups else matter.back, who=self._here.person, trouble=trouble)  # fmt: skip

    async def _on_back(self, name: str, value: str) -> None:
        if not self._here.over and name == "back":
            self.begin()

    async def _on_texts(self, texts: dict[str, str]) -> None:
        if self._here.over or self._writer is None or self._answers.number:
            return
        if self._matter.closed is not None and (over := self._matter.closed()):
            self._show_head(over)
            return
        wrong = self._matter.check(texts)
        if wrong is not None:
            self._writer.say(wrong.field, wrong.sentence)
            return
        answers = replace(self._answers, texts=texts)
        try:
            number = await file_numbered(self._hall, self._matter.kind.value, partial(self._body, answers), answers.key)
        except LinkError as error:
            self._show_head(str(error))
            return
        if not self._here.over:
            await self._filed(replace(answers, number=number))

    def _body(self, answers: Answers, number: str) -> CaseBody:
        return self._matter.body(replace(answers, number=number))

    async def _filed(self, answers: Answers) -> None:
        self._answers, self._writer = answers, None
        matter, market = self._matter, market_of(self._hall)
        slip = CaseSlip(
            number=answers.number, code=answers.code, is_dispute=matter.kind is CaseKind.DISPUTE,
            subject=matter.subject(answers), answer_by=matter.answer_by, phone=market.phone or market.complaint_phone,
            title=matter.filed.name,
        )  # fmt: skip
        self._place.clear()
        with self._place:
            panel = Panel()
        make = None if matter.receipt is None else partial(matter.receipt, answers)
        await FiledPage(self._hall, self._here, panel, matter.filed, slip, make).begin()
