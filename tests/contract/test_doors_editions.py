"""期 from the hub to a terminal over real HTTP: in time, whole or not at all, and only what a trusted key signed."""

from __future__ import annotations

import hashlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.edition.format import BlobRef, Manifest, SignedManifest, open_manifest, sign_manifest
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.errors import LinkError
from content.hubapi.pairing import new_pairing_code
from content.link.channel import certificate_pin, fetch_certificate
from content.link.follower import Follower
from content.link.hub import Hub
from content.link.pairing import Paired, pair
from content.model.codes import TerminalKind
from content.privacy import KeyRing, Signer
from tests.contract.link_house import CANARY, BadLine, House, Post, bytes_hold, plain_client, until
from tests.fixtures.certificates import self_signed

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


class Watcher:
    """A terminal's following side, and what it was shown."""

    def __init__(self, folder: Path, paired: Paired, poll_s: float = 60.0) -> None:
        self.shelf = Shelf(folder / "shelf")
        self.shown: list[tuple[int, str]] = []
        self._open: Edition | None = None
        self.hub = Hub(paired)
        self.follower = Follower(self.hub, self.shelf, "screen", self._show, poll_s)

    def _show(self, edition: Edition) -> None:
        before, self._open = self._open, edition
        self.shown.append((edition.manifest.order, edition.market().name))
        if before is not None:
            before.close()

    def close(self) -> None:
        """Stop following."""
        self.follower.stop()
        self.hub.close()
        if self._open is not None:
            self._open.close()


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def house(tmp_path: Path, closing: ExitStack) -> House:
    hub = House(tmp_path / "hub")
    closing.callback(hub.stop)
    return hub


@pytest.fixture
def watcher(house: House, tmp_path: Path, closing: ExitStack) -> Watcher:
    one = Watcher(tmp_path / "screen", house.pair(TerminalKind.SCREEN))
    closing.callback(one.close)
    return one


def test_a_published_edition_is_shown_within_three_seconds_by_the_bell(house: House, watcher: Watcher) -> None:
    watcher.follower.start()
    until(lambda: house.bell.listeners() == 1, "the bell is listened to")
    for name in ("一号", "二号", "三号"):
        clicked = time.monotonic()
        order = house.publish(name)
        until(lambda want=(order, name): want in watcher.shown, "the edition is shown")
        assert time.monotonic() - clicked < 3.0
    assert watcher.follower.state == ""


def test_a_terminal_that_never_hears_the_bell_finds_the_edition_by_looking(
    house: House, tmp_path: Path, closing: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.bell, "ring", lambda order: None)
    watcher = Watcher(tmp_path / "screen", house.pair(TerminalKind.SCREEN), poll_s=0.2)
    closing.callback(watcher.close)
    watcher.follower.start()
    until(lambda: house.bell.listeners() == 1, "the line stands")
    order = house.publish()
    until(lambda: watcher.follower.order == order, "the edition is shown")


def test_with_the_hub_off_the_last_good_edition_is_there_as_soon_as_start_returns(
    house: House, tmp_path: Path, closing: ExitStack
) -> None:
    paired = house.pair(TerminalKind.SCREEN)
    first = Watcher(tmp_path / "screen", paired)
    order = house.publish("昨天的")
    first.follower.catch_up()
    first.close()
    house.stop()
    second = Watcher(tmp_path / "screen", paired)
    second.follower.start()
    assert second.shown == [(order, "昨天的")]
    until(lambda: "联系不上" in second.follower.state, "the state says that the hub is away")
    house.start()
    second.follower.look_again()
    until(lambda: second.follower.state == "", "the state is good again")
    latest = house.publish("今天的")
    until(lambda: second.shown[-1] == (latest, "今天的"), "the next edition is shown")
    second.close()


def test_a_revoked_terminal_keeps_its_edition_and_gets_no_other(house: House, watcher: Watcher) -> None:
    order = house.publish("原来的")
    watcher.follower.start()
    until(lambda: watcher.follower.order == order, "the first edition is shown")
    house.revoke(watcher.hub.paired.terminal)
    house.publish("新的")
    until(lambda: "重新配对" in watcher.follower.state, "the state says why")
    assert watcher.shown == [(order, "原来的")]


def _flip_a_byte(house: House, signed: SignedManifest, manifest: Manifest) -> SignedManifest:
    ref = manifest.blobs[0]
    path = house.shelf.root / "blobs" / ref.sha256
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return signed


def _truncate(house: House, signed: SignedManifest, manifest: Manifest) -> SignedManifest:
    path = house.shelf.root / "blobs" / manifest.blobs[0].sha256
    path.write_bytes(path.read_bytes()[:-1])
    return signed


def _lose_a_blob(house: House, signed: SignedManifest, manifest: Manifest) -> SignedManifest:
    (house.shelf.root / "blobs" / manifest.blobs[0].sha256).unlink()
    return signed


def _change_the_manifest(house: House, signed: SignedManifest, manifest: Manifest) -> SignedManifest:
    return replace(signed, manifest=signed.manifest.replace(b'"number":', b'"number":1'))


