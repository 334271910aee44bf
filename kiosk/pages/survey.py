"""培训需求: what people want to learn, when and how; nobody's name (R161)."""

from __future__ import annotations

from content.errors import LinkError
from content.model.cases import TrainingSurveyBody, TrainingTime, TrainingWish
from content.model.codes import CourseMode
from content.model.ids import new_id
from kiosk.components.panel import Panel
from kiosk.matters import LearningWay
from kiosk.pages.case_filing import Group
from kiosk.pages.filed import file_plain
from kiosk.pages.hall import Hall, Here, Routes

_GROUPS = (
    Group(key="wish", ask="想学什么？可以点几样", choices=tuple(TrainingWish), look="three"),
    Group(key="time", ask="什么时候有空学？", choices=tuple(TrainingTime)),
    Group(key="mode", ask="想怎么学？", choices=tuple(LearningWay), look="two-wide"),
)
_MISSING = {"wish": "请点一样想学的。", "time": "请点什么时候有空。", "mode": "请点想怎么学。"}


def register(routes: Routes, hall: Hall, here: Here) -> None:
    """Add the page at /survey."""

    def survey() -> None:
        _Survey(hall, here).show()

    routes["/survey"] = survey


class _Survey:
    """The one page of the survey; what is ticked lives in this object only."""

    def __init__(self, hall: Hall, here: Here) -> None:
        self._hall, self._here = hall, here
        self._panel = Panel(self._act)
        self._key = f"survey {new_id(hall.clock.now())}"
        self._chosen: dict[str, tuple[str, ...]] = {group.key: () for group in _GROUPS}
        self._filing = False

    def show(self, trouble: str = "") -> None:
        self._panel.show("kiosk_case_choose.html", title="想学什么", back="/kiosk/more", who=self._here.person,
                         groups=_GROUPS, chosen=self._chosen, before="", urgent="", trouble=trouble, steps=0,
                         next_word="交上去")  # fmt: skip

    async def _act(self, name: str, value: str) -> None:
        if self._here.over or self._filing:
            return
        if name == "next":
            await self._file()
            return
        group = next((one for one in _GROUPS if one.key == name), None)
        if group is not None and value in set(group.choices):
            had, self._here.begun = self._chosen[name], True
            several = tuple(one for one in had if one != value) if value in had else (*had, value)
            self._chosen[name] = several if name == "wish" else (value,)
        self.show()

    async def _file(self) -> None:
        missing = next((key for key, values in self._chosen.items() if not values), None)
        if missing is not None:
            self.show(_MISSING[missing])
            return
        self._filing = True
        body = TrainingSurveyBody(
            wishes=tuple(TrainingWish(one) for one in self._chosen["wish"]), time=TrainingTime(self._chosen["time"][0]),
            mode=CourseMode(self._chosen["mode"][0]),
        )  # fmt: skip
        try:
            await file_plain(self._hall, "survey_training", body, self._key)
        except LinkError as error:
            self._filing = False
            self.show(str(error))
            return
        if not self._here.over:
            self._here.finish()
            self._panel.show("kiosk_thanks.html", title="想学什么", who=self._here.person, headline="好了，记下了",
                             lines=("每个月照大家想学的开课，开了课在这里报名，不收学费。",), on_href="/kiosk/courses",
                             on_word="看看现在的课")  # fmt: skip
