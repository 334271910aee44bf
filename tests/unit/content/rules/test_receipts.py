"""What a receipt answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from content.model.codes import Channel, Stage
from content.model.seekers import Sealed
from content.model.walk_in import Hiring
from content.rules.receipts import hiring_answer, hiring_state
from tests.unit.content.store.samples import JOB, NOW

OPEN = replace(JOB, number=1043, stage=Stage.APPROVED, valid_until=NOW + timedelta(days=1), carried_at=NOW)
HIRING = Hiring(id="h", number="12-000425", code_digest=b"", terminal_id="t", occurred_at=NOW, clock_ok=True,
                channel=Channel.KIOSK, employer_id="e", job_id="j", known_employer=False,
                contact_name=Sealed(ciphertext=b"", mask="李*"), contact_phone=Sealed(ciphertext=b"", mask="*"),
                consent_version="1")  # fmt: skip


@pytest.mark.parametrize(("job", "words"), [
    (OPEN, "已发布 1043 号，正在招人"),
    (replace(OPEN, carried_at=None), "1043 号已审核，等着发布"),
    (replace(OPEN, suspended="举报 12-000417"), "1043 号暂停展示，请到窗口问"),
    (replace(OPEN, stage=Stage.FILLED), "1043 号已招满"),
    (replace(OPEN, valid_until=NOW), "1043 号已到期"),
    (replace(OPEN, stage=Stage.SUBMITTED), "正在审核"),
    (replace(OPEN, stage=Stage.RETURNED), "已经收到，正在核实"),
    (replace(OPEN, stage=Stage.WITHDRAWN), "没有发布，要招人请到窗口再说"),
    (None, "没有发布，要招人请到窗口再说"),
])  # fmt: skip
def test_where_a_hiring_stands_is_said_by_its_job(job, words: str) -> None:  # type: ignore[no-untyped-def]
    assert hiring_state(job, NOW) == words


def test_the_words_of_staff_come_before_the_standing_advice() -> None:
    draft = replace(OPEN, stage=Stage.DRAFT)
    assert "带上营业执照" in hiring_answer(HIRING, draft, NOW).answer
    told = replace(HIRING, answer="电话没打通", answered_at=NOW)
    said = hiring_answer(told, draft, NOW)
    assert (said.answer, said.at) == ("电话没打通", NOW)
    assert hiring_answer(HIRING, OPEN, NOW).answer == ""
