"""Packages on the sticks this machine has mounted; looking only, and no link is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from content.link.packages import FILE_NAME

ROOTS = (Path("/media"), Path("/run/media"), Path("/mnt"))
_DEEPEST, _MOST_SEEN, _MOST = 3, 2000, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OnStick:
    """A package that lies on a stick; without a signature beside it nothing can be done with it."""

    path: Path
    version: str
    size: int
    signed: bool


def packages_on_sticks(roots: tuple[Path, ...] = ROOTS) -> tuple[OnStick, ...]:
    """Return the packages in the first folders of each stick, the newest file first; a stick pulled out has none."""
    found, seen = list[tuple[float, OnStick]](), 0
    for path in (one for root in roots for one in _below(root, _DEEPEST)):
        seen += 1
        if seen > _MOST_SEEN:
            break
        named = FILE_NAME.fullmatch(path.name)
        what = _plain_file(path) if named else None
        if named is None or what is None:
            continue
        signed = _plain_file(path.with_name(path.name + ".sig")) is not None
        found.append((what.st_mtime, OnStick(path=path, version=named[1], size=what.st_size, signed=signed)))
    found.sort(key=lambda one: -one[0])
    return tuple(one for _, one in found[:_MOST])


def _below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        inside = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError:
        return
    for one in inside:
        if one.is_symlink():
            continue
        if one.is_dir(follow_symlinks=False):
            if depth > 1:
                yield from _below(Path(one.path), depth - 1)
        else:
            yield Path(one.path)


def _plain_file(path: Path) -> os.stat_result | None:
    try:
        what = path.lstat()
    except OSError:
        return None
    return what if stat.S_ISREG(what.st_mode) else None
