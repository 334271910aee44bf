"""The libraries a box needs: what the program asks for, out of the locked list, without what only tests need."""

from __future__ import annotations

import compileall
import hashlib
import py_compile
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

SITE = "/usr/lib/linggong/.venv/lib/python3.11/site-packages"
# sqlite-utils names it for a command that installs plugins, which no box has
_LEFT_OUT = frozenset({"pip"})


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(wanted: list[str]) -> frozenset[str]:
    """Return the names of everything these requirements need here, by what is installed beside this program."""
    seen: set[tuple[str, str]] = set()
    waiting = [(Requirement(text), "") for text in wanted]
    while waiting:
        one, asked_by = waiting.pop()
        if one.marker is not None and not one.marker.evaluate({"extra": asked_by}):
            continue
        name = _plain(one.name)
        for extra in ("", *one.extras):
            if name not in _LEFT_OUT and (name, extra) not in seen:
                seen.add((name, extra))
                waiting += [(Requirement(text), extra) for text in metadata.requires(name) or ()]
    return frozenset(name for name, _ in seen)


def locked(lock: str, names: frozenset[str]) -> str:
    """Return the entries of the lock file for these names; KeyError names one that is not locked."""
    entries = {_plain(entry.split("==")[0]): entry for entry in re.split(r"\n(?=[A-Za-z0-9])", lock) if "==" in entry}
    return "\n".join(entries[name].strip() for name in sorted(names)) + "\n"


def bring(wanted: str, kept: Path) -> Path:
    """Return a folder with exactly these locked libraries; one brought before under the same list is used again."""
    folder = kept / hashlib.sha256(wanted.encode()).hexdigest()[:16]
    if folder.is_dir():
        return folder
    fresh = folder.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    listed = fresh.with_suffix(".txt")
    listed.write_text(wanted, "utf8")
    install = ("install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile", "--require-hashes")
    subprocess.run([sys.executable, "-m", "pip", *install, "--target", str(fresh), "-r", str(listed)], check=True)
    # scripts name this machine's Python; the box starts modules only
    shutil.rmtree(fresh / "bin", ignore_errors=True)
    for record in fresh.glob("*.dist-info/RECORD"):
        record.unlink()
    listed.unlink()
    compile_for(fresh, SITE)
    fresh.rename(folder)
    return folder


def compile_for(folder: Path, place: str) -> None:
    """Compile what will lie at `place` on the box, never to be looked at again: dpkg alone changes these files."""
    compileall.compile_dir(folder, maxlevels=30, quiet=2, stripdir=str(folder), prependdir=place,
                           invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)  # fmt: skip
