"""咨询 and 满意度 of a month: a page and its sums by SQL are those of the whole month, counted row by row."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from content.admin.consultations import lines_between, lines_left_over, month_analysis, month_page
from content.admin.satisfaction import month_of_answers
from content.clock import SHANGHAI, SetClock
from content.model.cases import Case, CaseKind, CaseState, Satisfaction
from content.model.codes import Channel
from content.model.consultations import ConsultStepKind, ConsultTopic
from content.model.seekers import Sealed
from content.store.database import Market
from content.store.tables import Tables
from tests.unit.content.store.samples import DAY, KEYS, NOW
from tests.unit.content.store.test_hall_answers import of_seeker
from tests.unit.content.store.test_hall_ledgers import asked, step

TODAY = date(2026, 11, 23)
MONTH = (date(2026, 11, 1), date(2026, 11, 30))
_TOPICS = (ConsultTopic.JOBS, ConsultTopic.POLICY, ConsultTopic.RIGHTS)


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    yield opened
    opened.close()


def _case(key: str, kind: CaseKind, day: date, choice: str, answered: bool, once: bytes = b"") -> Case:
    at = datetime.combine(day, time(0, 30), SHANGHAI)  # a day earlier by UTC
    return Case(id=key, kind=kind, number="", code_digest=b"", terminal_id="t-1", occurred_at=at, clock_ok=True,
                channel=Channel.KIOSK, subject="", choice=choice, subject_id="", once=once, name_mask="",
                body=Sealed(ciphertext=b"x", mask=""), phone_mask="", answer="答了" if answered else "",
                state=CaseState.ANSWERED if answered else CaseState.NEW,
                answered_at=NOW if answered else None)  # fmt: skip


def _fill(tables: Tables) -> list[tuple[date, ConsultTopic, bool]]:
    """Fill five weeks and return what stands: day, topic, and whether it is answered."""
    dice, stands = random.Random(5), []
    for place in range(150):
        day, topic, answered = TODAY - timedelta(days=place % 36), dice.choice(_TOPICS), dice.random() < 0.8
        if place % 4 == 0:
            tables.cases.add(_case(f"k-{place:03}", CaseKind.QUESTION, day, topic.value, answered))
        else:
            key = f"q-{place:03}"
            tables.consultations.add(asked(key, day=day, topic=topic, entered_at=NOW + timedelta(minutes=place)))
            if answered:
                tables.consultations.add_step(step(key))
            if place % 15 == 1:  # asked about something else than was noted
                topic = _TOPICS[0]
                tables.consultations.add(asked(f"c-{place:03}", day=day, topic=topic, corrects=key, reason="选错了"))
            if place % 15 == 2:
                tables.consultations.add(asked(f"v-{place:03}", day=day, corrects=key, reason="记重了", void=True))
                continue
        stands.append((day, topic, answered))
    return stands


def test_every_page_of_a_month_of_questions_is_its_part_of_the_whole(market: Market) -> None:
    stands = market.write(_fill)
    with market.reading() as tables:
        whole = (*lines_left_over(tables, MONTH[0], TODAY), *lines_between(tables, *MONTH, TODAY))
        for offset in range(0, len(whole) + 7, 7):
            lines, total = month_page(tables, *MONTH, TODAY, 7, offset)
            waits = sum(one.state.answered_at is None for one in whole)
            assert total == len(whole)
            if offset >= waits or offset + 7 <= waits:  # within a part of it the order is the same
                assert [one.id for one in lines] == [one.id for one in whole[offset : offset + 7]]
            assert lines == tuple(whole[offset : offset + 7])
    here = [one for one in stands if one[0] >= MONTH[0] or not one[2]]
    assert len(whole) == len(here)  # the control: what was put in


def test_the_analysis_of_a_month_is_what_a_plain_count_finds(market: Market) -> None:
    stands = market.write(_fill)
    asked_now = Counter(topic for day, topic, _ in stands if day >= MONTH[0])
    waiting = Counter(topic for day, topic, answered in stands if day >= MONTH[0] and not answered)
    before = Counter(topic for day, topic, _ in stands if day < MONTH[0])
    with market.reading() as tables:
        found = {line.topic: line for line in month_analysis(tables, MONTH[0])}
    assert sum(before.values()) > 0 < sum(waiting.values())
    for topic in ConsultTopic:
        line = found[topic]
        assert (line.count, line.open, line.count - line.change) == (asked_now[topic], waiting[topic], before[topic])


def test_the_questions_that_wait_are_those_without_an_answer(market: Market) -> None:
    stands = market.write(_fill)
    plain = """SELECT count(*) FROM consultation WHERE NOT void AND id NOT IN (SELECT corrects FROM consultation)
        AND entry_id NOT IN (SELECT subject_id FROM consult_step WHERE kind = 'answered')"""
    with market.reading() as tables:
        waiting = tables.consultations.open_count()
        assert waiting == tables._db.execute(plain).fetchone()[0] > 0
        key = tables.consultations.open_before(TODAY)[0].entry_id
        kiosk = sum(one.state is not CaseState.ANSWERED for one in tables.cases.of_kind(
            CaseKind.QUESTION, NOW - 60 * DAY, NOW + DAY))  # fmt: skip
    assert waiting + kiosk == sum(not answered for _, _, answered in stands)
    market.write(lambda tables: tables.consultations.add_step(step(key, ConsultStepKind.ESCALATED, whom="医保局")))
    with market.reading() as tables:
        assert tables.consultations.open_count() == waiting  # asking somebody is no answer
    market.write(lambda tables: tables.consultations.add_step(step(key)))
    with market.reading() as tables:
        assert tables.consultations.open_count() == waiting - 1


def test_a_page_of_answers_says_the_sums_of_the_whole_month(market: Market) -> None:
    faces = (Satisfaction.VERY_GOOD, Satisfaction.FAIR, Satisfaction.GOOD)

    def fill(tables: Tables) -> None:
        for place in range(25):
            tables.seeker_answers.add(of_seeker(
                f"a-{place:02}", once=b"staff %d" % place, day=TODAY - timedelta(days=place % 20),
                face=faces[place % 3], entered_at=NOW + timedelta(minutes=place)))  # fmt: skip
        for place in range(9):  # the first six told staff as well, two days before
            day = TODAY - timedelta(days=place % 20 + 2 if place < 6 else 0)
            tables.cases.add(_case(f"k-{place}", CaseKind.SATISFACTION, day, "poor", False, b"staff %d" % place
                                   if place < 6 else b"kiosk %d" % place))  # fmt: skip

    market.write(fill)
    with market.reading() as tables:
        whole = month_of_answers(tables, MONTH[0])
        rows = sorted(tables.seeker_answers.between(*MONTH), key=lambda one: (one.day, one.entered_at), reverse=True)
        pages = [month_of_answers(tables, MONTH[0], 10, offset) for offset in (0, 10, 20)]
    assert whole.answers == tuple(rows) == tuple(one for page in pages for one in page.answers)
    # 25 persons told staff and 3 more a kiosk; of six who told both the kiosk's, which came first, counts
    content = sum(place % 3 != 1 for place in range(6, 25))
    for month in (whole, *pages):
        assert (month.noted, month.kiosk) == (25, 9)
        assert (month.of_seekers.answers, month.of_seekers.content) == (28, content)


def test_a_void_answer_is_on_no_page(market: Market) -> None:
    one = of_seeker("a", once=b"x")
    market.write(lambda tables: tables.seeker_answers.add(one))
    gone = replace(one, id="b", corrects="a", reason="没有问过", void=True)
    with market.reading() as tables:
        assert month_of_answers(tables, MONTH[0], 10).noted == 1
    market.write(lambda tables: tables.seeker_answers.add(gone))
    with market.reading() as tables:
        found = month_of_answers(tables, MONTH[0], 10)
    assert (found.noted, found.answers, found.of_seekers.answers) == (0, (), 0)
