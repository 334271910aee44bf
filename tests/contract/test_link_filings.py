"""呈报 over real HTTP into a real database: nothing lost, nothing double, whatever is cut, killed or put back."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from content.clock import SystemClock
from content.errors import HubAway, LinkError, NotPaired
from content.hubapi.pairing import new_pairing_code
from content.link.envelope import close_envelope
from content.link.heartbeat import Heartbeat
from content.link.pairing import Paired, keep, pair
from content.model.codec import to_json, to_plain
from content.model.codes import TerminalKind
from content.model.filings import ConsentWithdrawalBody, Envelope, FilingHeader, PlaysBody
from content.model.ids import new_id
from tests.contract.link_house import CANARY, BadLine, House, Post, bytes_hold, plain_client, registration, until

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


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


def envelope_of(paired: Paired, house: House, seq: int, kind: str = "registration", body: bytes = b"") -> Envelope:
    header = FilingHeader(id=new_id(NOW), kind=kind, version=1, site_id=paired.site_id, terminal=paired.terminal,
                          seq=seq, occurred_at=NOW, clock_ok=True)  # fmt: skip
    return close_envelope(header, body or to_json(registration(f"99-{seq:06d}")), house.keys.seal_public)


def test_a_registration_reaches_the_ledger_and_no_file_holds_the_id_number(
    house: House, post: Post, tmp_path: Path
) -> None:
    post.courier.start()
    number = post.register()
    until(lambda: house.ledger_numbers() == [number], "the registration is in the ledger")
    until(lambda: post.outbox.waiting() == 0, "the filing is acknowledged")
    with house.market.reading() as tables:
        (row,), _ = tables.seekers.registrations()
    assert (row.name_mask, row.id_mask, row.phone_mask) == ("测***", "3417**********1234", "139****0000")
    assert bytes_hold(tmp_path, CANARY) == []
    assert bytes_hold(tmp_path, "测试员甲") == []


def test_one_person_who_registers_twice_is_one_person(house: House, post: Post) -> None:
    post.courier.start()
    numbers = sorted([post.register(), post.register()])
    until(lambda: house.ledger_numbers() == numbers, "both registrations are in the ledger")
    with house.market.reading() as tables:
        rows, _ = tables.seekers.registrations()
    assert len({row.seeker_id for row in rows}) == 1


def test_what_was_filed_while_the_hub_was_off_arrives_later(house: House, post: Post) -> None:
    house.stop()
    post.courier.start()
    numbers = sorted(post.register() for _ in range(120))
    until(lambda: "联系不上" in post.courier.state, "the courier says that the hub is away")
    assert post.outbox.waiting() == 120
    house.start()
    post.courier.wake()
    until(lambda: house.ledger_numbers() == numbers, "everything is in the ledger")
    until(lambda: post.courier.state == "", "the courier is content")


def test_requests_and_acknowledgements_lost_on_the_way_make_nothing_missing_or_double(
    house: House, tmp_path: Path
) -> None:
    line = BadLine(house.port)
    line.lose_request, line.lose_answer = 0.15, 0.20
    post = Post(tmp_path / "kiosk", house.pair(url=line.url))
    numbers = []
    for _ in range(200):
        numbers.append(post.register())
        try:
            post.courier.carry()
        except HubAway:
            continue
    line.lose_request = line.lose_answer = 0.0
    post.courier.start()
    until(lambda: post.outbox.waiting() == 0, "everything is acknowledged")
    until(lambda: house.counts() == (0, 200, 0, 0), "everything is projected once")
    assert house.ledger_numbers() == sorted(numbers)
    assert line.lost_requests > 10
    assert line.lost_answers > 10
    post.close()
    line.close()


def _hasty_carry(post: Post) -> None:
    """Carry as one must not: each batch is called acknowledged before it is sent."""
    batch = post.outbox.unacknowledged_after(0, limit=50, max_bytes=700_000)
    post.outbox.acknowledge([one.header.id for one in batch], NOW)
    if batch:
        post.hub.send(batch)


def test_a_courier_that_acknowledges_before_it_has_sent_is_found_to_lose(house: House, tmp_path: Path) -> None:
    line = BadLine(house.port)
    line.lose_request = 0.4
    post, numbers = Post(tmp_path / "kiosk", house.pair(url=line.url)), []
    for _ in range(40):
        numbers.append(post.register())
        with suppress(HubAway):
            _hasty_carry(post)
    line.lose_request = 0.0
    _hasty_carry(post)
    assert post.outbox.waiting() == 0
    assert set(numbers) - set(house.ledger_numbers()), "sent but missing"
    post.close()
    line.close()


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, ".")
from tests.contract.link_house import registration
from content.link.outbox import Outbox
from content.link.heartbeat import Heartbeat
from content.link.pairing import load
box = Outbox(Path(sys.argv[1]) / "outbox.db", load(Path(sys.argv[1]) / "paired.json"))
filed = box.file_numbered("registration", registration, datetime.now(UTC), True, key=sys.argv[2])
print(filed.number, flush=True)
sys.stdin.read()
"""


