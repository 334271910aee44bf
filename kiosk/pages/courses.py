"""培训: the list, one of them with its six fields, signing up, and where to say what one would rather learn."""

from __future__ import annotations

from content.model.cases import CaseKind
from content.model.published import PublicCourse
from content.privacy import mask_name
from kiosk.components.panel import Panel
from kiosk.components.writer import Field
from kiosk.hall_slips import course_receipt
from kiosk.matters import name_and_phone, sign_up_body
from kiosk.pages.calm import NO_EDITION, NOT_THERE, show_calm
from kiosk.pages.case_filing import KEPT_AT_MOST, Answers, CaseFiling, Matter
from kiosk.pages.filed import Words, market_of
from kiosk.pages.hall import Hall, Here, Routes
from kiosk.pages.matters import PHONE
from kiosk.pages.reading import add_list, course_chips, course_leaves, course_sheet
from kiosk.pages.sheet_page import SheetPage
from kiosk.registering import LONGEST_NAME
from printer.receipt import Receipt

_NAME = Field(key="name", label="您的姓名", kind="name", most=LONGEST_NAME, hint="照身份证上的写")
_FILED = Words(
    title="报名好了", headline="好了，名报上了", name="培训报名回执",
    then=("名额定了，工作人员打电话告诉您。上课带身份证，不收学费。",
          "办得怎么样了，在“查回执”里写上面的号码和 4 位数字。"),
)  # fmt: skip


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the pages at /courses."""

    def course(id: str) -> None:
        _CoursePage(hall, here, id).show()

    def sign_up(id: str) -> None:
        found = _find(hall, id)
        if found is None:
            headline, lines = NOT_THERE
            show_calm(Panel(), here, headline, lines, title="报名", back="/kiosk/courses")
            return
        CaseFiling(hall, here, _matter(hall, here, found)).begin()

    add_list(routes, hall, here, "/courses", "免费学技能", "最近没有开课", course_leaves, course_chips)
    routes["/courses/{id}"], routes["/courses/{id}/join"] = course, sign_up


def _find(hall: Hall, course_id: str) -> PublicCourse | None:
    edition, now = hall.edition(), hall.clock.now()
    courses = edition.courses(now) if edition is not None else ()
    return next((one for one in courses if one.id == course_id), None)


class _CoursePage:
    """One course while it is shown."""

    def __init__(self, hall: Hall, here: Here, course_id: str) -> None:
        self._hall, self._here, self._id = hall, here, course_id
        self._page: SheetPage | None = None
        here.on_edition = self.show

    def show(self) -> None:
        edition = self._hall.edition()
        sheet = course_sheet(edition, self._hall.clock.now(), self._id) if edition is not None else None
        if sheet is None:
            headline, lines = NO_EDITION if edition is None else NOT_THERE
            show_calm(Panel(), self._here, headline, lines, title="免费学技能", back="/kiosk/courses")
            return
        self._page = self._page or SheetPage(self._hall, self._here, "免费学技能", "/kiosk/courses", self._act)
        self._page.show(sheet, links=(("我要报名", f"/kiosk/courses/{self._id}/join", ""),
                                      ("想学别的", "/kiosk/survey", "quiet")))  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        """There is nothing to do but to follow a link."""


def _matter(hall: Hall, here: Here, course: PublicCourse) -> Matter:
    person = here.person
    market, terminal = market_of(hall), hall.terminal

    def slip(answers: Answers) -> Receipt:
        name = person.shown_name if person is not None else mask_name(answers.texts["name"])
        return course_receipt(course, name, answers.number, market, hall.clock.now(), terminal)

    return Matter(
        kind=CaseKind.COURSE_SIGN_UP, title="培训报名", back=f"/kiosk/courses/{course.id}", groups=(),
        fields=(PHONE,) if person is not None else (_NAME, PHONE), headline=course.name, check=name_and_phone,
        promise=f"姓名和电话只给市场和办班的学校，用来通知您上课；{KEPT_AT_MOST}点“交上去”就是同意。",
        subject=lambda answers: course.name, filed=_FILED, answer_by="名额定了电话告诉您", receipt=slip,
        body=lambda answers: sign_up_body(answers.number, answers.code, course, answers.texts, person,
                                          hall.clock.now()),
    )  # fmt: skip
