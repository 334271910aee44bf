"""A terminal updated from the hub: a real package over the real link, and a process of its own that installs it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content.admin.pages.updates import begin, cases_of
from content.clock import SystemClock
from content.errors import StoreError
from content.hubapi.packages import PackageShelf
from content.link.errands import ErrandBook
from content.link.heartbeat import Heartbeat
from content.link.hub import Hub
from content.link.packages import PackageNote
from content.link.pairing import Paired
from content.link.updating import Updater
from content.model.codes import Role
from content.model.people import Staff
from content.model.terminals import ErrandKind, UpdateStep, read_report
from content.rules.updating import Turn, turn_of
from content.update.dropped import copied
from tests.contract.link_house import BadLine, House, until

ROOT = Path(__file__).parents[2]
RELEASE, STRANGER = Ed25519PrivateKey.from_private_bytes(b"r" * 32), Ed25519PrivateKey.from_private_bytes(b"s" * 32)
BOSS = Staff(id="staff-1", login="boss", name="负责人", roles=(Role.ADMINISTRATOR,), enabled=True)
OLD, NEW = "0.1.0", "0.2.0"

# what update-linggong.service runs, with a machine that only notes what is done to it: the version in a file
INSTALLER = """
import sys
from pathlib import Path
from content.update.dropped import Places, install_dropped
drop, keys, here, ill = map(Path, sys.argv[1:5])
class Host:
    def version(self): return here.read_text()
    def backup(self): return True
    def install(self, path):
        here.write_text(path.name.split("_")[1]); return True
    def well(self): return "linggong-kiosk.service 没有回答" if here.read_text() == ill.read_text() else ""
    def former(self, version): return Path(f"linggong_{version}_amd64.deb")
    def keep(self, package): pass
    def put_database_back(self): return True
sys.exit(install_dropped(Places(drop=drop, keys=keys), Host(), lambda: (), print))
"""


def make(folder: Path, version: str, key: Ed25519PrivateKey | None = RELEASE, filling: int = 3_000_000) -> Path:
    """Build a real package with its checksum and signature, as a release is."""
    stage = folder / "stage"
    (stage / "DEBIAN").mkdir(parents=True)
    (stage / "DEBIAN/control").write_text(
        f"Package: linggong\nVersion: {version}\nArchitecture: amd64\nMaintainer: a <a@example.invalid>\n"
        "Description: small\n", "utf8")  # fmt: skip
    (stage / "filling").write_bytes(os.urandom(filling))
    made = folder / f"linggong_{version}_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "-b", str(stage), str(made)], check=True,
                   capture_output=True)  # fmt: skip
    digest = hashlib.sha256(made.read_bytes())
    made.with_name(made.name + ".sha256").write_text(f"{digest.hexdigest()}  {made.name}\n", "ascii")
    if key is not None:
        made.with_name(made.name + ".sig").write_text(b64encode(key.sign(digest.digest())).decode(), "ascii")
    return made


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    folder = tmp_path / "release-keys"
    folder.mkdir()
    (folder / "linggong.pub").write_text(b64encode(RELEASE.public_key().public_bytes_raw()).decode(), "ascii")
    return folder


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    hub = House(tmp_path / "hub")
    (tmp_path / "hub/packages").mkdir()
    yield hub
    hub.stop()


class CountingHub(Hub):
    """Remembers from where on the package was asked for."""

    def __init__(self, paired: Paired, starts: list[int]) -> None:
        super().__init__(paired)
        self._starts = starts

    def package(self, sha256: str, start: int = 0) -> Iterator[bytes]:
        self._starts.append(start)
        return super().package(sha256, start)


class Box:
    """A terminal, its drop folder and the version on it; `live` is one life of its process."""

    def __init__(self, folder: Path, paired: Paired, keys: Path) -> None:
        self.folder, self.paired, self.keys, self.drop = folder, paired, keys, folder / "drop"
        self.starts: list[int] = []
        (self.drop / "incoming").mkdir(parents=True)
        self.here, self.ill = folder / "version", folder / "ill"
        self.here.write_text(OLD)
        self.ill.write_text("")
        self.live()

    def live(self) -> None:
        self.hub = CountingHub(self.paired, self.starts)
        self.updater = Updater(self.folder, drop=self.drop, keys=self.keys, wait_s=0.02)
        self.book = ErrandBook(self.folder / "errands.db", {ErrandKind.UPDATE: self.updater.deed}, SystemClock())
        self.heart = Heartbeat(self.hub, self._report, errands=self.book)
        self.updater.start(self.hub)

    def _report(self) -> dict[str, Any]:
        return {"version": self.here.read_text(), "update": self.updater.report()}

    def die(self) -> None:
        self.updater.stop()
        self.hub.close()
        self.book.close()

    @property
    def ready(self) -> bool:
        return (self.drop / "incoming/ready").exists()

    def step(self) -> str:
        return str(self.updater.report()["step"])

    def install(self) -> int:
        """Do what the path unit starts; it is another process and does not ask the service."""
        words = [str(one) for one in (self.drop, self.keys, self.here, self.ill)]
        return subprocess.run([sys.executable, "-c", INSTALLER, *words], cwd=ROOT, check=False).returncode

    def beat(self) -> None:
        """Beat twice: the second carries the result of the first's errands."""
        self.heart.beat()
        self.heart.beat()