@pytest.mark.soak
def test_a_kiosk_killed_right_after_its_filing_delivers_it_exactly_once(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "kiosk"
    paired = house.pair()
    keep(folder / "paired.json", paired)
    numbers = []
    for life in range(5):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(folder), f"tap-{life}"], cwd=ROOT, text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        with process:
            numbers.append(process.stdout.readline().strip())  # type: ignore[union-attr]
            os.kill(process.pid, signal.SIGKILL)
    assert all(numbers)
    for _ in range(2):  # the second courier greets anew and finds nothing to do
        post = Post(folder, paired)
        post.courier.start()
        until(lambda box=post.outbox: box.waiting() == 0, "everything is acknowledged")
        post.close()
    until(lambda: house.ledger_numbers() == sorted(numbers), "every registration is in the ledger once")


KILLED_HUB = """
import sys
from pathlib import Path
sys.path.insert(0, ".")
from tests.contract.link_house import House
house = House(Path(sys.argv[1]), port=int(sys.argv[2]))
print("ready", flush=True)
sys.stdin.read()
"""


def test_a_hub_killed_again_and_again_ends_with_everything_once(house: House, tmp_path: Path) -> None:
    post = Post(tmp_path / "kiosk", house.pair())
    house.stop()
    post.courier.start()
    numbers = []
    for already in (0, 7, 31, 60):
        numbers += [post.register() for _ in range(40)]
        process = subprocess.Popen([sys.executable, "-c", KILLED_HUB, str(house.data), str(house.port)], cwd=ROOT,
                                   text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
        with process:
            assert process.stdout.readline() == "ready\n"  # type: ignore[union-attr]
            post.courier.wake()
            most = len(numbers) - already
            until(lambda most=most: post.outbox.waiting() <= most, "some are acknowledged")
            os.kill(process.pid, signal.SIGKILL)
    house.start()
    post.courier.wake()
    until(lambda: post.outbox.waiting() == 0, "everything is acknowledged")
    until(lambda: house.counts() == (0, 160, 0, 0), "everything is projected once")
    assert house.ledger_numbers() == sorted(numbers)
    post.close()


def test_a_hub_put_back_to_an_older_copy_is_healed_by_its_terminals(
    house: House, post: Post, tmp_path: Path
) -> None:
    post.courier.start()
    before = [post.register() for _ in range(3)]
    until(lambda: post.outbox.waiting() == 0 and len(house.ledger_numbers()) == 3, "the first ones are in")
    house.stop()
    shutil.copytree(house.data, tmp_path / "yesterday")
    house.start()
    after = [post.register() for _ in range(4)]
    until(lambda: post.outbox.waiting() == 0 and len(house.ledger_numbers()) == 7, "the later ones are in")
    house.stop()
    shutil.rmtree(house.data)
    (tmp_path / "yesterday").rename(house.data)
    house.start()
    assert house.ledger_numbers() == sorted(before)
    latest = post.register()
    until(lambda: house.ledger_numbers() == sorted([*before, *after, latest]), "nothing is missing or double")
    assert house.counts() == (0, 8, 0, 0)


def test_a_restart_of_the_terminal_heals_a_restored_hub_too(house: House, tmp_path: Path) -> None:
    paired = house.pair()
    house.stop()
    shutil.copytree(house.data, tmp_path / "yesterday")
    house.start()
    first = Post(tmp_path / "kiosk", paired)
    numbers = sorted(first.register() for _ in range(60))
    first.courier.carry()
    assert first.outbox.waiting() == 0
    first.close()
    house.stop()
    shutil.rmtree(house.data)
    (tmp_path / "yesterday").rename(house.data)
    house.start()
    again = Post(tmp_path / "kiosk", paired)
    again.courier.carry()
    until(lambda: house.ledger_numbers() == numbers, "everything is back")
    again.close()


def test_a_tampered_header_is_stored_but_never_projected(house: House, post: Post) -> None:
    good = envelope_of(post.paired, house, 1)
    tampered = replace(good, header=replace(good.header, seq=2, id=new_id(NOW)))
    receipt = post.hub.send([tampered, good])
    assert set(receipt.stored) == {good.header.id, tampered.header.id}
    until(lambda: house.counts() == (0, 1, 0, 1), "the good one is projected, the other is with staff")
    with house.market.reading() as tables:
        (held,) = tables.inbox.stuck()
    assert held.envelope.header.id == tampered.header.id
    assert "系统管理员" in held.sentence
    assert house.ledger_numbers() == ["99-000001"]


@pytest.mark.parametrize("body", [b"{}", b"not json", b"\xff", to_json(registration("x", "34172119901307123X")),
                                  to_json(registration("x", "341721202001011234"))])  # fmt: skip
def test_a_body_that_will_not_project_goes_to_staff_and_holds_up_nothing(
    house: House, post: Post, body: bytes
) -> None:
    post.hub.send([envelope_of(post.paired, house, 1, body=body), envelope_of(post.paired, house, 2)])
    until(lambda: house.counts() == (0, 1, 0, 1), "the second is projected, the first is with staff")
    with house.market.reading() as tables:
        (held,) = tables.inbox.stuck()
    assert "窗口经办人" in held.sentence
    assert CANARY not in held.sentence


def test_a_filing_of_an_unknown_kind_waits_for_a_newer_program(house: House, post: Post) -> None:
    post.courier.start()
    post.outbox.file("of-next-year", PlaysBody(hour=NOW, plays=()), NOW, True)
    post.outbox.file("registration", registration("x"), NOW, True, version=9)
    number = post.register()
    until(lambda: house.ledger_numbers() == [number], "what is known is projected")
    until(lambda: house.counts() == (0, 1, 2, 0), "the others wait")
    with house.market.reading() as tables:
        assert {held.sentence for held in tables.inbox.waiting()} == {
            "本版程序还不认识这种呈报，升级后自动处理。"}  # fmt: skip
    until(lambda: post.outbox.waiting() == 0, "they are acknowledged all the same")


def test_two_filings_with_one_number_are_both_kept(house: House, post: Post) -> None:
    one, other = envelope_of(post.paired, house, 1), envelope_of(post.paired, house, 1)
    assert post.hub.send([one]).stored == (one.header.id,)
    assert post.hub.send([other]).stored == (other.header.id,)
    until(lambda: house.counts() == (0, 1, 0, 1), "the second lies with staff")
    with house.market.reading() as tables:
        (held,) = tables.inbox.stuck()
    assert held.envelope == other


def test_an_unpaired_or_revoked_terminal_can_neither_follow_nor_file(house: House, post: Post) -> None:
    house.publish()
    with plain_client(house) as stranger, plain_client(house, "x" * 43) as guesser:
        for client in (stranger, guesser):
            assert client.get("/link/edition").status_code == 401
            assert client.get("/link/blobs/" + "0" * 64).status_code == 401
            assert client.get("/link/bell").status_code == 401
            for route in ("greeting", "filings", "heartbeat"):
                answer = client.post(f"/link/{route}", json={})
                assert answer.status_code == 401
                assert "重新配对" in answer.json()["detail"]
    house.revoke(post.paired.terminal)
    for refused in (post.hub.greet, lambda: post.hub.edition(None), lambda: next(post.hub.rings()),
                    lambda: post.hub.send([envelope_of(post.paired, house, 1)]),
                    lambda: post.hub.heartbeat(None, {}), lambda: next(post.hub.blob("0" * 64))):  # fmt: skip
        with pytest.raises(NotPaired, match="重新配对"):
            refused()
    assert house.counts() == (0, 0, 0, 0)


def test_pairing_anew_brings_what_was_filed_under_the_old_pairing(house: House, tmp_path: Path) -> None:
    old = Post(tmp_path / "kiosk", house.pair())
    left = old.register()
    old.close()
    house.revoke(old.paired.terminal)
    new = Post(tmp_path / "kiosk", house.pair())
    fresh = new.register()
    new.courier.carry()
    until(lambda: house.ledger_numbers() == sorted([left, fresh]), "both are in the ledger")
    assert left[:2] != fresh[:2]
    new.close()


def test_nobody_files_in_the_name_of_another_terminal_at_work(house: House, post: Post) -> None:
    other = house.pair()
    with plain_client(house, post.paired.token) as client:
        forged = to_plain(envelope_of(other, house, 1))
        answer = client.post("/link/filings", json={"envelopes": [forged]}).json()
    assert answer["stored"] == []
    assert "另一台" in answer["refused"][0]["sentence"]
    assert house.counts() == (0, 0, 0, 0)


def test_a_screens_token_alters_and_erases_nobody(house: House, post: Post, tmp_path: Path) -> None:
    """What hangs in a hall is carried off more easily than a kiosk; an ID number may be known to anybody."""
    post.courier.start()
    number = post.register()
    until(lambda: house.ledger_numbers() == [number], "the registration is in the ledger")
    screen = house.pair(TerminalKind.SCREEN)
    gone = to_json(ConsentWithdrawalBody(id_number=CANARY))
    forged = [envelope_of(screen, house, 1, "withdrawal_of_consent", gone), envelope_of(screen, house, 2)]
    # and as from a terminal that nobody knows, as after a restored copy
    forged.append(envelope_of(replace(screen, terminal="unknown"), house, 1, "withdrawal_of_consent", gone))
    shown = to_json(PlaysBody(hour=NOW, plays=()))
    with plain_client(house, screen.token) as client:
        sent = [to_plain(one) for one in (*forged, envelope_of(screen, house, 3, "plays", shown))]
        answer = client.post("/link/filings", json={"envelopes": sent}).json()
    assert answer["stored"] == [sent[3]["header"]["id"]]
    assert [one["id"] for one in answer["refused"]] == [one.header.id for one in forged]
    assert all("这类终端" in one["sentence"] for one in answer["refused"])
    # a control: the same withdrawal is a kiosk's to bring; and a kiosk files no plays
    own = [envelope_of(post.paired, house, 50, "withdrawal_of_consent", gone),
           envelope_of(post.paired, house, 51, "plays", shown)]  # fmt: skip
    with plain_client(house, post.paired.token) as client:
        answer = client.post("/link/filings", json={"envelopes": [to_plain(one) for one in own]}).json()
    assert answer["stored"] == [own[0].header.id]
    until(lambda: house.counts() == (0, 3, 0, 0), "registration, plays and withdrawal are projected")


def test_bad_input_gets_a_sentence_and_never_a_fault(house: House, post: Post) -> None:
    good = to_plain(envelope_of(post.paired, house, 1))
    with plain_client(house, post.paired.token) as client:
        assert client.post("/link/filings", content=b"x" * (1 << 20 | 1)).status_code == 413
        for body in (b"", b"[]", b"\xff", b"[" * 100_000):
            answer = client.post("/link/filings", content=body)
            assert answer.status_code == 400
            assert "请系统管理员" in answer.json()["detail"]
        crooked: list[object] = [None, 7, {}, {"header": 7}, {**good, "sealed": 7}, {"header": {"id": "x" * 500}}]
        crooked += [{**good, "header": {**good["header"], "seq": seq}} for seq in (0, -1, 2**63, "x")]
        answer = client.post("/link/filings", json={"envelopes": [*crooked, good]})
        assert answer.status_code == 200
        assert answer.json()["stored"] == [good["header"]["id"]]
        assert len(answer.json()["refused"]) == len(crooked)
        for body in ({"edition_order": "x"}, {"report": "x" * 20_000}, {"edition_order": 1.5},
                     {"edition_order": 10**30}, {"edition_order": -1}):  # fmt: skip
            assert client.post("/link/heartbeat", json=body).status_code == 400
        assert client.post("/link/filings", json={"envelopes": "x"}).json()["stored"] == []
        half = "\ud800"  # of a character: JSON can say it, and no database takes it
        result = {"id": half, "ok": True, "sentence": ""}
        for path, body in (("heartbeat", {"report": {"x": half}}), ("heartbeat", {"report": {}, "errands": [result]}),
                           ("hatch", {"question": "receipt", "number": half, "code": half}),
                           ("filings", {"envelopes": [{**good, "header": {**good["header"], "id": half}}]}),
                           ("pair", {"code": "00000000", "kind": "kiosk", "name": half})):  # fmt: skip
            assert client.post(f"/link/{path}", content=json.dumps(body)).status_code == 400, path
        whole = {"report": {"x": "\U0001f600 \\ud800"}}  # a control: both halves, and the letters of one
        assert client.post("/link/heartbeat", content=json.dumps(whole)).status_code == 200


def test_a_heartbeat_is_what_the_desk_sees(house: House, post: Post) -> None:
    post.hub.heartbeat(17, {"printer": "缺纸"})
    with house.market.reading() as tables:
        terminal = tables.terminals.get(post.paired.terminal)
    assert terminal is not None
    assert (terminal.edition_order, json.loads(terminal.report)["printer"]) == (17, "缺纸")
    assert terminal.last_seen_at is not None


def test_a_part_that_cannot_say_how_it_is_does_not_end_the_heartbeat(house: House, post: Post) -> None:
    answers = iter([ZeroDivisionError(), {"edition_order": 4}])

    def report() -> dict[str, object]:
        answer = next(answers, {"edition_order": 5})
        if isinstance(answer, Exception):
            raise answer
        return answer

    def seen() -> int | None:
        with house.market.reading() as tables:
            terminal = tables.terminals.get(post.paired.terminal)
        return terminal.edition_order if terminal else None

    beat = Heartbeat(post.hub, report, every_s=0.01)
    beat.start()
    until(lambda: seen() == 5, "the beat goes on")
    beat.stop()
    assert beat.state == ""


def test_a_code_pairs_once_and_only_its_kind(house: House) -> None:
    code = new_pairing_code(house.market, house.keys, TerminalKind.SCREEN, SystemClock().now())
    with pytest.raises(LinkError, match="信息屏"):
        pair(house.url, code, TerminalKind.KIOSK, "自助机")
    paired = pair(house.url, code, TerminalKind.SCREEN, "信息屏")
    assert len(paired.prefix) == 2
    assert paired.token not in repr(paired)
    with pytest.raises(NotPaired, match="配对码不对"):
        pair(house.url, code, TerminalKind.SCREEN, "信息屏")
    assert bytes_hold(house.data, paired.token) == []
    assert bytes_hold(house.data, code) == []


def test_wrong_codes_are_slowed_down(house: House) -> None:
    for _ in range(5):
        with pytest.raises(NotPaired):
            pair(house.url, "00000000", TerminalKind.KIOSK, "自助机")
    with pytest.raises(HubAway, match="一分钟"):
        pair(house.url, "00000000", TerminalKind.KIOSK, "自助机")


async def _guess(house: House, address: str) -> int:
    transport = httpx.ASGITransport(app=house.app, client=(address, 50000))
    async with httpx.AsyncClient(transport=transport, base_url="https://hub") as client:
        wrong = {"code": "00000000", "kind": "kiosk", "name": "x"}
        return (await client.post("/link/pair", json=wrong)).status_code


async def test_wrong_codes_are_slowed_down_from_however_many_addresses_they_come(house: House) -> None:
    one_machine = [await _guess(house, f"fd00:1:2:3::{number:x}") for number in range(6)]
    assert one_machine == [401] * 5 + [429]
    assert await _guess(house, "fd00:1:2:4::1") == 401  # a control: another machine
    everywhere = [await _guess(house, f"10.0.{number // 5}.1") for number in range(100)]
    assert everywhere == [401] * 54 + [429] * 46  # sixty a minute of all, with the six before


async def test_the_hub_refuses_plain_http_from_the_network(house: House, post: Post) -> None:
    headers = {"Authorization": f"Bearer {post.paired.token}"}
    for scheme, address, status in (("http", "203.0.113.9", 403), ("https", "203.0.113.9", 200),
                                    ("http", "127.0.0.1", 200), ("http", "::ffff:203.0.113.9", 403)):  # fmt: skip
        transport = httpx.ASGITransport(app=house.app, client=(address, 50000))
        async with httpx.AsyncClient(transport=transport, base_url=f"{scheme}://hub", headers=headers) as client:
            answer = await client.post("/link/greeting", json={})
            assert answer.status_code == status, (scheme, address)
            pairing = await client.post("/link/pair", json={"code": "00000000", "kind": "kiosk", "name": "x"})
            assert pairing.status_code == (403 if status == 403 else 401)
    assert "https" in (await _refused(house)).json()["detail"]


async def _refused(house: House) -> httpx.Response:
    transport = httpx.ASGITransport(app=house.app, client=("203.0.113.9", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub") as client:
        return await client.get("/link/edition")
