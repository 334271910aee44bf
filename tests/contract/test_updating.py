"""`linggong update`: what is not trusted is not touched, and a box that is not well afterwards goes back."""

from __future__ import annotations

import hashlib
import subprocess
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from content.errors import SettingsError
from content.update.packages import Package, compare
from content.update.updating import update

RELEASE, STRANGER = Ed25519PrivateKey.from_private_bytes(b"r" * 32), Ed25519PrivateKey.from_private_bytes(b"s" * 32)


@dataclass(slots=True, kw_only=True)
class TwinHost:
    """A machine that installs by noting it; each fault can be commanded."""

    versions: dict[Path, str]
    here: str = "0.1.0"
    kept: dict[str, Path] = field(default_factory=dict)
    backup_fails: bool = False
    install_fails: frozenset[str] = frozenset()
    ill: frozenset[str] = frozenset()  # versions whose services do not answer
    database_stays: bool = False
    done: list[str] = field(default_factory=list)

    def version(self) -> str:
        return self.here

    def backup(self) -> bool:
        self.done.append("backup")
        return not self.backup_fails

    def install(self, path: Path) -> bool:
        version = self.versions[path]
        self.done.append(f"install {version}")
        if version in self.install_fails:
            return False
        self.here = version
        return True

    def well(self) -> str:
        return "linggong-hub.service 没有回答" if self.here in self.ill else ""

    def former(self, version: str) -> Path | None:
        return self.kept.get(version)

    def keep(self, package: Package) -> None:
        self.done.append(f"keep {package.version}")

    def put_database_back(self) -> bool:
        self.done.append("database back")
        return not self.database_stays