def _sign_with(signer: Callable[[KeyRing], Signer], **change: object) -> Callable[..., SignedManifest]:
    def spoil(house: House, signed: SignedManifest, manifest: Manifest) -> SignedManifest:
        return sign_manifest(replace(manifest, **change), signer(house.keys))

    return spoil


def _not_a_database(house: House, signed: SignedManifest, manifest: Manifest) -> SignedManifest:
    data = b"this is no database" * 100
    ref = replace(manifest.blobs[0], sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    house.shelf.put_blob(ref, [data])
    return sign_manifest(replace(manifest, blobs=(ref, *manifest.blobs[1:])), house.keys.edition)


STRANGER = KeyRing.from_root(bytes(32))


@pytest.mark.parametrize("spoil", [
    _flip_a_byte, _truncate, _lose_a_blob, _change_the_manifest, _not_a_database,
    _sign_with(lambda ring: STRANGER.edition), _sign_with(lambda ring: ring.draft),
    _sign_with(lambda ring: ring.draft, draft=True), _sign_with(lambda ring: ring.edition, draft=True),
    _sign_with(lambda ring: ring.edition, format=99), _sign_with(lambda ring: ring.edition, order=5),
    _sign_with(lambda ring: ring.edition, order=0),
], ids=["flipped byte", "truncated", "lost blob", "changed manifest", "no database", "stranger's key", "draft key",
        "draft", "draft with the edition's key", "newer format", "lower order", "order 0"])  # fmt: skip
def test_a_bad_edition_is_never_installed_and_the_next_good_one_is(
    house: House, watcher: Watcher, spoil: Callable[[House, SignedManifest, Manifest], SignedManifest]
) -> None:
    first = house.publish("好的")
    watcher.follower.start()
    until(lambda: watcher.follower.order == first, "the first edition is shown")
    _publish_spoiled(house, spoil)
    house.bell.ring(first + 1)
    until(lambda: watcher.follower.state != "", "the state says what is wrong")
    assert watcher.shown == [(first, "好的")]
    assert watcher.shelf.current_order() == first
    latest = house.publish("又好了")
    until(lambda: watcher.shown[-1] == (latest, "又好了"), "the next good edition is shown")
    until(lambda: watcher.follower.state == "", "the state is good again")


def _publish_spoiled(house: House, spoil: Callable[[House, SignedManifest, Manifest], SignedManifest]) -> None:
    """Put a row into market.db as the publisher would, for an edition that something is wrong with."""
    card = house.data / "spoiled.db"
    with house.market.reading() as tables:
        row = tables.editions.highest()
    assert row is not None
    good = open_manifest(SignedManifest(manifest=row.manifest, signature=row.signature), (house.keys.edition.public,))
    # another content than the first edition's, so that there is something to fetch
    card.write_bytes((house.shelf.root / "blobs" / good.blobs[0].sha256).read_bytes() + bytes(4096))
    data = card.read_bytes()
    ref = BlobRef(name=good.blobs[0].name, sha256=hashlib.sha256(data).hexdigest(), size=len(data),
                  audience=good.blobs[0].audience)  # fmt: skip
    house.shelf.put_blob(ref, [data])
    manifest = replace(good, order=good.order + 1, blobs=(ref, *good.blobs[1:]))
    signed = spoil(house, sign_manifest(manifest, house.keys.edition), manifest)
    house.market.write(lambda tables: tables.editions.add(
        manifest.order, manifest.number, "full", NOW, "测试", "", signed.manifest, signed.signature))  # fmt: skip


def test_drafts_and_strays_on_the_hubs_shelf_are_not_offered(house: House) -> None:
    house.publish()
    paired = house.pair()
    data = b"a draft"
    stray = BlobRef(name="x.db", sha256=hashlib.sha256(data).hexdigest(), size=len(data), audience=("kiosk",))
    house.shelf.put_blob(stray, [data])
    with plain_client(house, paired.token) as client:
        for name in (stray.sha256, "..%2F..%2Fmarket.db", "%2e%2e/%2e%2e/market.db", "0" * 64):
            assert client.get(f"/link/blobs/{name}").status_code == 404
        (ref, *_) = client.get("/link/edition").json() and house.publisher.kept()[0].blobs
        assert client.get(f"/link/blobs/{ref.sha256}").status_code == 200


def test_a_blob_that_broke_off_is_fetched_from_where_it_stopped(
    house: House, tmp_path: Path, closing: ExitStack
) -> None:
    order = house.publish()
    manifest = house.publisher.kept()[0]
    ref = manifest.blobs[0]
    whole = (house.shelf.root / "blobs" / ref.sha256).read_bytes()
    watcher = Watcher(tmp_path / "screen", house.pair(TerminalKind.SCREEN))
    closing.callback(watcher.close)

    def broken() -> Iterator[bytes]:
        yield whole[:1000]
        raise OSError

    with pytest.raises(OSError):
        watcher.shelf.put_blob(ref, broken())
    assert watcher.shelf.received(ref) == 1000
    assert b"".join(watcher.hub.blob(ref.sha256, 1000)) == whole[1000:]
    watcher.follower.catch_up()
    assert watcher.follower.order == order


def test_editions_arrive_over_a_line_that_keeps_breaking(house: House, tmp_path: Path, closing: ExitStack) -> None:
    line = BadLine(house.port)
    closing.callback(line.close)
    watcher = Watcher(tmp_path / "screen", house.pair(TerminalKind.SCREEN, url=line.url), poll_s=0.05)
    closing.callback(watcher.close)
    line.lose_request, line.lose_answer = 0.2, 0.3
    watcher.follower.start()
    for name in ("一", "二", "三", "四"):
        order = house.publish(name)
        until(lambda want=(order, name): want in watcher.shown, "the edition is shown")
    assert line.lost_answers > 0
    assert watcher.shown == sorted(watcher.shown)


def test_only_what_changed_travels(house: House, tmp_path: Path, closing: ExitStack) -> None:
    house.publish("一样的")
    watcher = Watcher(tmp_path / "screen", house.pair(TerminalKind.SCREEN))
    closing.callback(watcher.close)
    watcher.follower.catch_up()
    first = house.publisher.kept()[0]
    order = house.publisher.roll_back(first.order, "测试").order
    manifest = house.publisher.kept()[0]
    assert manifest.order == order
    assert watcher.shelf.missing(manifest, "screen") == ()
    watcher.follower.catch_up()
    assert watcher.follower.order == order


def test_the_bell_stays_with_its_terminal_only_while_it_is_paired(
    tmp_path: Path, closing: ExitStack
) -> None:
    house = House(tmp_path / "hub", quiet_s=0.05)
    closing.callback(house.stop)
    hub = Hub(house.pair())
    closing.callback(hub.close)
    heard = threading.Event()
    ended: list[LinkError] = []

    def listen() -> None:
        try:
            for _ in hub.rings():
                heard.set()
        except LinkError as error:
            ended.append(error)

    listening = threading.Thread(target=listen)
    listening.start()
    assert heard.wait(10)
    house.revoke(hub.paired.terminal)
    listening.join(10)
    assert not listening.is_alive()
    assert ended
    until(lambda: house.bell.listeners() == 0, "the line is forgotten")


def test_a_hub_told_to_stop_does_not_wait_for_listeners_nor_a_terminal_for_the_bell(
    house: House, watcher: Watcher
) -> None:
    watcher.follower.start()
    until(lambda: house.bell.listeners() == 1, "the bell is listened to")
    began = time.monotonic()
    watcher.close()
    house.stop()
    assert time.monotonic() - began < 3.0
    house.start()


def test_over_tls_only_the_pinned_certificate_is_trusted(tmp_path: Path, closing: ExitStack) -> None:
    ours, other = (self_signed(tmp_path / name, NOW) for name in ("ours", "other"))  # as a hub of before has them
    our_pin, other_pin = (certificate_pin(ssl.PEM_cert_to_DER_cert(one[0].read_text())) for one in (ours, other))
    house = House(tmp_path / "hub", tls=ours)
    closing.callback(lambda: house.stop())
    code = new_pairing_code(house.market, house.keys, TerminalKind.SCREEN, NOW.replace(year=2099), our_pin)
    digits = code.partition("-")[0]
    with pytest.raises(LinkError, match="不要继续配对"):
        pair(house.url, f"{digits}-{other_pin}", TerminalKind.SCREEN, "信息屏")
    with pytest.raises(LinkError, match="指纹"):
        pair(house.url, digits, TerminalKind.SCREEN, "信息屏")
    paired = pair(house.url, code, TerminalKind.SCREEN, "信息屏")
    assert paired.certificate == ours[0].read_text()
    order = house.publish("加密的")
    watcher = Watcher(tmp_path / "screen", paired)
    watcher.follower.start()
    until(lambda: watcher.shown == [(order, "加密的")], "the edition is shown")
    code = new_pairing_code(house.market, house.keys, TerminalKind.KIOSK, NOW.replace(year=2099), our_pin)
    post = Post(tmp_path / "kiosk", pair(house.url, code, TerminalKind.KIOSK, "自助机"))
    number = post.register()
    post.courier.carry()
    until(lambda: house.ledger_numbers() == [number], "the registration is in the ledger")
    post.close()
    watcher.close()
    _stand_in(house, *other)
    impostor = Watcher(tmp_path / "screen", paired)
    with pytest.raises(LinkError):
        impostor.hub.greet()
    with pytest.raises(LinkError, match="不要继续配对"):
        fetch_certificate(house.url, our_pin)
    impostor.follower.start()
    until(lambda: "联系不上" in impostor.follower.state, "the impostor is not followed")
    impostor.close()
    assert bytes_hold(tmp_path, CANARY) == []


def _stand_in(house: House, certificate: Path, key: Path) -> None:
    """Serve the same hub at the same address with another certificate."""
    house.stop()
    house.serve_with((certificate, key))
    house.start()
