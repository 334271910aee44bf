"""The hub's own update by browser or stick: what is wrong leaves nothing, what is right reaches root's installer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.errors import StoreError
from content.hubapi.own_update import OwnUpdate, Waiting
from content.hubapi.sticks import packages_on_sticks
from content.rules.own_update import MB, MOST_BYTES, SPARE
from tests.contract.signed_packages import RELEASE, STRANGER, build, keep_key, sign
from tests.contract.test_terminal_updates import INSTALLER, ROOT

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
HERE, NEW = "0.1.0", "0.2.0"
AMPLE = 100_000 * MB
SPOKEN = (("自助机 A1", 2),)


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    (tmp_path / "drop/incoming").mkdir(parents=True)
    return tmp_path / "drop"


@pytest.fixture
def own(tmp_path: Path, drop: Path) -> OwnUpdate:
    return _own(tmp_path, drop)


def _own(folder: Path, drop: Path, free: Callable[[Path], int] = lambda folder: AMPLE) -> OwnUpdate:
    return OwnUpdate(folder / "package", drop=drop, keys=keep_key(folder / "keys"), free=free, version=lambda: HERE)


def send(own: OwnUpdate, path: Path, piece: int = 65536) -> None:
    """Send a file as a browser does, its size said before."""
    content = path.read_bytes()
    with own.receiving(path.name, len(content)) as take:
        for at in range(0, len(content), piece):
            take(content[at : at + piece])


def look(own: OwnUpdate, folder: Path, spoken: tuple[tuple[str, int], ...] = SPOKEN) -> Waiting | None:
    return own.look(spoken, folder / "market.db", "系统管理员", "网页", NOW)


def bring(own: OwnUpdate, package: Path) -> Waiting | None:
    """Send both files and have them looked at."""
    send(own, package.with_name(package.name + ".sig"))
    send(own, package)
    return look(own, package.parent)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "package").iterdir())


def test_a_signed_newer_package_waits_and_root_installs_it(own: OwnUpdate, tmp_path: Path, drop: Path) -> None:
    package = build(tmp_path, NEW)
    content = package.read_bytes()
    send(own, package)
    assert look(own, tmp_path) is None
    assert own.standing(NOW).parts == (".deb",)
    send(own, package.with_name(package.name + ".sig"))
    waiting = look(own, tmp_path)
    assert waiting is not None and waiting.note.version == NEW
    assert own.standing(NOW).waiting == waiting
    own.start("e-1", "系统管理员", NOW)
    assert (drop / "incoming" / package.name).read_bytes() == content
    assert own.standing(NOW).result is None
    here, ill = tmp_path / "version", tmp_path / "ill"
    here.write_text(HERE)
    ill.write_text("")
    words = [str(one) for one in (drop, tmp_path / "keys", here, ill)]
    assert subprocess.run([sys.executable, "-c", INSTALLER, *words], cwd=ROOT, check=False).returncode == 0
    assert here.read_text() == NEW
    result = own.standing(NOW + timedelta(minutes=2)).result
    assert result is not None and result.ok and "升级好了" in result.sentence
    assert own.standing(NOW).waiting is None


@pytest.mark.parametrize(("how", "told"), [
    ("stranger", "不是开发方签的"), ("other file", "不是开发方签的"), ("older", "不比它新"), ("same", "不比它新"),
    ("arm64", "给 arm64 机器的"), ("other program", "不是零工站的"), ("silent", "没有写明"),
    ("too far", "自助机 A1就送不了登记"), ("not a package", "不是完整的安装包"),
])  # fmt: skip
def test_each_wrong_package_is_refused_by_its_own_sentence(own: OwnUpdate, tmp_path: Path, how: str, told: str) -> None:
    far = "Linggong-Protocol: 4\nLinggong-Oldest-Protocol: 3\n"
    package = {
        "stranger": lambda: build(tmp_path, NEW, key=STRANGER), "other file": lambda: build(tmp_path, NEW),
        "older": lambda: build(tmp_path, "0.0.9"), "same": lambda: build(tmp_path, HERE),
        "arm64": lambda: build(tmp_path, NEW, architecture="arm64"),
        "other program": lambda: build(tmp_path, NEW, name="other"),
        "silent": lambda: build(tmp_path, NEW, protocols=""), "too far": lambda: build(tmp_path, NEW, protocols=far),
        "not a package": lambda: build(tmp_path, NEW),
    }[how]()  # fmt: skip
    if how == "other file":
        package.write_bytes(package.read_bytes() + b"\n")
    if how == "not a package":
        package.write_bytes(package.read_bytes()[:100])
        sign(package, RELEASE)
    with pytest.raises(StoreError, match=told):
        bring(own, package)
    assert left(tmp_path) == []


def test_too_large_of_another_kind_or_broken_off_leaves_nothing(own: OwnUpdate, tmp_path: Path) -> None:
    for name, declared, pieces in (
        ("a.deb", MOST_BYTES + 1, ()), ("a.deb", None, (b"MZ\x90\x00" * 10,)),
        ("a.deb", None, (b"!<arch>\nnothing of Debian",)),
        ("a.exe", 10, ()), ("a.sig", None, (b"A" * 5000,)), ("a.sig", None, (b"\xff\xfe",)),
    ):  # fmt: skip
        with pytest.raises(StoreError, match="没有收"), own.receiving(name, declared) as take:
            for piece in pieces:
                take(piece)
        assert left(tmp_path) == [], name
    with pytest.raises(ConnectionError), own.receiving("a.deb", None) as take:
        take(b"!<arch>\ndebian-binary   ")
        raise ConnectionError
    assert left(tmp_path) == []


def test_what_says_nothing_of_its_size_is_cut_off_at_the_bound(tmp_path: Path, drop: Path) -> None:
    own, written = OwnUpdate(tmp_path / "package", drop=drop, keys=keep_key(tmp_path / "keys"), most=3 * MB), 0
    with pytest.raises(StoreError, match="太大"), own.receiving("a.deb", None) as take:
        take(b"!<arch>\ndebian-binary   ")
        for _ in range(20):
            take(bytes(MB))
            written += MB
    assert written == 2 * MB
    assert left(tmp_path) == []


def test_an_upload_ends_before_the_disk_is_full(tmp_path: Path, drop: Path) -> None:
    free = SPARE + 20 * MB
    own = _own(tmp_path, drop, lambda folder: free)
    with pytest.raises(StoreError, match="放不下"), own.receiving("a.deb", 21 * MB):
        raise AssertionError("it was let in")
    with pytest.raises(StoreError, match="放不下"), own.receiving("a.deb", None) as take:
        take(b"!<arch>\ndebian-binary   ")
        free = SPARE - 1  # others write too
        take(bytes(17 * MB))
    assert left(tmp_path) == []


def test_without_key_or_installer_nothing_is_taken(tmp_path: Path, drop: Path) -> None:
    own = _own(tmp_path, drop)
    (tmp_path / "keys/linggong.pub").unlink()
    assert "发布公钥" in own.cannot()
    with pytest.raises(StoreError, match="发布公钥"), own.receiving("a.sig", 80):
        raise AssertionError("it was let in")
    assert "update-linggong" in OwnUpdate(tmp_path / "package", drop=tmp_path / "none", keys=tmp_path).cannot()


def test_two_at_once_do_not_mix(own: OwnUpdate) -> None:
    with own.receiving("a.sig", 10), pytest.raises(StoreError, match="另一位"), own.receiving("a.deb", 10):
        raise AssertionError("it was let in")


@pytest.mark.parametrize("first", [".sig", ".deb"])
def test_the_next_pair_takes_the_place_of_the_one_that_waits(own: OwnUpdate, tmp_path: Path, first: str) -> None:
    assert bring(own, build(tmp_path, NEW)) is not None
    package = build(tmp_path, "0.3.0")
    signature = package.with_name(package.name + ".sig")
    pair = (signature, package) if first == ".sig" else (package, signature)
    send(own, pair[0])
    assert look(own, tmp_path) is None and own.standing(NOW).waiting is None
    send(own, pair[1])
    waiting = look(own, tmp_path)
    assert waiting is not None and waiting.note.version == "0.3.0"
    for again in pair:
        send(own, again)
        waiting = look(own, tmp_path) or waiting
    assert own.standing(NOW).waiting == waiting and waiting.note.version == "0.3.0"


def test_one_that_rotted_while_it_waited_is_not_laid_down(own: OwnUpdate, tmp_path: Path, drop: Path) -> None:
    assert bring(own, build(tmp_path, NEW)) is not None
    lying = tmp_path / "package/package.deb"
    lying.write_bytes(lying.read_bytes()[:-1] + b"?")
    with pytest.raises(StoreError, match="坏了"):
        own.start("e-1", "系统管理员", NOW)
    assert list((drop / "incoming").iterdir()) == []
    assert left(tmp_path) == []


def test_an_installer_that_does_not_come_is_told_after_a_minute(own: OwnUpdate, tmp_path: Path) -> None:
    bring(own, build(tmp_path, NEW))
    own.start("e-1", "系统管理员", NOW)
    assert not own.standing(NOW + timedelta(seconds=59)).untouched
    assert own.standing(NOW + timedelta(seconds=61)).untouched
    bring(own, build(tmp_path, "0.3.0"))
    with pytest.raises(StoreError, match="还没有装"):
        own.start("e-2", "系统管理员", NOW)


def test_a_restart_throws_half_a_file_away_and_keeps_what_waits(own: OwnUpdate, tmp_path: Path, drop: Path) -> None:
    bring(own, build(tmp_path, NEW))
    (tmp_path / "package/package.deb.part").write_bytes(b"half")
    again = _own(tmp_path, drop)
    assert "package.deb.part" not in left(tmp_path)
    assert again.standing(NOW).waiting is not None


def test_a_stick_is_looked_through_and_no_link_is_followed(own: OwnUpdate, tmp_path: Path) -> None:
    stick = tmp_path / "media/admin/STICK"
    stick.mkdir(parents=True)
    package = build(stick, NEW)
    (stick / "linggong_9.9.9_amd64.deb").symlink_to(package)
    unsigned = build(stick, "0.4.0")
    unsigned.with_name(unsigned.name + ".sig").unlink()
    found = packages_on_sticks((tmp_path / "media", tmp_path / "nothing there"))
    assert {(one.version, one.signed) for one in found} == {(NEW, True), ("0.4.0", False)}
    chosen = next(one for one in found if one.signed)
    own.take(chosen)
    waiting = look(own, tmp_path)
    assert waiting is not None and waiting.note.version == NEW
    package.unlink()
    package.symlink_to("/etc/hostname")
    with pytest.raises(StoreError, match="读不了"):
        own.take(chosen)