Make = Callable[[str], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a maker of small real packages with their checksum."""

    def package(version: str, name: str = "linggong") -> Path:
        stage = tmp_path / f"{name}-{version}"
        (stage / "DEBIAN").mkdir(parents=True)
        (stage / "DEBIAN/control").write_text(
            f"Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: a <a@example.invalid>\n"
            "Description: small\n", "utf8")  # fmt: skip
        made = tmp_path / f"{name}_{version}_amd64.deb"
        subprocess.run(["dpkg-deb", "--root-owner-group", "-b", str(stage), str(made)], check=True, capture_output=True)
        digest = hashlib.sha256(made.read_bytes()).hexdigest()
        made.with_name(made.name + ".sha256").write_text(f"{digest}  {made.name}\n", "ascii")
        return made

    return package


def _sign(package: Path, key: Ed25519PrivateKey) -> None:
    signature = key.sign(hashlib.sha256(package.read_bytes()).digest())
    package.with_name(package.name + ".sig").write_text(b64encode(signature).decode(), "ascii")


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    folder = tmp_path / "release-keys"
    folder.mkdir()
    raw = RELEASE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    (folder / "linggong.pub").write_text(b64encode(raw).decode(), "ascii")
    return folder


def test_a_newer_package_is_installed_after_a_backup_and_kept(make: Make, tmp_path: Path) -> None:
    new, said = make("0.2.0"), list[str]()
    host = TwinHost(versions={new: "0.2.0"})
    assert update(new, host, said.append, tmp_path / "none") == 0
    assert host.done == ["backup", "install 0.2.0", "keep 0.2.0"]
    assert "没有核对签名" in said[0]


def test_a_signed_package_is_told_apart_from_one_that_is_not(make: Make, keys: Path) -> None:
    new = make("0.2.0")
    host = TwinHost(versions={new: "0.2.0"})
    with pytest.raises(SettingsError, match="没有开发方的签名文件"):
        update(new, host, lambda line: None, keys)
    _sign(new, STRANGER)
    with pytest.raises(SettingsError, match="签名不是开发方的"):
        update(new, host, lambda line: None, keys)
    assert host.done == []
    _sign(new, RELEASE)
    assert update(new, host, lambda line: None, keys) == 0


def test_a_package_that_was_damaged_on_its_way_is_not_touched(make: Make, tmp_path: Path) -> None:
    new = make("0.2.0")
    raw = bytearray(new.read_bytes())
    raw[-1] ^= 1
    new.write_bytes(raw)
    host = TwinHost(versions={new: "0.2.0"})
    with pytest.raises(SettingsError, match="对不上"):
        update(new, host, lambda line: None, tmp_path / "none")
    new.with_name(new.name + ".sha256").unlink()
    with pytest.raises(SettingsError, match="没有校验文件"):
        update(new, host, lambda line: None, tmp_path / "none")
    assert host.done == []


def test_another_programs_package_and_an_older_one_are_refused(make: Make, tmp_path: Path) -> None:
    other, same = make("0.2.0", "other"), make("0.1.0")
    host = TwinHost(versions={other: "0.2.0", same: "0.1.0"})
    with pytest.raises(SettingsError, match="不是零工站的安装包"):
        update(other, host, lambda line: None, tmp_path / "none")
    with pytest.raises(SettingsError, match="不比它新"):
        update(same, host, lambda line: None, tmp_path / "none")
    assert host.done == []
    assert update(same, host, lambda line: None, tmp_path / "none", again=True) == 0


def test_without_a_backup_nothing_is_installed(make: Make, tmp_path: Path) -> None:
    new = make("0.2.0")
    host = TwinHost(versions={new: "0.2.0"}, backup_fails=True)
    with pytest.raises(SettingsError, match="备份"):
        update(new, host, lambda line: None, tmp_path / "none")
    assert (host.done, host.here) == (["backup"], "0.1.0")


def test_services_that_do_not_answer_bring_back_database_and_package(make: Make, tmp_path: Path) -> None:
    old, new, said = make("0.1.0"), make("0.2.0"), list[str]()
    host = TwinHost(versions={old: "0.1.0", new: "0.2.0"}, kept={"0.1.0": old}, ill=frozenset({"0.2.0"}))
    assert update(new, host, said.append, tmp_path / "none") == 1
    assert host.done == ["backup", "install 0.2.0", "database back", "install 0.1.0"]
    assert host.here == "0.1.0" and "换回了 0.1.0，各项服务都有回答" in said[-1]


def test_an_installation_that_fails_is_followed_by_the_former_package(make: Make, tmp_path: Path) -> None:
    """The maintainer scripts have left the database alone by then."""
    old, new = make("0.1.0"), make("0.2.0")
    host = TwinHost(versions={old: "0.1.0", new: "0.2.0"}, kept={"0.1.0": old}, install_fails=frozenset({"0.2.0"}))
    assert update(new, host, lambda line: None, tmp_path / "none") == 1
    assert host.done == ["backup", "install 0.2.0", "install 0.1.0"]


def test_a_database_that_holds_new_records_keeps_the_program_that_can_read_it(make: Make, tmp_path: Path) -> None:
    old, new, said = make("0.1.0"), make("0.2.0"), list[str]()
    host = TwinHost(versions={old: "0.1.0", new: "0.2.0"}, kept={"0.1.0": old}, ill=frozenset({"0.2.0"}),
                    database_stays=True)  # fmt: skip
    assert update(new, host, said.append, tmp_path / "none") == 1
    assert host.here == "0.2.0" and "数据库没有放回" in said[-1]


def test_without_a_kept_package_a_person_is_told_what_to_install(make: Make, tmp_path: Path) -> None:
    new, said = make("0.2.0"), list[str]()
    host = TwinHost(versions={new: "0.2.0"}, ill=frozenset({"0.2.0"}))
    assert update(new, host, said.append, tmp_path / "none") == 1
    assert "linggong_0.1.0_amd64.deb" in said[-1]


@pytest.mark.parametrize(("one", "operator", "other"), [
    ("0.10.0", "gt", "0.9.0"), ("1.0.0~rc1", "lt", "1.0.0"), ("0.1.0", "eq", "0.1.0"),
])  # fmt: skip
def test_versions_are_compared_as_dpkg_does(one: str, operator: str, other: str) -> None:
    assert compare(one, operator, other)
    assert not compare(other, operator, one) or operator == "eq"
