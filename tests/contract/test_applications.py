"""报名 through both doors: filed at a kiosk, in the hub's ledger once, whatever order filings come in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.model.filings import ApplicationBody, WithdrawalBody
from content.privacy import blind_index
from tests.contract.link_house import CANARY, House, Post, bytes_hold, until

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    hub = House(tmp_path / "hub")
    yield hub
    hub.stop()


@pytest.fixture
def post(house: House, tmp_path: Path) -> Iterator[Post]:
    terminal = Post(tmp_path / "kiosk", house.pair())
    yield terminal
    terminal.close()


def application(number: str) -> ApplicationBody:
    return ApplicationBody(
        number=number, code="4821", job_id="job-1", job_number=1042, employer_name="某某物流", name="测试员甲",
        id_number=CANARY, phone="13900000000", consent_version="报名同意-1", consented_at=NOW,
    )  # fmt: skip


def withdrawal(number: str) -> WithdrawalBody:
    return WithdrawalBody(application_number=number, id_number=CANARY, withdrawn_at=NOW)


def _standings(house: House) -> list[tuple[str, str]]:
    with house.market.reading() as tables:
        answers = tables.applications.of_person(blind_index(house.keys.index, "id1", CANARY))
    return sorted((one.number, one.standing) for one in answers)


def test_an_application_and_its_withdrawal_arrive_once_and_no_file_holds_the_person(
    house: House, post: Post, tmp_path: Path
) -> None:
    first = post.outbox.file_numbered("application", application, NOW, True, key="application 1").number
    assert post.outbox.file_numbered("application", application, NOW, True, key="application 1").number == first
    second = post.outbox.file_numbered("application", application, NOW, True, key="application 2").number
    for _ in range(2):
        post.outbox.file("withdrawal", withdrawal(first), NOW, True, key=f"withdrawal {first}")
    post.courier.start()
    until(lambda: house.counts() == (0, 3, 0, 0), "two applications and one withdrawal are projected")
    assert _standings(house) == sorted([(first, "已撤回"), (second, "已提交")])
    assert bytes_hold(tmp_path, CANARY) == []
    assert bytes_hold(tmp_path, "测试员甲") == []


def test_a_withdrawal_from_another_kiosk_may_come_before_the_application(
    house: House, post: Post, tmp_path: Path
) -> None:
    other = Post(tmp_path / "other", house.pair())
    number = post.outbox.file_numbered("application", application, NOW, True).number
    other.outbox.file("withdrawal", withdrawal(number), NOW, True)
    other.courier.start()
    until(lambda: house.counts() == (0, 1, 0, 0), "the withdrawal is here and the application is not")
    post.courier.start()
    until(lambda: house.counts() == (0, 2, 0, 0), "both are here")
    assert _standings(house) == [(number, "已撤回")]
    other.close()
