"""我的信息 over real HTTP: only the terminal that asks reads it, a question counts once, and nothing of it stays."""

from __future__ import annotations

import logging
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from content.errors import HubAway, LinkError, NotPaired, SealError
from content.link.hub import Hub
from content.link.person_hatch import answer_binding, ask_person, question_binding
from content.model.codec import from_json, to_json
from content.model.codes import TerminalKind
from content.model.own_record import OwnRecord, PersonQuestion
from content.privacy import seal, unseal
from tests.contract.link_house import CANARY, House, Post, bytes_hold, plain_client, until

UNKNOWN = "341721199003075678"  # no checksum: it belongs to nobody


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


def sealed_question(house: House, post: Post, number: str, one_time: X25519PrivateKey, terminal: str = "") -> str:
    reply = b64encode(one_time.public_key().public_bytes_raw()).decode()
    binding = question_binding(post.paired.site_id, terminal or post.paired.terminal)
    question = to_json(PersonQuestion(id_number=number, reply_key=reply))
    return b64encode(seal(house.keys.seal_public, question, binding)).decode()


def test_the_holder_of_a_card_sees_masks_of_their_own_record(house: House, post: Post) -> None:
    number = post.register()
    until(lambda: house.ledger_numbers() == [number], "the ledger line")
    own = ask_person(post.hub, CANARY)
    assert (own.found, own.number, own.name_mask, own.phone_mask) == (True, number, "测***", "139****0000")
    assert own.wish.trades == ("A11",)
    assert ask_person(post.hub, UNKNOWN) == OwnRecord(found=False)


def test_neither_question_nor_answer_stays_in_a_file_or_a_log(house: House, post: Post,
                                                              caplog: pytest.LogCaptureFixture) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    number = post.register()
    until(lambda: house.ledger_numbers() == [number], "the ledger line")
    ask_person(post.hub, CANARY)
    ask_person(post.hub, UNKNOWN)
    with plain_client(house, post.paired.token) as client:
        client.post("/link/hatch", json={"question": "person", "sealed": CANARY})
    for secret in (CANARY, UNKNOWN):
        assert bytes_hold(house.data.parent, secret) == []
        assert secret not in caplog.text
    assert "/link/hatch" in caplog.text or caplog.records  # the log was really listened to


def test_a_known_and_an_unknown_person_get_answers_of_one_length(house: House, post: Post) -> None:
    number = post.register()
    until(lambda: house.ledger_numbers() == [number], "the ledger line")
    with plain_client(house, post.paired.token) as client:
        sizes = {len(client.post("/link/hatch", json={"question": "person", "sealed": sealed_question(
            house, post, one, X25519PrivateKey.generate())}).content) for one in (CANARY, UNKNOWN)}  # fmt: skip
    assert len(sizes) == 1


def test_a_question_of_one_terminal_is_not_answered_to_another(house: House, post: Post) -> None:
    stolen = sealed_question(house, post, CANARY, X25519PrivateKey.generate())
    other = house.pair()
    with plain_client(house, other.token) as client:
        refused = client.post("/link/hatch", json={"question": "person", "sealed": stolen})
    assert refused.status_code == 400
    with plain_client(house, post.paired.token) as client:
        assert client.post("/link/hatch", json={"question": "person", "sealed": stolen}).status_code == 200


def test_a_question_counts_once_and_its_answer_opens_with_its_own_key_alone(house: House, post: Post) -> None:
    one_time = X25519PrivateKey.generate()
    question = sealed_question(house, post, CANARY, one_time)
    with plain_client(house, post.paired.token) as client:
        first = client.post("/link/hatch", json={"question": "person", "sealed": question})
        again = client.post("/link/hatch", json={"question": "person", "sealed": question})
    assert (first.status_code, again.status_code) == (200, 409)
    sealed, binding = b64decode(first.json()["sealed"]), answer_binding(b64decode(question))
    assert from_json(OwnRecord, unseal(one_time, sealed, binding)).found is False
    for key, bound in ((X25519PrivateKey.generate(), binding), (one_time, answer_binding(b"another"))):
        with pytest.raises(SealError):
            unseal(key, sealed, bound)


def test_a_screen_and_a_stranger_and_a_revoked_kiosk_get_nothing(house: House, post: Post) -> None:
    screen = Hub(house.pair(TerminalKind.SCREEN))
    try:
        with pytest.raises(LinkError, match="只有自助机"):
            ask_person(screen, CANARY)
    finally:
        screen.close()
    with plain_client(house) as client:
        assert client.post("/link/hatch", json={"question": "person", "sealed": ""}).status_code == 401
    house.revoke(post.paired.terminal)
    with pytest.raises(NotPaired):
        ask_person(post.hub, CANARY)


def test_ten_questions_about_one_person_are_enough_for_ten_minutes(house: House, post: Post) -> None:
    for _ in range(10):
        assert ask_person(post.hub, UNKNOWN).found is False
    with pytest.raises(HubAway, match="过十分钟"):
        ask_person(post.hub, UNKNOWN)
    assert ask_person(post.hub, CANARY).found is False


def test_a_terminal_that_asks_about_everybody_is_stopped_and_no_other(house: House, post: Post) -> None:
    numbers = [f"34172119900307{place:04d}" for place in range(41)]
    for number in numbers[:40]:
        ask_person(post.hub, number)
    with pytest.raises(HubAway, match="查得太多"):
        ask_person(post.hub, numbers[40])
    elsewhere = Hub(house.pair())
    try:
        assert ask_person(elsewhere, numbers[40]).found is False
    finally:
        elsewhere.close()


def test_a_hub_away_is_said(house: House, post: Post) -> None:
    post.courier.stop()
    house.stop()
    with pytest.raises(HubAway):
        ask_person(post.hub, CANARY)
    house.start()
