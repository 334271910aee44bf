"""`python -m debian.build`: a .deb of the house by dpkg-deb alone; the same sources and lock give the same bytes.

What goes where:

    /usr/lib/linggong/               content kiosk signage printer, VERSION, boot/ and chromium/ (start page, policy)
    /usr/lib/linggong/.venv/         Debian's Python with the locked libraries, compiled
    /usr/lib/systemd/system/         the units of systemd/ and what lies beside them
    /etc/linggong/linggong.toml      the one conffile
    /usr/bin/linggong                every command, as the user linggong where it does not have to be root
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from content.link.protocol import OLDEST, PROTOCOL
from debian.libraries import SITE, bring, closure, compile_for, locked

ROOT = Path(__file__).parents[1]
OWN = Path(__file__).parent
HOME = Path("usr/lib/linggong")
ROOMS = ("content", "kiosk", "signage", "printer")
FILES = {  # beside this module: where each goes, and its mode
    "linggong": ("usr/bin/linggong", 0o755),
    "linggong.toml": ("etc/linggong/linggong.toml", 0o644),
    "sysusers.conf": ("usr/lib/sysusers.d/linggong.conf", 0o644),
    "tmpfiles.conf": ("usr/lib/tmpfiles.d/linggong.conf", 0o644),
    "journald.conf": ("usr/lib/systemd/journald.conf.d/60-linggong.conf", 0o644),
    "70-linggong.rules": ("usr/lib/udev/rules.d/70-linggong.rules", 0o644),
    "copyright": ("usr/share/doc/linggong/copyright", 0o644),
}
SCRIPTS = ("preinst", "postinst", "prerm", "postrm")
_PYTHON = "/usr/bin/python3.11"


def version() -> str:
    """Return the version of the sources."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["version"])


def when() -> int:
    """Return the one time of everything in the package: SOURCE_DATE_EPOCH, else that of the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given or subprocess.check_output(["git", "log", "-1", "--format=%ct"], cwd=ROOT, text=True))


def tracked(*folders: str) -> list[str]:
    """Return the files of these folders that git knows, so that what lies around on this machine stays here."""
    listed = subprocess.check_output(["git", "ls-files", "-z", "--", *folders], cwd=ROOT, text=True)
    return [name for name in listed.split("\0") if name]


def _put(source: Path, target: Path, mode: int = 0o644) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def lay_out(stage: Path, number: str, libraries: Path | None) -> None:
    """Put all files of the package below `stage`; without `libraries` there are none and nothing is compiled."""
    home = stage / HOME
    for name in tracked(*ROOMS):
        _put(ROOT / name, home / name)
    for name in tracked("systemd"):
        if not name.startswith("systemd/chromium/"):
            _put(ROOT / name, stage / "usr/lib/systemd/system" / Path(name).relative_to("systemd"))
    _put(ROOT / "systemd/chromium/linggong-kiosk.json", home / "chromium/linggong-kiosk.json")
    _put(ROOT / "content/theme/templates/kiosk_boot.html", home / "boot/kiosk_boot.html")
    for name, (target, mode) in FILES.items():
        _put(OWN / "files" / name, stage / target, mode)
    (home / "VERSION").write_text(number + "\n", "utf8")
    _lay_out_python(stage, libraries)
    if libraries is not None:
        compile_rooms(stage)


def compile_rooms(stage: Path) -> None:
    """Compile the program itself; again after a file of a stage was changed."""
    for room in ROOMS:
        compile_for(stage / HOME / room, f"/{HOME}/{room}")


def _lay_out_python(stage: Path, libraries: Path | None) -> None:
    venv, site = stage / HOME / ".venv", stage / SITE.lstrip("/")
    site.parent.mkdir(parents=True)
    if libraries is None:
        site.mkdir()
    else:
        shutil.copytree(libraries, site)
    (site / "linggong.pth").write_text(f"/{HOME}\n", "utf8")
    (venv / "bin").mkdir()
    for name in ("python", "python3", "python3.11"):
        (venv / "bin" / name).symlink_to(_PYTHON)
    (venv / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11\n", "utf8")


def _settle(stage: Path, at: int) -> int:
    """Give everything plain modes and the one time; return how many KiB it takes once installed."""
    size = 0
    for path in sorted((stage, *stage.rglob("*")), reverse=True):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
            size += 1 if path.is_dir() else -(-path.stat().st_size // 1024)
        os.utime(path, (at, at), follow_symlinks=False)
    return size


def _write_control(stage: Path, number: str, at: int) -> None:
    control = stage / "DEBIAN"
    files = sorted(path for path in stage.rglob("*") if path.is_file() and not path.is_symlink())
    size = _settle(stage, at)
    control.mkdir()
    sums = (f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(stage)}\n"
            for path in files if not path.is_relative_to(stage / "etc"))  # fmt: skip
    (control / "md5sums").write_text("".join(sums), "utf8")
    (control / "conffiles").write_text("/etc/linggong/linggong.toml\n", "utf8")
    told = (OWN / "control").read_text("utf8")
    (control / "control").write_text(told.format(version=number, size=size, protocol=PROTOCOL, oldest=OLDEST), "utf8")
    for name in SCRIPTS:
        _put(OWN / "scripts" / name, control / name, 0o755)
    _settle(control, at)


def build(out: Path, *, number: str, libraries: Path | None, stage: Path) -> Path:
    """Build `linggong_<number>_amd64.deb` in the folder `out`, by way of the empty folder `stage`."""
    at = when()
    lay_out(stage, number, libraries)
    return pack(stage, out, number, at)


def pack(stage: Path, out: Path, number: str, at: int) -> Path:
    """Make the package of a stage that is laid out, with its checksum beside it."""
    shutil.rmtree(stage / "DEBIAN", ignore_errors=True)
    _write_control(stage, number, at)
    out.mkdir(parents=True, exist_ok=True)
    made = out / f"linggong_{number}_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", str(stage), str(made)], check=True,
                   stdout=subprocess.DEVNULL, env={**os.environ, "SOURCE_DATE_EPOCH": str(at)})  # fmt: skip
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    made.with_name(made.name + ".sha256").write_text(f"{digest}  {made.name}\n", "utf8")
    return made


def wanted_libraries() -> str:
    """Return the part of the lock file that goes into the package."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["dependencies"]
    return locked((ROOT / "requirements.lock").read_text("utf8"), closure(wanted))


def main() -> int:
    """Build the package of these sources into var/deb."""
    parser = argparse.ArgumentParser(prog="python -m debian.build")
    parser.add_argument("--out", type=Path, default=ROOT / "var/deb")
    parser.add_argument("--number", default=version(), help="the version, for tests of an upgrade")
    options = parser.parse_args()
    stage = options.out / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    libraries = bring(wanted_libraries(), ROOT / "var/deb/libraries")
    made = build(options.out, number=options.number, libraries=libraries, stage=stage)
    shutil.rmtree(stage)
    sys.stdout.write(f"{made} ({made.stat().st_size / 1e6:.1f} MB)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
