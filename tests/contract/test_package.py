"""The package without its libraries: every file in its place, every unit's program in it, its scripts sound.

What it does on a machine is tests/soak/test_package.py.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from content.link.protocol import OLDEST, PROTOCOL
from debian.build import HOME, OWN, ROOT, SCRIPTS, build, tracked, version, wanted_libraries

UNITS = Path("usr/lib/systemd/system")
EXEC = re.compile(r"^ExecStart=(\S+)(?: -m (\S+))?", re.MULTILINE)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stage")


@pytest.fixture(scope="module")
def package(stage: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("out"), number=version(), libraries=None, stage=stage)


def _listed(package: Path) -> dict[str, str]:
    """Return the path of everything in the package with its mode and owner."""
    lines = subprocess.check_output(["dpkg-deb", "-c", str(package)], text=True).splitlines()
    words = (line.split(None, 5) for line in lines)
    return {one[5].split(" -> ")[0].removeprefix("./").rstrip("/"): f"{one[0]} {one[1]}" for one in words}


def _field(package: Path, name: str) -> str:
    return subprocess.check_output(["dpkg-deb", "-f", str(package), name], text=True).strip()


def _missing(units: Path, root: Path) -> set[str]:
    """Return what the units start and is neither in this root nor brought by a package ours names."""
    found = set()
    for unit in units.glob("*.service"):
        program, module = EXEC.findall(unit.read_text("utf8"))[0]
        place = root / program.lstrip("/")
        if program != "/usr/bin/cage" and not (place.is_symlink() or place.is_file()):
            found.add(program)
        path = root / HOME / module.replace(".", "/")
        if module and not (path / "__main__.py").is_file() and not path.with_suffix(".py").is_file():
            found.add(module)
    return found


def test_every_unit_starts_a_program_that_is_in_the_package(stage: Path, package: Path) -> None:
    assert _missing(stage / UNITS, stage) == set()
    ours = (path for path in (ROOT / "systemd").iterdir() if path.name.startswith(("linggong", "update-linggong")))
    assert {path.name for path in ours} == {
        path.name for path in (stage / UNITS).iterdir()
    }


def test_a_unit_whose_program_is_missing_is_found(stage: Path, package: Path, tmp_path: Path) -> None:
    """A control: a unit that starts what nobody packed."""
    (tmp_path / "linggong-x.service").write_text("ExecStart=/usr/lib/linggong/.venv/bin/python3.12 -m content.nobody\n")
    assert _missing(tmp_path, stage) == {"/usr/lib/linggong/.venv/bin/python3.12", "content.nobody"}


def test_all_belongs_to_root_and_nobody_else_may_write_it(package: Path) -> None:
    listed = _listed(package)
    assert set(listed.values()) <= {"drwxr-xr-x root/root", "-rw-r--r-- root/root", "-rwxr-xr-x root/root",
                                    "lrwxrwxrwx root/root"}  # fmt: skip
    assert {name for name, mode in listed.items() if mode.startswith("-rwx")} == {"usr/bin/linggong"}
    for wanted in ("usr/lib/linggong/boot/kiosk_boot.html", "usr/lib/linggong/chromium/linggong-kiosk.json",
                   "usr/lib/udev/rules.d/70-linggong.rules", "usr/lib/sysusers.d/linggong.conf",
                   "usr/lib/linggong/content/kpi/rules.toml", "usr/lib/linggong/VERSION"):  # fmt: skip
        assert wanted in listed
    assert not [name for name in listed if name.startswith(("var/", "home/", "root/", "tests"))]


def test_the_program_knows_its_number_and_the_package_says_what_it_speaks(stage: Path, package: Path) -> None:
    """Without its number no terminal could ever be updated: the hub would not know itself to be as new."""
    said = "from content.link.protocol import program_version; print(program_version())"
    here = subprocess.check_output([sys.executable, "-S", "-c", said], text=True, cwd=stage / "usr/lib/linggong")
    assert here.strip() == _field(package, "Version") == version()
    assert (_field(package, "Linggong-Protocol"), _field(package, "Linggong-Oldest-Protocol")) == (
        str(PROTOCOL), str(OLDEST))  # fmt: skip


def test_what_lies_in_etc_is_kept_as_its_owner_wrote_it(package: Path) -> None:
    conffiles = subprocess.check_output(["dpkg-deb", "-I", str(package), "conffiles"], text=True).split()
    in_etc = [f"/{name}" for name, mode in _listed(package).items() if name.startswith("etc/") and mode[0] == "-"]
    assert conffiles == in_etc == ["/etc/linggong/linggong.toml"]


def test_the_settings_it_brings_are_all_known_and_point_below_var_lib(stage: Path, package: Path) -> None:
    from content.settings import HubSettings, PublicSettings, read_settings
    from kiosk.settings import KioskSettings
    from signage.settings import ScreenSettings

    environ = {"LINGGONG_CONFIG": str(stage / "etc/linggong/linggong.toml")}
    data = Path("/var/lib/linggong")
    assert read_settings(HubSettings, "hub", environ).data == data / "hub"
    assert read_settings(PublicSettings, "public", environ).editions == data / "hub/shelf"
    assert read_settings(KioskSettings, "kiosk", environ).data == data / "kiosk"
    assert read_settings(ScreenSettings, "screen", environ).data == data / "screen"


def test_it_asks_for_every_debian_package_the_program_needs(package: Path) -> None:
    section = (ROOT / ".ci/apt.txt").read_text("utf8").split("[run]")[1].split("[")[0]
    needed = set(section.split()) - {"python3-venv"}  # which makes the environment the package brings along
    named = re.findall(r"[a-z0-9][a-z0-9.+-]+(?= *(?:,|$|\())", _field(package, "Depends"))
    wished = _field(package, "Recommends").split(", ")
    assert needed <= {*named, *wished}
    assert {"chromium", "cage"} <= set(wished)
    assert (_field(package, "Architecture"), _field(package, "Version")) == ("amd64", version())


def test_it_brings_the_locked_libraries_and_none_that_only_tests_need() -> None:
    listed = wanted_libraries()
    names = set(re.findall(r"^([a-z0-9-]+)==", listed, re.MULTILINE))
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    own = {re.split(r"[<>=]", name)[0] for name in asked["dependencies"]}
    tests = {re.split(r"[<>=]", name)[0] for name in asked["optional-dependencies"]["test"]}
    assert own <= names and not tests & names
    assert listed.count("==") == len(names) and "--hash=sha256:" in listed


def test_the_same_sources_give_the_same_bytes(package: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "out", number=version(), libraries=None, stage=tmp_path / "stage")
    assert again.read_bytes() == package.read_bytes()


def test_only_files_git_knows_are_packed(package: Path) -> None:
    rooms = {f"{HOME}/{name}" for name in tracked("content", "kiosk", "signage", "printer")}
    packed = {name for name, mode in _listed(package).items()
              if mode[0] == "-" and name.startswith(tuple(f"{HOME}/{room}/" for room in
                                                          ("content", "kiosk", "signage", "printer")))}  # fmt: skip
    assert packed == rooms


def _shellcheck(*scripts: Path) -> int:
    return subprocess.run(["shellcheck", "--shell=sh", *map(str, scripts)], capture_output=True, check=False).returncode


def test_its_scripts_are_sound(tmp_path: Path) -> None:
    scripts = [OWN / "scripts" / name for name in SCRIPTS]
    assert _shellcheck(*scripts, OWN / "files/linggong") == 0
    assert all("set -e" in script.read_text("utf8") for script in scripts)
    broken = tmp_path / "broken"  # a control
    broken.write_text("#!/bin/sh\nrm -rf $1/var\n", "utf8")
    assert _shellcheck(broken) == 1


def _globs(script: str, command: str) -> list[str]:
    """Return the patterns of unit files in the line of a script that begins with this command."""
    lines = (OWN / "scripts" / script).read_text("utf8").splitlines()
    line = next(line for line in lines if line.strip().startswith(command) and "systemd/system" in line)
    return re.findall(r"/usr/lib/systemd/system/(\S+)", line)


@pytest.mark.parametrize(("script", "command"), [("preinst", "cp -al"), ("postinst", "rm -rf")])
def test_the_former_program_is_kept_and_put_back_with_all_its_units(package: Path, script: str, command: str) -> None:
    listed = subprocess.check_output(["dpkg-deb", "--fsys-tarfile", str(package)])
    with tarfile.open(fileobj=io.BytesIO(listed)) as tar:
        names = {Path(name).parts[4] for name in tar.getnames() if name.startswith(f"./{UNITS}/")}
    assert len(names) > 10
    globs = _globs(script, command)
    assert {name for name in names if not any(fnmatch(name, glob) for glob in globs)} == set()
    assert any(not fnmatch(name, globs[0]) for name in names), "the first pattern alone, a control, leaves some behind"
