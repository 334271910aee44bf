"""What is asked of a list, as its address says it: words, stage, filters, order, page; pure.

    /staff/jobs?text=banyun&stage=approved&trade=A11&sort=-pay&page=3

A word of the address that means nothing is left out, so that an old link still opens the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from content.model.codes import Stage
from content.model.editorial import Standing
from content.store.database import Tables
from content.store.records import Page

STANDING = "standing"
_OWN = frozenset(("text", "stage", "sort", "page"))
# a phone or an ID number typed into a list stays on the page: addresses are kept by browsers and proxies
_PERSONAL = re.compile(r"\d{11}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One filter of a list; `options` names its values in order.

    `asked` says which filters of the table a value stands for, where it is not the one of the same name; `narrow`
    finds options by what is typed and always names the chosen one, where there are too many to offer.
    """

    name: str
    label: str
    options: Mapping[str, str]
    asked: Callable[[str, datetime], tuple[tuple[str, str], ...]] | None = None
    narrow: Callable[[Tables, str, str], dict[str, str]] | None = None

    def knows(self, value: str) -> bool:
        """Say whether a value of the address can be meant."""
        return bool(value) and (self.narrow is not None or value in self.options)


# where an approved record is: the table's own word for it, beside its stage
WHERE = Choice(name=STANDING, label="大厅", options={
    Standing.APPROVED.value: "等发布", Standing.PUBLISHED.value: "大厅里有", Standing.EXPIRED.value: "已过期",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """One question to a list; `sort` "" is the table's own order, `page` counts from 1."""

    text: str = ""
    stage: Stage | None = None
    chosen: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    descending: bool = False
    page: int = 1


def state_of(words: Mapping[str, str], sorts: frozenset[str], choices: tuple[Choice, ...]) -> ListState:
    """Return the question an address asks."""
    stage, sort, page = words.get("stage", ""), words.get("sort", ""), words.get("page", "")
    named = sort.removeprefix("-")
    return ListState(
        text=words.get("text", ""),
        stage=Stage(stage) if stage in {one.value for one in Stage} else None,
        chosen=tuple((one.name, words[one.name]) for one in choices if one.knows(words.get(one.name, ""))),
        sort=named if named in sorts else "",
        descending=named in sorts and sort.startswith("-"),
        page=int(page) if re.fullmatch(r"[1-9]\d{0,5}", page) else 1,
    )


def words_of_address(search: str) -> dict[str, str]:
    """Return the words of the part of an address behind its `?`."""
    return dict(parse_qsl(search.removeprefix("?")))


def address_of(state: ListState) -> str:
    """Return the part of the address that asks this, with its `?`; "" for the list as it opens."""
    text = "" if _PERSONAL.search(re.sub(r"[\s-]", "", state.text)) else state.text.strip()
    sort = f"{'-' * state.descending}{state.sort}" if state.sort else ""
    words = {"text": text, "stage": state.stage.value if state.stage else "", **dict(state.chosen), "sort": sort,
             "page": str(state.page) if state.page > 1 else ""}  # fmt: skip
    query = urlencode({name: value for name, value in words.items() if value})
    return f"?{query}" if query else ""


def page_of(state: ListState, choices: tuple[Choice, ...], now: datetime, rows: int) -> Page:
    """Return what the store is asked."""
    by_name = {one.name: one for one in choices}
    filters: list[tuple[str, str]] = []
    standing: Standing | None = None
    for name, value in state.chosen:
        asked = by_name[name].asked
        if name == STANDING:
            standing = Standing(value)
        else:
            filters += asked(value, now) if asked is not None else ((name, value),)
    return Page(text=state.text, stage=state.stage, standing=standing, sort=state.sort, descending=state.descending,
                filters=tuple(filters), limit=rows, offset=(state.page - 1) * rows)  # fmt: skip


def sorted_anew(state: ListState, sort: str) -> tuple[str, bool]:
    """Return the order after a click on a column's head: upwards first, then downwards."""
    return sort, state.sort == sort and not state.descending
