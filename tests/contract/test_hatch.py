"""The hatch over real HTTP: a receipt's answer for whoever holds number and code, and little for whoever guesses."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.errors import HubAway, LinkError, NotPaired
from content.hubapi.attempts import Attempts
from content.hubapi.guesses import Guesses
from content.link.hatch import ask_receipt
from content.link.hub import Hub
from content.model.walk_in import ComplaintKind, ComplaintState, Outcome, ReceiptAnswer, ReportBody
from tests.contract.link_house import House, Post, bytes_hold, plain_client, until

SECRET = "13911112222"  # invented
NOT_FOUND = "没有查到，请核对小票上的号码和 4 位数字"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "hub")
    yield opened
    opened.stop()


@pytest.fixture
def post(house: House, tmp_path: Path) -> Iterator[Post]:
    opened = Post(tmp_path / "kiosk", house.pair())
    opened.courier.start()
    yield opened
    opened.close()


def report(number: str) -> ReportBody:
    return ReportBody(number=number, code="0815", kind=ComplaintKind.FEE, job_id="", job_number=0, employer_name="",
                      text="要我交押金", phone=SECRET, notice_version="1")  # fmt: skip


def filed(house: House, post: Post) -> str:
    """File a report and return its number once its file is open."""
    number = post.outbox.file_numbered("report", report, datetime.now(UTC), True, key="one").number
    post.courier.wake()

    def there() -> bool:
        with house.market.reading() as tables:
            return bool(tables.complaints.by_receipt(number))

    until(there, "the complaint file")
    return number


def wrong_codes(right: str = "0815") -> Iterator[str]:
    return (code for code in (f"{one:04d}" for one in range(10_000)) if code != right)


def test_a_report_is_answered_by_its_receipt_and_no_file_holds_the_phone(house: House, post: Post) -> None:
    number = filed(house, post)
    assert ask_receipt(post.hub, number, "0815").state == "已经收到，等工作人员核实"

    def close(tables):  # type: ignore[no-untyped-def]
        (file,) = tables.complaints.by_receipt(number)
        return tables.complaints.save(replace(file, state=ComplaintState.ANSWERED, outcome=Outcome.TRUE,
                                              answer="押金已经退了", answered_at=house.clock.now()), 1)  # fmt: skip

    closed = house.market.write(close)
    said = ask_receipt(post.hub, number.replace("-", ""), "0815")
    assert (said.found, said.state, said.answer) == (True, "已办结：属实，已处理", "押金已经退了")
    assert said.at is not None
    assert abs((said.at - closed.answered_at).total_seconds()) < 0.01
    assert bytes_hold(house.data.parent, SECRET) == []
    assert bytes_hold(house.data.parent, "要我交押金") == []


def test_a_wrong_code_a_wrong_number_and_nonsense_get_one_and_the_same_reply(house: House, post: Post) -> None:
    number = filed(house, post)
    nothing = ReceiptAnswer(found=False, state="", answer=NOT_FOUND, at=None)
    assert ask_receipt(post.hub, number, "0816") == nothing
    assert ask_receipt(post.hub, "99-000018", "0815") == nothing
    with plain_client(house, post.paired.token) as client:
        bodies = [client.post("/link/hatch", json={"question": "receipt", "number": one, "code": two}).content
                  for one, two in ((number, "9999"), ([], None), ("x" * 5000, {"a": 1}))]  # fmt: skip
    assert len(set(bodies)) == 1


def _guess(hub: Hub, number: str, times: int) -> list[str]:
    codes = wrong_codes()
    return [ask_receipt(hub, number, next(codes)).answer for _ in range(times)]


def test_five_wrong_codes_shut_the_number_at_every_terminal_even_to_the_right_one(house: House, post: Post) -> None:
    number = filed(house, post)
    said = _guess(post.hub, number, 6)
    assert said[:5] == [NOT_FOUND] * 5
    assert "试错太多次了，请过 10 分钟再来查" in said[5]
    elsewhere = Hub(house.pair())
    try:
        shut = ask_receipt(elsewhere, number, "0815")
        assert (shut.found, shut.state, shut.at) == (False, "", None)
        assert "试错太多次" in shut.answer
    finally:
        elsewhere.close()


def test_five_wrong_codes_over_many_numbers_shut_the_terminal_and_no_other(house: House, post: Post) -> None:
    number = filed(house, post)
    for place in range(5):
        assert ask_receipt(post.hub, f"77-0000{place}", "1234").answer == NOT_FOUND
    assert "试错太多次" in ask_receipt(post.hub, number, "0815").answer
    elsewhere = Hub(house.pair())
    try:
        assert ask_receipt(elsewhere, number, "0815").found
    finally:
        elsewhere.close()


def test_an_own_receipt_between_guesses_buys_no_further_guess(house: House, post: Post) -> None:
    number = filed(house, post)
    for place in range(5):
        assert ask_receipt(post.hub, number, "0815").found
        ask_receipt(post.hub, f"77-0000{place}", "1234")
    assert not ask_receipt(post.hub, number, "0815").found


def test_control_without_the_limiters_the_code_is_guessed(house: House, post: Post,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    number = filed(house, post)
    monkeypatch.setattr(Guesses, "begin", lambda self, key, now: None)
    monkeypatch.setattr(Attempts, "allow", lambda self, address, now: True)
    codes = (f"{one:04d}" for one in range(800, 820))
    assert any(ask_receipt(post.hub, number, code).found for code in codes)


def test_strangers_and_strange_questions_are_refused_and_nothing_is_logged(
    house: House, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    number = filed(house, post)
    with plain_client(house) as client:
        assert client.post("/link/hatch", json={"question": "receipt"}).status_code == 401
    with pytest.raises(LinkError, match="不认识这个问题"):
        post.hub.ask("weather")
    ask_receipt(post.hub, number, "0815")
    ask_receipt(post.hub, number, "7316")
    house.revoke(post.paired.terminal)
    with pytest.raises(NotPaired):
        ask_receipt(post.hub, number, "0815")
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("content", "kiosk")))
    assert number not in ours
    assert "7316" not in ours
    assert number not in "\n".join(record.getMessage() for record in caplog.records if "http" in record.name.lower())


def test_with_the_hub_away_it_says_so(house: House, post: Post) -> None:
    number = filed(house, post)
    house.stop()
    try:
        with pytest.raises(HubAway, match="联系不上中心主机"):
            ask_receipt(post.hub, number, "0815")
    finally:
        house.start()
