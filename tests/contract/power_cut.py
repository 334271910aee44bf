"""A power cut for an unmodified program: what it asked of the kernel, and the disks that could be left of it (T2).

strace writes down every write, sync, truncation and change of a folder by the real writer. A disk at a point of that
record holds all that was synced before; what was not synced is there in whole, in part (sectors of 512 bytes), or not
at all, and a name made or removed since its folder was last synced may be there or not.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.errors import ContentError
from content.store.database import Market
from tests.unit.content.store.samples import KEYS, NOW

ROOT = Path(__file__).parents[2]
SECTOR = 512
MODES = ("nothing", "everything", "whole writes", "torn")  # of what was not synced: what reached the disk
_CALLS = "openat,pwrite64,pwritev,write,writev,fsync,fdatasync,ftruncate,fallocate,unlink,unlinkat,rename,renameat"
_LINE = re.compile(r"(?P<thread>\d+) +(?P<call>\w+)\((?P<rest>.*)", re.DOTALL)
_RESUMED = re.compile(r"(?P<thread>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)", re.DOTALL)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_PLACE = re.compile(r"<((?:\\x[0-9a-f]{2})+)>")


class NotReplayable(Exception):
    """The program did something to its files that this replay does not know; it must be taught, not passed over."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing asked of the kernel: "write", "truncate", "sync", "make", "remove" or "ack" (`name` is the id)."""

    kind: str
    name: str
    offset: int = 0
    data: bytes = b""


def _plain(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))


def _whole_lines(trace: Path) -> Iterator[tuple[str, str]]:
    """Yield call and arguments; an interrupted call stands where it ended, an acknowledgement where it began."""
    begun: dict[str, str] = {}
    for line in trace.read_text("latin1").splitlines():
        if resumed := _RESUMED.match(line):
            if before := begun.pop(resumed["thread"], ""):
                yield resumed["call"], before + resumed["rest"]
        elif found := _LINE.match(line):
            if found["rest"].endswith("<unfinished ...>"):
                if found["call"] == "write":
                    yield "write", found["rest"].replace("<unfinished ...>", ") = 1")
                else:
                    begun[found["thread"]] = found["rest"].removesuffix("<unfinished ...>")
            else:
                yield found["call"], found["rest"]


def deeds(trace: Path, folder: Path) -> tuple[Deed, ...]:
    """Return what the traced program did to the files of a folder, in order; NotReplayable for what is not known."""
    here, found, known = str(folder), [], set()
    for call, rest in _whole_lines(trace):
        if re.search(r"= (-1|\?)", rest.rsplit('"', 1)[-1]):
            continue  # refused, or cut off by the end of the process
        texts = [_plain(one) for one in _TEXT.findall(rest)]
        place = _PLACE.search(rest)
        on = _plain(place[1]).decode("utf8", "replace") if place else ""
        if call == "write" and texts and texts[0].startswith(b"ack "):
            found.append(Deed("ack", texts[0].decode().split()[1]))
            continue
        if call in ("openat", "unlink", "unlinkat"):
            on = texts[0].decode("utf8", "replace") if texts else ""
        if not (on == here or on.startswith(here + "/")) or on.endswith(("-shm", ".lock")):
            continue  # the index of the WAL is memory, and made anew
        name, numbers = on.removeprefix(here).lstrip("/"), [int(n) for n in re.findall(r", (\d+)", rest.split("=")[0])]
        match call:
            case "openat":
                if "O_CREAT" in rest and name not in known:
                    known.add(name)
                    found.append(Deed("make", name))
            case "pwrite64":
                found.append(Deed("write", name, numbers[-1], texts[0]))
            case "ftruncate":
                found.append(Deed("truncate", name, numbers[-1]))
            case "fsync" | "fdatasync":
                found.append(Deed("sync", name))
            case "unlink" | "unlinkat":
                known.discard(name)
                found.append(Deed("remove", name))
            case _:
                raise NotReplayable(f"{call} on {name}")
    return tuple(found)


def traced(folder: Path, filings: int, synchronous: str = "FULL") -> tuple[Deed, ...]:
    """Run the real writer under strace in a new folder and return what it did."""
    folder.mkdir()
    trace = folder.with_name(folder.name + ".trace")
    victim = [sys.executable, str(Path(__file__).with_name("power_victim.py")), str(folder / "market.db"),
              str(filings), synchronous]  # fmt: skip
    subprocess.run(["strace", "-f", "-y", "-xx", "--seccomp-bpf", "-s", "200000", "-e", f"trace={_CALLS}", "-o",
                    str(trace), *victim], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                   env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=300)  # fmt: skip
    return deeds(trace, folder)


