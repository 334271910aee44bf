"""An open form judged while somebody types: a moment after the last key, off the loop, beside the fields.

What is typed is never touched, but by a click on a lawful wording. A new form says only of fields somebody was in that
they are empty or wrong; once saved, it says everything.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from content.admin.desk import Desk
from content.admin.form import Form
from content.admin.pauses import Pause
from content.errors import ContentError
from content.model.findings import Finding
from content.rules.judgement import TwinFinding
from content.rules.screening import WordFinding, accept
from content.store.database import Tables

PAUSE_S = 0.4  # after the last key
_LACKS = frozenset(("STRUCT", "typed"))  # codes of findings on what is not there yet, or not in its form
Typing = Callable[[], tuple[Any, tuple[Finding, ...]]]
OnTwin = Callable[[str, str], Awaitable[None]]  # "beside" or "apart", and the id of the other job


class Judge:
    """What the rules say of one form; `on_twin` is the page's to set, `form` its maker's."""

    form: Form

    def __init__(self, desk: Desk, typing: Typing,
                 check: Callable[[Any, Tables, datetime], tuple[Finding, ...]]) -> None:  # fmt: skip
        self._desk, self._typing, self._check = desk, typing, check
        self._touched: set[str] = set()
        self._everything = False
        self._asked = 0
        self._later = Pause(PAUSE_S, self.look, "judge a form")
        self.on_twin: OnTwin | None = None

    def typed(self, name: str) -> None:
        """Take note that somebody typed in a field, and look once they pause."""
        self._touched.add(name)
        self._later.begin()

    def saved(self) -> None:
        """The form has been saved: what the save found is shown, and from now on everything is said."""
        self._everything = True
        self._later.end()

    async def look(self, everything: bool = False) -> None:
        """Judge what is typed now and show it; an answer that was overtaken by a later question is dropped."""
        self._everything = self._everything or everything
        self._asked += 1
        asked, (record, wrong) = self._asked, self._typing()
        # while the hub or the login is away the remarks stay as they are: the save will say what is the matter
        with suppress(ContentError):
            found = await self._desk.ask(lambda tables: self._check(record, tables, self._desk.now()))
            if asked == self._asked:
                self.form.show(self._worth_saying(found, wrong))

    def _worth_saying(self, found: tuple[Finding, ...], wrong: tuple[Finding, ...]) -> tuple[Finding, ...]:
        unread = {one.field for one in wrong}
        every = (*wrong, *(one for one in found if one.field not in unread))
        return tuple(one for one in every
                     if self._everything or one.code not in _LACKS or one.field in self._touched)  # fmt: skip

    async def pressed(self, deed: str, finding: Finding) -> None:
        """Do what a button of a remark says."""
        if isinstance(finding, TwinFinding):
            if self.on_twin is not None:
                await self.on_twin(deed, finding.twin)
        elif isinstance(finding, WordFinding) and deed == "offer":
            part = self.form.part(finding.field)
            part.set_value(accept(str(part.value or "").strip(), finding))
            part.run_method("focus")
        self._later.end()
        await self.look()
