"""举报: what about, then a job number, a phone and a word if one wants; nobody has to give a name."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nicegui import ui

from content.errors import LinkError
from content.model.ids import new_id
from content.model.published import PublicJob
from content.model.walk_in import ComplaintKind
from kiosk.complaining import LONGEST_TEXT, ReportDraft, about, caller_finding, report_body, with_kind, with_number
from kiosk.components.panel import Panel
from kiosk.components.writer import Field, Writer
from kiosk.pages.filed import FiledPage, Words, file_numbered, market_of, new_code
from kiosk.pages.hall import Hall, Here, Routes
from printer.templates import CaseSlip

_NUMBER = Field(key="job", label="哪个岗位？写岗位号，不知道就空着", kind="number", most=8, hint="岗位上的数字")
_PHONE = Field(key="phone", label="您的电话，不想留就空着", kind="phone", most=12, hint="核实完给您回话")
_TEXT = Field(key="text", label="还想说的，不会写就空着", kind="text", most=LONGEST_TEXT, hint="比如：要我交三百块押金")
_FILED = Words(
    title="举报收下了", headline="好了，举报收下了", name="举报回执",
    then=("工作人员会去核实。查清以前，有问题的岗位可以先停掉。",
          "想知道结果，在首页点“查回执”，写上面的号码和 4 位数字。"),
)  # fmt: skip
_ANSWER = "核实后答复，自助机点“查回执”可看"


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /report and, from a job, /report/{number}."""

    def report() -> None:
        _Reporting(hall, here, -1).begin()

    def report_job(number: str) -> None:
        _Reporting(hall, here, int(number) if number.isdecimal() and len(number) < 16 else -1).begin()

    routes["/report"], routes["/report/{number}"] = report, report_job


class _Reporting:
    """The steps of one report, each in the same place of the page."""

    def __init__(self, hall: Hall, here: Here, number: int) -> None:
        self._hall, self._here = hall, here
        self._back = f"/kiosk/job/{number}" if number > 0 else "/kiosk/"
        self._place = ui.element("div").classes("panel")
        self._panel = Panel()
        self._writer: Writer | None = None
        edition = hall.edition()
        job = edition.job_by_number(number) if edition is not None and number > 0 else None
        draft = ReportDraft(key=f"report {new_id(hall.clock.now())}", code=new_code())
        here.report = about(draft, job) if job is not None else draft

    def begin(self) -> None:
        """Ask what it is about."""
        self._place.clear()
        with self._place:
            self._panel = Panel(self._on_kind)
        self._panel.show("kiosk_report.html", who=self._here.person, back=self._back, draft=self._here.report,
                         kinds=tuple(ComplaintKind), market=market_of(self._hall))  # fmt: skip

    async def _on_kind(self, name: str, value: str) -> None:
        draft = self._here.report
        if self._here.over or draft is None or name != "kind":
            return
        self._here.report = with_kind(draft, value)
        if self._here.report.kind is not None:
            self._more()

    def _more(self) -> None:
        draft = self._here.report
        if draft is None:
            return
        fields = (_PHONE, _TEXT) if draft.job_id else (_NUMBER, _PHONE, _TEXT)
        self._place.clear()
        with self._place, ui.element("div").classes("page writer-page").props("data-clock=idle"):
            self._panel = Panel(self._on_more, classes="head")
            self._writer = Writer(fields, "交上去", self._on_texts)
        self._show_more()

    def _show_more(self, trouble: str = "") -> None:
        self._panel.show("kiosk_report_more.html", who=self._here.person, draft=self._here.report, trouble=trouble)

    async def _on_more(self, name: str, value: str) -> None:
        if not self._here.over and name == "back":
            self.begin()

    async def _on_texts(self, texts: dict[str, str]) -> None:
        draft = self._here.report
        if self._here.over or self._writer is None or draft is None or draft.number:
            return
        wrong = caller_finding(texts["phone"])
        if wrong is not None:
            self._writer.say("phone", wrong.sentence)
            return
        if "job" in texts:
            draft = with_number(draft, texts["job"], self._job(texts["job"]))
        try:
            make = partial(report_body, draft, texts["text"], texts["phone"])
            number = await file_numbered(self._hall, "report", make, draft.key)
        except LinkError as error:
            self._show_more(str(error))
            return
        if not self._here.over:
            await self._filed(replace(draft, number=number))

    def _job(self, typed: str) -> PublicJob | None:
        edition = self._hall.edition()
        return edition.job_by_number(int(typed)) if edition is not None and typed.isdecimal() else None

    async def _filed(self, draft: ReportDraft) -> None:
        self._here.report = draft
        subject = draft.kind.label if draft.kind is not None else ""
        slip = CaseSlip(number=draft.number, code=draft.code, is_dispute=False, subject=subject, answer_by=_ANSWER,
                        phone=market_of(self._hall).complaint_phone, title=_FILED.name)  # fmt: skip
        self._writer = None
        self._place.clear()
        with self._place:
            panel = Panel()
        await FiledPage(self._hall, self._here, panel, _FILED, slip).begin()