def offered(house: House) -> PackageNote:
    offer = PackageShelf(house.data / "packages").offer()
    assert offer is not None
    return offer.note


def order(house: House, terminal: str) -> None:
    note, now = offered(house), house.clock.now()
    house.market.write(lambda tables: begin(tables, BOSS, terminal, note, NEW, now))


def turn(house: House, terminal: str) -> Turn:
    with house.market.reading() as tables:
        case = next(one for one in cases_of(tables) if one.terminal.id == terminal)
    return turn_of(case, NEW, house.clock.now())


def boxes(house: House, tmp_path: Path, keys: Path) -> tuple[Box, Box]:
    one, two = Box(tmp_path / "one", house.pair(), keys), Box(tmp_path / "two", house.pair(), keys)
    for box in (one, two):
        without_version = box.heart
        without_version.beat()
    return one, two


@pytest.fixture(autouse=True)
def version_is_in_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twins run this very program and stand for another: what they say of themselves is in the report alone."""
    monkeypatch.setattr("content.link.hub.headers", lambda: {"Linggong-Protocol": "2"})


def test_one_is_updated_and_only_then_the_next(house: House, tmp_path: Path, keys: Path) -> None:
    make(tmp_path / "hub/packages", NEW)
    one, two = boxes(house, tmp_path, keys)
    order(house, one.paired.terminal)
    with pytest.raises(StoreError, match="先不升级下一台"):
        order(house, two.paired.terminal)
    one.beat()
    until(lambda: one.ready, "the package lies in the drop folder")
    until(lambda: one.step() == "handed", "the terminal says so")
    with pytest.raises(StoreError, match="先不升级下一台"):
        order(house, two.paired.terminal)
    assert one.install() == 0
    one.die()
    one.live()
    one.beat()
    assert turn(house, one.paired.terminal) is Turn.NEW
    assert (one.here.read_text(), one.step(), two.here.read_text()) == (NEW, "done", OLD)
    order(house, two.paired.terminal)
    two.beat()
    until(lambda: two.ready, "the second has it")
    for box in (one, two):
        box.die()


def test_one_that_is_not_well_goes_back_by_itself_and_is_shown(house: House, tmp_path: Path, keys: Path) -> None:
    make(tmp_path / "hub/packages", NEW)
    one, two = boxes(house, tmp_path, keys)
    one.ill.write_text(NEW)
    order(house, one.paired.terminal)
    one.beat()
    until(lambda: one.step() == "handed", "the package was handed over")
    assert one.install() == 1
    assert one.here.read_text() == OLD
    one.beat()
    assert turn(house, one.paired.terminal) is Turn.FAILED
    with house.market.reading() as tables:
        told = tables.terminals.get(one.paired.terminal)
    assert told is not None
    update = read_report(told.report).update
    assert (update.step, "没有回答" in update.sentence, "换回了 0.1.0" in update.sentence) == (
        UpdateStep.FAILED, True, True)  # fmt: skip
    for box in (one, two):
        box.die()


def test_a_broken_line_and_a_restart_resume_where_they_broke_off(house: House, tmp_path: Path, keys: Path) -> None:
    made = make(tmp_path / "hub/packages", NEW, filling=12_000_000)
    line = BadLine(house.port)
    box = Box(tmp_path / "one", house.pair(url=line.url), keys)
    box.beat()
    order(house, box.paired.terminal)
    line.lose_answer = 0.02  # of pieces of 64 KB: it breaks off about every 3 MB
    until(lambda: _beats(box), "the errand arrived")
    until(lambda: any(path.stat().st_size for path in box.folder.glob("update-*.part")), "a piece of it is here")
    box.die()
    box.live()
    until(lambda: box.ready, "the package lies in the drop folder whole")
    got = box.drop / "incoming" / made.name
    assert got.read_bytes() == made.read_bytes()
    assert len(box.starts) > 1
    assert box.starts == sorted(box.starts)  # never from the beginning again
    box.die()
    line.close()


def _beats(box: Box) -> bool:
    try:
        box.heart.beat()
    except Exception:  # noqa: BLE001  the line is bad on purpose
        return False
    return box.step() != ""


@pytest.mark.parametrize("key", [STRANGER])
def test_a_strangers_package_is_thrown_away_by_the_terminal(
    house: House, tmp_path: Path, keys: Path, key: Ed25519PrivateKey
) -> None:
    make(tmp_path / "hub/packages", NEW, key)
    box = Box(tmp_path / "one", house.pair(), keys)
    box.beat()
    order(house, box.paired.terminal)
    box.beat()
    until(lambda: box.step() == "failed", "the terminal refuses it")
    assert "签名不是开发方的" in str(box.updater.report()["sentence"])
    assert (box.ready, list(box.folder.glob("update-*.part"))) == (False, [])
    box.die()


def test_a_hub_offers_nothing_without_a_signature_or_with_a_wrong_checksum(tmp_path: Path) -> None:
    made = make(tmp_path, NEW, None)
    assert PackageShelf(tmp_path).offer() is None
    made.with_name(made.name + ".sig").write_text("x", "ascii")
    assert PackageShelf(tmp_path).offer() is not None
    made.with_name(made.name + ".sha256").write_text("0" * 64, "ascii")
    assert PackageShelf(tmp_path).offer() is None


def test_a_box_without_release_keys_or_the_unit_says_so_at_once(house: House, tmp_path: Path) -> None:
    make(tmp_path / "hub/packages", NEW)
    (tmp_path / "none").mkdir()
    box = Box(tmp_path / "one", house.pair(), tmp_path / "none")
    box.beat()
    order(house, box.paired.terminal)
    box.beat()
    assert turn(house, box.paired.terminal) is Turn.FAILED
    box.die()


@pytest.mark.parametrize("trick", ["stranger", "link", "folder", "older", "name", "unsigned", "no keys", "no json",
                                   "mark"])  # fmt: skip
def test_root_trusts_nothing_that_lies_in_the_drop_folder(tmp_path: Path, keys: Path, trick: str) -> None:
    """Whoever has taken over the service can lay down what they like; the machine stays what it was."""
    drop = tmp_path / "drop"
    (drop / "incoming").mkdir(parents=True)
    key = {"stranger": STRANGER, "unsigned": None}.get(trick, RELEASE)
    made = make(drop / "incoming", OLD if trick == "older" else NEW, key, filling=100)
    here, ill = tmp_path / "version", tmp_path / "ill"
    here.write_text(OLD)
    ill.write_text("")
    name = made.name
    if trick == "link":
        made.rename(tmp_path / "elsewhere.deb")
        made.symlink_to(tmp_path / "elsewhere.deb")
    elif trick == "folder":
        made.unlink()
        made.mkdir()
    elif trick == "name":
        name = "../incoming/" + name
    elif trick == "no keys":
        (keys / "linggong.pub").unlink()
    mark = "{" if trick == "no json" else json.dumps({"package": name, "errand": "e"})
    if trick == "mark":  # which no unlink takes away, with a way out of it
        (drop / "incoming/ready/in").mkdir(parents=True)
        (drop / "incoming/ready/in/keys").symlink_to(keys)
    else:
        (drop / "incoming/ready").write_text(mark, "ascii")
    words = [str(one) for one in (drop, keys, here, ill)]
    done = subprocess.run([sys.executable, "-c", INSTALLER, *words], cwd=ROOT, check=False, capture_output=True)
    assert (done.returncode, here.read_text()) == (1, OLD), done.stdout
    result = json.loads((drop / "result.json").read_text("utf8"))
    assert (result["ok"], result["sentence"] != "") == (False, True)
    assert not (drop / "incoming/ready").exists()  # or the path unit would start it again and again
    assert not (drop / "work").exists()
    assert list(keys.glob("*.pub")) or trick == "no keys"


def test_no_more_of_a_file_is_copied_than_may_be_however_it_grows() -> None:
    """Its size was looked at before; who owns it goes on writing."""
    for most, whole in ((9, False), (10, True), (11, True)):
        out = io.BytesIO()
        assert copied(io.BytesIO(bytes(10)), out, most) is whole
        assert len(out.getvalue()) == min(most, 10)


def test_the_same_folder_with_a_true_package_is_installed(tmp_path: Path, keys: Path) -> None:
    """The control of the tricks."""
    drop = tmp_path / "drop"
    (drop / "incoming").mkdir(parents=True)
    made = make(drop / "incoming", NEW, filling=100)
    here, ill = tmp_path / "version", tmp_path / "ill"
    here.write_text(OLD)
    ill.write_text("")
    (drop / "incoming/ready").write_text(json.dumps({"package": made.name, "errand": "e"}), "ascii")
    words = [str(one) for one in (drop, keys, here, ill)]
    assert subprocess.run([sys.executable, "-c", INSTALLER, *words], cwd=ROOT, check=False).returncode == 0
    assert here.read_text() == NEW
