"""办事登记 at the desk: what waits for an answer, and the steps of staff as use cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from content.admin.figures import month_of
from content.admin.parts import Elsewhere
from content.admin.walk_in import HANDLING, LONGEST_ANSWER, READING
from content.clock import local
from content.errors import StaleRecord, StoreError
from content.model.audit import Action
from content.model.cases import Case, CaseKind, CaseState, SelfTestBody
from content.model.codes import Role
from content.model.people import Staff
from content.rules.case_words import choice_words, person_of
from content.rules.reliability import LEAST_ALPHA, LEAST_PEOPLE, cronbach_alpha
from content.rules.self_test import MISSING, interests, items, items_version
from content.store.database import Tables

ANSWERING = HANDLING | {Role.COUNSELLOR}
_MOST_TESTS = 1000
SEEING = READING | {Role.COUNSELLOR}


def cases_waiting(tables: Tables, now: datetime) -> tuple[Elsewhere, ...]:
    """Return the lines of the reviewer's queue."""
    return tuple(
        Elsewhere(title=f"{one.kind.label}：{one.subject}", path=f"/cases/{one.id}",
                  words=f"{one.state.label} · {local(one.occurred_at):%m-%d %H:%M} · 回执 {one.number}")
        for one in tables.cases.open()
    )  # fmt: skip


def _case(tables: Tables, case_id: str, version: int) -> Case:
    found = tables.cases.get(case_id)
    if found is None:
        raise StoreError("没有这份登记，请刷新列表再试。")
    if found.version != version:
        raise StaleRecord("这份登记刚被别人处理过，请看新的内容再办。", found)
    return found


def month_words(tables: Tables, kind: CaseKind, now: datetime) -> str:
    """Return this month's count of a kind, by what was chosen."""
    tally = tables.cases.tally(kind, *month_of(now))
    parts = (f"{choice_words(kind, choice)} {number}" for choice, number in
             sorted(tally.items(), key=lambda one: (-one[1], one[0])))  # fmt: skip
    return f"本月 {sum(tally.values())} 份" + (f"：{'，'.join(parts)}" if tally else "")


def self_test_words(tables: Tables) -> str:
    """Return how well the items of each type of the 职业小测 hang together, once thirty people answered."""
    found, _ = tables.cases.page(CaseKind.SELF_TEST, limit=_MOST_TESTS)
    bodies = [body for one in found if one.body.ciphertext
              and isinstance(body := tables.cases.body_of(one), SelfTestBody)
              and body.items_version == items_version()]  # fmt: skip
    told = []
    for code, interest in interests().items():
        places = [place for place, item in enumerate(items()) if item.type == code]
        rows = [tuple(body.answers[place] for place in places) for body in bodies]
        alpha = cronbach_alpha([row for row in rows if MISSING not in row])
        if alpha is not None:
            told.append(f"{interest.name} {alpha:.2f}" + ("（偏低，少当真）" if alpha < LEAST_ALPHA else ""))
    return f"各类型的 α 系数：{'，'.join(told)}" if told else f"满 {LEAST_PEOPLE} 份才算各类型的 α 系数。"


def take_case(case_id: str, version: int) -> Callable[[Tables, Staff], Case]:
    """Return the use case that begins to see to a case."""

    def step(tables: Tables, staff: Staff) -> Case:
        found = _case(tables, case_id, version)
        if found.state is not CaseState.NEW:
            raise StoreError("这份登记已经有人在办了。")
        return tables.cases.save(replace(found, state=CaseState.HANDLING, handled_by=staff.id), version)

    return step


def answer_case(case_id: str, version: int, words: str, now: datetime) -> Callable[[Tables, Staff], Case]:
    """Return the use case that writes what the receipt answers."""

    def step(tables: Tables, staff: Staff) -> Case:
        found, answer = _case(tables, case_id, version), words.strip()
        if not found.kind.answered:
            raise StoreError("这一种不用答复。")
        if found.kind is CaseKind.APPEAL:
            raise StoreError("公示申诉由考核小组答复，请考核组到“公示申诉”里办。")
        if len(answer) > LONGEST_ANSWER:
            raise StoreError(f"答复最多 {LONGEST_ANSWER} 个字，现在有 {len(answer)} 个，请缩短。")
        done = replace(found, state=CaseState.ANSWERED, answer=answer, answered_at=now, handled_by=staff.id)
        kept = tables.cases.save(done, version)
        tables.audit.note(staff, now, Action.ANSWERED, subject="case", subject_id=found.id,
                          words=f"答复{found.kind.label} {found.number}")  # fmt: skip
        return kept

    return step


def look_at_person(case_id: str, now: datetime) -> Callable[[Tables, Staff], str]:
    """Return the use case that tells name and phone of who filed, and writes down who asked for them."""

    def step(tables: Tables, staff: Staff) -> str:
        found = tables.cases.get(case_id)
        told = "" if found is None else " ".join(person_of(tables.cases.body_of(found))).strip()
        if found is None or not told:
            raise StoreError("这份登记没有留姓名和电话。")
        tables.audit.note(staff, now, Action.LOOKED, subject="case", subject_id=found.id,
                          words=f"{found.kind.label} {found.number} 的联系办法，为答复本人")  # fmt: skip
        return told

    return step
