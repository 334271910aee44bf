"""培训课程, one: the six fields of R163, when, where, and how to sign up."""

from __future__ import annotations

from content.admin.desk import Desk
from content.admin.editor import Craft
from content.admin.hall_form import HallForm, show_form
from content.admin.hall_forms import course_groups
from content.admin.hall_kinds import COURSES
from content.admin.hall_records import blank_course, months_around, record_from
from content.admin.login import EDITING, REVIEWING
from content.admin.parts import DeskPage
from content.clock import calendar_day
from content.model.notices import Course
from content.rules.completeness import check_course

_FORM: HallForm[Course] = HallForm(
    kind=COURSES, title="培训课程", words="写给要报名的人：学什么、要几天、在哪里、怎么报。", blank=blank_course,
)  # fmt: skip


async def _body(desk: Desk) -> None:
    def craft(course: Course) -> Craft[Course]:
        months = months_around(calendar_day(desk.now()), course.month)
        return Craft(sort=COURSES.sort, groups=course_groups(months), table=COURSES.table, assemble=record_from,
                     check=lambda one, tables, now: check_course(one, now))  # fmt: skip

    await show_form(desk, _FORM, craft)


PAGE = DeskPage(path="/courses/{id}", title="培训课程", roles=EDITING | REVIEWING, body=_body)
