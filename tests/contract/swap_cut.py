"""A power cut while editions are swapped: what the shelf asked of the kernel, and the trees that could be left (T13).

As in power_cut.py, with folders and links in the place of one file: a folder holds the names it had when it was last
synced; each name made, replaced or removed since is on the disk or not, by itself.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from content.edition.shelf import Shelf
from tests.contract.power_cut import MODES, ROOT, Deed, NotReplayable, _File, _plain
from tests.contract.swap_victim import NAMES, content_of
from tests.unit.content.edition.samples import TRUSTED

_CALLS = ("open,openat,creat,write,pwrite64,writev,fsync,fdatasync,ftruncate,truncate,rename,renameat,renameat2,unlink,"
          "unlinkat,rmdir,mkdir,mkdirat,symlink,symlinkat,link,linkat,copy_file_range,sendfile")  # fmt: skip
_LINE = re.compile(r"\d+ +(?P<call>\w+)\((?P<rest>.*)\) += (?P<result>\S+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PLACE = re.compile(r"<((?:\\x[0-9a-f]{2})+)>")


@dataclass(slots=True)
class _Folder:
    """Names, as they were synced and as they are."""

    synced: dict[str, _Node] = field(default_factory=dict)
    now: dict[str, _Node] = field(default_factory=dict)


_Node = _File | _Folder | str  # a link is where it points to


class Tree:
    """A folder as a program made it, some of it on the disk and some on its way."""

    def __init__(self) -> None:
        self._top = _Folder()

    def _of(self, path: str) -> _Folder:
        folder = self._top
        for part in Path(path).parts:
            inner = folder.now[part]
            assert isinstance(inner, _Folder)
            folder = inner
        return folder

    def take(self, call: str, path: str, more: str = "", data: bytes = b"") -> None:
        """Carry out one call; `path` is relative to the folder."""
        folder, name = self._of(str(Path(path).parent)), Path(path).name
        match call:
            case "mkdir":
                folder.now[name] = _Folder()
            case "symlink":
                folder.now[name] = more
            case "rename":
                self._of(str(Path(more).parent)).now[Path(more).name] = folder.now.pop(name)
            case "remove":
                del folder.now[name]
            case "open":
                node = folder.now.setdefault(name, _File())
                if more == "empty" and isinstance(node, _File):
                    node.waiting.append(Deed("truncate", name, 0))
            case "write":
                node = folder.now[name]
                assert isinstance(node, _File)
                node.waiting.append(Deed("write", name, len(node.left("everything", random.Random(0))), data))
            case "sync":
                node = folder.now[name] if name else self._top
                if isinstance(node, _File):
                    node.sync()
                elif isinstance(node, _Folder):
                    node.synced = dict(node.now)

    def cut(self, where: Path, mode: str, chance: random.Random) -> None:
        """Write what a power cut now could leave into a new folder."""
        self._leave(self._top, where, mode, chance)

    def _leave(self, folder: _Folder, where: Path, mode: str, chance: random.Random) -> None:
        where.mkdir()
        for name in {**folder.synced, **folder.now}:
            old, new = folder.synced.get(name), folder.now.get(name)
            settled = old is new or mode == "everything" or (mode != "nothing" and chance.random() < 0.5)
            node = new if settled else old
            if isinstance(node, _Folder):
                self._leave(node, where / name, mode, chance)
            elif isinstance(node, str):
                (where / name).symlink_to(node)
            elif node is not None:
                (where / name).write_bytes(node.left(mode, chance))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call, or the acknowledgement of an edition ("ack", with its order as `path`)."""

    call: str
    path: str
    more: str = ""
    data: bytes = b""


def _steps(call: str, rest: str, here: str) -> Step | None:
    texts = [_plain(one) for one in _TEXT.findall(rest)]
    places = [_plain(one).decode() for one in _PLACE.findall(rest)]
    if call == "write" and texts and texts[0].startswith(b"ack "):
        return Step(call="ack", path=texts[0].decode().split()[1])
    by_handle = call in ("write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate")
    names = [places[0]] if by_handle else [one.decode() for one in texts]
    if call == "unlinkat" or (call == "openat" and names and not names[0].startswith("/")):
        names = [str(Path(places[0]) / names[0])]
    if not any(one == here or one.startswith(here + "/") for one in names):
        return None
    inside = [one.removeprefix(here).lstrip("/") for one in names]
    match call:
        case "openat" | "open":
            if "O_CREAT" not in rest:
                return None
            return Step(call="open", path=inside[0], more="empty" if "O_TRUNC" in rest else "")
        case "write":
            return Step(call="write", path=inside[0], data=texts[-1])
        case "fsync" | "fdatasync":
            return Step(call="sync", path=inside[0])
        case "mkdir" | "rename":
            return Step(call=call, path=inside[0], more=inside[1] if call == "rename" else "")
        case "symlink":
            return Step(call="symlink", path=inside[1], more=names[0])
        case "unlink" | "unlinkat" | "rmdir":
            return Step(call="remove", path=inside[0])
    raise NotReplayable(f"{call} on {inside}")


def traced(folder: Path, editions: int, control: str = "") -> tuple[Step, ...]:
    """Run the real shelf under strace in a new folder and return what it did there."""
    folder.mkdir()
    trace = folder.with_name(folder.name + ".trace")
    victim = [sys.executable, str(Path(__file__).with_name("swap_victim.py")), str(folder), str(editions), control]
    subprocess.run(["strace", "-f", "-y", "-xx", "--seccomp-bpf", "-s", "200000", "-e", f"trace={_CALLS}", "-o",
                    str(trace), *victim], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                   env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=300)  # fmt: skip
    found = []
    for line in trace.read_text("latin1").splitlines():
        if "<unfinished" in line or "resumed>" in line:
            raise NotReplayable(line[:200])  # the victim has one thread
        said = _LINE.match(line)
        if said is None or said["result"].startswith("-1"):
            continue
        step = _steps(said["call"], said["rest"], str(folder))
        if step is not None:
            found.append(step)
    return tuple(found)


def _look(root: Path, promised: int) -> str:
    """Open what is left as a terminal does after a power cut; return a sentence when it is not as promised."""
    held = Shelf(root / "shelf").current(TRUSTED, "kiosk")
    if held is None:
        return f"{promised} was current and there is none" if promised else ""
    order = held.manifest.order
    if order < promised:
        return f"{promised} was current and {order} is"
    if any(held.path_of(name).read_bytes() != content_of(name, order) for name in NAMES):
        return f"{order} is damaged or mixed"
    return ""


def cuts(folder: Path, record: tuple[Step, ...], points: int, seed: int) -> list[str]:
    """Cut the power at random points of a record, in each mode by turns; return a sentence for each that went wrong."""
    chance, tree, promised, done, wrong = random.Random(seed), Tree(), 0, 0, []
    folder.mkdir()
    for number, point in enumerate(sorted(chance.choices(range(1, len(record) + 1), k=points))):
        for step in record[done:point]:
            if step.call == "ack":
                promised = int(step.path)
            else:
                tree.take(step.call, step.path, step.more, step.data)
        done, left = point, folder / str(number)
        tree.cut(left, MODES[number % len(MODES)], chance)
        if found := _look(left, promised):
            wrong.append(f"step {point} of {len(record)}, {MODES[number % len(MODES)]}: {found}")
    return wrong