@dataclass(slots=True)
class _File:
    synced: bytearray = field(default_factory=bytearray)
    waiting: list[Deed] = field(default_factory=list)

    def apply(self, content: bytearray, deed: Deed) -> None:
        if deed.kind == "truncate":
            del content[deed.offset :]
            content.extend(bytes(deed.offset - len(content)))
            return
        content.extend(bytes(max(deed.offset - len(content), 0)))
        content[deed.offset : deed.offset + len(deed.data)] = deed.data

    def sync(self) -> None:
        for deed in self.waiting:
            self.apply(self.synced, deed)
        self.waiting.clear()

    def left(self, mode: str, chance: random.Random) -> bytes:
        content = bytearray(self.synced)
        for deed in () if mode == "nothing" else self.waiting:
            for part in self._parts(deed) if mode == "torn" and deed.kind == "write" else (deed,):
                if mode == "everything" or chance.random() < 0.5:
                    self.apply(content, part)
        return bytes(content)

    @staticmethod
    def _parts(deed: Deed) -> Iterator[Deed]:
        at = 0
        while at < len(deed.data):
            step = SECTOR - (deed.offset + at) % SECTOR
            yield Deed("write", deed.name, deed.offset + at, deed.data[at : at + step])
            at += step


class Disk:
    """Files as a program made them, some of it on the disk and some on its way."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}
        self._names: dict[str, _File] = {}  # as the folder was last synced

    def take(self, deed: Deed) -> None:
        """Carry out one deed."""
        match deed.kind:
            case "make":
                self._files[deed.name] = _File()
            case "remove":
                del self._files[deed.name]
            case "sync" if deed.name == "":
                self._names = dict(self._files)
            case "sync":
                self._files[deed.name].sync()
            case "write" | "truncate":
                self._files[deed.name].waiting.append(deed)

    def cut(self, folder: Path, mode: str, chance: random.Random) -> None:
        """Write what a power cut now could leave into an empty folder."""
        folder.mkdir()
        for name in {**self._names, **self._files}:
            old, new = self._names.get(name), self._files.get(name)
            settled = old is new or mode == "everything" or (mode != "nothing" and chance.random() < 0.5)
            file = new if settled else old
            if file is not None:
                (folder / name).write_bytes(file.left(mode, chance))


@dataclass(slots=True)
class Account:
    """What many cuts left behind."""

    points: int = 0
    acknowledged: int = 0  # most that a point had
    lost: list[str] = field(default_factory=list)
    halves: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def _look(path: Path, acks: set[str], where: str, account: Account) -> None:
    """Open what is left as the product does after a power cut, and compare it with what was promised."""
    try:
        market = Market.open(path, KEYS, SetClock(NOW))
    except ContentError as error:
        account.damaged.append(f"{where}: {error}")
        return
    try:
        with market.reading() as tables:
            stored = {filing.header.id for filing in tables.inbox.pending(limit=100_000)}
            pairs = {filing_id for filing_id in stored if tables.settings.get(filing_id) == "1"}
            (verdict,) = tables._db.execute("PRAGMA integrity_check(1)").fetchone()
    except (ContentError, sqlite3.Error, ValueError) as error:
        account.damaged.append(f"{where}: {error}")
        return
    finally:
        market.close()
    if verdict != "ok":
        account.damaged.append(f"{where}: {verdict}")
    if gone := acks - stored:
        account.lost.append(f"{where}: {sorted(gone)}")
    if pairs != stored:
        account.halves.append(where)


def cuts(folder: Path, record: tuple[Deed, ...], points: int, seed: int, begin: int = 1) -> Account:
    """Cut the power at random points of a record from deed `begin` on, in each mode by turns; say what came of it."""
    chance, account, disk, acks, done = random.Random(seed), Account(), Disk(), set[str](), 0
    folder.mkdir()
    for number, point in enumerate(sorted(chance.choices(range(begin, len(record) + 1), k=points))):
        for deed in record[done:point]:
            if deed.kind == "ack":
                acks.add(deed.name)
            else:
                disk.take(deed)
        done, mode = point, MODES[number % len(MODES)]
        left = folder / str(number)
        disk.cut(left, mode, chance)
        _look(left / "market.db", acks, f"deed {point}, {mode}", account)
        for file in left.iterdir():
            file.unlink()
        left.rmdir()
        account.points += 1
        account.acknowledged = max(account.acknowledged, len(acks))
    return account


def cuts_until(folder: Path, record: tuple[Deed, ...], enough: Callable[[Account], bool], most: int = 50) -> Account:
    """Cut in small rounds after the first acknowledgement till a control has shown what it must, or `most` rounds."""
    folder.mkdir()
    begin = next(number for number, deed in enumerate(record) if deed.kind == "ack") + 1
    for seed in range(most):
        account = cuts(folder / f"round-{seed}", record, 2 * len(MODES), seed, begin)
        if enough(account):
            break
    return account
