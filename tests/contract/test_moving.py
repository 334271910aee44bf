"""A hub moves to another machine: what was acknowledged is there, once; the former one takes nothing, nor starts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.backup.moving import check_address, move_out, stay
from content.backup.restoring import look_over, restore
from content.backup.sheet import root_from, sheet_text
from content.clock import SystemClock
from content.errors import BackupError, HubBusy, HubMoved, LinkError
from content.house import open_house
from content.hubapi.certificate import planned, prepare
from content.hubapi.pairing import new_pairing_code
from content.hubapi.tls import HubTls
from content.link.heartbeat import Heartbeat
from content.link.hub import Hub
from content.link.pairing import keep, load, pair
from content.model.codes import TerminalKind
from content.privacy import KeyRing
from content.settings import BackupSettings, HubSettings
from content.store.moving import move_mark
from tests.contract.link_house import House, Post, free_port, until

ROOT = bytes(range(32))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    hub = House(tmp_path / "old")
    (tmp_path / "old/keys").mkdir()
    (tmp_path / "old/keys/root.key").write_bytes(ROOT)
    (tmp_path / "old/keys/root.key").chmod(0o600)
    yield hub
    hub.stop()


def settings(tmp_path: Path) -> BackupSettings:
    return BackupSettings(disk=tmp_path / "disk", same_disk=True)


def go(house: House, tmp_path: Path, to: str = "") -> tuple[int, str]:
    said: list[str] = []
    code = move_out(house.data, settings(tmp_path), house.keys, SystemClock(), to,
                    lambda: house.market.write(lambda tables: None), said.append)  # fmt: skip
    return code, "\n".join(said)


def taken_over(tmp_path: Path) -> Path:
    """Do what setup does on the new machine: the copy and the sheet, nothing else."""
    into, root = tmp_path / "new", root_from(sheet_text(ROOT))
    note = restore(str(tmp_path / "disk"), into, root)
    assert all(check.ok for check in look_over(into, note, root, SystemClock()))
    return into


def test_a_terminal_files_on_while_the_hub_moves_and_nothing_is_lost_or_double(house: House, tmp_path: Path) -> None:
    post = Post(tmp_path / "kiosk", house.pair())
    numbers: list[str] = [post.register() for _ in range(20)]
    post.courier.start()
    until(lambda: post.outbox.waiting() < 20, "the hub takes filings")
    filing, over = threading.Event(), threading.Event()

    def file_on() -> None:
        while not over.is_set() and len(numbers) < 120:
            numbers.append(post.register())
            filing.set()

    walk_ins = threading.Thread(target=file_on)
    walk_ins.start()
    assert filing.wait(10)
    code, said = go(house, tmp_path)
    assert (code, "只能看、不能存" in said) == (0, True), said
    acknowledged = house.counts()
    over.set()
    walk_ins.join(20)
    numbers.append(post.register())  # one comes certainly after the move
    until(lambda: "搬到新的主机" in post.courier.state, "the terminal says why its filings wait")
    assert post.outbox.waiting() > 0
    assert sum(house.counts()) == sum(acknowledged)  # nothing was taken after the copy
    port = house.port
    house.stop()
    new = House(taken_over(tmp_path), port=port)
    assert sum(new.counts()) == sum(acknowledged)  # and all that was taken is in it
    post.courier.wake()
    until(lambda: post.outbox.waiting() == 0, "what waited is acknowledged by the new hub")
    until(lambda: new.ledger_numbers() == sorted(numbers), "each registration is in the new ledger once")
    post.close()
    new.stop()
    house.start()


@pytest.mark.soak
def test_the_former_hub_takes_nothing_and_says_why(house: House, tmp_path: Path) -> None:
    post = Post(tmp_path / "kiosk", house.pair())
    assert go(house, tmp_path)[0] == 0
    post.register()
    with pytest.raises(HubBusy, match="搬到新的主机"):
        post.courier.carry()
    for refused in (lambda: house.market.require_room(), lambda: house.publish(),
                    lambda: pair(house.url, _code(house), TerminalKind.KIOSK, "新的")):  # fmt: skip
        with pytest.raises((HubMoved, LinkError), match="搬到新的主机"):
            refused()
    with house.market.reading() as tables:
        assert tables.editions.highest() is None
    post.close()


def _code(house: House) -> str:
    return new_pairing_code(house.market, house.keys, TerminalKind.KIOSK, house.clock.now())


@pytest.mark.soak
def test_the_former_hub_does_not_start_beside_the_new_one_but_the_new_one_does(house: House, tmp_path: Path) -> None:
    assert go(house, tmp_path)[0] == 0
    house.stop()
    with pytest.raises(HubMoved, match="搬到新的主机"):
        open_house(HubSettings(data=house.data, read_only_mb=0), SystemClock())
    new = open_house(HubSettings(data=taken_over(tmp_path), read_only_mb=0), SystemClock())
    new.market.close()
    said: list[str] = []
    assert stay(house.data, said.append) == 0
    open_house(HubSettings(data=house.data, read_only_mb=0), SystemClock()).market.close()
    house.start()


def test_without_a_copy_nothing_moves(house: House, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="没有设备份的位置"):
        move_out(house.data, BackupSettings(), house.keys, SystemClock(), "", lambda: None, lambda line: None)
    (tmp_path / "disk").write_text("no folder", "utf8")
    code, said = go(house, tmp_path)
    assert (code, "照常工作，没有搬" in said) == (1, True), said
    assert move_mark(house.data) is None
    house.market.require_room()


def shown_by(data: Path, secret: bytes) -> HubTls:
    """Return what a hub of this folder shows, made where there is none yet."""
    held, clock = planned("0.0.0.0", ("127.0.0.1",), data / "tls"), SystemClock()
    assert held is not None
    prepare(held, secret, clock.now())
    return HubTls(held, secret, clock)


def test_terminals_follow_to_the_new_address_without_pairing_anew(tmp_path: Path) -> None:
    secret = KeyRing.from_root(bytes(range(32))).authority
    shown = shown_by(tmp_path / "old", secret)
    house = House(tmp_path / "old", tls=shown)
    code = new_pairing_code(house.market, house.keys, TerminalKind.KIOSK, house.clock.now(), shown.certificate.pin)
    paired = pair(house.url, code, TerminalKind.KIOSK, "自助机")
    kept = tmp_path / "paired.json"
    keep(kept, paired)
    hub = Hub(paired, on_keys=lambda renewed: keep(kept, renewed))
    heart = Heartbeat(hub, dict)
    port = free_port()
    to = f"https://127.0.0.1:{port}"
    assert go(house, tmp_path, to)[0] == 0
    with pytest.raises(LinkError):
        heart.beat()  # the new one is not up yet: the terminal stays where it is
    assert hub.paired.hub_url == house.url
    into = taken_over(tmp_path)
    imposter = House(tmp_path / "imposter", tls=shown_by(tmp_path / "imposter", bytes(48)), port=port)
    with pytest.raises(LinkError):
        heart.beat()  # another machine at that address, with another certificate, is not followed
    assert hub.paired.hub_url == house.url
    imposter.stop()
    new = House(into, tls=shown_by(into, secret), port=port)
    heart.beat()
    assert hub.paired.hub_url == to
    heart.beat()  # over the new line alone
    house.stop()
    heart.beat()
    with new.market.reading() as tables:
        terminal = tables.terminals.get(paired.terminal)
    assert terminal is not None
    assert terminal.last_seen_at is not None
    again = load(kept, house.url)  # a restart: the settings still name the address the hub left
    assert again is not None
    assert (again.hub_url, again.terminal) == (to, paired.terminal)
    told = load(kept, "https://127.0.0.1:9")  # and a person who names a third is obeyed
    assert told is not None
    assert told.hub_url == "https://127.0.0.1:9"
    hub.close()
    new.stop()


@pytest.mark.parametrize("to", ["192.168.1.20", "http://192.168.1.20:8080", "https://"])
def test_an_address_terminals_could_not_follow_to_is_refused(to: str) -> None:
    with pytest.raises(BackupError, match="https"):
        check_address(to)
    check_address("https://192.168.1.20:8080")
